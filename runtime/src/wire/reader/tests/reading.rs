//! Reads whole texts with the reader.

use serde_json::Value;

use crate::wire::reader::cursor::{JsonKind, Reader};
use crate::wire::reader::error::JsonError;

/// Reads any value with the methods for its parts.
fn read(reader: &mut Reader<'_>) -> Result<Value, JsonError> {
    Ok(match reader.kind()? {
        JsonKind::Null => reader.null().map(|()| Value::Null)?,
        JsonKind::Bool => reader.bool()?.into(),
        JsonKind::Number => serde_json::from_str(reader.number()?).unwrap(),
        JsonKind::String => reader.string()?.into(),
        JsonKind::Array => {
            let mut items = Vec::new();
            reader.array_begin()?;
            while reader.next_item()? {
                items.push(read(reader)?);
            }
            items.into()
        }
        JsonKind::Object => {
            let mut members = serde_json::Map::new();
            reader.object_begin()?;
            while let Some(key) = reader.next_key()? {
                members.insert(key.into(), read(reader)?);
            }
            members.into()
        }
    })
}

pub(super) fn read_all(text: &str) -> Result<Value, JsonError> {
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

pub(super) fn skip_all(text: &str) -> Result<&str, JsonError> {
    let mut reader = Reader::new(text);
    let text = reader.skip()?;
    reader.end()?;
    Ok(text)
}

/// Like [`read_all`], but without checking the size of numbers.
pub(super) fn read_all_raw_numbers(text: &str) -> Result<(), JsonError> {
    fn walk(reader: &mut Reader<'_>) -> Result<(), JsonError> {
        match reader.kind()? {
            JsonKind::Array => {
                reader.array_begin()?;
                while reader.next_item()? {
                    walk(reader)?;
                }
            }
            JsonKind::Object => {
                reader.object_begin()?;
                while reader.next_key()?.is_some() {
                    walk(reader)?;
                }
            }
            JsonKind::String => _ = reader.string()?,
            JsonKind::Number => _ = reader.number()?,
            JsonKind::Bool => _ = reader.bool()?,
            JsonKind::Null => reader.null()?,
        }
        Ok(())
    }
    let mut reader = Reader::new(text);
    walk(&mut reader)?;
    reader.end()
}
