//! The features of an item as `#[cfg(…)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::plan::{Condition, Gate};

/// A type that more tags than this need is always compiled. Naming them all would be noise.
const MANY: usize = 6;

/// Whether a type is compiled with any feature, because nearly all tags need it.
pub fn is_common(gate: &Gate) -> bool {
    gate.0.len() > MANY
}

/// The attribute `#[cfg(…)]` of an item. By default there is none.
#[derive(Debug, Clone, Default)]
pub struct Cfg(Option<Predicate>);

/// What an item needs.
#[derive(Debug, Clone)]
pub enum Predicate {
    /// A feature.
    Feature(String),
    /// Each of these.
    All(Vec<Predicate>),
    /// At least one of these.
    Any(Vec<Predicate>),
}

impl Cfg {
    /// The attribute of an item in a module that has a condition itself.
    pub fn of(condition: &Condition, within: &Condition) -> Self {
        Self(Predicate::of(condition).filter(|_| condition != within))
    }

    /// The attribute of an item of a tag.
    pub fn of_tag(tag: &str, condition: &Condition) -> Self {
        Self(Some(Predicate::of_tag(tag, condition)))
    }

    /// The attribute of an item that needs a feature.
    pub fn feature(feature: &str) -> Self {
        Self(Some(Predicate::feature(feature)))
    }

    /// The attribute of an item that needs at least one of these.
    pub fn any(predicates: impl Iterator<Item = Predicate>) -> Self {
        Self(Some(Predicate::Any(predicates.collect())))
    }
}

impl Predicate {
    fn feature(feature: &str) -> Self {
        Self::Feature(feature.to_owned())
    }

    /// Several features.
    pub fn all<'a>(features: impl Iterator<Item = &'a str>) -> Self {
        let mut features: Vec<_> = features.map(Self::feature).collect();
        match features.len() {
            1 => features.remove(0),
            _ => Self::All(features),
        }
    }

    /// What an item of a tag needs.
    pub fn of_tag(tag: &str, condition: &Condition) -> Self {
        let tag = Self::feature(tag);
        match Self::of(condition) {
            // A flat list of features.
            Some(Self::All(features)) => Self::All([vec![tag], features].concat()),
            Some(other) => Self::All(vec![tag, other]),
            None => tag,
        }
    }

    /// A condition, or `None` if it always holds.
    fn of(condition: &Condition) -> Option<Self> {
        if condition.is_always() {
            return None;
        }
        let sets = condition.sets();
        let sets = sets.map(|set| Self::all(set.iter().map(|feature| feature.as_str())));
        let mut sets: Vec<_> = sets.collect();
        Some(match sets.len() {
            1 => sets.remove(0),
            _ => Self::Any(sets),
        })
    }
}

impl ToTokens for Cfg {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some(predicate) = &self.0 {
            tokens.extend(quote!(#[cfg(#predicate)]));
        }
    }
}

impl ToTokens for Predicate {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Feature(feature) => quote!(feature = #feature),
            Self::All(all) => quote!(all(#(#all),*)),
            Self::Any(any) => quote!(any(#(#any),*)),
        });
    }
}
