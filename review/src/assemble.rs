//! Makes the report: groups drafts of the same change, and sorts changes by severity.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::Comparison;
use crate::draft::{Detail, Draft};
use crate::model::Model;
use crate::report::{Change, Renames, Report, RuleCount, Rust, Side, Summary, Wire};
use crate::rule::Rule;

/// Makes the report.
pub(crate) fn report(comparison: Comparison<'_>) -> Report {
    let Comparison {
        old,
        new,
        was,
        now,
        drafts,
        ..
    } = comparison;
    let mut operations = was.operations;
    operations.extend(now.operations);
    let groups = group(drafts.all);
    let renames = renames(&groups);
    let mut changes: Vec<_> = groups
        .iter()
        .map(|draft| {
            let tags = draft.draft.operations.iter();
            let tags = tags.filter_map(|path| operations.get(path));
            change(draft, tags.map(|it| it.tag.clone()).collect())
        })
        .collect();
    changes.sort_by(|a, b| {
        let key = |it: &Change| (it.rust, it.wire);
        let order = key(b).cmp(&key(a)).then(a.rule.cmp(&b.rule));
        order.then_with(|| (&a.subjects, &a.before).cmp(&(&b.subjects, &b.before)))
    });
    name(&mut changes);
    let named: BTreeSet<&String> = changes.iter().flat_map(|it| &it.operations).collect();
    operations.retain(|path, _| named.contains(path));
    let mut actions = stale_corrections(old, new);
    let required = changes
        .iter()
        .filter_map(|it| Some((it, it.action_required.as_ref()?)));
    actions.extend(required.map(|(it, action)| format!("{}: {action}", it.subjects.join(", "))));
    Report {
        summary: summary(&changes, renames, actions),
        old: side(old),
        new: side(new),
        changes,
        operations,
    }
}

/// Drafts of one change.
struct Group {
    draft: Draft,
    subjects: BTreeSet<String>,
}

/// Groups drafts of the same change in many places.
fn group(drafts: Vec<Draft>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for draft in drafts {
        let key = draft.detail.clone().map(|detail| {
            let texts = (detail, draft.before.clone(), draft.after.clone());
            (
                draft.rule,
                draft.wire,
                draft.rust,
                texts,
                draft.schemas.clone(),
            )
        });
        let place = key.as_ref().and_then(|key| known.get(key).copied());
        if let Some(group) = place.and_then(|index| groups.get_mut(index)) {
            group.subjects.insert(draft.subject);
            group.draft.operations.extend(draft.operations);
            group.draft.items.extend(draft.items);
            continue;
        }
        known.extend(key.map(|key| (key, groups.len())));
        let subjects = BTreeSet::from([draft.subject.clone()]);
        groups.push(Group { draft, subjects });
    }
    groups
}

fn change(group: &Group, tags: BTreeSet<String>) -> Change {
    let draft = &group.draft;
    let subjects = group.subjects.iter().map(|subject| match &draft.detail {
        None | Some(Detail::Whole) => subject.clone(),
        Some(Detail::Property(name)) => format!("{subject}.{name}"),
        Some(Detail::Parameter(name, location)) => {
            format!("{subject} {name} ({})", location.as_str())
        }
    });
    let mut notes = Vec::new();
    if !draft.schemas.is_empty() {
        let schemas: Vec<_> = draft.schemas.iter().map(String::as_str).collect();
        notes.push(format!("With it: {}.", schemas.join(", ")));
    }
    Change {
        id: String::new(),
        rule: draft.rule,
        kind: draft.rule.kind(),
        subjects: subjects.collect(),
        before: draft.before.clone(),
        after: draft.after.clone(),
        wire: draft.wire,
        rust: draft.rust,
        notes,
        action_required: draft.action_required.clone(),
        tags,
        operations: draft.operations.iter().cloned().collect(),
        items: draft.items.iter().cloned().collect(),
    }
}

/// Gives each change an id, made of its rule and its first subject.
fn name(changes: &mut [Change]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        let subject = change.subjects.first().map_or("", String::as_str);
        let slug: String = subject
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let name = format!("{}:{slug}", change.rule.id());
        let count = taken.entry(name.clone()).or_default();
        *count += 1;
        change.id = match *count {
            1 => name,
            more => format!("{name}:{more}"),
        };
    }
}

/// Corrections that apply to the old spec but not to the new one.
fn stale_corrections(old: &Model, new: &Model) -> Vec<String> {
    let is_new = |message: &&String| !old.stale.contains(message);
    let stale = new.stale.iter().filter(is_new);
    stale
        .map(|message| format!("A correction no longer applies: {message}"))
        .collect()
}

fn side(model: &Model) -> Side {
    let versions = model.api.operations.iter().map(|it| it.versions.len());
    Side {
        name: model.name.clone(),
        revision: model.api.revision.clone(),
        operations: model.api.operations.len(),
        operation_versions: versions.sum(),
        types: model.plan.types.len(),
    }
}

fn renames(groups: &[Group]) -> Renames {
    let mut renames = Renames::default();
    for Group { draft, subjects } in groups {
        let functions = usize::from(draft.renames_function);
        match draft.rule {
            Rule::OperationRenamed => {
                renames.operation_ids += 1;
                renames.rust_functions += functions;
            }
            Rule::ShortIdChanged => {
                renames.short_ids += 1;
                renames.rust_functions += functions;
            }
            Rule::SchemaRenamed => renames.schemas += 1,
            Rule::TagMoved => renames.modules += subjects.len(),
            _ => {}
        }
    }
    renames
}

fn summary(changes: &[Change], renames: Renames, actions_required: Vec<String>) -> Summary {
    let mut wire: BTreeMap<Wire, usize> = BTreeMap::new();
    let mut rust: BTreeMap<Rust, usize> = BTreeMap::new();
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for change in changes {
        *wire.entry(change.wire).or_default() += 1;
        *rust.entry(change.rust).or_default() += 1;
        *counts.entry(change.rule).or_default() += change.subjects.len();
    }
    let rules = counts.into_iter().map(|(rule, count)| RuleCount {
        rule,
        title: rule.title(),
        count,
    });
    Summary {
        version_bump: changes
            .iter()
            .map(|it| it.rust)
            .max()
            .unwrap_or(Rust::Patch),
        changes: changes.len(),
        wire,
        rust,
        rules: rules.collect(),
        renames,
        actions_required,
    }
}
