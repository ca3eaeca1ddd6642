//! The front pages of modules: each operation with its title and versions.

use std::collections::BTreeMap;

use super::docs::{self, Writer};
use super::renamed::Renamed;
use crate::plan::{self, Condition, OperationItem};
use crate::words::escape;

/// The front page of a tag: each operation with its versions.
pub fn overview(
    module: &plan::Module,
    renamed: &[Renamed<'_>],
    within: &Condition,
    docs: &Writer<'_>,
) -> Vec<String> {
    let mut lines = front(module, docs);
    if docs.is_none() {
        return lines;
    }
    // Ordered by old name. The versions don't matter.
    let names = renamed.iter().map(|it| (&it.old.function, it.now()));
    let names: BTreeMap<_, _> = names.collect();
    if !names.is_empty() {
        let names = names.iter().map(|(old, now)| format!("`{old}` is `{now}`"));
        let names: Vec<_> = names.collect();
        lines.extend([String::new(), format!("Renamed: {}.", names.join(", "))]);
    }
    if renamed.iter().any(Renamed::has_moved) {
        lines.push("The feature of this module enables those of the others.".to_owned());
    }
    if module.operations.is_empty() {
        return lines;
    }
    lines.extend([
        String::new(),
        "| operation | title | versions |".to_owned(),
        "|---|---|---|".to_owned(),
    ]);
    // A link to a preview or a retired version would be broken without its feature.
    let is_there = |item: &OperationItem| {
        let condition = item.condition();
        condition.is_always() || condition == *within
    };
    let mut operations: BTreeMap<&str, Vec<&OperationItem>> = BTreeMap::new();
    for item in &module.operations {
        operations.entry(&item.function).or_default().push(item);
    }
    for (function, items) in operations {
        let title = docs::title(items[0]);
        let versions = items.iter().map(|item| {
            let (version, module) = (&item.version, &item.version_module);
            let version = match is_there(item) {
                true => format!("[{version}]({module}::{function})"),
                false => version.to_string(),
            };
            match item.retired {
                Some(_) => format!("{version} (retired)"),
                None => version,
            }
        });
        let versions: Vec<_> = versions.collect();
        let newest = items.iter().any(|item| item.newest && is_there(item));
        let function = if newest {
            format!("[`{function}`]")
        } else {
            format!("`{function}`")
        };
        lines.push(format!(
            "| {function} | {title} | {} |",
            versions.join(", ")
        ));
    }
    lines
}

/// The first paragraphs: what the operations are for, and the tag that the API reference lists them under.
fn front(module: &plan::Module, docs: &Writer<'_>) -> Vec<String> {
    let tag = format!("Operations of the tag {}.", escape(&module.tag));
    let Some(text) = module.text.as_ref().filter(|_| !docs.is_none()) else {
        return vec![tag];
    };
    let (first, rest) = docs::first_sentence(text);
    let last = format!("{rest} {tag}");
    let empty = vec![String::new()];
    [docs::wrapped(first), empty, docs::wrapped(last.trim())].concat()
}

/// The front page of a tag of a legacy API.
pub fn legacy_overview(module: &plan::Module, docs: &Writer<'_>) -> Vec<String> {
    let mut lines = front(module, docs);
    if docs.is_none() {
        return lines;
    }
    lines.extend(["", "| operation | title |", "|---|---|"].map(str::to_owned));
    let mut operations: Vec<_> = module.operations.iter().collect();
    operations.sort_by_key(|item| &item.function);
    let rows = operations
        .iter()
        .map(|item| format!("| [`{}`] | {} |", item.function, docs::title(item)));
    lines.extend(rows);
    lines
}
