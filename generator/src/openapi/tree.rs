//! Looks into a spec as a tree, before it is read: for what adds to it or compares it.

use serde_json::Value;

/// The entries of the mapping under a key. Empty if it is not a mapping.
pub fn fields<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let fields = value.get(key).and_then(Value::as_object);
    fields.into_iter().flatten()
}

/// The responses of an operation where it succeeds, by their statuses.
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
