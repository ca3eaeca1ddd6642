//! Assigns each difference of the crate's surface to the change of the spec that causes it. A difference without a
//! cause becomes a separate change, so none is left out.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Note, SchemaId};
use generator::surface::Signature;

use crate::compare::Comparison;
use crate::draft::{Cause, Detail, Draft};
use crate::features;
use crate::items::{Difference, Item, Key, Owner, takes};
use crate::report::{Happened, ItemChange, Rust, Wire};
use crate::rule::Rule;

/// Assigns each difference to the changes that cause it, and sets their severity.
pub(crate) fn attribute(
    comparison: &mut Comparison<'_>,
    differences: &[Difference],
    kept: &BTreeSet<String>,
) {
    let is_with = |it: &&Difference| matches!(it.key, Key::With(_)) && !it.whole_owner;
    let mut rest: BTreeMap<&'static str, Draft> = BTreeMap::new();
    for difference in differences.iter().filter(|it| !is_with(it)) {
        let found = match difference.hides {
            // The operations that needed it are gone.
            true => features::leaving(comparison, &difference.owner),
            false => telling(comparison, causes(comparison, difference)),
        };
        let severity = severity(difference, kept);
        give(comparison, difference, severity, &found, &mut rest);
    }
    // A type disappears from a feature because of changes to that feature's operations, which are known by now. If a
    // type appears with one more feature, that does not matter.
    let mut of_feature: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for difference in differences.iter().filter(is_with) {
        // Nor does it matter if it needs one feature less.
        let is_freed = |it: &Item| matches!(it.signature, Signature::With { opt_in: false });
        if difference.after.as_ref().is_some_and(is_freed) {
            continue;
        }
        if let (Key::With(feature), Some(_)) = (&difference.key, &difference.before) {
            let found = of_feature
                .entry(feature)
                .or_insert_with(|| features::breaks(comparison, feature));
            let leaving = match found.is_empty() {
                true => features::leaving(comparison, &difference.owner),
                false => found.clone(),
            };
            let severity = severity(difference, kept);
            give(comparison, difference, severity, &leaving, &mut rest);
        }
    }
    for draft in rest.into_values() {
        comparison.drafts.add(draft, []);
    }
}

/// The drafts without those that only say that something is written differently, if there are others.
fn telling(comparison: &Comparison<'_>, causes: BTreeSet<usize>) -> BTreeSet<usize> {
    let is_telling = |index: &usize| comparison.drafts.all[*index].rule != Rule::NotationChanged;
    match causes.iter().any(is_telling) {
        true => causes.into_iter().filter(is_telling).collect(),
        false => causes,
    }
}

/// Assigns a difference to the drafts that cause it, or to the draft for differences without a cause.
fn give(
    comparison: &mut Comparison<'_>,
    difference: &Difference,
    severity: Rust,
    causes: &BTreeSet<usize>,
    rest: &mut BTreeMap<&'static str, Draft>,
) {
    if causes.is_empty() {
        let why = consequence(difference);
        let draft = rest.entry(why);
        let draft = draft.or_insert_with(|| Draft::new(Rule::SurfaceChanged, why, Wire::None));
        draft.rust = draft.rust.max(severity);
        draft.items.insert(change(difference));
    }
    for index in causes {
        let draft = &mut comparison.drafts.all[*index];
        draft.rust = draft.rust.max(severity);
        draft.renames_function |= is_renamed_function(difference);
        // If the owner was added or removed as a whole, the path says enough.
        if !is_part(difference) {
            draft.items.insert(change(difference));
        }
    }
}

/// The severity of a difference by semver.
fn severity(difference: &Difference, kept: &BTreeSet<String>) -> Rust {
    let Some(before) = &difference.before else {
        return Rust::Minor;
    };
    let is_name = matches!(difference.key, Key::Path | Key::Request);
    let is_feature = matches!(difference.owner, Owner::Feature(_));
    let is_with = matches!(difference.key, Key::With(_)) && difference.after.is_none();
    let is_renamed = is_name && (difference.after.is_some() || is_feature);
    let stays = (is_renamed || is_with) && kept.contains(&before.path);
    match before.preview || stays || difference.converts {
        true => Rust::Minor,
        false => Rust::Major,
    }
}

