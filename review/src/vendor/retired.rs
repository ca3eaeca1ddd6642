//! Finds the operations and versions that a new spec no longer has.

use std::collections::{BTreeMap, BTreeSet};

use generator::compatibility::{self, Mode, Retired};
use generator::model::{Version, path_key};
use generator::openapi::extensions::{RETIRED, SHORT_ID, SUNSET};
use generator::openapi::media_type;
use generator::openapi::tree::{fields, operations, references, resolve, successes};
use generator::{Result, Source};
use serde_json::{Map, Value, json};

/// The changes to the retired operations and versions.
#[derive(Debug, Clone)]
pub struct Update {
    /// The new contents of `spec/retired.yaml`.
    pub tree: Value,
    /// Newly retired operation-versions, each as `GET /path: media type`.
    pub moved: BTreeSet<String>,
    /// Those without a sunset.
    pub unannounced: BTreeSet<String>,
    /// Operation-versions that the spec has again.
    pub returned: BTreeSet<String>,
}

/// Compares a spec and the retired operations with the next spec, which has the given date.
///
/// Operations match by method and path, whatever the path parameters are called. An operation has moved, and is not
/// retired, if another path has its `operationId`, or its tag and short id. Removed dated versions are kept. Previews
/// and upcoming versions are not, because they may be removed at any time.
///
/// # Errors
/// The retired operations don't fit the spec.
pub fn retire(spec: &Source, retired: Option<&Source>, next: &Value, date: &str) -> Result<Update> {
    let before = retired
        .map(|it| Ok(names(it.parse()?.tree(), |_| true)))
        .transpose()?
        .unwrap_or_default();
    let mut spec = spec.parse()?;
    compatibility::apply::<Retired>(retired, &mut spec, Mode::Strict, &mut Vec::new())?;
    let tree = gone(spec.tree(), next, date);
    let after = names(&tree, |_| true);
    let unannounced = names(&tree, |media_type| media_type.get(SUNSET).is_none());
    Ok(Update {
        unannounced: unannounced.difference(&before).cloned().collect(),
        moved: after.difference(&before).cloned().collect(),
        returned: before.difference(&after).cloned().collect(),
        tree,
    })
}

/// Everything known that the next spec lacks. An operation stays retired until it returns. A component that it refers
/// to is kept as soon as the spec drops it.
fn gone(known: &Value, next: &Value, date: &str) -> Value {
    let stay = Operations::of(next);
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (path, method, operation) in operations(known) {
        let (path, kept) = match stay.by_place.get(&(path_key(path), method)) {
            Some((path, next_operation)) => {
                let versions = versions(known, operation, next, next_operation, date);
                (*path, versions)
            }
            None if stay.has_moved(operation) => continue,
            None => (path, whole(known, path, operation, date)),
        };
        if let Some(kept) = kept {
            let item = paths.entry(path).or_default();
            item.insert(method.to_owned(), kept);
        }
    }
    let paths = json!(paths);
    json!({"components": components(known, next, &paths), "paths": paths})
}

/// The operations of a spec, by the key that matches them with another spec's.
struct Operations<'a> {
    by_place: BTreeMap<(String, &'a str), (&'a str, &'a Value)>,
    ids: Vec<&'a Value>,
    /// Tags and short ids, which determine the names of functions.
    names: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Operations<'a> {
    fn of(spec: &'a Value) -> Self {
        let by_place = operations(spec)
            .map(|(path, method, operation)| ((path_key(path), method), (path, operation)));
        let ids = operations(spec).filter_map(|(_, _, it)| it.get("operationId"));
        Self {
            by_place: by_place.collect(),
            ids: ids.collect(),
            names: operations(spec).filter_map(|(_, _, it)| name(it)).collect(),
        }
    }

    /// Whether an operation is at another path now. It is recognized by its id, or by the name of its function, which
    /// two operations can't share.
    fn has_moved(&self, operation: &Value) -> bool {
        self.ids.contains(&&operation["operationId"])
            || name(operation).is_some_and(|name| self.names.contains(&name))
    }
}

/// The tag and the short id of an operation.
fn name(operation: &Value) -> Option<(&str, &str)> {
    let tag = operation.pointer("/tags/0")?.as_str()?;
    let name = operation.get(SHORT_ID).or(operation.get("operationId"))?;
    Some((tag, name.as_str()?))
}

