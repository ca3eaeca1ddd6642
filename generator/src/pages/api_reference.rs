//! A page of Markdown that maps the names of the API reference to functions of the crate.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::plan::{OperationItem, Plan};

const HEAD: &str = "\
<!-- Made by `cargo xtask codegen`; do not edit. -->

# The API reference in Rust

Each operation in each version and format, with its ids and its function. The ids are the operation id, the short id if
there is one, and those of earlier specs; documentation search finds a function by each. A function with a star is also
in the module of its tag: `clusters::v2024_08_05::list_clusters` is `clusters::list_clusters`. A function is compiled
with all the features of its row. The paths start at `atlas_api`. Legacy APIs come last, under the names of their
modules.

";

/// An operation in one version and format: a row of the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The path template.
    pub path: String,
    /// The method.
    pub method: String,
    /// The API version.
    pub version: String,
    /// The function.
    pub function: String,
    /// The module of the function, starting with the crate.
    pub module: String,
    /// The request type, in the same module.
    pub request: String,
    /// The module of the tag, if it re-exports the function.
    pub newest_in: Option<String>,
    /// The ids of the operation, followed by those of earlier specs.
    pub ids: Vec<String>,
    /// The features that enable it.
    pub features: Vec<String>,
}

/// The rows, by module of a tag.
pub fn references(plan: &Plan) -> Vec<(String, BTreeSet<Reference>)> {
    let mut sections = Vec::new();
    for (module, it) in &plan.modules {
        let rows = it.operations.iter().map(|item| {
            let condition = item.condition();
            let opt_ins = condition.sets().flatten().map(|feature| feature.as_str());
            let features = [module.as_str()].into_iter().chain(opt_ins);
            let newest_in = item.newest.then(|| module.clone());
            let home = format!("{module}::{}", item.version_module);
            reference(item, home, newest_in, features.map(str::to_owned).collect())
        });
        sections.push((module.clone(), rows.collect()));
    }
    for legacy in &plan.legacy {
        for (module, it) in &legacy.plan.modules {
            let home = format!("{}::{module}", legacy.name);
            let features = || vec![legacy.name.clone()];
            let rows = it
                .operations
                .iter()
                .map(|item| reference(item, home.clone(), None, features()));
            sections.push((home.clone(), rows.collect()));
        }
    }
    sections
}

fn reference(
    item: &OperationItem,
    module: String,
    newest_in: Option<String>,
    features: Vec<String>,
) -> Reference {
    let spec = &item.spec;
    let mut ids = vec![spec.id.clone()];
    for id in [&spec.name].into_iter().chain(&item.aliases) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    Reference {
        path: spec.path.clone(),
        method: spec.method.clone(),
        version: item.version.to_string(),
        function: item.function.clone(),
        module,
        request: item.request.clone(),
        newest_in,
        ids,
        features,
    }
}

/// The page.
pub fn page(plan: &Plan) -> String {
    let mut page = HEAD.to_owned();
    for (module, rows) in references(plan) {
        let _ = writeln!(page, "## `{module}`\n");
        page.push_str(
            "| operation | ids | version | function | features |\n|---|---|---|---|---|\n",
        );
        for row in rows {
            let list = |names: &[String]| {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                names.join(", ")
            };
            let (ids, features) = (list(&row.ids), list(&row.features));
            let star = if row.newest_in.is_some() { " *" } else { "" };
            let Reference {
                method,
                path,
                version,
                function,
                module,
                ..
            } = &row;
            let _ = writeln!(
                page,
                "| `{method} {path}` | {ids} | {version} | `{module}::{function}`{star} | {features} |"
            );
        }
        page.push('\n');
    }
    page
}