fn change(difference: &Difference) -> ItemChange {
    let (before, after) = (&difference.before, &difference.after);
    let is_renamed = |was: &Item, now: &Item| is_name(&difference.key) && was.path != now.path;
    let change = match (before, after) {
        (None, _) => Happened::Added,
        (_, None) => Happened::Removed,
        (Some(was), Some(now)) if is_renamed(was, now) => Happened::Renamed,
        _ => Happened::Changed,
    };
    // The signature of a name is its path.
    let text = |item: &Option<Item>| {
        let text = item.as_ref().filter(|_| !is_name(&difference.key));
        text.map(|item| item.signature.to_string())
            .filter(|it| !it.is_empty())
    };
    let path = |item: &Option<Item>| item.as_ref().map(|item| item.path.clone());
    ItemChange {
        path: path(before).or(path(after)).unwrap_or_default(),
        change,
        before: text(before),
        after: match change {
            Happened::Renamed => path(after),
            _ => text(after),
        },
    }
}

/// Whether an item is nothing but a name.
fn is_name(key: &Key) -> bool {
    matches!(
        key,
        Key::Path | Key::Request | Key::Value(_) | Key::Branch(_)
    )
}

/// Whether a function was renamed.
fn is_renamed_function(difference: &Difference) -> bool {
    let is_both = difference.before.is_some() && difference.after.is_some();
    matches!(difference.owner, Owner::Version(..)) && difference.key == Key::Path && is_both
}

/// Whether the item was only added or removed with its owner.
fn is_part(difference: &Difference) -> bool {
    let whole = matches!(difference.key, Key::Path | Key::Request);
    let is_all = difference.whole_owner || difference.hides;
    matches!(difference.key, Key::With(_)) || is_all && !whole
}

/// The drafts that cause a difference. Empty if no change of the spec does.
fn causes(comparison: &Comparison<'_>, difference: &Difference) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let key = &difference.key;
    let of = |cause: Cause| -> BTreeSet<usize> { drafts.of(&cause).iter().copied().collect() };
    // The nearest cause that exists.
    let first = |causes: Vec<Cause>| -> BTreeSet<usize> {
        let found = causes.into_iter().map(of);
        found
            .into_iter()
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    };
    match &difference.owner {
        Owner::Feature(name) => of(Cause::Feature(name.clone())),
        Owner::Version(operation, at) if difference.whole_owner => first(vec![
            Cause::Version(operation.clone(), at.clone()),
            Cause::Operation(operation.clone()),
        ]),
        Owner::Version(operation, at) => {
            let found = of_operation(comparison, operation, at, key);
            match found.is_empty() {
                true => of(Cause::Version(operation.clone(), at.clone())),
                false => found,
            }
        }
        Owner::Newest(operation, format) => {
            let moved = of(Cause::Newest(operation.clone(), format.clone()));
            if !moved.is_empty() && !matches!(key, Key::Path | Key::Request) {
                return moved;
            }
            let versions = comparison.newest_versions(operation, format);
            let found: BTreeSet<_> = versions
                .iter()
                .flat_map(|at| match difference.whole_owner {
                    true => of(Cause::Version(operation.clone(), at.clone())),
                    false => of_operation(comparison, operation, at, key),
                })
                .collect();
            match found.is_empty() {
                true => first(vec![
                    Cause::Newest(operation.clone(), format.clone()),
                    Cause::Operation(operation.clone()),
                ]),
                false => found,
            }
        }
        Owner::Type(id) => of_type(comparison, id, difference),
    }
}

fn of_operation(
    comparison: &Comparison<'_>,
    operation: &str,
    at: &crate::model::VersionKey,
    key: &Key,
) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let of = |cause: Cause| drafts.of(&cause).iter().copied();
    let body = || Cause::Body(operation.to_owned(), at.clone());
    match key {
        // The name depends on the operation, never on its version.
        Key::Path | Key::Request => {
            let all: Vec<_> = of(Cause::Operation(operation.to_owned())).collect();
            let is = |rule: fn(Rule) -> bool| -> BTreeSet<usize> {
                let drafts = all.iter().copied();
                drafts
                    .filter(|index| rule(comparison.drafts.all[*index].rule))
                    .collect()
            };
            let named = is(Rule::is_naming);
            match named.is_empty() {
                // An operation without a short id is named by its id.
                true => is(|rule| rule == Rule::OperationRenamed),
                false => named,
            }
        }
        Key::Arguments => {
            let parameters = drafts.of_parameters(operation);
            let all = parameters.into_iter().chain(of(body()));
            all.filter(|index| drafts.all[*index].is_argument).collect()
        }
        Key::Setter(wire) => {
            let cause = Cause::Parameter(operation.to_owned(), wire.clone());
            of(cause)
                .filter(|index| drafts.all[*index].rule.is_typing())
                .collect()
        }
        Key::BodySetter => of(body()).collect(),
        Key::Output | Key::Pages => {
            let mut found: BTreeSet<_> =
                of(Cause::Output(operation.to_owned(), at.clone())).collect();
            let outputs = comparison.outputs(operation, at);
            if *key == Key::Pages {
                let number = of(Cause::Parameter(operation.to_owned(), "pageNum".to_owned()));
                let results = outputs.iter().cloned();
                let results = results.map(|id| Cause::Property(id, "results".to_owned()));
                found.extend(number.chain(results.flat_map(of)));
            }
            if found.is_empty() {
                // An object that became something else is returned in another form, and has no items.
                let kinds = outputs.into_iter().flat_map(|id| of(Cause::Schema(id)));
                found.extend(kinds.filter(|index| drafts.all[*index].rule.is_typing()));
            }
            found
        }
        _ => BTreeSet::new(),
    }
}

