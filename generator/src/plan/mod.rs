//! Plan: an [`Api`] becomes a [`Plan`], in which everything is decided.
//!
//! Parents are folded into objects, unions are decided, names are made, cycles broken, and each type is
//! given its place and the features that need it. Emitters only print a plan.

mod condition;
mod cycles;
mod data;
mod features;
mod gates;
mod lists;
pub mod names;
mod objects;
mod operations;
mod types;
mod unions;

pub use condition::{Condition, OptIn};
pub use data::{
    Argument, Decided, Deprecation, DocsPage, Field, Gate, Legacy, List, Module, Naming,
    ObjectType, OldName, OperationItem, OperationSpec, OutputType, Plan, Reason, RustType,
    Successor, Target, TypeItem, TypeKind, UnionType, UnionVariant, Variant,
};
pub use gates::mentions;

use crate::error::Result;
use crate::model::Api;

/// Plans a crate.
///
/// # Errors
/// Names collide, or a union can't be decided or merged.
pub fn plan(api: &Api) -> Result<Plan> {
    let mut notes = api.notes.clone();
    let resolved = unions::resolve(api, &mut notes)?;
    let names = names::type_names(&resolved)?;
    let mut types = types::types(&resolved, &names)?;
    cycles::break_cycles(&mut types);
    let mut modules = operations::modules(api, &resolved, &names)?;
    lists::find(&mut modules, &types);
    gates::set(api, &names, &mut types);
    Ok(Plan {
        modules,
        types,
        notes,
        legacy: Vec::new(),
    })
}
