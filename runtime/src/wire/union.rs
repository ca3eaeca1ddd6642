//! Unions: the tag properties of a JSON object determine its variant.

use std::any::{Any, TypeId};
use std::borrow::Cow;

use super::decoder::Decoder;
use super::field::Field;
use super::output::Whole;
use super::raw_json::RawJson;
use super::reader::cursor::{JsonKind, Reader};
use super::reader::error::JsonError;
use super::task::UnknownKind;
use super::task_hooks;
use super::value::{Kind, Model, Tag, Value, to_json};
use super::writer::Writer;

/// How to recognize and read a variant: it has any of these strings of the union's tag properties, in their order. If a
/// text has fewer parts than there are properties, the others don't matter. The last part says whether the variant
/// has a property.
pub type Rule<T> = (
    &'static [&'static [&'static str]],
    fn(&mut Decoder<'_>) -> Result<T, JsonError>,
    fn(&str) -> bool,
);

/// A union of the API. The generated code implements it with `union!`.
#[doc(hidden)]
pub trait Union: Model {
    /// The properties that determine the type.
    const BY: &'static [&'static str];
    /// The variants.
    const RULES: &'static [Rule<Self>];
    /// The contents of the variant.
    fn variant(&self) -> Variant<'_>;
    /// The contents, mutably. `None` for an unknown variant.
    fn member_mut(&mut self) -> Option<&mut dyn Member>;
    /// Creates the unknown variant.
    fn of_unknown(raw: RawJson) -> Self;
}

/// The contents of a variant.
#[derive(Debug)]
pub enum Variant<'a> {
    /// A known type, and the tags by which it is recognized.
    Known(&'a dyn Member, &'static [&'static [&'static str]]),
    /// An unknown variant.
    Unknown(&'a RawJson),
}

/// A value in a variant.
#[doc(hidden)]
pub trait Member: std::fmt::Debug {
    /// Writes the value with its tag.
    fn encode(&self, writer: &mut Writer, tag: &[Tag]);
    /// See [`Value::property`].
    fn property<'a>(&'a self, name: &str) -> Option<&'a (dyn Field + 'static)>;
    /// See [`Value::property_mut`].
    fn property_mut<'a>(&'a mut self, name: &str) -> Option<&'a mut (dyn Field + 'static)>;
    /// See [`Value::set_json`].
    fn set_json(&mut self, name: &str, json: Option<&str>);
    /// Whether two values are equal.
    fn equals(&self, other: &dyn Any) -> bool;
    /// For `equals`.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Value> Member for T {
    fn encode(&self, writer: &mut Writer, tag: &[Tag]) {
        self.encode_tagged(writer, tag);
    }
    fn property<'a>(&'a self, name: &str) -> Option<&'a (dyn Field + 'static)> {
        Value::property(self, name)
    }
    fn property_mut<'a>(&'a mut self, name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        Value::property_mut(self, name)
    }
    fn set_json(&mut self, name: &str, json: Option<&str>) {
        Value::set_json(self, name, json);
    }
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Compares two unions. Each variant has its own type.
pub fn equal_unions<T: Union>(left: &T, right: &T) -> bool {
    match (left.variant(), right.variant()) {
        (Variant::Known(left, _), Variant::Known(right, _)) => left.equals(right.as_any()),
        (Variant::Unknown(left), Variant::Unknown(right)) => left == right,
        _ => false,
    }
}

/// Reads a variant. The first function of its [`Rule`].
pub fn decode_variant<U: From<T>, T: Value>(decoder: &mut Decoder<'_>) -> Result<U, JsonError> {
    // Variants are boxed.
    decoder.allocate(size_of::<T>())?;
    T::decode(decoder).map(U::from)
}

/// Whether a variant has a property. The second function of its [`Rule`].
pub fn has_property<T: Model>(property: &str) -> bool {
    T::Kind::has(property)
}

/// The kind of unions.
#[derive(Debug)]
pub struct UnionKind;

