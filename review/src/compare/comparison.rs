//! The two models, and derived facts about them.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Api, Format, Operation, OperationVersion, Output, Schema, SchemaId, SchemaKind, path_key,
};
use generator::plan::{RustType, TypeKind};

use crate::draft::{Cause, Draft, Drafts};
use crate::items::{self, Difference, Key, Names, Owner};
use crate::matching::Matches;
use crate::model::{Model, VersionKey, function_path, version_key};
use crate::reach::Reach;
use crate::report::Wire;
use crate::rule::Rule;

/// The two models, and derived facts about them.
pub(crate) struct Comparison<'a> {
    pub(crate) old: &'a Model,
    pub(crate) new: &'a Model,
    pub(crate) matches: Matches<'a>,
    /// Where the old spec uses its schemas, by the names of the new one.
    pub(crate) was: Reach,
    /// Where the new spec uses its schemas.
    pub(crate) now: Reach,
    pub(crate) drafts: Drafts,
    /// The schemas of the old spec, by the names of the new one.
    pub(crate) old_schemas: BTreeMap<SchemaId, &'a Schema>,
    /// The parents and merged parts of each schema, in either spec.
    kin: BTreeMap<SchemaId, BTreeSet<SchemaId>>,
    /// The schemas whose types have the same name in Rust, though one of them is inline.
    same_names: BTreeMap<SchemaId, SchemaId>,
    /// The keys of operations, by their ids in the old spec and in the new one.
    keys: [BTreeMap<&'a str, String>; 2],
    /// The operations of the old spec and of the new one, by their keys.
    operations: [BTreeMap<String, &'a Operation>; 2],
    /// The Rust paths of functions, by operation id and media type, for both specs.
    functions: [BTreeMap<(&'a str, &'a str), String>; 2],
}

/// The operations of a spec, by their keys.
fn by_key<'a>(api: &'a Api, keys: &BTreeMap<&str, String>) -> BTreeMap<String, &'a Operation> {
    let all = api.operations.iter();
    all.filter_map(|it| Some((keys.get(it.id.as_str())?.clone(), it)))
        .collect()
}

/// Whether a type converts into another one.
fn converts(from: &str, to: &TypeKind) -> bool {
    match to {
        TypeKind::Object(object) => object.merged.iter().any(|it| it == from),
        TypeKind::Union(union) => union.variants.iter().any(|it| it.ty == from),
        TypeKind::Enum(_) | TypeKind::Alias(_) => false,
    }
}

