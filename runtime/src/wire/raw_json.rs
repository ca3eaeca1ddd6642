//! Bytes kept exactly as they were received.

use std::fmt;

use super::json::value::Json;
use super::redaction::Hidden;
use super::writer::{EncodeError, Writer};

/// What was received in place of a type that the crate describes, kept and written back byte for byte: an unknown
/// variant of a union, or a whole body.
///
/// A body need not be JSON. If it is not, it can't be a part of another value: an operation that would send it in one
/// fails with [`Error::is_input`](crate::Error::is_input). [`to_json`](crate::to_json) writes it as `null` there.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct RawJson(Box<[u8]>);

impl RawJson {
    /// Keeps the given bytes.
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Self {
        Self(bytes.into())
    }

    /// Returns the bytes as received.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the text, if the bytes are UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Returns the JSON value, if the bytes are JSON.
    ///
    /// ```
    /// let raw = atlas_api::RawJson::from(atlas_api::json!({"type": "NEW"}));
    /// assert_eq!(raw.json().unwrap()["type"], "NEW");
    /// ```
    pub fn json(&self) -> Option<Json> {
        self.as_str()?.parse().ok()
    }

    /// Writes the value as a part of another one.
    pub(super) fn write(&self, writer: &mut Writer) {
        match self.json() {
            Some(json) => json.write(writer),
            None => writer.refuse(EncodeError::new(format!(
                "has {} bytes that are not JSON, as received",
                self.0.len()
            ))),
        }
    }
}

/// An [invalid](Json#special-cases) value becomes a text that is not JSON, so it can't be sent either.
impl From<Json> for RawJson {
    fn from(json: Json) -> Self {
        match json.invalid() {
            None => Self::new(json.text().as_bytes()),
            Some(error) => Self::new(format!("<{error}>").into_bytes()),
        }
    }
}

impl From<serde_json::Value> for RawJson {
    fn from(value: serde_json::Value) -> Self {
        Json::from(value).into()
    }
}

/// The kind and the length, because the bytes may hold secrets. [`as_str`](RawJson::as_str) returns them.
impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hidden::json(&self.0).fmt(f)
    }
}
