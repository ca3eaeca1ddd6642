//! Reads the lists that accompany the spec with serde. An error names the file, the line and the value.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::document::Document;
use super::pointer::escape;
use crate::error::{Error, Result};

/// Reads a list or a mapping of entries. An empty file has none. `help` shows what an entry looks like.
///
/// # Errors
/// An entry has an unknown key or a value of another type.
pub fn entries<T: DeserializeOwned + Default>(document: &Document, help: &str) -> Result<T> {
    if document.tree().is_null() {
        return Ok(T::default());
    }
    serde_path_to_error::deserialize(document.tree()).map_err(|error| {
        let pointer: String = error.path().iter().map(token).collect();
        let message = error.into_inner().to_string();
        document.locate(Error::at(pointer, message).help(help))
    })
}

fn token(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escape(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    }
}
