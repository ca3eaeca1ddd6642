//! Unions: the variant of a JSON object depends on the text of its tag properties.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::decoder::Decoder;
use super::kept::Kept;
use super::output::Whole;
use super::raw_json::RawJson;
use super::reader::cursor::{JsonKind, Reader};
use super::reader::error::JsonError;
use super::value::{Kind, Model, Tag, Value, to_json};
use super::writer::Writer;

/// How a variant is recognised and read: by any of these texts of the union's tag properties, in their
/// order. Where a text has fewer parts than the union has properties, the others do not matter.
pub type Rule<T> = (
    &'static [&'static [&'static str]],
    fn(&mut Decoder<'_>) -> Result<T, JsonError>,
);

/// A union of the API. The generated code implements it with `union!`.
#[doc(hidden)]
pub trait Union: Model {
    /// The properties that determine the type.
    const BY: &'static [&'static str];
    /// The variants.
    const RULES: &'static [Rule<Self>];
    /// What is in the variant.
    fn variant(&self) -> Variant<'_>;
    /// The variant of what is not known.
    fn of_unknown(raw: RawJson) -> Self;
}

/// The contents of a variant.
#[derive(Debug)]
pub enum Variant<'a> {
    /// A known type, and the texts by which it is recognised.
    Known(&'a dyn Member, &'static [&'static [&'static str]]),
    /// An unknown one.
    Unknown(&'a RawJson),
}

/// A value in a variant.
#[doc(hidden)]
pub trait Member: std::fmt::Debug {
    /// Writes the value with its tag.
    fn encode(&self, writer: &mut Writer, tag: &[Tag]);
}

impl<T: Value> Member for T {
    fn encode(&self, writer: &mut Writer, tag: &[Tag]) {
        self.encode_tagged(writer, tag);
    }
}

/// Reads a variant: the function of its [`Rule`].
pub fn decode_variant<U: From<T>, T: Value>(decoder: &mut Decoder<'_>) -> Result<U, JsonError> {
    T::decode(decoder).map(U::from)
}

/// A property of a union, whatever its type is.
pub fn property<T: Union>(value: &T, name: &str) -> Option<Json> {
    let text = to_json(value);
    let mut reader = Reader::new(&text);
    // What is not known may be no object at all.
    reader.object_begin().ok()?;
    let mut found = None;
    while let Some(key) = reader.next_key().ok()? {
        let text = reader.skip().ok()?;
        if key == name {
            found = Some(Kept::new(text).into_json());
        }
    }
    found
}

/// The kind of the unions.
#[derive(Debug)]
pub struct UnionKind;

impl<T: Union> Kind<T> for UnionKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        decode_tagged(decoder, T::BY, T::RULES, T::of_unknown)
    }
    fn encode(value: &T, writer: &mut Writer, outer: &[Tag]) {
        match value.variant() {
            Variant::Known(member, texts) => {
                // A union in a union is tagged by both.
                let mut tag = only_tag(T::BY, texts);
                tag.extend(outer.iter().filter(|(name, _)| !T::BY.contains(name)));
                member.encode(writer, &tag);
            }
            // Inside JSON there is only JSON; a body that is not JSON is not encoded.
            Variant::Unknown(raw) => writer.raw(raw.as_str().unwrap_or("null")),
        }
    }
    fn absorb(raw: RawJson) -> Option<T> {
        Some(T::of_unknown(raw))
    }
}

impl<T: Union> Whole<T> for UnionKind {
    fn whole(value: &T) -> Option<RawJson> {
        match value.variant() {
            Variant::Known(..) => None,
            Variant::Unknown(raw) => Some(raw.clone()),
        }
    }
    fn of_whole(raw: RawJson) -> T {
        T::of_unknown(raw)
    }
    fn may_have(_: &str) -> bool {
        // One of its branches, or of those to come, may.
        true
    }
}

/// How many rules are remembered for a body: no more than can be looked through at once.
const MAX_REMEMBERED: usize = 32;

/// Reads a union. The tag often comes last, so it is looked for before the object is read; nothing is
/// buffered.
fn decode_tagged<T>(
    decoder: &mut Decoder<'_>,
    properties: &[&str],
    rules: &'static [Rule<T>],
    unknown: fn(RawJson) -> T,
) -> Result<T, JsonError> {
    if decoder.reader.kind()? != JsonKind::Object {
        return Err(decoder.reader.mismatch("an object"));
    }
    let mut texts = Vec::with_capacity(properties.len());
    for property in properties {
        texts.push(decoder.reader.peek_string_property(property)?);
    }
    match find(decoder, rules, &texts) {
        Some(index) => rules[index].1(decoder),
        None => decoder
            .reader
            .skip()
            .map(|text| unknown(RawJson::new(text.as_bytes()))),
    }
}

/// The rule for these texts. There may be hundreds, and a page repeats the few that it has, so the first
/// ones found are remembered for the whole body.
fn find<'a, T>(
    decoder: &mut Decoder<'a>,
    rules: &'static [Rule<T>],
    texts: &[Option<Cow<'a, str>>],
) -> Option<usize> {
    let matches = |wanted: &&[&str]| {
        wanted
            .iter()
            .zip(texts)
            .all(|(wanted, found)| found.as_deref() == Some(wanted))
    };
    let find = || {
        rules
            .iter()
            .position(|(wanted, _)| wanted.iter().any(matches))
    };
    let [Some(Cow::Borrowed(text))] = texts else {
        return find();
    };
    let key = (rules.as_ptr().addr(), *text);
    let mut remembered = decoder.rules.iter();
    if let Some((_, index)) = remembered.find(|(known, _)| *known == key) {
        return Some(*index);
    }
    let index = find()?;
    if decoder.rules.len() < MAX_REMEMBERED {
        decoder.rules.push((key, index));
    }
    Some(index)
}

/// The tag of a variant that has only one, to write it where the object does not say it itself.
fn only_tag(properties: &[&'static str], texts: &[&[&'static str]]) -> Vec<Tag> {
    match texts {
        [only] => properties
            .iter()
            .copied()
            .zip(only.iter().copied())
            .collect(),
        _ => Vec::new(),
    }
}