/// The changes to unions that map a value that their enum lacks. The generated enum has the value nevertheless.
fn of_mapping(
    comparison: &Comparison<'_>,
    value: &str,
    difference: &Difference,
) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let side = match difference.before {
        Some(_) => comparison.old,
        None => comparison.new,
    };
    let unions = side.plan.notes.iter().filter_map(|note| match note {
        Note::MappedValueNotInEnum {
            union, value: it, ..
        } if it == value => Some(union),
        _ => None,
    });
    let found = unions.flat_map(|union| {
        let branches = drafts.of_branches(union).into_iter();
        let mapping = drafts.of(&Cause::Schema(union.clone())).iter().copied();
        branches.chain(mapping)
    });
    let is_of_union = |rule| {
        matches!(
            rule,
            Rule::UnionMappingChanged | Rule::UnionBranchAdded | Rule::UnionBranchRemoved
        )
    };
    found
        .filter(|index| is_of_union(drafts.all[*index].rule))
        .collect()
}

fn of_type(comparison: &Comparison<'_>, id: &SchemaId, difference: &Difference) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let family = &comparison.kin(id);
    let typing = |indexes: &[usize]| -> Vec<usize> {
        let typing = indexes.iter().copied();
        typing
            .filter(|index| drafts.all[*index].rule.is_typing())
            .collect()
    };
    let whole = || -> BTreeSet<usize> {
        // An inline schema is named after the schema that contains it.
        let outer = (1..=id.0.len())
            .rev()
            .map(|end| SchemaId(id.0[..end].to_vec()));
        let found = outer.map(|id| -> BTreeSet<usize> {
            typing(drafts.of(&Cause::Schema(id))).into_iter().collect()
        });
        found
            .into_iter()
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    };
    let relatives = |cause: &dyn Fn(&SchemaId) -> Vec<usize>| -> BTreeSet<usize> {
        let found = family.iter().map(cause).find(|it| !it.is_empty());
        found.unwrap_or_default().into_iter().collect()
    };
    let found = match &difference.key {
        Key::Field(wire) => {
            relatives(&|id| typing(drafts.of(&Cause::Property(id.clone(), wire.clone()))))
        }
        Key::Shared(wire) => of_shared(comparison, family, wire),
        Key::New => {
            let before = difference.before.as_ref();
            let taken = |wire: &str| before.is_some_and(|item| takes(&item.signature, wire));
            let found = family.iter().flat_map(|id| drafts.of_properties(id));
            found
                .filter(|index| {
                    let draft = &drafts.all[*index];
                    let is_taken =
                        matches!(&draft.detail, Some(Detail::Property(wire)) if taken(wire));
                    draft.rule.is_typing() && is_taken
                })
                .collect()
        }
        Key::Value(value) => {
            let own = relatives(&|id| drafts.of(&Cause::Value(id.clone(), value.clone())).to_vec());
            match own.is_empty() {
                true => of_mapping(comparison, value, difference),
                false => own,
            }
        }
        Key::Branch(branch) => {
            let own = relatives(&|id| {
                drafts
                    .of(&Cause::Branch(id.clone(), branch.clone()))
                    .to_vec()
            });
            match own.is_empty() {
                // The branch was renamed, and the variant with it.
                true => typing(drafts.of(&Cause::Schema(branch.clone())))
                    .into_iter()
                    .collect(),
                false => own,
            }
        }
        _ => BTreeSet::new(),
    };
    if !found.is_empty() {
        return found;
    }
    let found = whole();
    let parents = drafts.of(&Cause::Parents(id.clone()));
    let is_notation = |index: &usize| drafts.all[*index].rule == Rule::NotationChanged;
    if matches!(difference.key, Key::Field(_))
        && found.iter().all(is_notation)
        && !parents.is_empty()
    {
        return parents.iter().copied().collect();
    }
    if !found.is_empty() {
        return found;
    }
    let found = of_what_it_names(comparison, family, id, &difference.key);
    if !found.is_empty() {
        return found;
    }
    let found = of_merging(comparison, id, difference);
    if !found.is_empty() {
        return found;
    }
    relatives(&|id| drafts.of(&Cause::Parents(id.clone())).to_vec())
}

