//! Stage five, emit: a [`Plan`] becomes modules of tokens. One emitter for each construct; nothing is
//! decided here.

mod docs;
mod modules;
mod operation;
mod types;

use proc_macro2::TokenStream;

pub use docs::Docs;
pub(crate) use types::ident;

use crate::plan::Plan;

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

/// Emits a plan.
pub fn emit(plan: &Plan, docs: Docs) -> Module {
    modules::root(plan, docs)
}
