//! Matches operations and schemas of the old spec with those of the new one. Renamed ones are recognized by their
//! place and structure, so they are not reported as removed and added.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Api, Object, Operation, OperationVersion, Output, Parameter, SchemaId, SchemaKind, Type,
    path_key,
};

/// The matches of two specs.
#[derive(Debug)]
pub(crate) struct Matches<'a> {
    /// Operations in both specs.
    pub(crate) operations: Vec<(&'a Operation, &'a Operation)>,
    /// Operations in the old spec only.
    pub(crate) removed: Vec<&'a Operation>,
    /// Operations in the new spec only.
    pub(crate) added: Vec<&'a Operation>,
    /// The renamed schemas, by the first parts of their ids.
    pub(crate) renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Matches<'a> {
    pub(crate) fn new(old: &'a Api, new: &'a Api) -> Self {
        let mut matches = operations(old, new);
        matches.renamed = schemas(old, new, &matches.operations);
        matches
    }

    /// The new id of an old schema.
    pub(crate) fn id(&self, id: &SchemaId) -> SchemaId {
        renamed(id, &self.renamed)
    }

    /// The old id of a new schema.
    pub(crate) fn old_id(&self, id: &SchemaId) -> SchemaId {
        let root = id.0.first().map(String::as_str);
        let mut renamed = self.renamed.iter();
        let was = renamed.find(|(_, now)| Some(**now) == root);
        let mut id = id.clone();
        if let (Some((was, _)), Some(root)) = (was, id.0.first_mut()) {
            *root = (*was).to_owned();
        }
        id
    }

    /// An old type, by the names of the new spec.
    pub(crate) fn ty(&self, ty: &Type) -> Type {
        renamed_type(ty, &self.renamed)
    }
}

fn renamed(id: &SchemaId, names: &BTreeMap<&str, &str>) -> SchemaId {
    let mut id = id.clone();
    if let Some(root) = id.0.first_mut()
        && let Some(now) = names.get(root.as_str())
    {
        *root = (*now).to_owned();
    }
    id
}

fn operations<'a>(old: &'a Api, new: &'a Api) -> Matches<'a> {
    let mut open = Open {
        left: old.operations.iter().collect(),
        right: new.operations.iter().collect(),
        pairs: Vec::new(),
    };
    let unchanged = |it: &Operation| (it.method.clone(), it.path.clone(), it.id.clone());
    open.take(alike(&open.left, &open.right, unchanged));
    open.take(candidates(&open.left, &open.right));
    let Open {
        left,
        right,
        mut pairs,
    } = open;
    pairs.sort_by_key(|(_, new)| (&new.path, &new.method));
    Matches {
        operations: pairs,
        removed: left,
        added: right,
        renamed: BTreeMap::new(),
    }
}

/// An operation of the old spec and one of the new spec.
type Pair<'a> = (&'a Operation, &'a Operation);

/// The operations without a match so far, and the matches.
struct Open<'a> {
    left: Vec<&'a Operation>,
    right: Vec<&'a Operation>,
    pairs: Vec<Pair<'a>>,
}

impl<'a> Open<'a> {
    /// Takes the pairs whose operations have no match yet.
    fn take(&mut self, found: Vec<Pair<'a>>) {
        for (old, new) in found {
            let [left, right] = [(&self.left, old), (&self.right, new)]
                .map(|(all, one)| all.iter().position(|it| std::ptr::eq(*it, one)));
            if let (Some(left), Some(right)) = (left, right) {
                self.left.remove(left);
                self.right.remove(right);
                self.pairs.push((old, new));
            }
        }
    }
}

