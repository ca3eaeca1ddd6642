//! Everything counted in is counted out: what the document has against what the plan has.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use serde_json::Value;

use crate::model::{SchemaId, Version};
use crate::plan::{Plan, TypeKind};

/// The counts of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Census {
    /// Operations.
    pub operations: usize,
    /// Operations by version and format.
    pub operation_versions: usize,
    /// Those of the preview among them.
    pub previews: usize,
    /// Those that are withdrawn among them.
    pub retired: usize,
    /// Structs.
    pub objects: usize,
    /// Enums of objects.
    pub unions: usize,
    /// Enums of strings.
    pub enums: usize,
    /// Other names of types.
    pub aliases: usize,
    /// What the document has and the plan has not, by its JSON pointer.
    pub skipped: Vec<String>,
}

impl Census {
    /// Counts a plan, and compares it with the tree that the plan was made of. The tree is counted
    /// without the model, so that a loss in lowering shows.
    pub fn new(tree: &Value, plan: &Plan) -> Self {
        let mut census = Self::default();
        let items = || plan.modules.values().flat_map(|module| &module.operations);
        let emitted: BTreeSet<(&str, &str)> = items()
            .map(|it| (it.spec.id.as_str(), it.spec.media_type.as_str()))
            .collect();
        census.operations = items().map(|it| &it.spec.id).collect::<BTreeSet<_>>().len();
        census.operation_versions = items().count();
        census.previews = items().filter(|it| it.version == Version::Preview).count();
        census.retired = items().filter(|it| it.retired.is_some()).count();
        for item in plan.types.values() {
            *match item.kind {
                TypeKind::Object(_) => &mut census.objects,
                TypeKind::Union(_) => &mut census.unions,
                TypeKind::Enum(_) => &mut census.enums,
                TypeKind::Alias(_) => &mut census.aliases,
            } += 1;
        }
        for (pointer, id, media_type) in operation_versions(tree) {
            if !emitted.contains(&(id, media_type)) {
                census.skipped.push(pointer);
            }
        }
        let schemas: BTreeSet<&SchemaId> = plan.types.values().map(|item| &item.schema).collect();
        let components = tree
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        for name in components.into_iter().flat_map(|schemas| schemas.keys()) {
            if !schemas.contains(&SchemaId::new(name)) {
                census.skipped.push(format!("/components/schemas/{name}"));
            }
        }
        census
    }
}

impl AddAssign for Census {
    /// The counts of two documents together.
    fn add_assign(&mut self, other: Self) {
        self.operations += other.operations;
        self.operation_versions += other.operation_versions;
        self.previews += other.previews;
        self.retired += other.retired;
        self.objects += other.objects;
        self.unions += other.unions;
        self.enums += other.enums;
        self.aliases += other.aliases;
        self.skipped.extend(other.skipped);
    }
}

/// Every media type of every success response, once for each operation.
fn operation_versions(tree: &Value) -> Vec<(String, &str, &str)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let paths = tree.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let responses = operation.get("responses").and_then(Value::as_object);
            for (status, response) in responses.into_iter().flatten() {
                let content = response.get("content").and_then(Value::as_object);
                for media_type in content.into_iter().flat_map(|content| content.keys()) {
                    if status.starts_with('2') && seen.insert((id, media_type.as_str())) {
                        let path = crate::document::escape(path);
                        let pointer = format!("/paths/{path}/{method}: {media_type}");
                        found.push((pointer, id, media_type.as_str()));
                    }
                }
            }
        }
    }
    found
}
