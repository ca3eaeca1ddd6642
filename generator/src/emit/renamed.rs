//! Old names of operations, as deprecated aliases: in the same module, or in the module of their old tag.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Line, Writer};
use super::gates::Cfg;
use super::names::ident;
use super::operation;
use crate::plan::{OldName, OperationItem, Plan, TypeItem};

/// An operation-version under an old name.
#[derive(Clone, Copy)]
pub struct Renamed<'a> {
    /// The old name.
    pub old: &'a OldName,
    /// The operation.
    pub item: &'a OperationItem,
    /// Its current module.
    module: &'a str,
}

/// Groups the old names by module.
pub fn by_module(plan: &Plan) -> BTreeMap<&str, Vec<Renamed<'_>>> {
    let mut all: BTreeMap<&str, Vec<Renamed<'_>>> = BTreeMap::new();
    for (module, it) in &plan.modules {
        for item in &it.operations {
            for old in &item.was {
                let renamed = Renamed { old, item, module };
                all.entry(&old.module).or_default().push(renamed);
            }
        }
    }
    all
}

impl Renamed<'_> {
    /// The current name of the operation.
    pub fn now(&self) -> String {
        format!("{}::{}", self.module, self.item.function)
    }

    /// Whether it has moved to the module of another tag.
    pub fn has_moved(&self) -> bool {
        self.old.module != self.module
    }

    /// The current path of this version.
    fn path(&self) -> String {
        let OperationItem {
            function,
            version_module,
            ..
        } = self.item;
        match self.item.newest {
            true => self.now(),
            false => format!("{}::{version_module}::{function}", self.module),
        }
    }

    /// The aliases of its function and its request type.
    pub fn item(&self, docs: &Writer<'_>) -> TokenStream {
        let attributes = attributes(&self.path(), docs);
        let (old, old_request) = (ident(&self.old.function), ident(&self.old.request));
        let (new, request) = (ident(&self.item.function), ident(&self.item.request));
        let arguments = self.item.arguments.iter().map(|argument| {
            let (name, ty) = (ident(&argument.ident), operation::ty(&argument.ty));
            quote!(#name: #ty)
        });
        let path = self.has_moved().then(|| {
            let (module, version) = (ident(self.module), ident(&self.item.version_module));
            quote!(super::super::#module::#version::)
        });
        quote! {
            rt::renamed! {
                #attributes
                pub fn #old(#(#arguments),*) -> #old_request = #path #new => #path #request;
            }
        }
    }
}

/// The aliases of a type, under its condition.
pub fn types(name: &str, item: &TypeItem, gate: &Cfg, docs: &Writer<'_>) -> TokenStream {
    let attributes = attributes(&format!("types::{name}"), docs);
    let name = ident(name);
    let was = item.was.iter().map(|old| ident(old));
    quote!(#(#gate #attributes pub type #was = #name;)*)
}

fn attributes(now: &str, docs: &Writer<'_>) -> TokenStream {
    let line = format!("The old name of `{now}`.");
    let lines = docs::attributes(&Vec::from_iter(
        (!docs.is_none()).then_some(Line::Always(line)),
    ));
    let note = format!("renamed to `{now}`");
    quote!(#lines #[deprecated(note = #note)])
}
