//! A module of the crate, as tokens.

use proc_macro2::TokenStream;
use quote::quote;

/// A module of the crate, with the modules in it.
#[derive(Debug)]
pub struct Module {
    /// Its name. Empty at the root.
    pub name: String,
    /// Its documentation, one entry per line.
    pub docs: Vec<String>,
    /// The features that it needs, as `#[cfg(…)]`. May be empty.
    pub gate: TokenStream,
    /// Where it is visible.
    pub visibility: Visibility,
    /// Its items, except modules.
    pub items: TokenStream,
    /// The modules in it, sorted by name.
    pub modules: Vec<Module>,
}

/// Where a module is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everywhere.
    Public,
    /// In the crate.
    Crate,
    /// In its parent.
    Private,
}

impl Module {
    /// Its declaration without the name, such as `#[cfg(…)] pub mod`.
    pub fn declaration(&self) -> TokenStream {
        let gate = &self.gate;
        match self.visibility {
            Visibility::Public => quote!(#gate pub mod),
            Visibility::Crate => quote!(#gate pub(crate) mod),
            Visibility::Private => quote!(#gate mod),
        }
    }
}
