//! Plan: an [`Api`] becomes a [`Plan`], in which everything is decided.
//!
//! Parents are folded into objects, unions are decided, names are chosen, cycles are broken, and each type gets its
//! place and the features that need it. Emitters only print a plan.

mod condition;
mod cycles;
mod data;
mod features;
mod gates;
mod history;
mod lists;
mod mapped_values;
pub mod names;
mod objects;
mod operations;
mod read_only;
pub mod reserved;
mod rust_type;
mod setters;
mod shared;
mod types;
mod unions;
mod usage;

pub use condition::{Condition, OptIn};
pub use data::{
    Argument, Changing, Decided, Deprecation, DocsPage, Field, Fixed, Gate, Legacy, List, Module,
    Naming, ObjectType, OldName, OperationItem, OperationSpec, OutputType, Plan, Reason, Shared,
    Successor, Takes, Target, TypeItem, TypeKind, UnionType, UnionVariant, Variant,
};
pub use gates::mentions;
pub use history::History;
pub use rust_type::RustType;
pub use usage::{InModule, Usage};

use crate::error::Result;
use crate::model::Api;

/// Plans a crate.
///
/// # Errors
/// Names collide, or a union can't be decided or merged.
pub fn plan(api: &Api) -> Result<Plan> {
    let mut notes = api.notes.clone();
    let api = &*mapped_values::complete(api, &mut notes)?;
    let resolved = unions::resolve(api, &mut notes)?;
    let names = names::type_names(&resolved)?;
    let mut types = types::types(&resolved, &names)?;
    cycles::break_cycles(&mut types);
    setters::decide(&mut types);
    read_only::leave_out(&mut types);
    shared::find(&mut types)?;
    let mut modules = operations::modules(api, &resolved, &names)?;
    notes.extend(lists::find(&mut modules, &types));
    gates::set(api, &names, &mut types);
    Ok(Plan {
        modules,
        types,
        notes,
        legacy: Vec::new(),
    })
}
