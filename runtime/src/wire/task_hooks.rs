//! Carries out [tasks](super::task) for the code that reads objects, enums and unions.

use std::any::TypeId;
use std::borrow::Cow;

use super::decoder::Decoder;
use super::field::Field;
use super::mask::is_masked;
use super::reader::cursor::{JsonKind, Mark, Reader};
use super::reader::error::JsonError;
use super::task::{Task, UnknownKind};
use super::writer::{Untagged, Writer};

/// The properties of an object, as JSON.
pub type Properties<'a> = Vec<(Cow<'a, str>, &'a str)>;

/// The object to compare the next one with.
pub fn counterpart<'a>(decoder: &mut Decoder<'a>) -> Properties<'a> {
    let here = decoder.reader.position();
    match decoder.task.as_deref_mut() {
        Some(Task::Changes(other)) => match other.take() {
            Some((position, text)) if position == here => properties(text).unwrap_or_default(),
            _ => Properties::new(),
        },
        _ => Properties::new(),
    }
}

fn properties(text: &str) -> Result<Properties<'_>, JsonError> {
    let mut reader = Reader::new(text);
    let mut properties = Properties::new();
    reader.object_begin()?;
    while let Some(name) = reader.next_key()? {
        properties.push((name, reader.skip()?));
    }
    Ok(properties)
}

/// Skips the value of a property if the task leaves it out.
#[cold]
pub fn skips<'a>(
    decoder: &mut Decoder<'a>,
    name: &str,
    is_read_only: bool,
    is_secret: bool,
    counterpart: &Properties<'a>,
) -> Result<bool, JsonError> {
    let start = decoder.reader.mark();
    decoder.reader.kind()?;
    let position = decoder.reader.position();
    let text = decoder.reader.skip()?;
    let skips = match decoder.task.as_deref_mut() {
        Some(Task::WithoutReadOnly(masks)) => {
            masks.clear();
            is_read_only || is_secret && !note_masks(&mut Reader::new(text), position, masks)
        }
        Some(Task::Changes(pending)) => {
            let other = counterpart.iter().find(|(known, _)| known == name);
            *pending = other.map(|(_, other)| (position, *other));
            other.is_some_and(|(_, other)| same(text, other))
        }
        _ => false,
    };
    if !skips {
        decoder.reader.rewind(start);
    }
    Ok(skips)
}

/// Collects the positions of the masks in a secret that starts at `start`. Returns whether the secret contains
/// anything else.
fn note_masks(secret: &mut Reader<'_>, start: usize, masks: &mut Vec<usize>) -> bool {
    fn walk(
        secret: &mut Reader<'_>,
        start: usize,
        masks: &mut Vec<usize>,
    ) -> Result<bool, JsonError> {
        let (mut is_empty, mut rest) = (true, false);
        match secret.kind()? {
            JsonKind::String => {
                let position = start + secret.position();
                rest = !is_masked(&secret.string()?);
                if !rest {
                    masks.push(position);
                }
                return Ok(rest);
            }
            JsonKind::Array => {
                secret.array_begin()?;
                while secret.next_item()? {
                    rest |= walk(secret, start, masks)?;
                    is_empty = false;
                }
            }
            JsonKind::Object => {
                secret.object_begin()?;
                while secret.next_key()?.is_some() {
                    rest |= walk(secret, start, masks)?;
                    is_empty = false;
                }
            }
            JsonKind::Null | JsonKind::Bool | JsonKind::Number => drop(secret.skip()?),
        }
        Ok(rest || is_empty)
    }
    walk(secret, start, masks).unwrap_or(true)
}

/// Skips the next item or entry if it is the mask of a secret.
///
/// # Errors
/// The text is not JSON.
#[cold]
pub fn skips_mask(decoder: &mut Decoder<'_>) -> Result<bool, JsonError> {
    decoder.reader.kind()?;
    let position = decoder.reader.position();
    let is_mask = match decoder.task.as_deref() {
        Some(Task::WithoutReadOnly(masks)) => masks.binary_search(&position).is_ok(),
        _ => false,
    };
    if is_mask {
        decoder.reader.skip()?;
    }
    Ok(is_mask)
}

