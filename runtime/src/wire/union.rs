//! Unions: the tag properties of a JSON object determine its variant.

use std::any::{Any, TypeId};
use std::borrow::Cow;

use super::decoder::{Checkpoint, Decoder};
use super::field::Field;
use super::json::value::Json;
use super::output::Whole;
use super::raw_json::RawJson;
use super::reader::cursor::{JsonKind, Reader};
use super::reader::error::JsonError;
use super::task::UnknownKind;
use super::task_hooks;
use super::value::{Kind, Model, Tag, Value, to_json};
use super::writer::Writer;

/// How to recognize a variant: it has any of these strings of the union's tag properties, in their order. If a text has
/// fewer parts than there are properties, the others don't matter. The last part says whether the variant has a property.
pub type Rule = (&'static [Texts], fn(&str) -> bool);

/// Reads a variant of a union.
pub type Decode<T> = fn(&mut Decoder<'_>) -> Result<T, JsonError>;

/// The text of each tag property.
type Texts = &'static [&'static str];

/// A union of the API. The generated code implements it with `union!`.
#[doc(hidden)]
pub trait Union: Model {
    /// The properties that determine the type.
    const BY: &'static [&'static str];
    /// How to recognize the variants.
    const RULES: &'static [Rule];
    /// How to read the variants, in the order of the rules.
    const DECODERS: &'static [Decode<Self>];
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
    Known(&'a dyn Member, &'static [Texts]),
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
    fn set_json(&mut self, name: &str, json: Option<&Json>);
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
    fn set_json(&mut self, name: &str, json: Option<&Json>) {
        Value::set_json(self, name, json);
    }
    fn equals(&self, other: &dyn Any) -> bool {
        match other.downcast_ref::<Self>() {
            Some(other) => self == other,
            None => false,
        }
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

/// Reads a variant. One of [`Union::DECODERS`].
pub fn decode_variant<U: From<T>, T: Value>(decoder: &mut Decoder<'_>) -> Result<U, JsonError> {
    // Variants are boxed.
    decoder.allocate(size_of::<T>())?;
    match T::decode(decoder) {
        Ok(value) => Ok(U::from(value)),
        Err(error) => Err(error),
    }
}

/// Whether a variant has a property. The function of its [`Rule`].
pub fn has_property<T: Model>(property: &str) -> bool {
    T::Kind::has(property)
}

/// The kind of unions.
#[derive(Debug)]
pub struct UnionKind;

impl<T: Union> Kind<T> for UnionKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        let search = Search::new(decoder, TypeId::of::<T>(), T::BY, T::RULES)?;
        if let Some(rule) = search.rule {
            let value = T::DECODERS[rule](decoder)?;
            if search.is_right(decoder)? {
                return Ok(value);
            }
        }
        Ok(T::of_unknown(search.unknown(decoder)?))
    }
    fn encode(value: &T, writer: &mut Writer, outer: &[Tag]) {
        match value.variant() {
            Variant::Known(member, texts) => {
                record_variant(writer, TypeId::of::<T>(), T::RULES, texts);
                member.encode(writer, &tags(T::BY, texts, outer));
            }
            // Within JSON there is only JSON, and a body that is not JSON is not encoded.
            Variant::Unknown(raw) => raw.write(writer),
        }
    }
    fn absorb(raw: RawJson) -> Option<T> {
        Some(T::of_unknown(raw))
    }
    fn has(property: &str) -> bool {
        any_has(T::BY, T::RULES, property)
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
    fn set_json(value: &mut T, name: &str, json: Option<&Json>) {
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

/// The JSON of an object with a property set to any JSON, or removed. With invalid JSON, the text is not JSON either, so
/// the object can't be sent.
fn with_property(object: &str, name: &str, json: Option<&Json>) -> Result<String, JsonError> {
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
        match json.invalid() {
            None => writer.raw(json.text()),
            Some(error) => writer.display(format_args!("<{error}>")),
        }
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
        match value.variant() {
            Variant::Known(..) => false,
            Variant::Unknown(raw) => lacks_tags(raw, T::BY),
        }
    }
}

// None of the functions below is generic, because they would be compiled for each union.

/// Notes the variant that is written next, if the writer asks for it.
#[inline]
fn record_variant(writer: &mut Writer, union: TypeId, rules: &[Rule], texts: &[Texts]) {
    writer.record_variant(|| {
        let index = rules.iter().position(|(wanted, _)| *wanted == texts)?;
        Some((union, index))
    });
}

/// The tags to be written if the object does not contain them: that of a variant that has only one, and those of the
/// union around this one.
fn tags(properties: &[&'static str], texts: &[Texts], outer: &[Tag]) -> Vec<Tag> {
    let mut tags = Vec::new();
    if let [only] = texts {
        tags.extend(properties.iter().copied().zip(only.iter().copied()));
    }
    for tag in outer {
        if !properties.contains(&tag.0) {
            tags.push(*tag);
        }
    }
    tags
}

/// Whether a tag, or any variant's property, has this name.
fn any_has(tags: &[&str], rules: &[Rule], property: &str) -> bool {
    tags.contains(&property) || rules.iter().any(|(_, has)| has(property))
}

/// Whether an object of an unknown variant lacks a tag.
fn lacks_tags(raw: &RawJson, tags: &[&str]) -> bool {
    let json = raw.json().unwrap_or_default();
    json.as_object().is_some() && tags.iter().any(|tag| json[*tag].as_str().is_none())
}

/// The most rules to remember for a body, so that they can be searched quickly.
const MAX_REMEMBERED: usize = 32;

/// The search for the variant of an object. The tag often comes last, so the reader looks ahead for it. Nothing is
/// buffered.
struct Search<'a> {
    properties: &'static [&'static str],
    /// The texts of these properties.
    texts: Vec<Option<Cow<'a, str>>>,
    /// The index of the variant.
    rule: Option<usize>,
    /// Whether the variant was known before.
    is_known: bool,
    /// Whether a part of the tag is missing.
    lacks_tag: bool,
    /// The start of the object.
    start: Checkpoint,
}

impl<'a> Search<'a> {
    /// Finds the variant of the next value. The decoder stays before it.
    fn new(
        decoder: &mut Decoder<'a>,
        union: TypeId,
        properties: &'static [&'static str],
        rules: &'static [Rule],
    ) -> Result<Self, JsonError> {
        if decoder.reader.kind()? != JsonKind::Object {
            return Err(decoder.reader.mismatch("an object"));
        }
        let mut search = Self {
            properties,
            texts: Vec::new(),
            rule: None,
            is_known: false,
            lacks_tag: false,
            start: decoder.checkpoint(),
        };
        let known = match decoder.task {
            Some(_) => task_hooks::known_variant(decoder, union),
            None => None,
        };
        if let Some((index, is_untagged)) = known {
            decoder.untagged = is_untagged;
            (search.rule, search.is_known) = (Some(index), true);
            return Ok(search);
        }
        search.texts.reserve_exact(properties.len());
        for property in properties {
            let text = decoder.peek_string_property(property)?;
            search.texts.push(text);
        }
        search.rule = find(decoder, rules, &search.texts);
        search.lacks_tag = search.rule.is_none() && lacks_tag(rules, &search.texts);
        if search.lacks_tag && search.texts.iter().all(Option::is_none) {
            let mut ahead = decoder.reader.clone();
            search.rule = by_properties(&mut ahead, properties, rules);
            decoder.work(ahead.position() - decoder.reader.position())?;
            decoder.untagged = search.rule.is_some();
        }
        if search.rule.is_some() && decoder.task.is_some() {
            task_hooks::mark_tags(decoder, properties)?;
        }
        Ok(search)
    }

    /// Whether the tag, after the object was read, is still the one that was found. Otherwise it occurs again, with
    /// another value.
    fn is_right(&self, decoder: &mut Decoder<'a>) -> Result<bool, JsonError> {
        if self.is_known || !decoder.repeated {
            return Ok(true);
        }
        decoder.has_properties(self.start.mark, self.properties, &self.texts)
    }

    /// Reads an unknown variant.
    fn unknown(self, decoder: &mut Decoder<'a>) -> Result<RawJson, JsonError> {
        if self.rule.is_some() {
            decoder.rewind(self.start);
        }
        // A tag that the spec does not list is an unknown variant. A missing tag is a mismatch.
        decoder.untagged = false;
        let text = match self.rule.is_some() || self.lacks_tag {
            true => decoder.skip_mismatch()?,
            false => {
                let text = decoder.skip()?;
                if decoder.task.is_some() {
                    let position = decoder.reader.position() - text.len();
                    task_hooks::note(decoder, position, UnknownKind::Variant);
                    task_hooks::mark_variant(decoder, self.start.mark)?;
                }
                text
            }
        };
        decoder.allocate(text.len())?;
        Ok(RawJson::new(text.as_bytes()))
    }
}

/// Whether a part of the tag is missing that a known variant would need.
fn lacks_tag(rules: &[Rule], texts: &[Option<Cow<'_, str>>]) -> bool {
    let Some(first) = texts.first().and_then(Option::as_deref) else {
        return true;
    };
    let mut wanted = rules.iter().flat_map(|(wanted, _)| wanted.iter());
    texts.contains(&None) && wanted.any(|wanted| wanted.first() == Some(&first))
}

/// The most variants to compare by their properties. Larger unions share nearly all of them.
const MAX_COMPARED: usize = 16;

/// The rule for an object without a tag, if its other properties leave no doubt: one variant has all of them, and no
/// other variant has one of them. Properties that no variant has and `null` values don't count.
fn by_properties(reader: &mut Reader<'_>, tags: &[&str], rules: &[Rule]) -> Option<usize> {
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
        let having = bits.fold(0, |bits, (index, (_, has))| {
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
fn find<'a>(
    decoder: &mut Decoder<'a>,
    rules: &'static [Rule],
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
            .position(|(wanted, _)| wanted.iter().any(matches))
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
