//! [`Value`]: what each type of the API can do, and the scalar types that can do it.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::reader::{self, Error, Reader};
use super::writer::Writer;
use super::{DateTime, Nullable, Number, Raw};

/// A JSON object whose property names are data.
pub type Map<T> = BTreeMap<String, T>;

/// A type that is read from JSON and written as JSON.
///
/// The types of the API are, and those of their properties. Programs use it as a bound and do not implement
/// it: what it is made of is not covered by semver.
///
/// Reading fails only where the JSON is of another type, and leaves it to the caller to keep the value.
pub trait Value: Sized + Clone + PartialEq + Debug + 'static {
    /// Whether the type takes `null`. Elsewhere `null` counts as absent.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Reads a value. After an error the caller rewinds.
    #[doc(hidden)]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error>;

    /// Writes the value.
    #[doc(hidden)]
    fn encode(&self, writer: &mut Writer);

    /// Writes the value with a property that tells its type, where that is not set anyway. Only
    /// objects have one.
    #[doc(hidden)]
    fn encode_tagged(&self, writer: &mut Writer, _tag: &[super::Tag]) {
        self.encode(writer);
    }

    /// Takes what is not of this type at all, if the type has a place to keep it.
    #[doc(hidden)]
    fn absorb(_raw: Raw) -> Option<Self> {
        None
    }
}

/// A generated type. All that it can do follows from its kind, so that the generated code has little to
/// say and little to compile.
#[doc(hidden)]
pub trait Model: Sized + Clone + PartialEq + Debug + 'static {
    /// What it is: an object, an enum or a union.
    type Kind: Kind<Self>;
}

/// What the types of a kind can do; see the methods of [`Value`].
#[doc(hidden)]
pub trait Kind<T> {
    /// See [`Value::decode`].
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, Error>;
    /// See [`Value::encode_tagged`].
    fn encode(value: &T, writer: &mut Writer, tag: &[super::Tag]);
    /// See [`Value::absorb`].
    fn absorb(raw: Raw) -> Option<T>;
}

impl<T: Model> Value for T {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        T::Kind::decode(decoder)
    }
    fn encode(&self, writer: &mut Writer) {
        T::Kind::encode(self, writer, &[]);
    }
    fn encode_tagged(&self, writer: &mut Writer, tag: &[super::Tag]) {
        T::Kind::encode(self, writer, tag);
    }
    fn absorb(raw: Raw) -> Option<Self> {
        T::Kind::absorb(raw)
    }
}

/// A value as JSON text.
pub fn to_json<T: Value>(value: &T) -> String {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_string()
}

/// Reads a value from JSON text, as a response is read: unknown properties, unknown enum values and
/// properties of the wrong type are kept.
///
/// # Errors
/// The text is not JSON, or its outermost value is of another type than `T`. The message has the
/// position in bytes.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let cluster: ClusterDescription20240805 = atlas_api::from_json(r#"{"name": "prod"}"#)?;
/// assert_eq!(cluster.name.as_deref(), Some("prod"));
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
pub fn from_json<T: Value>(text: &str) -> Result<T, Error> {
    let mut decoder = Decoder::new(text);
    let value = T::decode(&mut decoder)?;
    decoder.reader.end()?;
    Ok(value)
}

/// A reader that remembers where it met values that did not fit.
#[derive(Debug)]
pub struct Decoder<'a> {
    pub(crate) reader: Reader<'a>,
    /// Positions of the values that were set aside. Their paths are worked out afterwards, so that
    /// a body which fits pays nothing for them.
    pub(super) misfits: Vec<usize>,
    /// Which rule of a union a tag leads to, for tags that were met: the union's rules, and the text.
    pub(super) rules: Vec<((usize, &'a str), usize)>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::new(text),
            misfits: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// Skips a value that does not fit, and returns it.
    pub(super) fn misfit(&mut self) -> Result<&'a str, Error> {
        let text = self.reader.skip()?;
        self.misfits.push(self.reader.position() - text.len());
        Ok(text)
    }
}

impl Value for String {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        decoder.reader.string().map(Into::into)
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Value for DateTime {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        decoder.reader.string().map(|text| text.as_ref().into())
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self.as_str());
    }
}

impl Value for bool {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        decoder.reader.bool()
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}

impl Value for i64 {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        decoder.reader.i64()
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.i64(*self);
    }
}

impl Value for i32 {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        let mark = decoder.reader.mark();
        let value = decoder.reader.i64()?;
        value.try_into().map_err(|_| {
            decoder.reader.rewind(mark);
            decoder.reader.mismatch("a 32-bit integer")
        })
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.i64((*self).into());
    }
}

impl Value for Number {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        let mark = decoder.reader.mark();
        let text = decoder.reader.number()?;
        Number::parse(text).ok_or_else(|| {
            decoder.reader.rewind(mark);
            decoder
                .reader
                .mismatch("a number within the range of a float")
        })
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        Number::encode(*self, writer);
    }
}

impl Value for serde_json::Value {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        let mark = decoder.reader.mark();
        let text = decoder.reader.skip()?;
        serde_json::from_str(text).map_err(|_| {
            decoder.reader.rewind(mark);
            let expected = "numbers within the range of a float, and whole surrogate pairs";
            decoder.reader.mismatch(expected)
        })
    }
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.to_string());
    }
}

/// The kind of the boxes, which break the cycles of structs that hold themselves.
#[derive(Debug)]
pub struct BoxKind;

impl<T: Value> Model for Box<T> {
    type Kind = BoxKind;
}

impl<T: Value> Kind<Box<T>> for BoxKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Box<T>, Error> {
        T::decode(decoder).map(Box::new)
    }
    fn encode(value: &Box<T>, writer: &mut Writer, tag: &[super::Tag]) {
        T::encode_tagged(value, writer, tag);
    }
    fn absorb(raw: Raw) -> Option<Box<T>> {
        T::absorb(raw).map(Box::new)
    }
}

impl<T: Value> Value for Nullable<T> {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
        if decoder.reader.kind()? == reader::Kind::Null {
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
    fn absorb(raw: Raw) -> Option<Self> {
        T::absorb(raw).map(Self::Value)
    }
}

/// Reads an element. One that is of another type must not cost the whole list its types, so it is
/// absorbed where it can be.
fn element<T: Value>(decoder: &mut Decoder<'_>) -> Result<T, Error> {
    let mark = decoder.reader.mark();
    let misfits = decoder.misfits.len();
    T::decode(decoder).or_else(|error| {
        if !error.is_mismatch() {
            return Err(error);
        }
        decoder.reader.rewind(mark);
        decoder.misfits.truncate(misfits);
        let text = decoder.misfit()?;
        T::absorb(Raw::new(text.as_bytes())).ok_or(error)
    })
}

impl<T: Value> Value for Vec<T> {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
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
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, Error> {
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