impl<T: Union> Kind<T> for UnionKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        decode_tagged(decoder, T::BY, T::RULES, T::of_unknown)
    }
    fn encode(value: &T, writer: &mut Writer, outer: &[Tag]) {
        match value.variant() {
            Variant::Known(member, texts) => {
                writer.record_variant(|| {
                    let is_it = |rule: &Rule<T>| rule.0 == texts;
                    let index = T::RULES.iter().position(is_it)?;
                    Some((TypeId::of::<T>(), index))
                });
                // A nested union has the tags of both.
                let mut tag = only_tag(T::BY, texts);
                tag.extend(outer.iter().filter(|(name, _)| !T::BY.contains(name)));
                member.encode(writer, &tag);
            }
            // Within JSON there is only JSON, and a body that is not JSON is not encoded.
            Variant::Unknown(raw) => raw.write(writer),
        }
    }
    fn absorb(raw: RawJson) -> Option<T> {
        Some(T::of_unknown(raw))
    }
    fn has(property: &str) -> bool {
        T::BY.contains(&property) || T::RULES.iter().any(|(_, _, has)| has(property))
    }
    fn property<'a>(value: &'a T, name: &str) -> Option<&'a (dyn Field + 'static)> {
        match value.variant() {
            Variant::Known(member, _) => member.property(name),
            Variant::Unknown(_) => None,
        }
    }
    fn property_mut<'a>(value: &'a mut T, name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        value.member_mut()?.property_mut(name)
    }
    fn set_json(value: &mut T, name: &str, json: Option<&str>) {
        match value.member_mut() {
            Some(member) => member.set_json(name, json),
            None => {
                let text = to_json(value);
                if let Ok(changed) = with_property(&text, name, json) {
                    *value = T::of_unknown(RawJson::new(changed.into_bytes()));
                }
            }
        }
    }
}

/// The JSON of an object with a property set to a JSON text, or removed.
fn with_property(object: &str, name: &str, json: Option<&str>) -> Result<String, JsonError> {
    let mut reader = Reader::new(object);
    let mut writer = Writer::new();
    reader.object_begin()?;
    writer.begin_object();
    while let Some(key) = reader.next_key()? {
        let text = reader.skip()?;
        if key != name {
            writer.key(&key);
            writer.raw(text);
        }
    }
    if let Some(json) = json {
        writer.key(name);
        writer.raw(json);
    }
    writer.end_object();
    Ok(writer.into_string())
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
        // A current or future branch may.
        true
    }
    fn lacks_tag(value: &T) -> bool {
        let Variant::Unknown(raw) = value.variant() else {
            return false;
        };
        let json = raw.json().unwrap_or_default();
        json.as_object().is_some() && T::BY.iter().any(|tag| json[*tag].as_str().is_none())
    }
}

/// The most rules to remember for a body, so that they can be searched quickly.
const MAX_REMEMBERED: usize = 32;