/// The causes of a difference of a property that all variants of a union share: changes of the property in a variant,
/// and variants with another property that were added or removed.
fn of_shared(comparison: &Comparison<'_>, family: &[SchemaId], wire: &str) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let typing = |cause: Cause| {
        let all = drafts.of(&cause).iter().copied();
        all.filter(|index| drafts.all[*index].rule.is_typing())
    };
    let properties = family
        .iter()
        .flat_map(|id| typing(Cause::Property(id.clone(), wire.to_owned())));
    let schemas = family.iter().flat_map(|id| comparison.targets(id, wire));
    let schemas = schemas.flat_map(|id| typing(Cause::Schema(id)));
    let mut found: BTreeSet<usize> = properties.chain(schemas).collect();
    let branches = family.iter().flat_map(|id| drafts.of_branches(id));
    let branches: BTreeSet<usize> = branches.collect();
    if found.is_empty() {
        found.clone_from(&branches);
    }
    if found.is_empty() {
        let wholes = family
            .iter()
            .flat_map(|id| typing(Cause::Schema(id.clone())));
        found.extend(wholes);
    }
    found
}

/// A union whose variants can't be told apart anymore is one object, and vice versa. A new variant may be the reason,
/// or a property that told them apart. The object may have types of its own.
fn of_merging(
    comparison: &Comparison<'_>,
    id: &SchemaId,
    difference: &Difference,
) -> BTreeSet<usize> {
    let is_of_union = matches!(
        difference.key,
        Key::Kind | Key::Branch(_) | Key::New | Key::Field(_) | Key::Shared(_)
    );
    if !is_of_union && !difference.whole_owner {
        return BTreeSet::new();
    }
    let drafts = &comparison.drafts;
    let root = SchemaId(id.0[..1].to_vec());
    let family = comparison.kin(if difference.whole_owner { &root } else { id });
    let branches = family.iter().flat_map(|id| drafts.of_branches(id));
    let branches: BTreeSet<usize> = branches.collect();
    if !branches.is_empty() {
        return branches;
    }
    let properties = family.iter().flat_map(|id| drafts.of_properties(id));
    properties
        .filter(|index| drafts.all[*index].rule.is_typing())
        .collect()
}

/// A field may differ because its schema does. An enum shared by the same property of many branches differs if that
/// property of one of them does.
fn of_what_it_names(
    comparison: &Comparison<'_>,
    family: &[SchemaId],
    id: &SchemaId,
    key: &Key,
) -> BTreeSet<usize> {
    let drafts = &comparison.drafts;
    let of = |cause: Cause| drafts.of(&cause).iter().copied();
    let whole = |id: &SchemaId| -> Vec<usize> {
        let found = of(Cause::Schema(id.clone()));
        found
            .filter(|index| drafts.all[*index].rule.is_typing())
            .collect()
    };
    match key {
        Key::Field(wire) => {
            let named = family.iter().flat_map(|id| comparison.targets(id, wire));
            named.flat_map(|id| whole(&id)).collect()
        }
        Key::Value(value) => {
            let Some((property, outer)) = id.0.split_last() else {
                return BTreeSet::new();
            };
            let branches = comparison.kin(&SchemaId(outer.to_vec()));
            let found = branches.iter().flat_map(|branch| {
                let named = comparison.targets(branch, property).into_iter();
                let value = |id| of(Cause::Value(id, value.clone()));
                let property = Cause::Property(branch.clone(), property.clone());
                named
                    .flat_map(value)
                    .chain(of(property))
                    .collect::<Vec<_>>()
            });
            found.collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Describes a difference without a cause.
fn consequence(difference: &Difference) -> &'static str {
    match (&difference.owner, &difference.key) {
        (Owner::Feature(_), _) => "features",
        (_, Key::With(_)) => "types that other features need",
        (Owner::Version(..) | Owner::Newest(..), _) => "operations",
        (Owner::Type(_), _) if difference.hides => "types that only previews need",
        (Owner::Type(_), _) => "types",
    }
}