/// One of the two specs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Old,
    New,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(old: &'a Model, new: &'a Model) -> Self {
        let matches = Matches::new(&old.api, &new.api);
        // An operation that moved has its new key.
        let all = new.api.operations.iter();
        let new_keys: BTreeMap<_, _> = all.map(|it| (it.id.as_str(), key(it))).collect();
        let gone = matches.removed.iter().map(|it| (it.id.as_str(), key(it)));
        let both = matches.operations.iter();
        let both = both.map(|(was, now)| (was.id.as_str(), key(now)));
        let old_keys: BTreeMap<_, _> = gone.chain(both).collect();
        let functions = [old, new].map(|model| {
            let functions = model.functions().into_iter();
            functions
                .map(|(key, (module, item))| (key, function_path(module, item)))
                .collect()
        });
        let schemas = old.api.schemas.iter();
        let old_schemas = schemas
            .map(|(id, schema)| (matches.id(id), schema))
            .collect();
        let mut kin = BTreeMap::new();
        add_kin(&old.api, &|id| matches.id(id), &mut kin);
        add_kin(&new.api, &SchemaId::clone, &mut kin);
        Self {
            old,
            new,
            same_names: same_names(old, new, &matches),
            old_schemas,
            kin,
            was: Reach::new(old, &|id| of(&old_keys, id), &|id| matches.id(id)),
            now: Reach::new(new, &|id| of(&new_keys, id), &SchemaId::clone),
            drafts: Drafts::default(),
            operations: [by_key(&old.api, &old_keys), by_key(&new.api, &new_keys)],
            keys: [old_keys, new_keys],
            functions,
            matches,
        }
    }

    /// The differences of the crates' surfaces.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let old_names = self.old.type_names();
        let new_names = self.new.type_names();
        let was: BTreeMap<&str, &SchemaId> =
            old_names.iter().map(|(id, name)| (*name, *id)).collect();
        // The current Rust name of an old type.
        let renamed = |name: &str| {
            let id = was.get(name).map(|id| self.matches.id(id));
            let now = id.and_then(|id| new_names.get(&id).copied());
            now.unwrap_or(name).to_owned()
        };
        let before = items::surface(&Names {
            plan: &self.old.plan,
            operation: &|id| of(&self.keys[0], id),
            schema: &|id| self.old_type(id),
            ty: &renamed,
        });
        let after = items::surface(&Names {
            plan: &self.new.plan,
            operation: &|id| of(&self.keys[1], id),
            schema: &SchemaId::clone,
            ty: &str::to_owned,
        });
        let into = |from: &RustType, to: &RustType| match (from, to) {
            (RustType::Named(from), RustType::Named(to)) => {
                let to = self.new.plan.types.get(to);
                to.is_some_and(|to| converts(from, &to.kind))
            }
            _ => false,
        };
        let mut found = items::differences(&before, &after, &into);
        found.retain(|it| !matches!(&it.owner, Owner::Feature(name) if self.keeps_retired(name)));
        found
    }

    /// Whether a module of the old crate remains for its retired operations.
    fn keeps_retired(&self, module: &str) -> bool {
        let operations = self.old.plan.modules.get(module);
        let mut operations = operations.into_iter().flat_map(|it| &it.operations);
        !self.new.plan.modules.contains_key(module)
            && operations.any(|item| {
                let mut removed = self.matches.removed.iter();
                !item.version.is_unstable() && removed.any(|it| it.id == item.spec.id)
            })
    }

    /// The owner and the key of an item of the old crate.
    pub(crate) fn keyed(&self, item: &generator::surface::Item<'_>) -> (Owner, Key) {
        let names = Names {
            plan: &self.old.plan,
            operation: &|id| of(&self.keys[0], id),
            schema: &|id| self.old_type(id),
            ty: &str::to_owned,
        };
        names.keyed(item)
    }

    /// The key of a new operation.
    pub(crate) fn new_key(&self, id: &str) -> String {
        of(&self.keys[1], id)
    }

    /// The current id of the schema that the type of an old schema has.
    fn old_type(&self, id: &SchemaId) -> SchemaId {
        let same = self.same_names.get(id).cloned();
        same.unwrap_or_else(|| self.matches.id(id))
    }

    /// The current id of an old schema.
    pub(crate) fn old_id(&self, id: &SchemaId) -> SchemaId {
        self.matches.id(id)
    }

    /// The old and the new default version of an operation in a format.
    pub(crate) fn newest_versions(&self, key: &str, format: &Format) -> Vec<VersionKey> {
        let newest = self
            .sides(key)
            .into_iter()
            .flatten()
            .filter_map(|operation| {
                let stable = operation.versions.iter().map(version_key);
                stable
                    .filter(|(version, of)| of == format && !version.is_unstable())
                    .max()
            });
        newest.collect()
    }

    /// An operation in each spec that has it.
    pub(super) fn sides(&self, key: &str) -> [Option<&'a Operation>; 2] {
        let sides = self.operations.each_ref();
        sides.map(|operations| operations.get(key).copied())
    }

    /// A version of an operation in both specs.
    pub(super) fn versions_at(
        &self,
        key: &str,
        at: &VersionKey,
    ) -> [Option<&'a OperationVersion>; 2] {
        self.sides(key).map(|operation| {
            let mut versions = operation?.versions.iter();
            versions.find(|it| version_key(it) == *at)
        })
    }

    /// The response schemas of a version, in both specs.
    pub(crate) fn outputs(&self, key: &str, at: &VersionKey) -> Vec<SchemaId> {
        let versions = self.versions_at(key, at).into_iter().flatten();
        let found = versions.filter_map(|version| match &version.output {
            Output::Json(ty) => ty.target().map(|id| self.matches.id(id)),
            _ => None,
        });
        found.collect()
    }

    /// The schemas of a property's type, in both specs.
    pub(crate) fn targets(&self, id: &SchemaId, property: &str) -> Vec<SchemaId> {
        let before = self.old_schemas.get(id).copied();
        let after = self.new.api.schemas.get(id);
        let found = before.into_iter().chain(after).filter_map(|schema| {
            let property = schema.object()?.properties.get(property)?;
            property.ty.target().map(|id| self.matches.id(id))
        });
        found.collect()
    }

    /// A schema with its parents and merged parts, transitively, nearest first.
    pub(crate) fn kin(&self, id: &SchemaId) -> Vec<SchemaId> {
        let mut found = vec![id.clone()];
        let mut at = 0;
        while let Some(id) = found.get(at).cloned() {
            for next in self.kin.get(&id).into_iter().flatten() {
                if !found.contains(next) {
                    found.push(next.clone());
                }
            }
            at += 1;
        }
        found
    }

    /// Gives each change without a place that of what it is about. The walk finds no difference at the place of a name
    /// that the spec uses elsewhere, such as that of a renamed schema.
    pub(super) fn locate(&mut self) {
        let mut found = Vec::new();
        for (cause, drafts) in self.drafts.causes() {
            let open = |index: &&usize| self.drafts.all[**index].at.is_empty();
            let open: Vec<usize> = drafts.iter().filter(open).copied().collect();
            if !open.is_empty() {
                found.push((open, self.pointers(cause)));
            }
        }
        for (drafts, places) in found {
            for index in drafts {
                self.drafts.all[index].at.extend(places.iter().cloned());
            }
        }
    }

    /// The places of what a cause is about, in both specs.
    pub(crate) fn pointers(&self, cause: &Cause) -> Vec<[Option<String>; 2]> {
        let schemas = |id: &SchemaId| {
            let sides = [
                self.old_schemas.get(id).copied(),
                self.new.api.schemas.get(id),
            ];
            sides.map(|schema| Some(schema?.pointer.clone()))
        };
        let operations = |key: &str| {
            let sides = self.sides(key);
            sides.map(|operation| Some(operation?.pointer.clone()))
        };
        let places = match cause {
            Cause::Schema(id)
            | Cause::Parents(id)
            | Cause::Property(id, _)
            | Cause::Value(id, _)
            | Cause::Branch(id, _) => vec![schemas(id)],
            Cause::Operation(key)
            | Cause::Version(key, _)
            | Cause::Newest(key, _)
            | Cause::Parameter(key, _)
            | Cause::Body(key, _)
            | Cause::Output(key, _) => vec![operations(key)],
            Cause::Feature(module) => self.of_module(module),
        };
        let is_there = |sides: &[Option<String>; 2]| sides.iter().any(Option::is_some);
        places.into_iter().filter(is_there).collect()
    }

    /// The places of the operations of a module that one of the crates lacks.
    fn of_module(&self, module: &str) -> Vec<[Option<String>; 2]> {
        let side = |model: &'a Model| -> BTreeSet<&'a str> {
            let module = model.plan.modules.get(module);
            let all = module.into_iter().flat_map(|it| &it.operations);
            let ids: BTreeSet<_> = all.map(|it| it.spec.id.as_str()).collect();
            let all = model.api.operations.iter();
            all.filter(|it| ids.contains(it.id.as_str()))
                .map(|it| it.pointer.as_str())
                .collect()
        };
        let old = side(self.old)
            .into_iter()
            .map(|it| [Some(it.to_owned()), None]);
        let new = side(self.new)
            .into_iter()
            .map(|it| [None, Some(it.to_owned())]);
        old.chain(new).collect()
    }

    pub(super) fn features(&mut self) {
        let [old, new] = [self.old, self.new].map(|it| &it.plan.modules);
        let gone = old
            .keys()
            .filter(|it| !new.contains_key(*it) && !self.keeps_retired(it));
        let gone: Vec<_> = gone.collect();
        let mut add = |rule, module: &String| {
            let draft = Draft::new(rule, module, Wire::None);
            self.drafts.add(draft, [Cause::Feature(module.clone())]);
        };
        for module in gone {
            add(Rule::FeatureRemoved, module);
        }
        for module in new.keys().filter(|it| !old.contains_key(*it)) {
            add(Rule::FeatureAdded, module);
        }
    }

    /// The Rust paths of an operation's versions.
    pub(super) fn paths(
        &self,
        operation: &Operation,
        side: Which,
        which: impl Fn(&OperationVersion) -> bool,
    ) -> Vec<String> {
        let functions = &self.functions[usize::from(side == Which::New)];
        let versions = operation.versions.iter().filter(|it| which(it));
        let keys = versions.map(|it| (operation.id.as_str(), it.media_type.as_str()));
        keys.filter_map(|key| functions.get(&key).cloned())
            .collect()
    }
}

