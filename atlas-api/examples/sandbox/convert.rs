//! Between the types of the API and JSON, for what is easier there: objects of one of many types, and
//! objects that are changed in parts.

use atlas_api::bytes::Bytes;
use atlas_api::{Output, Value};
use serde_json::{Map, Value as Json};

/// A value of the API as JSON.
pub fn to_json<T: Value>(value: &T) -> Json {
    // What the crate writes is JSON.
    serde_json::from_str(&atlas_api::to_json(value)).unwrap_or_default()
}

/// JSON as a value of the API. What does not fit is kept.
pub fn from_json<T: Output>(json: &Json) -> T {
    T::from_body(Bytes::from(json.to_string()), &mut Vec::new())
}

/// Sets what the change sets, and leaves all else as it is, as a PATCH does; but what is read-only stays.
pub fn merge<T: Value + Output>(value: &T, change: &T, read_only: &[&str]) -> T {
    let mut merged = object(value);
    let mut change = object(change);
    change.retain(|name, _| !read_only.contains(&name.as_str()));
    merged.extend(change);
    from_json(&Json::Object(merged))
}

fn object<T: Value>(value: &T) -> Map<String, Json> {
    match to_json(value) {
        Json::Object(object) => object,
        _ => Map::new(),
    }
}