/// A retired operation, which must be self-contained. `None` if it was never more than a preview.
fn whole(known: &Value, path: &str, operation: &Value, date: &str) -> Option<Value> {
    let mut kept = operation.clone();
    if let Some(Value::Array(shared)) = known["paths"][path].get("parameters") {
        let mut parameters = shared.clone();
        parameters.extend(
            operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .cloned(),
        );
        kept["parameters"] = parameters.into();
    }
    let mut gone = BTreeSet::new();
    for (status, response) in successes(operation) {
        let mut response = resolve(known, response).clone();
        let content = fields(&response, "content").filter(|(it, _)| dated(it).is_some());
        let content: Map<_, _> = content
            .map(|(media_type, media)| (media_type.clone(), marked(media, date)))
            .collect();
        gone.extend(content.keys().filter_map(|media_type| dated(media_type)));
        if content.is_empty() {
            kept["responses"].as_object_mut()?.remove(status);
            continue;
        }
        response["content"] = content.into();
        kept["responses"][status] = response;
    }
    if gone.is_empty() {
        return None;
    }
    if let Some(body) = operation.get("requestBody") {
        let mut body = resolve(known, body).clone();
        let content = body.get_mut("content").and_then(Value::as_object_mut);
        if let Some(content) = content {
            content.retain(|media_type, _| dated(media_type).is_some_and(|it| gone.contains(&it)));
        }
        if fields(&body, "content").next().is_none() {
            kept.as_object_mut()?.remove("requestBody");
        } else {
            kept["requestBody"] = body;
        }
    }
    Some(kept)
}

/// The retired dated versions of an operation, if there are any.
fn versions(
    known: &Value,
    operation: &Value,
    next: &Value,
    next_operation: &Value,
    date: &str,
) -> Option<Value> {
    let of_responses = |spec, operation| {
        let responses = successes(operation);
        responses.flat_map(move |(_, response)| fields(resolve(spec, response), "content"))
    };
    let stay: BTreeSet<&String> = of_responses(next, next_operation)
        .map(|(it, _)| it)
        .collect();
    let is_gone = |media_type: &String| !stay.contains(media_type) && dated(media_type).is_some();
    let mut responses = Map::new();
    let mut gone = BTreeSet::new();
    for (status, response) in successes(operation) {
        let content = fields(resolve(known, response), "content");
        let content = content.filter(|(media_type, _)| is_gone(media_type));
        let content: Map<_, _> = content
            .map(|(media_type, media)| (media_type.clone(), marked(media, date)))
            .collect();
        gone.extend(content.keys().filter_map(|media_type| dated(media_type)));
        if !content.is_empty() {
            let response = json!({"description": "", "content": content});
            responses.insert(status.clone(), response);
        }
    }
    if responses.is_empty() {
        return None;
    }
    let mut kept = json!({"responses": responses});
    let body = resolve(known, &operation["requestBody"]);
    let next_body = resolve(next, &next_operation["requestBody"]);
    let content = fields(body, "content").filter(|(media_type, _)| {
        let is_gone = dated(media_type).is_some_and(|version| gone.contains(&version));
        is_gone && fields(next_body, "content").all(|(it, _)| it != *media_type)
    });
    let content: Map<_, _> = content
        .map(|(key, media)| (key.clone(), media.clone()))
        .collect();
    if !content.is_empty() {
        kept["requestBody"] = json!({"content": content});
        if let Some(required) = body.get("required") {
            kept["requestBody"]["required"] = required.clone();
        }
    }
    Some(kept)
}

/// The version of a media type, if it is dated.
fn dated(media_type: &str) -> Option<Version> {
    let (version, _) = media_type::parse(media_type, "", "").ok()?;
    (!version.is_unstable()).then_some(version)
}

/// Marks a media type as retired. An earlier mark stays.
fn marked(media: &Value, date: &str) -> Value {
    let mut media = media.clone();
    if let Some(fields) = media.as_object_mut() {
        fields.entry(RETIRED).or_insert_with(|| date.into());
    }
    media
}

/// The components that retired operations refer to, directly or indirectly, and that the next spec lacks.
fn components(known: &Value, next: &Value, paths: &Value) -> Value {
    let mut components: BTreeMap<&str, BTreeMap<&str, &Value>> = BTreeMap::new();
    let mut open = Vec::new();
    references(paths, &mut open);
    while let Some(pointer) = open.pop() {
        let Some((kind, name)) = pointer.split_once('/') else {
            continue;
        };
        let (Some(component), None) = (
            known.pointer(&format!("/components/{pointer}")),
            next.pointer(&format!("/components/{pointer}")),
        ) else {
            continue;
        };
        let known = components.entry(kind).or_default().insert(name, component);
        if known.is_none() {
            references(component, &mut open);
        }
    }
    json!(components)
}

/// The retired operation-versions, each as `GET /path: media type`.
fn names(retired: &Value, which: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(retired) {
        for (_, response) in successes(operation) {
            let content = fields(response, "content").filter(|(_, it)| which(it));
            for (media_type, _) in content {
                names.insert(format!("{} {path}: {media_type}", method.to_uppercase()));
            }
        }
    }
    names
}

#[cfg(test)]
mod tests;
