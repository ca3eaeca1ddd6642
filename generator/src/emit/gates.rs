//! The features of a thing as `#[cfg(…)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Condition;

/// The attribute of an item inside of a module that has a condition itself.
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
        // One flat list of features.
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
    let sets = condition.sets().map(|set| {
        let features = set.iter().map(|feature| feature.as_str());
        let features: Vec<_> = features.map(|feature| quote!(feature = #feature)).collect();
        match features.as_slice() {
            [feature] => quote!(#feature),
            features => quote!(all(#(#features),*)),
        }
    });
    let sets: Vec<_> = sets.collect();
    Some(match sets.as_slice() {
        [set] => quote!(#set),
        sets => quote!(any(#(#sets),*)),
    })
}
