//! Boxes, nullable values, lists and maps, as [`Value`]s.

use super::decoder::Decoder;
use super::nullable::Nullable;
use super::raw_json::RawJson;
use super::reader::cursor::JsonKind;
use super::reader::error::JsonError;
use super::value::{Kind, Map, Model, Tag, Value};
use super::writer::Writer;

/// The kind of the boxes, which break the cycles of structs that hold themselves.
#[derive(Debug)]
pub struct BoxKind;

impl<T: Value> Model for Box<T> {
    type Kind = BoxKind;
}

impl<T: Value> Kind<Box<T>> for BoxKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Box<T>, JsonError> {
        T::decode(decoder).map(Box::new)
    }
    fn encode(value: &Box<T>, writer: &mut Writer, tag: &[Tag]) {
        T::encode_tagged(value, writer, tag);
    }
    fn absorb(raw: RawJson) -> Option<Box<T>> {
        T::absorb(raw).map(Box::new)
    }
}

impl<T: Value> Value for Nullable<T> {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        if decoder.reader.kind()? == JsonKind::Null {
            return decoder.reader.null().map(|()| Self::Null);
        }
        T::decode(decoder).map(Self::Value)
    }
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Value(value) => value.encode(writer),
        }
    }
    fn absorb(raw: RawJson) -> Option<Self> {
        T::absorb(raw).map(Self::Value)
    }
}

/// Reads an element. One that is of another type must not cost the whole list its types, so it is
/// absorbed where it can be.
fn element<T: Value>(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
    let mark = decoder.reader.mark();
    let mismatches = decoder.mismatches.len();
    T::decode(decoder).or_else(|error| {
        if !error.is_mismatch() {
            return Err(error);
        }
        decoder.reader.rewind(mark);
        decoder.mismatches.truncate(mismatches);
        let text = decoder.skip_mismatch()?;
        T::absorb(RawJson::new(text.as_bytes())).ok_or(error)
    })
}

impl<T: Value> Value for Vec<T> {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        let mut items = Vec::new();
        decoder.reader.array_begin()?;
        while decoder.reader.next_item()? {
            items.push(element(decoder)?);
        }
        Ok(items)
    }
    fn encode(&self, writer: &mut Writer) {
        writer.begin_array();
        for item in self {
            writer.item();
            item.encode(writer);
        }
        writer.end_array();
    }
}

impl<T: Value> Value for Map<T> {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        let mut entries = Map::new();
        decoder.reader.object_begin()?;
        while let Some(key) = decoder.reader.next_key()? {
            entries.insert(key.into_owned(), element(decoder)?);
        }
        Ok(entries)
    }
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        for (key, value) in self {
            writer.key(key);
            value.encode(writer);
        }
        writer.end_object();
    }
}
