//! Serializes with `serde` to JSON text, in order and with all digits.

use std::fmt;

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Value;

use super::text::{NUMBER, RAW};
use super::value::Json;
use crate::wire::writer::{EncodeError, Writer};

impl Json {
    /// Creates a value from anything that `serde` serializes, in the order in which it does: the fields of a struct in
    /// the order of its definition.
    ///
    /// Without the feature `serde`, types of the API do not serialize: parse [`to_json`](crate::to_json) instead.
    ///
    /// ```
    /// #[derive(serde::Serialize)]
    /// struct Sort {
    ///     price: i32,
    ///     at: i32,
    /// }
    ///
    /// let sort = atlas_api::Json::from_serialize(&Sort { price: -1, at: 1 })?;
    /// assert_eq!(sort.text(), r#"{"price":-1,"at":1}"#);
    /// # Ok::<(), atlas_api::EncodeError>(())
    /// ```
    ///
    /// # Errors
    /// The value has a float that JSON can't express, such as `f64::NAN`, a map whose keys are not text, or more than
    /// 128 levels; or its own serialization fails.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, EncodeError> {
        let mut writer = Writer::new();
        write_json(&mut writer, value);
        let json = Self::of_writer(writer);
        json.invalid().cloned().map_or(Ok(json), Err)
    }
}

/// Writes a serializable value. If it can't be serialized, the writer refuses it.
pub fn write_json<T: Serialize + ?Sized>(writer: &mut Writer, value: &T) {
    let start = writer.position();
    if let Err(Refusal(problem)) = value.serialize(TextSerializer(writer)) {
        writer.rewind(start);
        writer.refuse(EncodeError::new(format!(
            "can't be written as JSON: {problem}"
        )));
    }
}

/// Why a value can't be serialized.
#[derive(Debug)]
pub(super) struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl serde::ser::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Serializes like `serde_json`, but rejects values that `serde_json` would write as `null`.
pub(super) struct TextSerializer<'a>(&'a mut Writer);

impl<'a> TextSerializer<'a> {
    fn array(self) -> Compound<'a> {
        self.0.begin_array();
        Compound::new(self.0, &[Close::Array])
    }

    fn object(self) -> Compound<'a> {
        self.0.begin_object();
        Compound::new(self.0, &[Close::Object])
    }

    /// Starts an object with one property, named after a variant.
    fn variant(self, name: &str) -> Self {
        self.0.begin_object();
        self.0.key(name);
        self
    }
}

macro_rules! scalars {
    ($($method:ident($ty:ty) $value:ident, $writer:ident => $write:expr;)*) => {$(
        fn $method(self, $value: $ty) -> Result<(), Refusal> {
            let $writer = self.0;
            $write;
            Ok(())
        }
    )*};
}

impl<'a> Serializer for TextSerializer<'a> {
    type Ok = ();
    type Error = Refusal;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    scalars! {
        serialize_bool(bool) value, writer => writer.bool(value);
        serialize_i8(i8) value, writer => writer.i64(value.into());
        serialize_i16(i16) value, writer => writer.i64(value.into());
        serialize_i32(i32) value, writer => writer.i64(value.into());
        serialize_i64(i64) value, writer => writer.i64(value);
        serialize_i128(i128) value, writer => writer.display(format_args!("{value}"));
        serialize_u8(u8) value, writer => writer.u64(value.into());
        serialize_u16(u16) value, writer => writer.u64(value.into());
        serialize_u32(u32) value, writer => writer.u64(value.into());
        serialize_u64(u64) value, writer => writer.u64(value);
        serialize_u128(u128) value, writer => writer.display(format_args!("{value}"));
        serialize_f32(f32) value, writer => match value.is_finite() {
            // With enough digits to distinguish it from others of its type.
            true => writer.display(format_args!("{value:?}")),
            false => writer.f64(value.into()),
        };
        serialize_f64(f64) value, writer => writer.f64(value);
        serialize_char(char) value, writer => writer.string(value.encode_utf8(&mut [0; 4]));
        serialize_str(&str) value, writer => writer.string(value);
        serialize_unit_struct(&'static str) _name, writer => writer.null();
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Refusal> {
        bytes.serialize(self)
    }
    fn serialize_none(self) -> Result<(), Refusal> {
        self.serialize_unit()
    }
    fn serialize_unit(self) -> Result<(), Refusal> {
        self.0.null();
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refusal> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        value.serialize(self)
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Refusal> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refusal> {
        let Self(writer) = self.variant(variant);
        value.serialize(TextSerializer(writer))?;
        writer.end_object();
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Refusal> {
        Ok(self.array())
    }
    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Refusal> {
        Ok(self.array())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Refusal> {
        Ok(self.array())
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Refusal> {
        let Self(writer) = self.variant(variant);
        writer.begin_array();
        Ok(Compound::new(writer, &[Close::Array, Close::Object]))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, Refusal> {
        Ok(self.object())
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'a>, Refusal> {
        match name {
            RAW | NUMBER => Ok(Compound::new(self.0, &[])),
            _ => Ok(self.object()),
        }
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Refusal> {
        let Self(writer) = self.variant(variant);
        writer.begin_object();
        Ok(Compound::new(writer, &[Close::Object, Close::Object]))
    }
}

/// A bracket.
enum Close {
    Array,
    Object,
}

/// An array or an object that is being written.
pub(super) struct Compound<'a> {
    writer: &'a mut Writer,
    /// The brackets that close it. None for JSON text that `serde_json` disguises as a struct.
    closes: &'static [Close],
}

impl<'a> Compound<'a> {
    fn new(writer: &'a mut Writer, closes: &'static [Close]) -> Self {
        Self { writer, closes }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        self.writer.item();
        value.serialize(TextSerializer(self.writer))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Refusal> {
        if !self.closes.is_empty() {
            self.writer.key(name);
            return value.serialize(TextSerializer(self.writer));
        }
        match serde_json::to_value(value).map_err(Refusal::custom)? {
            Value::String(text) => {
                let json: Json = text.parse().map_err(Refusal::custom)?;
                json.write(self.writer);
                Ok(())
            }
            _ => Err(Refusal::custom("raw JSON must be a string")),
        }
    }

    fn close(self) {
        for close in self.closes {
            match close {
                Close::Array => self.writer.end_array(),
                Close::Object => self.writer.end_object(),
            }
        }
    }
}

macro_rules! compounds {
    ($($of:ident { $method:ident($($name:ident: $ty:ty)?) $write:ident })*) => {$(
        impl $of for Compound<'_> {
            type Ok = ();
            type Error = Refusal;
            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: $ty,)?
                value: &T,
            ) -> Result<(), Refusal> {
                self.$write($($name,)? value)
            }
            fn end(self) -> Result<(), Refusal> {
                self.close();
                Ok(())
            }
        }
    )*};
}

compounds! {
    SerializeSeq { serialize_element() item }
    SerializeTuple { serialize_element() item }
    SerializeTupleStruct { serialize_field() item }
    SerializeTupleVariant { serialize_field() item }
    SerializeStruct { serialize_field(name: &'static str) field }
    SerializeStructVariant { serialize_field(name: &'static str) field }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refusal> {
        match serde_json::to_value(key) {
            Ok(Value::String(text)) => self.writer.key(&text),
            Ok(key @ (Value::Number(_) | Value::Bool(_))) => self.writer.key(&key.to_string()),
            _ => {
                return Err(Refusal::custom(
                    "a key must be a string, a number or a boolean",
                ));
            }
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        value.serialize(TextSerializer(self.writer))
    }
    fn end(self) -> Result<(), Refusal> {
        self.close();
        Ok(())
    }
}
