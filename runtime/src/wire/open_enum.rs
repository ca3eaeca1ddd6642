//! Enums that keep unknown values.

use std::cmp::Ordering;
use std::fmt;

use super::decoder::Decoder;
use super::param::Param;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::redaction::Hidden;
use super::task::UnknownKind;
use super::task_hooks;
use super::value::{Kind, Model, Tag};
use super::writer::Writer;

/// An enum of strings of the API. The generated code implements it with `open_enum!`.
#[doc(hidden)]
pub trait OpenEnum: Model + for<'a> From<&'a str> {
    /// The text on the wire.
    fn text(&self) -> &str;
    /// Whether the spec lists the value.
    fn is_listed(&self) -> bool;
}

/// The kind of enums.
#[derive(Debug)]
pub struct EnumKind;

impl<T: OpenEnum> Kind<T> for EnumKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        if decoder.task.is_some() {
            decoder.reader.kind()?;
        }
        let start = decoder.reader.position();
        let value = match decoder.string() {
            Ok(text) => T::from(text.as_ref()),
            Err(error) => return Err(error),
        };
        if decoder.task.is_some() {
            note(decoder, start, value.is_listed(), OpenEnum::text(&value));
        }
        Ok(value)
    }
    fn encode(value: &T, writer: &mut Writer, _: &[Tag]) {
        writer.string(OpenEnum::text(value));
    }
    fn absorb(_: RawJson) -> Option<T> {
        None
    }
    fn text(value: &T) -> Option<&str> {
        Some(OpenEnum::text(value))
    }
}

/// Records whether the spec lists the value at a position.
#[cold]
fn note(decoder: &mut Decoder<'_>, start: usize, is_listed: bool, text: &str) {
    match is_listed {
        true => task_hooks::mark_listed(decoder, start),
        false => task_hooks::note(decoder, start, UnknownKind::Value(text.to_owned())),
    }
}

impl<T: OpenEnum> Param for T {
    fn texts(&self) -> Vec<String> {
        vec![OpenEnum::text(self).to_owned()]
    }
    fn is_listed(&self) -> bool {
        OpenEnum::is_listed(self)
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        let [text] = texts else { return None };
        Some(T::from(text.as_str()))
    }
}

/// Whether two values are equal. This function and the next three take texts, because the compiler would check a call of
/// a function that is generic over enums for each enum anew.
#[inline]
pub fn equal_texts(left: &str, right: &str) -> bool {
    left == right
}

/// Orders two values.
#[inline]
pub fn compare_texts(left: &str, right: &str) -> Ordering {
    left.cmp(right)
}

/// Like [`compare_texts`], for a trait that wants an `Option`.
#[inline]
pub fn partially_compare_texts(left: &str, right: &str) -> Option<Ordering> {
    Some(left.cmp(right))
}

/// Shows a value. The length of an unknown value is all that is shown of it.
pub fn debug_enum(text: &str, is_known: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match is_known {
        true => fmt::Debug::fmt(text, f),
        false => fmt::Debug::fmt(&Hidden::string(text), f),
    }
}

/// The text of an enum value that the spec does not list. To create one, convert a string into the enum, which prefers
/// its listed variants.
// A thin pointer, because its size is that of every enum: with a `Box<str>` they take 24 bytes instead of 16.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<Box<str>>);

impl UnknownValue {
    /// Creates a value. Used by generated code.
    #[doc(hidden)]
    pub fn new(text: &str) -> Self {
        Self(Box::new(text.into()))
    }

    /// Returns the text on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Shows the kind and the length. [`as_str`](Self::as_str) returns the text.
impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hidden::string(&self.0).fmt(f)
    }
}
