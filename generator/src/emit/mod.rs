//! Stage five, emit: a [`Plan`] becomes modules of tokens. One emitter for each construct; nothing is
//! decided here.

mod docs;
mod editions;
mod gates;
mod modules;
mod operation;
mod renamed;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

pub use docs::Docs;
pub use modules::is_common;
pub(crate) use renamed::by_module;
pub(crate) use types::ident;

use crate::plan::{Plan, RustType};

/// A module of the crate: its tokens, and the modules in it.
#[derive(Debug)]
pub struct Module {
    /// Its name; empty at the root.
    pub name: String,
    /// What its documentation says, one entry a line.
    pub docs: Vec<String>,
    /// The attributes and the visibility of its declaration, such as `#[cfg(…)] pub`.
    pub declaration: TokenStream,
    /// What it holds beside modules.
    pub items: TokenStream,
    /// The modules in it, sorted by name.
    pub modules: Vec<Module>,
}

/// A type as a program writes it that has `rt` and `types` in scope.
pub fn type_text(ty: &RustType) -> String {
    types::rust_type(ty, &quote!(types::)).to_string()
}

/// Emits a plan.
pub fn emit(plan: &Plan, docs: Docs) -> Module {
    modules::root(plan, docs)
}
