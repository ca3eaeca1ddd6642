//! The front pages of modules: each operation with its title and its versions.

use std::collections::BTreeMap;

use super::docs::Docs;
use super::renamed::Renamed;
use crate::plan::{self, Condition, OperationItem};
use crate::words::escape;

/// The front page of a tag: each operation with its versions.
pub fn overview(
    module: &plan::Module,
    renamed: &[Renamed<'_>],
    within: &Condition,
    docs: Docs,
) -> Vec<String> {
    let mut lines = vec![format!("Operations of the tag {}.", escape(&module.tag))];
    if docs == Docs::None {
        return lines;
    }
    // In the order of their old names. Which versions they have does not matter.
    let names = renamed.iter().map(|it| (&it.old.function, it.now()));
    let names: BTreeMap<_, _> = names.collect();
    if !names.is_empty() {
        let names = names.iter().map(|(old, now)| format!("`{old}` is `{now}`"));
        let names: Vec<_> = names.collect();
        lines.extend([String::new(), format!("Renamed: {}.", names.join(", "))]);
    }
    if renamed.iter().any(Renamed::has_moved) {
        lines.push("The feature of this module asks for those of the others.".to_owned());
    }
    if module.operations.is_empty() {
        return lines;
    }
    lines.extend([
        String::new(),
        "| operation | | versions |".to_owned(),
        "|---|---|---|".to_owned(),
    ]);
    // Without its feature, a link to a preview or to a retired version would lead nowhere.
    let is_there = |item: &OperationItem| {
        let condition = item.condition();
        condition.is_always() || condition == *within
    };
    let mut operations: BTreeMap<&str, Vec<&OperationItem>> = BTreeMap::new();
    for item in &module.operations {
        operations.entry(&item.function).or_default().push(item);
    }
    for (function, items) in operations {
        let title = items[0].spec.summary.as_deref().unwrap_or_default();
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
        let title = escape(title);
        lines.push(format!(
            "| {function} | {title} | {} |",
            versions.join(", ")
        ));
    }
    lines
}

/// The front page of a tag of a legacy API: each operation.
pub fn legacy_overview(module: &plan::Module, docs: Docs) -> Vec<String> {
    let tag = escape(&module.tag);
    let mut lines = vec![format!("Operations of the tag {tag}.")];
    if docs == Docs::None {
        return lines;
    }
    lines.extend(["", "| operation | |", "|---|---|"].map(str::to_owned));
    let mut operations: Vec<_> = module.operations.iter().collect();
    operations.sort_by_key(|item| &item.function);
    let rows = operations.iter().map(|item| {
        let title = item.spec.summary.as_deref().unwrap_or_default();
        format!("| [`{}`] | {} |", item.function, escape(title))
    });
    lines.extend(rows);
    lines
}
