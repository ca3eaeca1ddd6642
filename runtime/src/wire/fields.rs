//! What all objects have in common: functions that read, write, show, compare and copy the fields of any object.
//!
//! None of them is generic, because there are a thousand types of objects: a generic function would be compiled for each
//! of them.

use std::any::TypeId;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use super::decoder::Decoder;
use super::field::Field;
use super::field_set::FieldSet;
use super::json::value::Json;
use super::limits::Limits;
use super::map::Map;
use super::raw_json::RawJson;
use super::reader::containers::Key;
use super::reader::error::JsonError;
use super::task::UnknownKind;
use super::task_hooks::{self, Keep, Properties};
use super::unknown_properties::UnknownProperties;
use super::value::Tag;
use super::writer::{Untagged, Writer};

/// What the functions need to know about a type of object.
#[derive(Debug)]
pub struct Shape {
    /// The name of the type in Rust.
    pub name: &'static str,
    /// The wire names of the typed properties, in the order of the fields.
    pub properties: &'static [&'static str],
    /// Those that `Debug` must not show (`format: password`).
    pub secrets: &'static [&'static str],
    /// Those that only the service sets.
    pub read_only: &'static [&'static str],
}

impl Shape {
    /// The index of the field of a property.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|known| *known == name)
    }
}

/// Receives all fields of an object, in the order of [`Shape::properties`], and the unknown properties.
///
/// The `'static` is for the compiler: without it, each field would have its own lifetime, and the borrow checker
/// would spend a third more time on each object. It is a struct with a method, because a call of a closure takes much
/// longer to check.
pub struct Visitor<'v, 'a>(
    pub &'v mut dyn FnMut(&[&'a (dyn Field + 'static)], &'a UnknownProperties),
);

impl<'a> Visitor<'_, 'a> {
    /// Receives them.
    #[inline]
    pub fn fields(self, fields: &[&'a (dyn Field + 'static)], unknown: &'a UnknownProperties) {
        (self.0)(fields, unknown);
    }
}

/// Like [`Visitor`], but mutable.
pub struct VisitorMut<'v, 'a>(
    pub &'v mut dyn FnMut(&mut [&'a mut (dyn Field + 'static)], &'a mut UnknownProperties),
);

impl<'a> VisitorMut<'_, 'a> {
    /// Receives them.
    #[inline]
    pub fn fields(
        self,
        fields: &mut [&'a mut (dyn Field + 'static)],
        unknown: &'a mut UnknownProperties,
    ) {
        (self.0)(fields, unknown);
    }
}

/// The fields of an object, whatever its type is. See [`Object`](super::object::Object).
pub(super) trait Fields {
    /// Passes the fields to a visitor.
    fn visit<'a>(&'a self, visitor: Visitor<'_, 'a>);
    /// Passes the fields to a visitor, mutably.
    fn visit_mut<'a>(&'a mut self, visitor: VisitorMut<'_, 'a>);
}

/// Reads an object into one without properties.
#[inline]
pub(super) fn decode(
    object: &mut dyn Fields,
    shape: &Shape,
    decoder: &mut Decoder<'_>,
) -> Result<(), JsonError> {
    let mut result = Ok(());
    object.visit_mut(VisitorMut(&mut |fields, unknown| {
        result = decode_fields(decoder, shape, fields, unknown);
    }));
    result
}

/// Writes an object, with a tag that it may lack.
#[inline]
pub(super) fn encode(object: &dyn Fields, shape: &Shape, writer: &mut Writer, tag: &[Tag]) {
    object.visit(Visitor(&mut |fields, unknown| {
        encode_fields(writer, shape.properties, fields, unknown, tag)
    }));
}

/// Shows the properties that are set, except for secrets. Unknown properties are shown by name, kind and length.
pub(super) fn debug(object: &dyn Fields, shape: &Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    object.visit(Visitor(&mut |fields, unknown| {
        result = debug_fields(f, shape, fields, unknown)
    }));
    result
}

/// Whether two objects of the same type have the same properties.
pub(super) fn equal(left: &dyn Fields, right: &dyn Fields) -> bool {
    let mut equal = false;
    left.visit(Visitor(&mut |left, left_unknown| {
        right.visit(Visitor(&mut |right, right_unknown| {
            let mut pairs = left.iter().zip(right);
            equal = left_unknown == right_unknown
                && pairs.all(|(left, right)| left.equals(right.as_any()));
        }));
    }));
    equal
}

