//! A module of the crate, as tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::gates::Cfg;
use super::names::ident;

/// A module of the crate, with the modules in it.
#[derive(Debug)]
pub struct Module {
    /// What its parent says about it.
    pub declaration: Declaration,
    /// Its documentation, one entry per line.
    pub docs: Vec<String>,
    /// Its items, except modules.
    pub items: TokenStream,
    /// The modules in it, sorted by name.
    pub modules: Vec<Module>,
}

/// The declaration of a module: as tokens, it lacks its end, a semicolon or a body.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Its name.
    pub name: String,
    /// The features that it needs.
    pub gate: Cfg,
    /// Where it is visible.
    pub visibility: Visibility,
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

impl ToTokens for Declaration {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (gate, name) = (&self.gate, ident(&self.name));
        tokens.extend(match self.visibility {
            Visibility::Public => quote!(#gate pub mod #name),
            Visibility::Crate => quote!(#gate pub(crate) mod #name),
            Visibility::Private => quote!(#gate mod #name),
        });
    }
}
