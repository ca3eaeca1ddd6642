//! Reads a Rust file: its modules, and the paths that each of them names.

use std::collections::BTreeSet;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprLit, File, ImplItem, Item, ItemMod, ItemUse, Lit, Macro, Meta, Path,
    UseTree, Visibility,
};

/// Macros whose arguments are code for another crate.
const QUOTES: &[&str] = &["quote", "quote_spanned", "parse_quote"];

/// What a module says about other modules.
#[derive(Debug, Default, Clone)]
pub struct Source {
    pub children: Vec<Child>,
    pub uses: Vec<Use>,
    pub paths: Vec<NamedPath>,
    /// The first name of every path in the module's own code.
    pub names: BTreeSet<String>,
}

/// A child module that a module declares.
#[derive(Debug, Clone)]
pub struct Child {
    pub name: String,
    pub body: Body,
    /// Whether it is compiled for unit tests only.
    pub is_test: bool,
}

/// Where the text of a module is.
#[derive(Debug, Clone)]
pub enum Body {
    /// Between braces, in the same file.
    Inline(Source),
    /// In another file, which `#[path]` may name.
    File { path: Option<String> },
}

/// One name that a `use` brings into a module.
#[derive(Debug, Clone)]
pub struct Use {
    pub path: Vec<String>,
    /// Its name in the module. `None` for a glob and for `_`.
    pub name: Option<String>,
    /// Whether other modules can see it.
    pub is_exported: bool,
    pub line: usize,
}

/// A path of at least two names in code, such as `crate::wire::to_json`.
#[derive(Debug, Clone)]
pub struct NamedPath {
    pub path: Vec<String>,
    pub line: usize,
}

/// Reads the text of a file.
pub fn read(text: &str) -> syn::Result<Source> {
    // Documentation imports nothing. As attributes it would only cost time.
    let text = text.replace("///", "//").replace("//!", "//");
    let file: File = syn::parse_str(&text)?;
    let mut source = Source::default();
    source.visit_file(&file);
    Ok(source)
}

impl Source {
    fn add_path(&mut self, path: Vec<String>, line: usize) {
        self.names.extend(path.first().cloned());
        if path.len() > 1 {
            self.paths.push(NamedPath { path, line });
        }
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String], item: &ItemUse) {
        match tree {
            UseTree::Path(tree) => {
                let mut path = before.to_vec();
                path.push(tree.ident.to_string());
                self.add_use(&tree.tree, &path, item);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, before, item);
                }
            }
            UseTree::Glob(_) | UseTree::Name(_) | UseTree::Rename(_) => {
                let mut path = before.to_vec();
                match tree {
                    UseTree::Name(name) if name.ident != "self" => {
                        path.push(name.ident.to_string())
                    }
                    UseTree::Rename(name) if name.ident != "self" => {
                        path.push(name.ident.to_string())
                    }
                    // `use wire::{self}` and `use wire::*` name the module `wire`.
                    _ => {}
                }
                let name = match tree {
                    UseTree::Name(_) => path.last().cloned(),
                    UseTree::Rename(name) if name.rename != "_" => Some(name.rename.to_string()),
                    _ => None,
                };
                let is_exported = !matches!(item.vis, Visibility::Inherited);
                let line = tree.span().start().line;
                self.uses.push(Use {
                    path,
                    name,
                    is_exported,
                    line,
                });
            }
        }
    }

    /// Adds the paths in the arguments of a macro: names joined by `::`, anywhere.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let is = |at: usize, wanted: char| match tokens.get(at) {
            Some(TokenTree::Punct(punct)) => punct.as_char() == wanted,
            _ => false,
        };
        let is_colons = |at: usize| match tokens.get(at) {
            Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint => {
                is(at, ':') && is(at + 1, ':')
            }
            _ => false,
        };
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let is_member = at > 0 && is(at - 1, '.') && !(at > 1 && is(at - 2, '.'));
            let is_absolute = at > 1 && is_colons(at - 2);
            match token {
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(ident) if !is_member && !is_absolute => {
                    let mut path = vec![ident.to_string()];
                    while let (true, Some(TokenTree::Ident(ident))) =
                        (is_colons(at + 1), tokens.get(at + 3))
                    {
                        path.push(ident.to_string());
                        at += 3;
                    }
                    self.add_path(path, ident.span().start().line);
                }
                _ => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        // `visit_item_mod` keeps those for tests, so that their files are known.
        if matches!(item, Item::Mod(_)) || !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes: &[Attribute] = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            _ => &[],
        };
        if !is_test_only(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let body = match &item.content {
            Some((_, items)) => {
                let mut inner = Source::default();
                for item in items {
                    inner.visit_item(item);
                }
                Body::Inline(inner)
            }
            None => Body::File {
                path: path_attribute(&item.attrs),
            },
        };
        self.children.push(Child {
            name: item.ident.to_string(),
            body,
            is_test: is_test_only(&item.attrs),
        });
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_none() {
            self.add_use(&item.tree, &[], item);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            let names = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.add_path(names.collect(), path.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        // The paths in a `macro_rules!` belong to its callers.
        if !call.path.is_ident("macro_rules") && !QUOTES.iter().any(|name| call.path.is_ident(name))
        {
            self.add_tokens(call.tokens.clone());
        }
    }

    // `pub(in crate::wire)` imports nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item is compiled for unit tests only: `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(cfg) = &attribute.meta else {
            return false;
        };
        let condition = match syn::parse2(cfg.tokens.clone()) {
            Ok(Meta::List(list)) if list.path.is_ident("all") => list.tokens,
            _ => cfg.tokens.clone(),
        };
        let is_test = |token| matches!(token, TokenTree::Ident(name) if name == "test");
        cfg.path.is_ident("cfg") && condition.into_iter().any(is_test)
    })
}

/// The file that `#[path = "…"]` names.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(meta) if meta.path.is_ident("path") => match &meta.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(path),
                    ..
                }) => Some(path.value()),
                _ => None,
            },
            _ => None,
        })
}
