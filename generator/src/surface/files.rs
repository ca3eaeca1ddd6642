//! The public surface as text, one item per line. Reviewers of a spec update read it first.

use std::collections::BTreeMap;

use super::item::{Item, Member, Owner, needs, of_operation, of_type};
use crate::emit::by_module;
use crate::plan::{Deprecation, OptIn, Plan, Reason, Successor};

/// The files by tag: the operations of the tag, and the types that only it needs. Types that several tags share are
/// in `types`. The files of a legacy API start with its name.
pub fn files(plan: &Plan) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, item) in plan.operations() {
        let file = files.entry(module.to_owned()).or_default();
        let owner = Owner::Version(module, item);
        let path = format!("{}::{}", owner.module(), item.function);
        if item.newest {
            file.push(format!(
                "{module}::{} = {}",
                item.function, item.version_module
            ));
        }
        file.extend(of_operation(owner, item).flat_map(|item| lines(&item)));
        let deprecation = item.deprecation.iter().flat_map(deprecation);
        file.extend(deprecation.map(|line| format!("{path} deprecated: {line}")));
    }
    for (module, renamed) in by_module(plan) {
        let file = files.entry(module.to_owned()).or_default();
        file.extend(renamed.iter().map(|it| {
            let (version, old) = (&it.item.version_module, &it.old.function);
            format!("{module}::{version}::{old} renamed: {}", it.now())
        }));
    }
    for (name, item) in &plan.types {
        let mut tags = item.gate.0.keys();
        let file = match (tags.next(), tags.next()) {
            (Some(only), None) => only.clone(),
            _ => "types".to_owned(),
        };
        let file = files.entry(file).or_default();
        file.extend(of_type(Owner::Type(name, item), item).flat_map(|item| lines(&item)));
        if needs(item, OptIn::Retired) {
            file.push(format!("types::{name} retired"));
        }
        file.extend(
            item.was
                .iter()
                .map(|old| format!("types::{old} renamed: types::{name}")),
        );
    }
    let mut files: BTreeMap<_, _> = files
        .into_iter()
        .map(|(name, lines)| (name, lines.join("\n") + "\n"))
        .collect();
    for legacy in &plan.legacy {
        let of_legacy = self::files(&legacy.plan).into_iter();
        files.extend(of_legacy.map(|(name, text)| (format!("{}_{name}", legacy.name), text)));
    }
    files
}

/// The lines of an item: one, or for arguments one each.
fn lines(item: &Item<'_>) -> Vec<String> {
    let path = item.path();
    match item.member {
        // The lines of its members show that it exists.
        Member::Path | Member::Request | Member::With { .. } => Vec::new(),
        Member::Arguments([]) => vec![format!("{path}()")],
        Member::Arguments(all) => {
            let all = all.iter().enumerate();
            all.map(|(index, it)| format!("{path}({index}) {}: {}", it.ident, it.ty))
                .collect()
        }
        Member::Setter(it) => vec![format!("{path}({})", it.ty)],
        Member::Output(output) => vec![format!("{path} -> {output}")],
        Member::Field(field) => vec![format!("{path}: {}", field.ty)],
        Member::Shared(_) => vec![format!("{path} = {}", item.signature())],
        Member::New(_, []) => vec![format!("{path}()")],
        Member::New(fields, required) => {
            let all = required.iter().enumerate();
            all.map(|(index, field)| format!("{path}({index}) {}", fields[*field].ident))
                .collect()
        }
        Member::Value(_) | Member::Branch(_) => vec![path],
        Member::List(_) | Member::Kind(_) | Member::From(_) => {
            vec![format!("{path} {}", item.signature())]
        }
    }
}

fn deprecation(deprecation: &Deprecation) -> impl Iterator<Item = String> {
    let reasons = deprecation.reasons.iter().map(|reason| match reason {
        Reason::Operation => "the operation".to_owned(),
        Reason::Retired { date, .. } => format!("retired {date}"),
        Reason::Sunset(date) => format!("sunset {date}"),
        Reason::Legacy => "replaced".to_owned(),
    });
    let successor = deprecation
        .successor
        .iter()
        .map(|successor| match successor {
            Successor::Version(version) => format!("use {version}"),
            Successor::Function { module, function } => format!("use {module}::{function}"),
        });
    reasons.chain(successor)
}
