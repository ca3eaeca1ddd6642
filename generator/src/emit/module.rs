//! A module of the crate, as tokens.

use proc_macro2::TokenStream;

/// A module of the crate: its tokens, and the modules in it.
#[derive(Debug)]
pub struct Module {
    /// Its name; empty at the root.
    pub name: String,
    /// Its documentation, one entry per line.
    pub docs: Vec<String>,
    /// The attributes and the visibility of its declaration, such as `#[cfg(…)] pub`.
    pub declaration: TokenStream,
    /// Its items, except modules.
    pub items: TokenStream,
    /// The modules in it, sorted by name.
    pub modules: Vec<Module>,
}
