//! [`Value`] for scalar types and any JSON value.

use std::borrow::Cow;
use std::fmt;

use super::date_time::DateTime;
use super::decoder::Decoder;
use super::json::value::Json;
use super::number::Number;
use super::reader::error::JsonError;
use super::redaction::{self, Place};
use super::task_hooks;
use super::value::Value;
use super::writer::{EncodeError, Writer};

impl Value for String {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.string_inline().map(Cow::into_owned)
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
    fn show(&self, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redaction::show(self, place, f)
    }
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Value for DateTime {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.string().map(|text| text.as_ref().into())
    }
    fn encode(&self, writer: &mut Writer) {
        match self.check() {
            Ok(()) => writer.plain_string(self.as_str()),
            Err(error) => {
                writer.forbid(EncodeError::new(format!("is invalid: {error}")));
                writer.string(self.as_str());
            }
        }
    }
    fn text(&self) -> Option<&str> {
        Some(self.as_str())
    }
}

impl Value for bool {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.reader.bool()
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}

impl Value for i64 {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.reader.i64()
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.i64(*self);
    }
}

impl Value for i32 {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
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
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
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

impl Value for Json {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        let text = decoder.skip()?;
        if decoder.task.is_some() {
            let start = decoder.reader.position() - text.len();
            task_hooks::mark_free(decoder, start);
        }
        decoder.allocate(text.len())?;
        Ok(Self::of_text(text))
    }
    fn encode(&self, writer: &mut Writer) {
        self.write(writer);
    }
}

/// The memory that a `serde_json::Value` may need for each byte of its text, in bytes. The worst case is `{"":0}`,
/// whose map has room for eleven entries.
const PER_BYTE: usize = 128;

impl Value for serde_json::Value {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        let json = Json::decode(decoder)?;
        decoder.allocate(json.text().len().saturating_mul(PER_BYTE))?;
        Ok(json.into())
    }
    fn encode(&self, writer: &mut Writer) {
        Json::from(self).write(writer);
    }
}
