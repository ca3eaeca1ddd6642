//! Builds the report: groups drafts of the same change, and sorts changes by severity.

use std::collections::{BTreeMap, BTreeSet};

use generator::Error;

use crate::compare::Comparison;
use crate::draft::{Detail, Draft};
use crate::lines::lines;
use crate::model::Model;
use crate::report::{Change, Renames, Report, RuleCount, Rust, Side, Spot, Spots, Summary, Wire};
use crate::rule::Rule;

/// Builds the report.
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
    let groups = merge(group(drafts.all));
    let renames = renames(&groups);
    let places = Places::new([old, new], &groups);
    let mut changes: Vec<_> = groups
        .iter()
        .map(|draft| {
            let tags = draft.draft.operations.iter();
            let tags = tags.filter_map(|path| operations.get(path));
            change(draft, tags.map(|it| it.tag.clone()).collect(), &places)
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

/// Groups drafts of the same change in many places. The most severe place counts.
fn group(drafts: Vec<Draft>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for draft in drafts {
        let key = draft.detail.clone().map(|detail| {
            let texts = (detail, draft.before.clone(), draft.after.clone());
            // A value is one change, whatever each enum with the value is used for.
            let verdicts = (draft.rule.kind() != "enum value").then_some((draft.wire, draft.rust));
            let words = (draft.notes.clone(), draft.schemas.clone());
            (draft.rule, verdicts, texts, words)
        });
        let place = key.as_ref().and_then(|key| known.get(key).copied());
        if let Some(group) = place.and_then(|index| groups.get_mut(index)) {
            group.add(draft);
            continue;
        }
        known.extend(key.map(|key| (key, groups.len())));
        let subjects = BTreeSet::from([draft.subject.clone()]);
        groups.push(Group { draft, subjects });
    }
    groups
}

impl Group {
    fn add(&mut self, draft: Draft) {
        let own = &mut self.draft;
        self.subjects.insert(draft.subject);
        own.wire = own.wire.max(draft.wire);
        own.rust = own.rust.max(draft.rust);
        own.notes.extend(draft.notes);
        own.at.extend(draft.at);
        own.operations.extend(draft.operations);
        own.items.extend(draft.items);
    }
}

/// Merges values and headers that were added or removed in the same places.
fn merge(groups: Vec<Group>) -> Vec<Group> {
    let mut merged: Vec<Group> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for group in groups {
        let draft = &group.draft;
        let is_name = matches!(draft.rule.kind(), "enum value" | "header" | "status");
        let sides = (draft.before.is_some(), draft.after.is_some());
        let key = (
            draft.rule,
            draft.wire,
            draft.rust,
            sides,
            group.subjects.clone(),
        );
        let same = known.get(&key).copied().filter(|_| is_name);
        let Some(first) = same.and_then(|index| merged.get_mut(index)) else {
            known.insert(key, merged.len());
            merged.push(group);
            continue;
        };
        let own = &mut first.draft;
        for (own, other) in [
            (&mut own.before, draft.before.as_ref()),
            (&mut own.after, draft.after.as_ref()),
        ] {
            if let (Some(own), Some(other)) = (own, other) {
                *own = format!("{own}, {other}");
            }
        }
        first.add(Draft {
            subject: first.draft.subject.clone(),
            ..group.draft
        });
    }
    merged
}

/// The lines of all changes, in both specs.
struct Places([BTreeMap<String, usize>; 2]);

impl Places {
    fn new(models: [&Model; 2], groups: &[Group]) -> Self {
        let mut index = 0..;
        Self(models.map(|model| {
            let side = index.next().unwrap_or(0);
            let all = groups.iter().flat_map(|group| &group.draft.at);
            let pointers = all.filter_map(|at| at[side].as_deref()).collect();
            lines(model.spec.text(), &pointers)
        }))
    }

    fn of(&self, at: &[Option<String>; 2]) -> Spots {
        let spot = |side: usize| {
            let pointer = at[side].clone()?;
            let line = self.0[side].get(&pointer).copied().unwrap_or(1);
            Some(Spot { line, pointer })
        };
        Spots {
            old: spot(0),
            new: spot(1),
        }
    }
}

/// The places of a change. Those that are in both specs come first.
fn spots(draft: &Draft, places: &Places) -> Vec<Spots> {
    let mut spots: Vec<_> = draft.at.iter().map(|at| places.of(at)).collect();
    spots.sort_by_key(|it| it.old.is_none() || it.new.is_none());
    spots
}

fn change(group: &Group, tags: BTreeSet<String>, places: &Places) -> Change {
    let draft = &group.draft;
    let detail = draft.detail.as_ref().unwrap_or(&Detail::Whole);
    let subjects = group.subjects.iter().map(|subject| detail.of(subject));
    let mut notes: Vec<_> = draft.notes.iter().cloned().collect();
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
        places: spots(draft, places),
        tags,
        operations: draft.operations.iter().cloned().collect(),
        items: draft.items.iter().cloned().collect(),
    }
}

/// Gives each change an id, built from its rule and its first subject.
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
    // Each side has its own list.
    let is_known = |error: &Error| old.stale.iter().any(|it| it.message == error.message);
    let stale = new.stale.iter().filter(|error| !is_known(error));
    stale
        .map(|it| {
            format!(
                "A correction no longer applies: {}: {}",
                it.location, it.message
            )
        })
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
