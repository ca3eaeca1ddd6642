//! Finds the first and last version with a property. The body and the response of an operation in one version are
//! compared with those of the next.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{ObjectType, OperationItem, OutputType, Plan, Target, TypeKind};
use super::gates::mentions;
use super::rust_type::RustType;
use crate::model::Version;

/// The versions in which properties appeared and disappeared, by type and wire name.
#[derive(Debug, Default)]
pub struct History<'a> {
    since: BTreeMap<(&'a str, &'a str), &'a Version>,
    until: BTreeMap<(&'a str, &'a str), &'a Version>,
}

/// A type that replaced another from one version of an operation to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change<'a> {
    old: &'a str,
    new: &'a str,
    last: &'a Version,
    first: &'a Version,
}

impl<'a> History<'a> {
    /// Compares the versions of all operations of a plan.
    pub fn of(plan: &'a Plan) -> Self {
        let changes = changes(plan);
        let reached = reached(plan);
        let (mut by_new, mut by_old): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) =
            Default::default();
        for change in &changes {
            by_new.entry(change.new).or_default().push(change);
            by_old.entry(change.old).or_default().push(change);
        }
        let mut history = Self::default();
        for (name, changes) in by_new {
            // The property is not new if another operation has the type in an earlier version.
            let first = changes[0].first;
            let is_first = reached.get(name).is_some_and(|(since, _)| *since == first);
            if is_first && changes.iter().all(|it| it.first == first) {
                let others = changes.iter().map(|it| it.old);
                let added = lacking(plan, name, others.collect());
                history
                    .since
                    .extend(added.map(|wire| ((name, wire), first)));
            }
        }
        for (name, changes) in by_old {
            let last = changes[0].last;
            let is_last = reached.get(name).is_some_and(|(_, until)| *until == last);
            if is_last && changes.iter().all(|it| it.last == last) {
                let others = changes.iter().map(|it| it.new);
                let removed = lacking(plan, name, others.collect());
                history
                    .until
                    .extend(removed.map(|wire| ((name, wire), last)));
            }
        }
        history
    }

    /// The first version with a property, if the object exists without it in an earlier one.
    pub fn since(&self, ty: &str, wire: &str) -> Option<&'a Version> {
        self.since.get(&(ty, wire)).copied()
    }

    /// The last version with a property, if the object exists without it in a later one.
    pub fn until(&self, ty: &str, wire: &str) -> Option<&'a Version> {
        self.until.get(&(ty, wire)).copied()
    }
}

/// The properties of an object that all the others lack. Objects with nothing in common are not compared.
fn lacking<'a>(
    plan: &'a Plan,
    name: &str,
    others: BTreeSet<&str>,
) -> impl Iterator<Item = &'a str> {
    let wires = |name: &str| -> BTreeSet<&'a str> {
        let object = object(plan, name).into_iter();
        object
            .flat_map(|it| &it.fields)
            .map(|it| it.wire.as_str())
            .collect()
    };
    let mut own = wires(name);
    for other in others {
        let other = wires(other);
        match own.is_disjoint(&other) {
            true => own.clear(),
            false => own.retain(|wire| !other.contains(wire)),
        }
    }
    own.into_iter()
}

fn object<'a>(plan: &'a Plan, name: &str) -> Option<&'a ObjectType> {
    match &plan.types.get(name)?.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    }
}

/// The first and the last dated version in which operations reach each type.
fn reached(plan: &Plan) -> BTreeMap<&str, (&Version, &Version)> {
    let mut roots: BTreeMap<&Version, BTreeSet<&str>> = BTreeMap::new();
    for (_, item) in plan.operations() {
        if !item.version.is_unstable() {
            let named = bodies(item)
                .into_iter()
                .flatten()
                .filter_map(RustType::name);
            roots.entry(&item.version).or_default().extend(named);
        }
    }
    let mut reached: BTreeMap<&str, (&Version, &Version)> = BTreeMap::new();
    for (version, roots) in roots {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = roots.into_iter().collect();
        while let Some(name) = open.pop() {
            if seen.insert(name) {
                open.extend(plan.types.get(name).into_iter().flat_map(mentions));
                reached.entry(name).or_insert((version, version)).1 = version;
            }
        }
    }
    reached
}

/// The request body, and the response body.
fn bodies(item: &OperationItem) -> [Option<&RustType>; 2] {
    let mut arguments = item.arguments.iter().chain(&item.setters);
    let sent = arguments.find(|it| it.target == Target::Body);
    let returned = match &item.output {
        OutputType::Whole(ty) | OutputType::Body(ty) => Some(ty),
        OutputType::NoContent | OutputType::Bytes => None,
    };
    [sent.map(|it| &it.ty), returned]
}

/// All changes from one version of an operation to the next.
fn changes(plan: &Plan) -> BTreeSet<Change<'_>> {
    let mut operations: BTreeMap<_, Vec<&OperationItem>> = BTreeMap::new();
    for (_, item) in plan.operations() {
        if !item.version.is_unstable() {
            let key = (&item.spec.id, &item.format);
            operations.entry(key).or_default().push(item);
        }
    }
    let mut changes = BTreeSet::new();
    for items in operations.values_mut() {
        items.sort_by_key(|item| &item.version);
        for pair in items.windows(2) {
            let [old, new] = [pair[0], pair[1]];
            for (before, after) in bodies(old).into_iter().zip(bodies(new)) {
                if let (Some(before), Some(after)) = (before, after) {
                    let versions = (&old.version, &new.version);
                    compare(plan, before, after, versions, &mut changes);
                }
            }
        }
    }
    changes
}

fn compare<'a>(
    plan: &'a Plan,
    before: &'a RustType,
    after: &'a RustType,
    versions: (&'a Version, &'a Version),
    changes: &mut BTreeSet<Change<'a>>,
) {
    let mut open = vec![(before, after)];
    while let Some((before, after)) = open.pop() {
        let (before, after) = (plan.unaliased(before), plan.unaliased(after));
        let (Some(old), Some(new)) = (before.name(), after.name()) else {
            continue;
        };
        let (Some(before), Some(after)) = (object(plan, old), object(plan, new)) else {
            continue;
        };
        let (last, first) = versions;
        let change = Change {
            old,
            new,
            last,
            first,
        };
        if old != new && changes.insert(change) {
            let fields = before.fields.iter().filter_map(|field| {
                let other = after.fields.iter().find(|it| it.wire == field.wire)?;
                Some((&field.ty, &other.ty))
            });
            open.extend(fields);
        }
    }
}