fn add_kin(
    api: &Api,
    rename: &dyn Fn(&SchemaId) -> SchemaId,
    kin: &mut BTreeMap<SchemaId, BTreeSet<SchemaId>>,
) {
    for (id, schema) in &api.schemas {
        let (object, branches) = match &schema.kind {
            SchemaKind::Object(object) => (object, [].as_slice()),
            SchemaKind::Union(union) => (&union.base, union.branches.as_slice()),
            SchemaKind::Enum(_) | SchemaKind::Alias(_) => continue,
        };
        let all = object.parents.iter().chain(branches).map(rename);
        kin.entry(rename(id)).or_default().extend(all);
    }
}

/// The schemas that match no other one, but whose types have the same name in Rust: an inline schema that became a
/// component, or vice versa.
fn same_names(old: &Model, new: &Model, matches: &Matches<'_>) -> BTreeMap<SchemaId, SchemaId> {
    let (was, now) = (old.type_names(), new.type_names());
    let matched: BTreeSet<SchemaId> = was.keys().map(|id| matches.id(id)).collect();
    let gone = was
        .into_iter()
        .filter(|(id, _)| !now.contains_key(&matches.id(id)));
    let same = gone.filter_map(|(id, name)| {
        let schema = &new.plan.types.get(name)?.schema;
        (!matched.contains(schema)).then(|| (id.clone(), schema.clone()))
    });
    same.collect()
}

/// The key of an operation: its method and path.
pub(super) fn key(operation: &Operation) -> String {
    format!("{} {}", operation.method, path_key(&operation.path))
}

fn of(keys: &BTreeMap<&str, String>, id: &str) -> String {
    keys.get(id).cloned().unwrap_or_else(|| id.to_owned())
}
