//! Enums that keep unknown values.

use std::fmt;

use super::decoder::Decoder;
use super::param::Param;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::value::{Kind, Model, Tag};
use super::writer::Writer;

/// An enum of strings of the API. The generated code implements it with `open_enum!`.
#[doc(hidden)]
pub trait OpenEnum: Model + for<'a> From<&'a str> {
    /// The text on the wire.
    fn text(&self) -> &str;
}

/// The kind of the enums.
#[derive(Debug)]
pub struct EnumKind;

impl<T: OpenEnum> Kind<T> for EnumKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        decoder.reader.string().map(|text| T::from(text.as_ref()))
    }
    fn encode(value: &T, writer: &mut Writer, _: &[Tag]) {
        writer.string(value.text());
    }
    fn absorb(_: RawJson) -> Option<T> {
        None
    }
}

impl<T: OpenEnum> Param for T {
    fn texts(&self) -> Vec<String> {
        vec![self.text().to_owned()]
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        let [text] = texts else { return None };
        Some(T::from(text.as_str()))
    }
}

/// The text of an enum value that the spec does not list. To create one, convert a string into the enum, which prefers
/// its listed variants.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Used by the generated code.
    #[doc(hidden)]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the text on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
