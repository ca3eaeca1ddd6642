//! Finds the changes because of which a type is no longer compiled with a feature.

use std::collections::BTreeSet;

use crate::compare::Comparison;
use crate::draft::{Cause, Draft};
use crate::items::Owner;
use crate::report::Rust;
use crate::rule::Rule;

/// The drafts that break a feature's module: the removal of the feature, or else the changes of its
/// operations.
pub(crate) fn breaks(comparison: &Comparison<'_>, feature: &str) -> BTreeSet<usize> {
    let removed = comparison.drafts.of(&Cause::Feature(feature.to_owned()));
    if !removed.is_empty() {
        return removed.iter().copied().collect();
    }
    let module = format!("{feature}::");
    let is_of_it = |draft: &Draft| {
        let mut operations = draft.operations.iter();
        let mut items = draft.items.iter();
        draft.rust == Rust::Major
            && (operations.any(|path| path.starts_with(&module))
                || items.any(|item| item.path.starts_with(&module)))
    };
    let drafts = comparison.drafts.all.iter().enumerate();
    drafts
        .filter(|(_, draft)| is_of_it(draft))
        .map(|(index, _)| index)
        .collect()
}

/// The drafts of the operations that no longer use a type. A type that many features use is compiled with all of them.
pub(crate) fn leaving(comparison: &Comparison<'_>, owner: &Owner) -> BTreeSet<usize> {
    let Owner::Type(id) = owner else {
        return BTreeSet::new();
    };
    let [was, now] = [comparison.was.of(id), comparison.now.of(id)];
    let now = now.operations();
    let gone: BTreeSet<String> = was.operations().difference(&now).cloned().collect();
    let breaks = |draft: &Draft| {
        draft.rust == Rust::Major
            || matches!(draft.rule, Rule::OperationRemoved | Rule::VersionRemoved)
    };
    let drafts = comparison.drafts.all.iter().enumerate();
    drafts
        .filter(|(_, draft)| breaks(draft) && !draft.operations.is_disjoint(&gone))
        .map(|(index, _)| index)
        .collect()
}
