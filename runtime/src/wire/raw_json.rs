//! Bytes kept exactly as they were received.

use std::fmt;

use serde_json::Value as Json;

/// JSON of a type that the crate does not describe, kept and written back byte for byte.
///
/// A whole body may be kept too, so the bytes need not be JSON.
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
    /// let raw = atlas_api::RawJson::from(serde_json::json!({"type": "NEW"}));
    /// assert_eq!(raw.json().unwrap()["type"], "NEW");
    /// ```
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.0).ok()
    }
}

impl From<Json> for RawJson {
    fn from(json: Json) -> Self {
        Self::new(json.to_string().into_bytes())
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => write!(f, "RawJson({text})"),
            None => write!(f, "RawJson({} bytes)", self.0.len()),
        }
    }
}
