//! Objects: one routine reads them all, by a table of names, and keeps unknown properties.

use std::any::Any;
use std::fmt;

use super::decoder::Decoder;
use super::output::Whole;
use super::raw_json::RawJson;
use super::reader::cursor::JsonKind;
use super::reader::error::JsonError;
use super::unknown_properties::UnknownProperties;
use super::value::{Kind, Model, Tag, Value};
use super::writer::Writer;

/// What the routine needs to know about an object type.
#[derive(Debug)]
pub struct Shape {
    /// The type's name in Rust.
    pub name: &'static str,
    /// The wire names of the typed properties, in the order of the fields.
    pub properties: &'static [&'static str],
    /// Those of them that `Debug` must not show (`format: password`).
    pub secrets: &'static [&'static str],
}

/// A property's place in an object: an `Option` of any [`Value`].
pub trait Field: Any {
    /// Reads the value into its place.
    fn decode(&mut self, decoder: &mut Decoder<'_>) -> Result<(), JsonError>;
    /// The value, if there is one.
    fn get(&self) -> Option<&dyn Present>;
    /// Whether another field of the same type has the same value.
    fn equals(&self, other: &dyn Any) -> bool;
    /// Takes the value of another field of the same type.
    fn copy(&mut self, other: &dyn Any);
    /// Itself, for the two above. Rust casts to a supertrait only since 1.86.
    fn as_any(&self) -> &dyn Any;
}

/// A property that has a value.
pub trait Present: fmt::Debug {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);
}

impl<T: Value> Present for T {
    fn encode(&self, writer: &mut Writer) {
        Value::encode(self, writer);
    }
}

