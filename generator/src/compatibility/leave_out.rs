//! Leaves out an operation, and the components that only it refers to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::openapi::tree::references;
use crate::source::unescape;

/// Removes an operation, given as `GET /path`, from a spec. Returns whether the spec had it.
pub fn leave_out(spec: &mut Value, operation: &str) -> bool {
    let Some((method, path)) = operation.split_once(' ') else {
        return false;
    };
    let item = spec.get_mut("paths").and_then(|it| it.get_mut(path));
    let item = item.and_then(Value::as_object_mut);
    let Some(removed) = item.and_then(|it| it.remove(&method.to_lowercase())) else {
        return false;
    };
    let only_here = reached(spec, &removed);
    let still: BTreeSet<String> = reached(spec, &spec["paths"]);
    for component in only_here.difference(&still) {
        let Some((kind, name)) = component.split_once('/') else {
            continue;
        };
        let kind = spec["components"].get_mut(kind);
        if let Some(components) = kind.and_then(Value::as_object_mut) {
            components.remove(&unescape(name));
        }
    }
    true
}

/// The components that a value refers to, directly or not, as `schemas/Name`.
fn reached(spec: &Value, value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    references(value, &mut open);
    while let Some(component) = open.pop() {
        if found.insert(component.to_owned())
            && let Some(value) = spec.pointer(&format!("/components/{component}"))
        {
            references(value, &mut open);
        }
    }
    found
}
