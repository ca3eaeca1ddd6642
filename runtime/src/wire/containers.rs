//! [`Value`] for boxes, nullable values, lists and maps.

use std::fmt;

use super::decoder::{Checkpoint, Decoder};
use super::field::Field;
use super::json::value::Json;
use super::map::Map;
use super::nullable::Nullable;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::redaction::{Hidden, Place};
use super::task_hooks;
use super::unknown_properties::UnknownProperties;
use super::value::{Kind, Model, Shown, Tag, Value};
use super::writer::Writer;

/// The kind of boxes, which break the cycles of recursive structs.
#[derive(Debug)]
pub struct BoxKind;

impl<T: Value> Model for Box<T> {
    type Kind = BoxKind;
}

impl<T: Value> Kind<Box<T>> for BoxKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Box<T>, JsonError> {
        decoder.allocate(size_of::<T>())?;
        Ok(Box::new(T::decode(decoder)?))
    }
    fn encode(value: &Box<T>, writer: &mut Writer, tag: &[Tag]) {
        T::encode_tagged(value, writer, tag);
    }
    fn absorb(raw: RawJson) -> Option<Box<T>> {
        T::absorb(raw).map(Box::new)
    }
    fn text(value: &Box<T>) -> Option<&str> {
        T::text(value)
    }
    fn property<'a>(value: &'a Box<T>, name: &str) -> Option<&'a (dyn Field + 'static)> {
        T::property(value, name)
    }
    fn property_mut<'a>(
        value: &'a mut Box<T>,
        name: &str,
    ) -> Option<&'a mut (dyn Field + 'static)> {
        T::property_mut(value, name)
    }
    fn set_json(value: &mut Box<T>, name: &str, json: Option<&Json>) {
        T::set_json(value, name, json);
    }
}

impl<T: Value> Value for Nullable<T> {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        if decoder.reader.is_at_null() {
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
    fn show(&self, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Value(value) => f.debug_tuple("Value").field(&Shown(value, place)).finish(),
        }
    }
    fn text(&self) -> Option<&str> {
        self.value().and_then(T::text)
    }
}

/// Reads an element. If it has another type, it is absorbed where possible, so that the rest of the list stays typed.
fn element<T: Value>(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
    decoder.item()?;
    let checkpoint = decoder.checkpoint();
    match T::decode(decoder) {
        Err(error) if error.is_mismatch() => {
            let raw = skip_element(decoder, checkpoint)?;
            T::absorb(raw).ok_or(error)
        }
        result => result,
    }
}

/// Reads an element of another type.
fn skip_element(decoder: &mut Decoder<'_>, checkpoint: Checkpoint) -> Result<RawJson, JsonError> {
    decoder.rewind(checkpoint);
    let text = decoder.skip_mismatch()?;
    decoder.allocate(text.len() + UnknownProperties::INNER)?;
    Ok(RawJson::new(text.as_bytes()))
}

impl<T: Value> Value for Vec<T> {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        let mut items = Vec::new();
        decoder.reader.array_begin()?;
        while decoder.reader.next_item()? {
            if decoder.task.is_some() && task_hooks::skips_mask(decoder)? {
                continue;
            }
            let item = element(decoder)?;
            decoder.push(&mut items, item)?;
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
    fn show(&self, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for item in self {
            list.entry(&Shown(item, place));
        }
        list.finish()
    }
}

impl<T: Value> Value for Map<T> {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        if decoder.task.is_some() {
            decoder.reader.kind()?;
            task_hooks::mark_map(decoder, decoder.reader.position());
        }
        let start = decoder.reader.mark();
        let mut entries = Vec::new();
        decoder.reader.object_begin()?;
        while let Some(key) = decoder.reader.next_key()? {
            if decoder.task.is_some() && task_hooks::skips_mask(decoder)? {
                continue;
            }
            decoder.allocate(key.len() + Self::PER_ENTRY)?;
            let entry = (key.into_owned(), element(decoder)?);
            decoder.push(&mut entries, entry)?;
        }
        let received = entries.len();
        let map = Self::of_entries(entries);
        if map.len() < received {
            decoder.note_repeated(start)?;
        }
        Ok(map)
    }
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        for (key, value) in self {
            writer.key(key);
            value.encode(writer);
        }
        writer.end_object();
    }
    /// The spec says nothing about the keys, and only the type about the values.
    fn show(&self, _: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, value) in self {
            map.entry(&Hidden::string(key), &Shown(value, Place::Free));
        }
        map.finish()
    }
}

/// Shows strings as kinds and lengths, because they may be secrets.
impl<T: Value> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(Place::Free, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::field::Field;
    use crate::wire::limits::Limits;

    /// Decodes into a field that has a value already, as the last of repeated properties is.
    fn decoded<T: Value>(before: T, text: &str) -> Option<T> {
        let limits = Limits {
            memory: 1_000,
            is_late: None,
        };
        let mut field = Some(before);
        field.decode(&mut Decoder::new(text, limits)).unwrap();
        field
    }

    #[test]
    fn null_is_no_value_unless_nullable() {
        assert_eq!(decoded(5_i32, " 6"), Some(6));
        assert_eq!(decoded(5_i32, " null"), None);
        let five = Nullable::Value(5_i32);
        assert_eq!(decoded(five, " 6"), Some(Nullable::Value(6)));
        assert_eq!(decoded(five, " null"), Some(Nullable::Null));
    }
}