/// The pairs that share a path, an id or the name of their function, the most similar first. Of equally similar ones,
/// those of the same path come first, followed by the id of an operation that moved.
fn candidates<'a>(old: &[&'a Operation], new: &[&'a Operation]) -> Vec<Pair<'a>> {
    let mut pairs = alike(old, new, |it| (it.method.clone(), it.path.clone()));
    pairs.extend(alike(old, new, |it| {
        (it.method.clone(), path_key(&it.path))
    }));
    pairs.extend(alike(old, new, |it| it.id.clone()));
    // Both can't be kept under one name.
    pairs.extend(alike(old, new, |it| (it.tag.clone(), it.name.clone())));
    let mut scored: Vec<_> = pairs
        .into_iter()
        .map(|(old, new)| (overlap(&facts(old), &facts(new)), (old, new)))
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.into_iter().map(|(_, pair)| pair).collect()
}

/// The pairs whose keys are equal. A key that occurs twice on one side matches nothing.
fn alike<'a, K: Ord>(
    old: &[&'a Operation],
    new: &[&'a Operation],
    key: impl Fn(&Operation) -> K,
) -> Vec<Pair<'a>> {
    let mut keys: BTreeMap<K, [Vec<&'a Operation>; 2]> = BTreeMap::new();
    for (side, all) in [old, new].into_iter().enumerate() {
        for it in all {
            keys.entry(key(it)).or_default()[side].push(it);
        }
    }
    let sides = keys.values();
    sides
        .filter_map(|[old, new]| match (old.as_slice(), new.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect()
}

/// What identifies an operation besides its path: names, parameters, and what its versions send and return.
fn facts(operation: &Operation) -> BTreeSet<String> {
    let names = [&operation.id, &operation.name, &operation.tag].map(|it| format!("name {it}"));
    let parameters = operation.parameters.iter();
    let versions = operation.versions.iter();
    names
        .into_iter()
        .chain(parameters.map(|it| format!("{:?} {}", it.location, it.name)))
        .chain(versions.flat_map(|it| {
            let body = it.body.as_ref().map(|body| &body.ty);
            [
                format!("{:?}", it.version),
                format!("sends {body:?}"),
                format!("returns {:?}", it.output),
            ]
        }))
        .collect()
}

/// The minimum similarity of two schemas in the same place.
const IN_PLACE: f64 = 0.4;
/// The minimum similarity of two schemas without a common place.
const ANYWHERE: f64 = 0.9;

fn schemas<'a>(
    old: &'a Api,
    new: &'a Api,
    operations: &[(&'a Operation, &'a Operation)],
) -> BTreeMap<&'a str, &'a str> {
    let (before, after) = (roots(old), roots(new));
    let mut search = Search {
        old,
        new,
        gone: before.difference(&after).copied().collect(),
        came: after.difference(&before).copied().collect(),
        names: BTreeMap::new(),
        votes: BTreeMap::new(),
        compared: BTreeSet::new(),
    };
    // An inline schema is named after its operation.
    for (was, now) in operations {
        let pair = (was.name.as_str(), now.name.as_str());
        if search.gone.contains(pair.0) && search.came.contains(pair.1) {
            search.take(pair.0, pair.1);
        }
    }
    for (was, now) in operations {
        search.operation(was, now);
    }
    for id in old.schemas.keys().filter(|id| id.0.len() == 1) {
        if new.schemas.contains_key(id) {
            search.schema(id, id);
        }
    }
    while let Some((was, now)) = search.best() {
        search.take(was, now);
        search.schema(&SchemaId::new(was), &SchemaId::new(now));
    }
    search.by_structure();
    search.names
}

fn roots(api: &Api) -> BTreeSet<&str> {
    let ids = api.schemas.keys();
    ids.filter_map(|id| id.0.first())
        .map(String::as_str)
        .collect()
}

struct Search<'a> {
    old: &'a Api,
    new: &'a Api,
    /// Names in the old spec only.
    gone: BTreeSet<&'a str>,
    /// Names in the new spec only.
    came: BTreeSet<&'a str>,
    /// The matches found so far.
    names: BTreeMap<&'a str, &'a str>,
    /// The number of places in which the new schema replaces the old one.
    votes: BTreeMap<(&'a str, &'a str), usize>,
    compared: BTreeSet<(SchemaId, SchemaId)>,
}

impl<'a> Search<'a> {
    fn take(&mut self, was: &'a str, now: &'a str) {
        self.gone.remove(was);
        self.came.remove(now);
        self.names.insert(was, now);
    }

    fn operation(&mut self, was: &'a Operation, now: &'a Operation) {
        for old in &was.parameters {
            let same = |it: &&Parameter| it.name == old.name;
            if let Some(new) = now.parameters.iter().find(same) {
                self.types(&old.ty, &new.ty);
            }
        }
        for old in &was.versions {
            let same =
                |it: &&OperationVersion| it.version == old.version && it.format == old.format;
            let Some(new) = now.versions.iter().find(same) else {
                continue;
            };
            if let (Some(old), Some(new)) = (&old.body, &new.body) {
                self.types(&old.ty, &new.ty);
            }
            if let (Output::Json(old), Output::Json(new)) = (&old.output, &new.output) {
                self.types(old, new);
            }
        }
    }

    fn types(&mut self, was: &'a Type, now: &'a Type) {
        match (was, now) {
            (Type::Array(was), Type::Array(now)) | (Type::Map(was), Type::Map(now)) => {
                self.types(was, now);
            }
            (Type::Nullable(was), Type::Nullable(now)) => self.types(was, now),
            (Type::Ref(was), Type::Ref(now)) => self.ids(was, now),
            _ => {}
        }
    }

    /// Records a vote for two schemas in the same place.
    fn ids(&mut self, was: &'a SchemaId, now: &'a SchemaId) {
        let [was_root, now_root] = [&was.0[0], &now.0[0]].map(String::as_str);
        if was_root == now_root && was.0.len() > 1 {
            self.schema(was, now);
        } else if self.gone.contains(was_root) && self.came.contains(now_root) {
            *self.votes.entry((was_root, now_root)).or_default() += 1;
        }
    }

    /// Walks two matched schemas side by side.
    fn schema(&mut self, was: &SchemaId, now: &SchemaId) {
        let (Some(old), Some(new)) = (self.old.schemas.get(was), self.new.schemas.get(now)) else {
            return;
        };
        if !self.compared.insert((was.clone(), now.clone())) {
            return;
        }
        match (&old.kind, &new.kind) {
            (SchemaKind::Object(old), SchemaKind::Object(new)) => self.objects(old, new),
            (SchemaKind::Union(old), SchemaKind::Union(new)) => {
                self.objects(&old.base, &new.base);
                if let (Some(old), Some(new)) = (&old.discriminator, &new.discriminator) {
                    for (value, was) in &old.mapping {
                        if let Some(now) = new.mapping.get(value) {
                            self.ids(was, now);
                        }
                    }
                }
                if old.branches.len() == new.branches.len() {
                    for (was, now) in old.branches.iter().zip(&new.branches) {
                        self.ids(was, now);
                    }
                }
            }
            (SchemaKind::Alias(old), SchemaKind::Alias(new)) => self.types(old, new),
            _ => {}
        }
    }

    fn objects(&mut self, old: &'a Object, new: &'a Object) {
        for (name, was) in &old.properties {
            if let Some(now) = new.properties.get(name) {
                self.types(&was.ty, &now.ty);
            }
        }
        if old.parents.len() == new.parents.len() {
            for (was, now) in old.parents.iter().zip(&new.parents) {
                self.ids(was, now);
            }
        }
    }

    /// The most similar pair of schemas that share a place.
    fn best(&self) -> Option<(&'a str, &'a str)> {
        let open = self
            .votes
            .iter()
            .filter(|((was, now), _)| self.gone.contains(was) && self.came.contains(now));
        let scored = open.filter_map(|(&(was, now), &votes)| {
            let alike = self.alike(was, now);
            (alike >= IN_PLACE).then_some((alike, votes, was, now))
        });
        scored
            .max_by(|a, b| {
                let names = || (b.2, b.3).cmp(&(a.2, a.3));
                a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then_with(names)
            })
            .map(|(_, _, was, now)| (was, now))
    }

    /// Matches schemas without a common place, if exactly one is similar enough.
    fn by_structure(&mut self) {
        let mut pairs: Vec<_> = self
            .gone
            .iter()
            .flat_map(|was| self.came.iter().map(move |now| (*was, *now)))
            .filter(|(was, now)| match self.size(was) {
                0 => false,
                // Many schemas have the same few names.
                1 | 2 => self.is_same(was, now),
                _ => self.alike(was, now) >= ANYWHERE,
            })
            .collect();
        let all = pairs.clone();
        pairs.retain(|(was, now)| {
            let of = |it: &&(&str, &str)| it.0 == *was || it.1 == *now;
            all.iter().filter(of).count() == 1
        });
        for (was, now) in pairs {
            self.take(was, now);
        }
    }

    fn kinds(&self, was: &str, now: &str) -> Option<(&'a SchemaKind, &'a SchemaKind)> {
        let (old, new): (&'a Api, &'a Api) = (self.old, self.new);
        let old = old.schemas.get(&SchemaId::new(was))?;
        let new = new.schemas.get(&SchemaId::new(now))?;
        Some((&old.kind, &new.kind))
    }

    fn size(&self, was: &str) -> usize {
        let schema = self.old.schemas.get(&SchemaId::new(was));
        schema.map_or(0, |schema| words(&schema.kind).len())
    }

    /// Whether two schemas allow the same values.
    fn is_same(&self, was: &str, now: &str) -> bool {
        match self.kinds(was, now) {
            Some((SchemaKind::Object(old), SchemaKind::Object(new))) => {
                let types = |object: &Object, rename: &dyn Fn(&Type) -> Type| {
                    let all = object.properties.iter();
                    all.map(|(name, it)| (name.clone(), rename(&it.ty)))
                        .collect::<BTreeMap<_, _>>()
                };
                let old = types(old, &|ty| renamed_type(ty, &self.names));
                old == types(new, &Type::clone)
            }
            Some((SchemaKind::Enum(old), SchemaKind::Enum(new))) => old == new,
            _ => false,
        }
    }

    /// The similarity, from 0 (nothing in common) to 1.
    fn alike(&self, was: &str, now: &str) -> f64 {
        match self.kinds(was, now) {
            Some((SchemaKind::Alias(old), SchemaKind::Alias(new))) => {
                let same = renamed_type(old, &self.names) == *new;
                if same { 1.0 } else { 0.0 }
            }
            Some((old, new)) if std::mem::discriminant(old) == std::mem::discriminant(new) => {
                overlap(&words(old), &words(new))
            }
            _ => 0.0,
        }
    }
}

fn renamed_type(ty: &Type, names: &BTreeMap<&str, &str>) -> Type {
    match ty {
        Type::Array(it) => Type::Array(Box::new(renamed_type(it, names))),
        Type::Map(it) => Type::Map(Box::new(renamed_type(it, names))),
        Type::Nullable(it) => Type::Nullable(Box::new(renamed_type(it, names))),
        Type::Ref(id) => Type::Ref(renamed(id, names)),
        other => other.clone(),
    }
}

/// The features that identify a schema: its properties, values, and union discriminator.
fn words(kind: &SchemaKind) -> BTreeSet<&str> {
    match kind {
        SchemaKind::Object(object) => object.properties.keys().map(String::as_str).collect(),
        SchemaKind::Union(union) => {
            let values = union.discriminator.iter().flat_map(|it| it.mapping.keys());
            let own = union.base.properties.keys();
            own.chain(values).map(String::as_str).collect()
        }
        SchemaKind::Enum(values) => values.iter().map(String::as_str).collect(),
        SchemaKind::Alias(_) => BTreeSet::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are few of them")]
fn overlap<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    let all = a.union(b).count();
    if all == 0 {
        return 1.0;
    }
    a.intersection(b).count() as f64 / all as f64
}
