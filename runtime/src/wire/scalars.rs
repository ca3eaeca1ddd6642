//! Scalar types and any JSON value, as [`Value`]s.

use super::date_time::DateTime;
use super::decoder::Decoder;
use super::number::Number;
use super::reader::error::JsonError;
use super::value::Value;
use super::writer::Writer;

impl Value for String {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.reader.string().map(Into::into)
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Value for DateTime {
    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        decoder.reader.string().map(|text| text.as_ref().into())
    }
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self.as_str());
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

impl Value for serde_json::Value {
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
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
