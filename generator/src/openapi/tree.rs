//! Navigates a spec as a tree before it is read, for code that extends or compares it.

use serde_json::Value;

/// The entries of the mapping under a key. Empty if it is not a mapping.
pub fn fields<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let fields = value.get(key).and_then(Value::as_object);
    fields.into_iter().flatten()
}

/// The success responses of an operation, by status.
pub fn successes(operation: &Value) -> impl Iterator<Item = (&String, &Value)> {
    fields(operation, "responses").filter(|(status, _)| status.starts_with('2'))
}

/// The target of a reference, or else the value itself.
pub fn resolve<'a>(spec: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| spec.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

/// The operations of a spec, each with its path and its method.
pub fn operations(spec: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    fields(spec, "paths").flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        let operations = operations.filter(|(_, it)| it.get("responses").is_some());
        operations.map(move |(method, it)| (path.as_str(), method.as_str(), it))
    })
}

/// The prefix of references to components.
const COMPONENTS: &str = "#/components/";

/// Adds the components that a value refers to, by `$ref` or by the mapping of a discriminator, each as
/// `schemas/Name`.
pub fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(COMPONENTS)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| references(value, found)),
        _ => {}
    }
}