/// Whether two values written by this crate mean the same. Numbers may be spelled in two ways.
fn same(left: &str, right: &str) -> bool {
    fn walk(left: &mut Reader<'_>, right: &mut Reader<'_>) -> Result<bool, JsonError> {
        let kind = left.kind()?;
        if kind != right.kind()? {
            return Ok(false);
        }
        match kind {
            JsonKind::Object => {
                left.object_begin()?;
                right.object_begin()?;
                loop {
                    match (left.next_key()?, right.next_key()?) {
                        (None, None) => return Ok(true),
                        (a, b) if a == b && walk(left, right)? => {}
                        _ => return Ok(false),
                    }
                }
            }
            JsonKind::Array => {
                left.array_begin()?;
                right.array_begin()?;
                loop {
                    match (left.next_item()?, right.next_item()?) {
                        (false, false) => return Ok(true),
                        (true, true) if walk(left, right)? => {}
                        _ => return Ok(false),
                    }
                }
            }
            JsonKind::Number => {
                let (left, right) = (left.number()?, right.number()?);
                let is_float = |text: &str| text.contains(['.', 'e', 'E']);
                let equal = || left.parse::<f64>() == right.parse::<f64>();
                Ok(left == right || (is_float(left) || is_float(right)) && equal())
            }
            _ => Ok(left.skip()? == right.skip()?),
        }
    }
    left == right || walk(&mut Reader::new(left), &mut Reader::new(right)).unwrap_or(false)
}

/// The variant of the next union, if it is known from writing it, and whether it lacks its tag. Unions are compared
/// as a whole.
pub fn known_variant(decoder: &mut Decoder<'_>, union: TypeId) -> Option<(usize, bool)> {
    if let Some(Task::Changes(pending)) = decoder.task.as_deref_mut() {
        *pending = None;
    }
    let here = decoder.reader.position();
    let first = decoder.variants.partition_point(|(at, ..)| *at < here);
    let known = decoder.variants.iter().skip(first);
    let known = || known.clone().take_while(|(at, ..)| *at == here);
    let (.., index) = known().find(|(_, of, _)| *of == union)?;
    let is_untagged = known().any(|(_, of, _)| *of == TypeId::of::<Untagged>());
    Some((*index, is_untagged))
}

/// What to keep of a property that has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    AsRead,
    /// A `null`, although the property is not nullable. Otherwise it would count as absent.
    Null,
    /// Nothing, because nothing in it differs.
    Nothing,
}

/// What to keep of a property whose value starts at a mark.
#[cold]
pub fn keep(decoder: &Decoder<'_>, start: Mark, field: &dyn Field) -> Keep {
    match (decoder.task.as_deref(), field.get()) {
        (Some(Task::WithoutReadOnly(_) | Task::Changes(_)), None) => Keep::Null,
        (Some(Task::Changes(_)), Some(value)) => {
            let text = decoder.reader.text_since(start).trim();
            let is_empty = || {
                let mut writer = Writer::new();
                value.encode(&mut writer);
                writer.into_string() == "{}"
            };
            match text.starts_with('{') && text != "{}" && is_empty() {
                true => Keep::Nothing,
                false => Keep::AsRead,
            }
        }
        _ => Keep::AsRead,
    }
}

/// Records that the value at a position is unknown.
#[cold]
pub fn note(decoder: &mut Decoder<'_>, position: usize, kind: UnknownKind) {
    match decoder.task.as_deref_mut() {
        Some(Task::Unknowns(found)) => found.push((position, kind)),
        Some(Task::Marks(marks)) if kind == UnknownKind::Property => marks.free.push(position),
        _ => {}
    }
}

/// Records that the spec lists the string at a position.
#[cold]
pub fn mark_listed(decoder: &mut Decoder<'_>, position: usize) {
    if let Some(Task::Marks(marks)) = decoder.task.as_deref_mut() {
        marks.listed.push(position);
    }
}

/// Records that the names in the object at a position are data.
#[cold]
pub fn mark_map(decoder: &mut Decoder<'_>, position: usize) {
    if let Some(Task::Marks(marks)) = decoder.task.as_deref_mut() {
        marks.maps.push(position);
    }
}

/// Records that the value at a position has none of the spec's types.
#[cold]
pub fn mark_free(decoder: &mut Decoder<'_>, position: usize) {
    if let Some(Task::Marks(marks)) = decoder.task.as_deref_mut() {
        marks.free.push(position);
    }
}

/// Records that the union at a mark has an unknown variant, so all of its properties are unknown.
///
/// # Errors
/// There are so many properties that a limit is exceeded.
#[cold]
pub fn mark_variant(decoder: &mut Decoder<'_>, start: Mark) -> Result<(), JsonError> {
    if let Some(Task::Marks(_)) = decoder.task.as_deref() {
        for (_, position) in decoder.properties(start)? {
            mark_free(decoder, position);
        }
    }
    Ok(())
}

/// Records that the spec lists the tags of the next union.
///
/// # Errors
/// There are so many properties that a limit is exceeded.
#[cold]
pub fn mark_tags(decoder: &mut Decoder<'_>, tags: &[&str]) -> Result<(), JsonError> {
    if let Some(Task::Marks(_)) = decoder.task.as_deref() {
        for (name, position) in decoder.properties(decoder.reader.mark())? {
            if tags.contains(&&*name) {
                mark_listed(decoder, position);
            }
        }
    }
    Ok(())
}