/// Copies all properties to an object of the same type.
pub(super) fn copy(from: &dyn Fields, to: &mut dyn Fields) {
    to.visit_mut(VisitorMut(&mut |to, to_unknown| {
        from.visit(Visitor(&mut |from, from_unknown| {
            for (to, from) in to.iter_mut().zip(from) {
                to.copy(from.as_any());
            }
            to_unknown.clone_from(from_unknown);
        }));
    }));
}

/// The field with an index.
pub(super) fn field(object: &dyn Fields, index: usize) -> Option<&(dyn Field + 'static)> {
    let mut found = None;
    object.visit(Visitor(&mut |fields, _| found = fields.get(index).copied()));
    found
}

/// The field with an index, mutably.
pub(super) fn field_mut(
    object: &mut dyn Fields,
    index: usize,
) -> Option<&mut (dyn Field + 'static)> {
    let mut found = None;
    object.visit_mut(VisitorMut(&mut |fields, _| {
        let none: &'static mut [Infallible; 0] = &mut [];
        found = fields
            .get_mut(index)
            .map(|field| std::mem::replace(field, none));
    }));
    found
}

/// Sets a property to any JSON, or removes it.
pub(super) fn set_json(object: &mut dyn Fields, shape: &Shape, name: &str, json: Option<&Json>) {
    object.visit_mut(VisitorMut(&mut |fields, unknown| {
        set_field(shape.place(name), fields, unknown, name, json);
    }));
}

/// The whole body that is kept instead of properties.
pub(super) fn whole(object: &dyn Fields) -> Option<RawJson> {
    let mut whole = None;
    object.visit(Visitor(&mut |_, unknown| whole = unknown.whole().cloned()));
    whole
}

/// Keeps a whole body in an object without properties.
pub(super) fn set_whole(object: &mut dyn Fields, raw: RawJson) {
    let mut whole = Some(UnknownProperties::of_whole(raw));
    object.visit_mut(VisitorMut(&mut |_, unknown| {
        *unknown = whole.take().unwrap_or_default()
    }));
}