impl<T: Value> Field for Option<T> {
    fn decode(&mut self, decoder: &mut Decoder<'_>) -> Result<(), JsonError> {
        if !T::NULLABLE && decoder.reader.kind()? == JsonKind::Null {
            *self = None;
            return decoder.reader.null();
        }
        *self = Some(T::decode(decoder)?);
        Ok(())
    }
    fn get(&self) -> Option<&dyn Present> {
        self.as_ref().map(|value| value as &dyn Present)
    }
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
    fn copy(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref() {
            self.clone_from(other);
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Is given all fields of an object, in the order of [`Shape::properties`], and the unknown ones.
///
/// The `'static` is for the compiler: left out, each field would have a lifetime of its own, and the
/// borrow checker would spend a third more on each object.
pub type Visitor<'a> = &'a mut dyn FnMut(&[&(dyn Field + 'static)], &UnknownProperties);

/// The same, to write them.
pub type VisitorMut<'a> =
    &'a mut dyn FnMut(&mut [&mut (dyn Field + 'static)], &mut UnknownProperties);

/// A struct of the API. The generated code implements it with `object!`.
///
/// The visitors hand out all fields at once, in the order of [`Shape::properties`]: one function that
/// is compiled once reads, writes, shows, compares and clones every object, whatever its type.
#[doc(hidden)]
pub trait Object: Model + Default {
    /// What the type is called, and what its properties are.
    const SHAPE: &'static Shape;
    /// Hands out the fields to read them.
    fn visit(&self, visitor: Visitor<'_>);
    /// Hands out the fields to write them.
    fn visit_mut(&mut self, visitor: VisitorMut<'_>);
}

/// The kind of the structs.
#[derive(Debug)]
pub struct ObjectKind;

impl<T: Object> Kind<T> for ObjectKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        let mut object = T::default();
        let mut result = Ok(());
        object.visit_mut(&mut |fields, unknown| {
            result = decode_fields(decoder, T::SHAPE.properties, fields, unknown);
        });
        result.map(|()| object)
    }
    fn encode(object: &T, writer: &mut Writer, tag: &[Tag]) {
        object.visit(&mut |fields, unknown| {
            encode_fields(writer, T::SHAPE.properties, fields, unknown, tag)
        });
    }
    fn absorb(raw: RawJson) -> Option<T> {
        Some(Self::of_whole(raw))
    }
}

impl<T: Object> Whole<T> for ObjectKind {
    fn whole(object: &T) -> Option<RawJson> {
        let mut whole = None;
        object.visit(&mut |_, unknown| whole = unknown.whole().cloned());
        whole
    }
    fn of_whole(raw: RawJson) -> T {
        let mut object = T::default();
        let mut whole = Some(UnknownProperties::of_whole(raw));
        object.visit_mut(&mut |_, unknown| *unknown = whole.take().unwrap_or_default());
        object
    }
    fn may_have(property: &str) -> bool {
        T::SHAPE.properties.contains(&property)
    }
}

/// The items that the setter of a list was given.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Clones an object.
pub fn clone_object<T: Object>(object: &T) -> T {
    let mut clone = T::default();
    clone.visit_mut(&mut |to, to_unknown| {
        object.visit(&mut |from, from_unknown| {
            for (to, from) in to.iter_mut().zip(from) {
                to.copy(from.as_any());
            }
            to_unknown.clone_from(from_unknown);
        });
    });
    clone
}

/// Compares two objects.
pub fn equal_objects<T: Object>(left: &T, right: &T) -> bool {
    let mut equal = false;
    left.visit(&mut |left, left_unknown| {
        right.visit(&mut |right, right_unknown| {
            let mut pairs = left.iter().zip(right);
            equal = left_unknown == right_unknown
                && pairs.all(|(left, right)| left.equals(right.as_any()));
        });
    });
    equal
}

fn decode_fields(
    decoder: &mut Decoder<'_>,
    properties: &[&str],
    fields: &mut [&mut dyn Field],
    unknown: &mut UnknownProperties,
) -> Result<(), JsonError> {
    decoder.reader.object_begin()?;
    let mut next = 0;
    while let Some(name) = decoder.reader.next_key()? {
        let Some(index) = find(properties, next, &name) else {
            let text = decoder.reader.skip()?;
            unknown.keep(&name, text);
            continue;
        };
        next = index + 1;
        let (mark, mismatches) = (decoder.reader.mark(), decoder.mismatches.len());
        if let Err(error) = fields[index].decode(decoder) {
            if !error.is_mismatch() {
                return Err(error);
            }
            decoder.reader.rewind(mark);
            decoder.mismatches.truncate(mismatches);
            let text = decoder.skip_mismatch()?;
            unknown.keep(&name, text);
        }
    }
    Ok(())
}

/// The service writes properties in a stable order, mostly that of the table, so the search starts
/// where the last one ended.
fn find(properties: &[&str], next: usize, name: &str) -> Option<usize> {
    let (before, after) = properties.split_at(next.min(properties.len()));
    let position = |part: &[&str]| part.iter().position(|known| *known == name);
    position(after)
        .map(|index| index + before.len())
        .or_else(|| position(before))
}

fn encode_fields(
    writer: &mut Writer,
    properties: &[&'static str],
    fields: &[&dyn Field],
    unknown: &UnknownProperties,
    tag: &[Tag],
) {
    if let Some(whole) = unknown.whole() {
        // A body that is not JSON is handled before; inside of JSON there is only JSON.
        writer.raw(whole.as_str().unwrap_or("null"));
        return;
    }
    let set = |name: &str| {
        properties
            .iter()
            .zip(fields)
            .any(|(known, field)| *known == name && field.get().is_some())
    };
    writer.begin_object();
    for (name, value) in tag {
        if !set(name) && unknown.text(name).is_none() {
            writer.key(name);
            writer.string(value);
        }
    }
    for (property, field) in properties.iter().zip(fields) {
        if let Some(value) = field.get() {
            writer.key(property);
            value.encode(writer);
        }
    }
    for (name, text) in unknown.texts() {
        if !set(name) {
            writer.key(name);
            writer.raw(text);
        }
    }
    writer.end_object();
}

/// Shows the properties that are set, except for secrets.
pub fn debug_object<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    object.visit(&mut |fields, unknown| result = debug_fields(f, T::SHAPE, fields, unknown));
    result
}

fn debug_fields(
    f: &mut fmt::Formatter<'_>,
    shape: &Shape,
    fields: &[&dyn Field],
    unknown: &UnknownProperties,
) -> fmt::Result {
    let mut out = f.debug_struct(shape.name);
    for (property, field) in shape.properties.iter().zip(fields) {
        match field.get() {
            Some(_) if shape.secrets.contains(property) => {
                out.field(property, &format_args!("***"))
            }
            Some(value) => out.field(property, &value),
            None => &mut out,
        };
    }
    for (name, value) in unknown.iter() {
        // A secret of an unexpected type is still a secret.
        match shape.secrets.contains(&name) {
            true => out.field(name, &format_args!("***")),
            false => out.field(name, value),
        };
    }
    if let Some(whole) = unknown.whole() {
        out.field("whole", whole);
    }
    out.finish()
}
