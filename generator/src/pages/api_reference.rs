//! The operations of a plan as a page of Markdown: what the API reference calls what, and where it is in
//! the crate.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::plan::{OperationItem, Plan};

const HEAD: &str = "\
<!-- Made by `cargo xtask codegen`; do not edit. -->

# The API reference in Rust

Each operation in each version and format: how the official pages call it, and its function. The ids are the operation
id, the short id if there is one, and those of earlier documents; documentation search finds a function by each. A
function with a star is also in the module of its tag: `clusters::v2024_08_05::list_clusters` is
`clusters::list_clusters`. It is compiled in with all the features of its row. The paths start at `atlas_api`. Older
APIs come last, under the names of their modules.

";

/// The page.
#[must_use]
pub fn page(plan: &Plan) -> String {
    let mut page = HEAD.to_owned();
    for (module, it) in &plan.modules {
        let rows = it.operations.iter().map(|item| {
            let star = if item.newest { " *" } else { "" };
            let path = format!("{module}::{}::{}", item.version_module, item.function);
            let sets = item.condition();
            let features = sets.sets().flatten().map(|feature| feature.as_str());
            let features = [module.as_str()].into_iter().chain(features).collect();
            row(item, &format!("`{path}`{star}"), features)
        });
        section(&mut page, module, rows.collect());
    }
    for legacy in &plan.legacy {
        for (module, it) in &legacy.plan.modules {
            let module = format!("{}::{module}", legacy.name);
            let rows = it.operations.iter().map(|item| {
                let path = format!("`{module}::{}`", item.function);
                row(item, &path, [legacy.name.as_str()].into())
            });
            section(&mut page, &module, rows.collect());
        }
    }
    page
}

fn section(page: &mut String, module: &str, rows: BTreeSet<Row>) {
    let _ = writeln!(page, "## `{module}`\n");
    page.push_str("| operation | ids | version | function | features |\n|---|---|---|---|---|\n");
    for row in rows {
        page.push_str(&row.text);
    }
    page.push('\n');
}

/// A row, in the order of its operation and version.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: [String; 4],
    text: String,
}

fn row(item: &OperationItem, function: &str, features: Vec<&str>) -> Row {
    let spec = &item.spec;
    let mut ids = vec![spec.id.as_str()];
    let others = [&spec.name].into_iter().chain(&item.aliases);
    for id in others {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    let list = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let (method, path, version) = (&spec.method, &spec.path, item.version.to_string());
    let (ids, features) = (list(&ids), list(&features));
    Row {
        text: format!("| `{method} {path}` | {ids} | {version} | {function} | {features} |\n"),
        key: [path.clone(), method.clone(), version, item.function.clone()],
    }
}