fn set_field(
    place: Option<usize>,
    fields: &mut [&mut (dyn Field + 'static)],
    unknown: &mut UnknownProperties,
    name: &str,
    json: Option<&Json>,
) {
    unknown.remove(name);
    if let Some(place) = place {
        fields[place].clear();
        // A value that does not fit is kept as it is, as in a response.
        let fits = json.is_some_and(|json| {
            let mut decoder = Decoder::new(json.text(), Limits::NONE);
            let is_valid = json.invalid().is_none();
            is_valid && fields[place].decode(&mut decoder).is_ok() && fields[place].get().is_some()
        });
        if fits {
            return;
        }
    }
    if let Some(json) = json {
        unknown.insert(name, json.clone());
    }
}

fn decode_fields(
    decoder: &mut Decoder<'_>,
    shape: &Shape,
    fields: &mut [&mut (dyn Field + 'static)],
    unknown: &mut UnknownProperties,
) -> Result<(), JsonError> {
    if std::mem::take(&mut decoder.untagged) {
        unknown.set_untagged();
    }
    let start = decoder.reader.mark();
    let counterpart = match decoder.task {
        Some(_) => task_hooks::counterpart(decoder),
        None => Vec::new(),
    };
    decoder.reader.object_begin()?;
    let mut next = 0;
    let mut kept = Vec::new();
    let (mut met, mut repeated) = (FieldSet::default(), false);
    // Fields whose last value was a mismatch, and whether an earlier mismatch of a field no longer counts.
    let (mut mismatched, mut is_stale) = (FieldSet::default(), false);
    loop {
        // The service writes properties in a stable order, mostly that of the table.
        let guess = shape.properties.get(next).copied();
        let Some(key) = decoder.reader.next_key_guessed(guess)? else {
            break;
        };
        decoder.item()?;
        let index = match key {
            Key::Guessed => next,
            Key::Other(name) => match find(shape.properties, next, &name) {
                Some(index) => index,
                None => {
                    keep_unknown(decoder, shape, &counterpart, &mut kept, name)?;
                    continue;
                }
            },
        };
        let name = shape.properties[index];
        if decoder.task.is_some() && skips(decoder, shape, &counterpart, name)? {
            continue;
        }
        next = index + 1;
        if !met.insert(index) {
            repeated = true;
            fields[index].clear();
            is_stale |= mismatched.remove(index);
        }
        let checkpoint = decoder.checkpoint();
        if let Err(error) = fields[index].decode(decoder) {
            if !error.is_mismatch() {
                return Err(error);
            }
            decoder.rewind(checkpoint);
            let text = decoder.skip_mismatch()?;
            keep(decoder, &mut kept, name.into(), text)?;
            mismatched.insert(index);
        } else if decoder.task.is_some() {
            match task_hooks::keep(decoder, checkpoint.mark, fields[index]) {
                Keep::AsRead => {}
                Keep::Null => kept.push((name.to_owned(), Json::null())),
                Keep::Nothing => fields[index].clear(),
            }
        }
    }
    if is_stale {
        let is_last = |name: &str| match find(shape.properties, 0, name) {
            Some(index) => mismatched.contains(index),
            None => true,
        };
        kept.retain(|(name, _)| is_last(name));
    }
    if !kept.is_empty() {
        repeated |= unknown.keep(kept);
    }
    if repeated {
        decoder.note_repeated(start)?;
    }
    Ok(())
}

// The next two are not inlined, because that would slow down the loop for all other properties.

/// Skips the value of a property if the task leaves it out.
#[inline(never)]
fn skips<'a>(
    decoder: &mut Decoder<'a>,
    shape: &Shape,
    counterpart: &Properties<'a>,
    name: &str,
) -> Result<bool, JsonError> {
    let is_secret = shape.secrets.contains(&name);
    let is_read_only = shape.read_only.contains(&name);
    task_hooks::skips(decoder, name, is_read_only, is_secret, counterpart)
}

/// Keeps a property that the spec does not list.
#[inline(never)]
fn keep_unknown<'a>(
    decoder: &mut Decoder<'a>,
    shape: &Shape,
    counterpart: &Properties<'a>,
    kept: &mut Vec<(String, Json)>,
    name: Cow<'_, str>,
) -> Result<(), JsonError> {
    if decoder.task.is_some() && skips(decoder, shape, counterpart, &name)? {
        return Ok(());
    }
    let text = decoder.skip()?;
    if decoder.task.is_some() {
        let start = decoder.reader.position() - text.len();
        task_hooks::note(decoder, start, UnknownKind::Property);
    }
    keep(decoder, kept, name, text)
}

/// Keeps a property as received.
fn keep(
    decoder: &mut Decoder<'_>,
    kept: &mut Vec<(String, Json)>,
    name: Cow<'_, str>,
    text: &str,
) -> Result<(), JsonError> {
    if kept.is_empty() {
        decoder.allocate(UnknownProperties::INNER)?;
    }
    decoder.allocate(name.len() + Map::<Json>::PER_ENTRY)?;
    decoder.allocate(text.len())?;
    decoder.push(kept, (name.into_owned(), Json::of_text(text)))
}

/// The index of a property. The search starts where the last one ended, and ends where it started.
#[inline(never)] // like `skips`: most properties are where they are expected
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
    fields: &[&(dyn Field + 'static)],
    unknown: &UnknownProperties,
    tag: &[Tag],
) {
    if let Some(whole) = unknown.whole() {
        // A body that is not JSON was handled earlier. Within JSON there is only JSON.
        whole.write(writer);
        return;
    }
    let set = |name: &str| {
        properties
            .iter()
            .zip(fields)
            .any(|(known, field)| *known == name && field.get().is_some())
    };
    if unknown.is_untagged() {
        writer.record_variant(|| Some((TypeId::of::<Untagged>(), 0)));
    }
    writer.begin_object();
    let is_tagged = !unknown.is_untagged() && writer.writes_tags();
    for (name, value) in tag {
        if is_tagged && !set(name) && unknown.get(name).is_none() {
            writer.key(name);
            writer.string(value);
        }
    }
    for (property, field) in properties.iter().zip(fields) {
        if let Some(value) = field.get() {
            writer.property(property);
            value.encode(writer);
        }
    }
    for (name, value) in unknown.iter() {
        if !set(name) {
            writer.key(name);
            value.write(writer);
        }
    }
    writer.end_object();
}

fn debug_fields(
    f: &mut fmt::Formatter<'_>,
    shape: &Shape,
    fields: &[&(dyn Field + 'static)],
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
        // A secret with an unexpected type is still a secret.
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
