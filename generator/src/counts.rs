//! Counts the contents of a spec and of its plan, to prove that nothing is lost.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use serde_json::Value;

use crate::model::SchemaId;
use crate::openapi::tree::{fields, operations, resolve, successes};
use crate::plan::{Plan, TypeKind};
use crate::source::escape;

/// The counts of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Operations.
    pub operations: usize,
    /// Operations by version and format.
    pub operation_versions: usize,
    /// The previews among them, upcoming versions included.
    pub previews: usize,
    /// The retired ones among them.
    pub retired: usize,
    /// Structs.
    pub objects: usize,
    /// Enums of objects.
    pub unions: usize,
    /// Enums of strings.
    pub enums: usize,
    /// Type aliases.
    pub aliases: usize,
    /// The operations that corrections leave out, as `GET /path`.
    pub left_out: Vec<String>,
    /// The parts of the spec that the plan lacks, as JSON pointers.
    pub skipped: Vec<String>,
}

impl Counts {
    /// Counts a plan, and compares it with the tree of its spec. The tree is counted without the model, so a loss in
    /// lowering shows.
    pub fn new(tree: &Value, plan: &Plan) -> Self {
        let mut counts = Self::default();
        let items = || plan.operations().map(|(_, item)| item);
        let emitted: BTreeSet<(&str, &str)> = items()
            .map(|it| (it.spec.id.as_str(), it.spec.media_type.as_str()))
            .collect();
        counts.operations = items().map(|it| &it.spec.id).collect::<BTreeSet<_>>().len();
        counts.operation_versions = items().count();
        counts.previews = items().filter(|it| it.version.is_unstable()).count();
        counts.retired = items().filter(|it| it.retired.is_some()).count();
        for item in plan.types.values() {
            *match item.kind {
                TypeKind::Object(_) => &mut counts.objects,
                TypeKind::Union(_) => &mut counts.unions,
                TypeKind::Enum(_) => &mut counts.enums,
                TypeKind::Alias(_) => &mut counts.aliases,
            } += 1;
        }
        for (pointer, id, media_type) in operation_versions(tree) {
            if !emitted.contains(&(id, media_type)) {
                counts.skipped.push(pointer);
            }
        }
        let schemas: BTreeSet<&SchemaId> = plan.types.values().map(|item| &item.schema).collect();
        let components = tree.get("components");
        for (name, _) in components.into_iter().flat_map(|it| fields(it, "schemas")) {
            if !schemas.contains(&SchemaId::new(name)) {
                counts.skipped.push(format!("/components/schemas/{name}"));
            }
        }
        counts
    }
}

impl AddAssign for Counts {
    /// Adds the counts of another spec.
    fn add_assign(&mut self, other: Self) {
        self.operations += other.operations;
        self.operation_versions += other.operation_versions;
        self.previews += other.previews;
        self.retired += other.retired;
        self.objects += other.objects;
        self.unions += other.unions;
        self.enums += other.enums;
        self.aliases += other.aliases;
        self.left_out.extend(other.left_out);
        self.skipped.extend(other.skipped);
    }
}

/// Every media type of every success response, once for each operation.
fn operation_versions(tree: &Value) -> Vec<(String, &str, &str)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, method, operation) in operations(tree) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        let responses = successes(operation);
        let content =
            responses.flat_map(|(_, response)| fields(resolve(tree, response), "content"));
        for (media_type, _) in content {
            if seen.insert((id, media_type.as_str())) {
                let pointer = format!("/paths/{}/{method}: {media_type}", escape(path));
                found.push((pointer, id, media_type.as_str()));
            }
        }
    }
    found
}