/// Reads a union. The tag often comes last, so the reader looks ahead for it. Nothing is buffered.
fn decode_tagged<T: 'static>(
    decoder: &mut Decoder<'_>,
    properties: &[&str],
    rules: &'static [Rule<T>],
    unknown: fn(RawJson) -> T,
) -> Result<T, JsonError> {
    if decoder.reader.kind()? != JsonKind::Object {
        return Err(decoder.reader.mismatch("an object"));
    }
    let (start, checkpoint) = (decoder.reader.mark(), decoder.checkpoint());
    let known = match decoder.task {
        Some(_) => task_hooks::known_variant(decoder, TypeId::of::<T>()),
        None => None,
    };
    if let Some((index, is_untagged)) = known {
        decoder.untagged = is_untagged;
        return rules[index].1(decoder);
    }
    let mut texts = Vec::with_capacity(properties.len());
    for property in properties {
        texts.push(decoder.peek_string_property(property)?);
    }
    let mut rule = find(decoder, rules, &texts);
    let lacks_tag = rule.is_none() && lacks_tag(rules, &texts);
    if lacks_tag && texts.iter().all(Option::is_none) {
        let mut ahead = decoder.reader.clone();
        rule = by_properties(&mut ahead, properties, rules);
        decoder.work(ahead.position() - decoder.reader.position())?;
        decoder.untagged = rule.is_some();
    }
    if let Some(rule) = rule {
        if decoder.task.is_some() {
            task_hooks::mark_tags(decoder, properties)?;
        }
        let value = rules[rule].1(decoder)?;
        if !decoder.repeated || decoder.has_properties(start, properties, &texts)? {
            return Ok(value);
        }
        // The tag occurs again, with another value.
        decoder.rewind(checkpoint);
    }
    // A tag that the spec does not list is an unknown variant. A missing tag is a mismatch.
    decoder.untagged = false;
    let text = match rule.is_some() || lacks_tag {
        true => decoder.skip_mismatch()?,
        false => {
            let text = decoder.skip()?;
            if decoder.task.is_some() {
                let position = decoder.reader.position() - text.len();
                task_hooks::note(decoder, position, UnknownKind::Variant);
                task_hooks::mark_variant(decoder, start)?;
            }
            text
        }
    };
    decoder.allocate(text.len())?;
    Ok(unknown(RawJson::new(text.as_bytes())))
}

/// Whether a part of the tag is missing that a known variant would need.
fn lacks_tag<T>(rules: &[Rule<T>], texts: &[Option<Cow<'_, str>>]) -> bool {
    let Some(first) = texts.first().and_then(Option::as_deref) else {
        return true;
    };
    let mut wanted = rules.iter().flat_map(|(wanted, ..)| wanted.iter());
    texts.contains(&None) && wanted.any(|wanted| wanted.first() == Some(&first))
}

/// The most variants to compare by their properties. Larger unions share nearly all of them.
const MAX_COMPARED: usize = 16;

/// The rule for an object without a tag, if its other properties leave no doubt: one variant has all of them, and no
/// other variant has one of them. Properties that no variant has and `null` values don't count.
fn by_properties<T>(reader: &mut Reader<'_>, tags: &[&str], rules: &[Rule<T>]) -> Option<usize> {
    if rules.len() > MAX_COMPARED {
        return None;
    }
    // A bit for each rule.
    let (mut fitting, mut distinct) = (u32::MAX, 0);
    reader.object_begin().ok()?;
    while let Some(name) = reader.next_key().ok()? {
        let is_null = reader.kind().ok()? == JsonKind::Null;
        reader.skip().ok()?;
        if is_null {
            continue;
        }
        if tags.contains(&&*name) {
            return None;
        }
        let bits = rules.iter().enumerate();
        let having = bits.fold(0, |bits, (index, (_, _, has))| {
            bits | (u32::from(has(&name)) << index)
        });
        if having != 0 {
            fitting &= having;
        }
        if having.is_power_of_two() {
            distinct |= having;
        }
    }
    let is_certain = fitting.is_power_of_two() && distinct == fitting;
    is_certain.then_some(fitting.trailing_zeros() as usize)
}

/// The rule for these tags. There may be hundreds, but a page repeats only a few, so the first ones found are
/// remembered for the whole body.
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
    // Avoids a search: damaged bodies may have many objects without a tag, and some unions have many rules.
    if texts.first().is_none_or(Option::is_none) {
        return None;
    }
    let find = || {
        rules
            .iter()
            .position(|(wanted, ..)| wanted.iter().any(matches))
    };
    let [Some(Cow::Borrowed(text))] = texts else {
        return find();
    };
    let key = (rules.as_ptr().addr(), *text);
    let mut remembered = decoder.rules.iter();
    if let Some((_, index)) = remembered.find(|(known, _)| *known == key) {
        return *index;
    }
    let index = find();
    if decoder.rules.len() < MAX_REMEMBERED {
        decoder.rules.push((key, index));
    }
    index
}

/// The tag of a variant that has only one, to be written if the object does not contain it.
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
