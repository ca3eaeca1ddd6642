//! `serde` for the types of the API: for formats other than JSON, and for users' own types that contain them.
//! Responses are not decoded in this way, because it is slower.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::date_time::DateTime;
use super::json::bridge::serialize_text;
use super::json::whole::deserialize_whole;
use super::json_path::paths_of;
use super::map::Map;
use super::nullable::Nullable;
use super::number::Number;
use super::reader::error::JsonError;
use super::value::{Value, from_json, to_sendable_json};

/// Serializes a value through its JSON.
///
/// # Errors
/// The serializer fails, or JSON can't express the value.
pub fn serialize<T: Value, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_text(
        &to_sendable_json(value).map_err(S::Error::custom)?,
        serializer,
    )
}

/// Deserializes a value through JSON.
///
/// # Errors
/// The deserializer fails, or the value is not of type `T`. The message contains the JSON path within the value, and
/// what the format adds, such as the line.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = None;
    deserialize_whole(deserializer, &mut |text| {
        value = Some(from_json(text).map_err(|error| with_path(text, &error))?);
        Ok(())
    })?;
    // Only a format that calls no visitor gets here without a value.
    value.ok_or_else(|| D::Error::custom("there is no value"))
}

/// Returns the message of an error, with its path unless that is `$`. The position is left out, because `text` is not
/// the user's text.
fn with_path(text: &str, error: &JsonError) -> String {
    let paths = paths_of(text, &[error.position()]);
    match paths.first().map(String::as_str) {
        None | Some("$") => error.message().to_string(),
        Some(path) => format!("{} at `{path}`", error.message()),
    }
}

crate::__serde! { DateTime }
crate::__serde! { Number }

impl<T: Value> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: Value> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T: Value> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: Value> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
