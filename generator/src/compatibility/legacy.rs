//! Adds a legacy API: a second spec, whose operations the current API replaces. It is lowered and planned like the
//! first, and becomes a separate module of the crate.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::{Api, Note, Operation, OperationVersion, Version, path_key};
use crate::openapi::extensions::REPLACED_BY;
use crate::plan::{Deprecation, Legacy, OperationItem, Plan, Reason, Successor, names, reserved};
use crate::source::Document;

/// Checks the rules that only the spec of a legacy API must follow.
///
/// # Errors
/// The spec has no server, or it has versions or retired operations.
pub fn check_legacy(document: &Document, api: &Api) -> Result<()> {
    let servers = document.tree().get("servers").and_then(Value::as_array);
    let is_whole =
        |it: &OperationVersion| matches!(it.version, Version::Whole(_)) && it.retired.is_none();
    let mut operations = api.operations.iter();
    let error = if servers.is_none_or(Vec::is_empty) {
        let help = "add a server, whose path is the prefix of all operations' paths";
        Error::at("/servers", "the spec of a legacy API has no server").help(help)
    } else if let Some(operation) = operations.find(|it| !it.versions.iter().all(is_whole)) {
        let pointer = format!("{}/responses", operation.pointer);
        let message = "an operation of a legacy API can't have dated or retired versions";
        let help = "use the media type `application/json`, without `x-atlas-api-retired`";
        Error::at(pointer, message).help(help)
    } else {
        return Ok(());
    };
    Err(document.locate(error))
}

/// Notes operations of the current API that name a replacement although they are neither deprecated nor due to be
/// removed.
pub fn replaced_outside_legacy(api: &Api) -> impl Iterator<Item = Note> {
    let goes = |it: &OperationVersion| it.retired.is_some() || it.sunset.is_some();
    let stays = move |it: &&Operation| !it.deprecated && !it.versions.iter().any(goes);
    let replaced = api.operations.iter();
    let replaced = replaced.filter(move |it| it.replaced_by.is_some() && stays(it));
    replaced.map(|it| Note::ReplacedOutsideLegacy {
        pointer: format!("{}/{REPLACED_BY}", it.pointer),
    })
}

/// Sets the successors of deprecated operations that name a replacement. Returns a note for each replacement that the
/// crate does not have.
pub fn replace_deprecated(plan: &mut Plan) -> Vec<Note> {
    let mut successors = BTreeMap::new();
    let mut notes = Vec::new();
    for (_, item) in plan.operations().filter(|(_, it)| it.deprecation.is_some()) {
        let (Some(replaced_by), pointer) = (&item.spec.replaced_by, &item.spec.pointer) else {
            continue;
        };
        match newest(plan, replaced_by) {
            Ok((module, now)) => {
                let (module, function) = (module.to_owned(), now.function.clone());
                let successor = Successor::Function { module, function };
                successors.insert(pointer.clone(), successor);
            }
            Err(message) => {
                let pointer = format!("{pointer}/{REPLACED_BY}");
                let note = Note::UnknownReplacement { pointer, message };
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    let modules = plan.modules.values_mut();
    let items = modules.flat_map(|module| &mut module.operations);
    for item in items {
        if let (Some(deprecation), Some(successor)) =
            (&mut item.deprecation, successors.get(&item.spec.pointer))
        {
            // Another version of the same operation is a closer replacement.
            deprecation
                .successor
                .get_or_insert_with(|| successor.clone());
        }
    }
    notes
}

/// Adds a legacy API to the plan of the crate. Returns the operations that name no replacement.
///
/// # Errors
/// The name is not a module name, or another module has it.
pub fn add_legacy(plan: &mut Plan, mut legacy: Legacy, document: &Document) -> Result<Vec<Error>> {
    check_name(plan, &legacy.name).map_err(|error| document.locate(error))?;
    let mut stale = Vec::new();
    let modules = legacy.plan.modules.values_mut();
    for item in modules.flat_map(|module| &mut module.operations) {
        // Whatever the spec says, because the current API replaces it.
        item.spec.deprecated = true;
        let known = item.deprecation.take();
        let mut reasons = known.map_or_else(Vec::new, |it| it.reasons);
        if reasons.is_empty() {
            reasons.push(Reason::Legacy);
        }
        let successor = match replacement(plan, item) {
            Ok((module, now)) => {
                let function = now.function.clone();
                let module = module.to_owned();
                if now.deprecation.is_some() {
                    let pointer = format!("{}/{REPLACED_BY}", item.spec.pointer);
                    let location = document.locate(Error::at(pointer, "")).location;
                    plan.notes.push(Note::DeprecatedReplacement {
                        location: location.to_string(),
                    });
                }
                Some(Successor::Function { module, function })
            }
            Err(error) => {
                stale.push(document.locate(error));
                None
            }
        };
        item.deprecation = Some(Deprecation { reasons, successor });
    }
    // Corrections decide this only for schemas of the current spec.
    let notes = legacy.plan.notes.drain(..);
    let notes = notes.filter(|note| !matches!(note, Note::UndecidedReadOnly { .. }));
    let notes = notes.map(|note| Note::OfLegacy {
        file: document.file().to_owned(),
        note: Box::new(note),
    });
    plan.notes.extend(notes);
    plan.legacy.push(legacy);
    Ok(stale)
}

/// The operation that replaces another one, with its module.
fn replacement<'a>(plan: &'a Plan, item: &OperationItem) -> Result<(&'a str, &'a OperationItem)> {
    let pointer = &item.spec.pointer;
    let Some(replaced_by) = &item.spec.replaced_by else {
        let message = "the operation names no replacement";
        let help = format!("write `{REPLACED_BY}: METHOD /path`");
        return Err(Error::at(pointer, message).help(help));
    };
    newest(plan, replaced_by).map_err(|message| {
        let error = Error::at(format!("{pointer}/{REPLACED_BY}"), message);
        error.help("name an operation of the crate, as `METHOD /path`")
    })
}

fn check_name(plan: &Plan, name: &str) -> Result<()> {
    let is_taken = plan.modules.contains_key(name)
        || plan.legacy.iter().any(|it| it.name == name)
        || reserved::MODULES.contains(&name)
        || reserved::owner(name).is_some();
    let message = if is_taken {
        format!("the legacy API `{name}` has the name of another module")
    } else if name.is_empty() || names::module(name) != name {
        format!("invalid module name `{name}` for a legacy API")
    } else {
        return Ok(());
    };
    Err(Error::at("", message).help("give it a name of its own, such as `v1`"))
}

/// The default version of an operation, with its module. The error says why there is none.
fn newest<'a>(plan: &'a Plan, operation: &str) -> Result<(&'a str, &'a OperationItem), String> {
    let wanted = path_key(operation);
    let mut versions = plan.operations().filter(|(_, item)| {
        let spec = &item.spec;
        wanted.starts_with(&spec.method)
            && path_key(&format!("{} {}", spec.method, spec.path)) == wanted
    });
    let Some(first) = versions.next() else {
        return Err(format!("no operation `{operation}`"));
    };
    let newest = [first]
        .into_iter()
        .chain(versions)
        .find(|(_, item)| item.newest);
    newest.ok_or_else(|| format!("`{operation}` has no stable version"))
}
