//! `serde` for the types of the API: for other formats than JSON, and for types of a user's own that
//! hold them. Responses do not take this way; it goes through a [`serde_json::Value`] and is slower.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::value::{Value, from_json, to_json};

/// Serializes a value by way of its JSON.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Value, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let json = serde_json::from_str::<serde_json::Value>(&to_json(value));
    json.map_err(S::Error::custom)?.serialize(serializer)
}

/// Deserializes a value by way of JSON.
///
/// # Errors
/// Those of the deserializer, and a value of another type than `T`.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = serde_json::Value::deserialize(deserializer)?;
    from_json(&json.to_string()).map_err(D::Error::custom)
}
