//! Finds the operation-versions that use a schema, in requests and in responses.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Object, Output, Schema, SchemaId, SchemaKind};

use crate::draft::Cause;
use crate::model::{Model, VersionKey, function_path, version_key};
use crate::report::OperationRef;

/// Where the schemas of a spec are used.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// The operation-versions, by Rust path.
    pub(crate) operations: BTreeMap<String, OperationRef>,
    schemas: BTreeMap<SchemaId, Use>,
    /// The references to a schema: the cause of a change to the reference, and the schema that contains it.
    referrers: BTreeMap<SchemaId, BTreeSet<(Cause, Option<SchemaId>)>>,
}

/// Where a schema is used: the Rust paths of the operation-versions, by the key of the operation and its version, which
/// both specs share.
#[derive(Debug, Default)]
pub(crate) struct Use {
    requests: BTreeMap<(String, VersionKey), String>,
    responses: BTreeMap<(String, VersionKey), String>,
}

impl Use {
    /// Whether some request has the schema in both specs.
    pub(crate) fn shares_requests(&self, other: &Self) -> bool {
        let mut places = self.requests.keys();
        places.any(|place| other.requests.contains_key(place))
    }

    /// Whether some response has the schema in both specs.
    pub(crate) fn shares_responses(&self, other: &Self) -> bool {
        let mut places = self.responses.keys();
        places.any(|place| other.responses.contains_key(place))
    }

    /// The operation-versions, by Rust path.
    pub(crate) fn operations(&self) -> BTreeSet<String> {
        let all = self.requests.values().chain(self.responses.values());
        all.cloned().collect()
    }
}

impl Reach {
    /// Visits every operation-version. `key` returns the key of an operation id, and `rename` the schema id
    /// that both specs share.
    pub(crate) fn new(
        model: &Model,
        key: &dyn Fn(&str) -> String,
        rename: &dyn Fn(&SchemaId) -> SchemaId,
    ) -> Self {
        let mut reach = Self::default();
        let functions = model.functions();
        let schemas = &model.api.schemas;
        let mut edges = Edges::new();
        for (id, schema) in schemas {
            let own = rename(id);
            for (cause, target) in references(&own, schema, rename) {
                let ways = ways(schema, &cause);
                let referrer = (cause, Some(own.clone()));
                reach
                    .referrers
                    .entry(rename(target))
                    .or_default()
                    .insert(referrer);
                edges.entry(id).or_default().push((target, ways));
            }
        }
        for operation in &model.api.operations {
            let name = key(&operation.id);
            for version in &operation.versions {
                let Some((module, item)) =
                    functions.get(&(operation.id.as_str(), version.media_type.as_str()))
                else {
                    continue;
                };
                let path = function_path(module, item);
                let key = version_key(version);
                let (mut requests, mut responses) = (Vec::new(), Vec::new());
                for parameter in &operation.parameters {
                    let cause = Cause::Parameter(name.clone(), parameter.name.clone());
                    requests.extend(parameter.ty.target().map(|id| (cause, id)));
                }
                if let Some(id) = version.body.as_ref().and_then(|body| body.ty.target()) {
                    requests.push((Cause::Body(name.clone(), key.clone()), id));
                }
                let output = Cause::Output(name.clone(), key.clone());
                let place = (name.clone(), key);
                if let Output::Json(ty) = &version.output {
                    responses.extend(ty.target().map(|id| (output.clone(), id)));
                }
                responses.extend(version.errors.iter().map(|id| (output.clone(), id)));
                for (cause, id) in requests.iter().chain(&responses) {
                    let referrers = reach.referrers.entry(rename(id)).or_default();
                    referrers.insert((cause.clone(), None));
                }
                for id in reached(&edges, requests.iter().map(|(_, id)| *id), |it| it.requests) {
                    let used = reach.schemas.entry(rename(id)).or_default();
                    used.requests.insert(place.clone(), path.clone());
                }
                for id in reached(&edges, responses.iter().map(|(_, id)| *id), |it| {
                    it.responses
                }) {
                    let used = reach.schemas.entry(rename(id)).or_default();
                    used.responses.insert(place.clone(), path.clone());
                }
                let operation = OperationRef {
                    id: operation.id.clone(),
                    method: operation.method.clone(),
                    path: operation.path.clone(),
                    version: version.version.to_string(),
                    tag: operation.tag.clone(),
                };
                reach.operations.insert(path, operation);
            }
        }
        reach
    }

    /// Where a schema is used, by the id that both specs share.
    pub(crate) fn of(&self, id: &SchemaId) -> &Use {
        static UNUSED: Use = Use {
            requests: BTreeMap::new(),
            responses: BTreeMap::new(),
        };
        self.schemas.get(id).unwrap_or(&UNUSED)
    }

    /// The references to a schema.
    pub(crate) fn referrers(
        &self,
        id: &SchemaId,
    ) -> impl Iterator<Item = &(Cause, Option<SchemaId>)> {
        self.referrers.get(id).into_iter().flatten()
    }
}

/// The references of schemas.
type Edges<'a> = BTreeMap<&'a SchemaId, Vec<(&'a SchemaId, Ways)>>;

/// Where a reference occurs: requests have no read-only properties, responses no write-only ones.
#[derive(Debug, Clone, Copy)]
struct Ways {
    requests: bool,
    responses: bool,
}

/// Where a reference of a schema occurs.
fn ways(schema: &Schema, cause: &Cause) -> Ways {
    let property = match (cause, schema.object()) {
        (Cause::Property(_, name), Some(object)) => object.properties.get(name),
        _ => None,
    };
    let facts = property.map(|it| &it.facts);
    Ways {
        requests: !facts.is_some_and(|it| it.read_only),
        responses: !facts.is_some_and(|it| it.write_only),
    }
}

fn reached<'a>(
    edges: &Edges<'a>,
    roots: impl Iterator<Item = &'a SchemaId>,
    is_there: impl Fn(&Ways) -> bool,
) -> BTreeSet<&'a SchemaId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&SchemaId> = roots.collect();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let edges = edges.get(id).into_iter().flatten();
            open.extend(edges.filter(|(_, ways)| is_there(ways)).map(|(id, _)| *id));
        }
    }
    seen
}

/// The references in a schema. Causes have ids that both specs share.
fn references<'a>(
    own: &SchemaId,
    schema: &'a Schema,
    rename: &dyn Fn(&SchemaId) -> SchemaId,
) -> Vec<(Cause, &'a SchemaId)> {
    let object = |object: &'a Object| {
        let parents = object.parents.iter();
        let parents = parents.map(|id| (Cause::Parents(own.clone()), id));
        let properties = object.properties.iter().filter_map(|(name, property)| {
            let cause = Cause::Property(own.clone(), name.clone());
            property.ty.target().map(|id| (cause, id))
        });
        parents.chain(properties).collect::<Vec<_>>()
    };
    match &schema.kind {
        SchemaKind::Object(it) => object(it),
        SchemaKind::Union(union) => {
            let branches = union
                .all_branches()
                .map(|id| (Cause::Branch(own.clone(), rename(id)), id));
            branches.chain(object(&union.base)).collect()
        }
        SchemaKind::Alias(ty) => {
            let cause = Cause::Schema(own.clone());
            ty.target().map(|id| (cause, id)).into_iter().collect()
        }
        SchemaKind::Enum(_) => Vec::new(),
    }
}
