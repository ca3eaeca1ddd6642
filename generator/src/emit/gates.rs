//! The features of an item as `#[cfg(…)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Condition, Gate};

/// A type that more tags than this need is always compiled. Naming them all would be noise.
const MANY: usize = 6;

/// Whether a type is compiled with any feature, because nearly all tags need it.
pub fn is_common(gate: &Gate) -> bool {
    gate.0.len() > MANY
}

/// The attribute of an item in a module that has a condition itself.
pub fn cfg(condition: &Condition, within: &Condition) -> TokenStream {
    match predicate(condition) {
        Some(predicate) if condition != within => quote!(#[cfg(#predicate)]),
        _ => quote!(),
    }
}

/// The attribute of an item of a tag.
pub fn cfg_of_tag(tag: &str, condition: &Condition) -> TokenStream {
    let predicate = of_tag(tag, condition);
    quote!(#[cfg(#predicate)])
}

/// The `cfg` predicate of an item of a tag.
pub fn of_tag(tag: &str, condition: &Condition) -> TokenStream {
    let mut sets = condition.sets();
    match (sets.next(), sets.next()) {
        // A flat list of features.
        (Some(set), None) if !set.is_empty() => {
            let features = set.iter().map(|feature| feature.as_str());
            quote!(all(feature = #tag, #(feature = #features),*))
        }
        _ => match predicate(condition) {
            Some(predicate) => quote!(all(feature = #tag, #predicate)),
            None => quote!(feature = #tag),
        },
    }
}

/// The `cfg` predicate of a condition, or `None` if it always holds.
fn predicate(condition: &Condition) -> Option<TokenStream> {
    if condition.is_always() {
        return None;
    }
    let sets = condition.sets();
    let sets = sets.map(|set| all(set.iter().map(|feature| feature.as_str())));
    let sets: Vec<_> = sets.collect();
    Some(match sets.as_slice() {
        [set] => quote!(#set),
        sets => quote!(any(#(#sets),*)),
    })
}

/// The `cfg` predicate of several features.
pub fn all<'a>(features: impl Iterator<Item = &'a str>) -> TokenStream {
    let features: Vec<_> = features.map(|it| quote!(feature = #it)).collect();
    match features.as_slice() {
        [feature] => quote!(#feature),
        features => quote!(all(#(#features),*)),
    }
}
