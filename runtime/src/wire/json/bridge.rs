//! JSON text in any format of `serde`: exact in `serde_json`, and elsewhere as close as the format allows.

use std::any::type_name;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::serializer::TextSerializer;
use super::text::{NUMBER, RAW, TOML_DATE, unquoted};
use super::value::Json;
use crate::wire::reader::cursor::{JsonKind, Reader};
use crate::wire::reader::error::JsonError;
use crate::wire::writer::Writer;

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.invalid() {
            None => serialize_text(self.text(), serializer),
            Some(error) => Err(S::Error::custom(error)),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserialize_text(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Serializes a JSON text.
pub(in crate::wire) fn serialize_text<S: Serializer>(
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if type_name::<S>() == type_name::<TextSerializer<'_>>() {
        return serialize_raw(text, serializer);
    }
    Part(text).serialize(serializer)
}

fn serialize_raw<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut raw = serializer.serialize_struct(RAW, 1)?;
    raw.serialize_field(RAW, text)?;
    raw.end()
}

/// Whether this is a serializer of `serde_json`. If another one is mistaken for it, that gets numbers of at most 128
/// bits.
fn is_serde_json<S>() -> bool {
    fn generic<T>() -> Option<&'static str> {
        type_name::<T>().split('<').next()
    }
    let theirs = generic::<&mut serde_json::Serializer<Vec<u8>>>();
    generic::<S>() == theirs || generic::<S>() == generic::<serde_json::value::Serializer>()
}

/// A part of a JSON text.
struct Part<'a>(&'a str);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let error = S::Error::custom::<JsonError>;
        let mut reader = Reader::new(self.0);
        match reader.kind().map_err(error)? {
            JsonKind::Null => serializer.serialize_unit(),
            JsonKind::Bool => serializer.serialize_bool(reader.bool().map_err(error)?),
            JsonKind::Number => self.number(serializer),
            JsonKind::String => match reader.string() {
                Ok(text) => serializer.serialize_str(&text),
                Err(_) if is_serde_json::<S>() => serialize_raw(self.0, serializer),
                Err(error) => Err(S::Error::custom(error)),
            },
            JsonKind::Array => {
                let mut items = Vec::new();
                reader.array_begin().map_err(error)?;
                while reader.next_item().map_err(error)? {
                    items.push(reader.skip().map_err(error)?);
                }
                // Some formats need the number of items.
                let mut array = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    array.serialize_element(&Part(item))?;
                }
                array.end()
            }
            JsonKind::Object => {
                let mut entries = Vec::new();
                reader.object_begin().map_err(error)?;
                while let Some(key) = reader.next_key_text().map_err(error)? {
                    entries.push((unquoted(key), reader.skip().map_err(error)?));
                }
                let mut object = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    object.serialize_entry(&*key, &Part(value))?;
                }
                object.end()
            }
        }
    }
}

impl Part<'_> {
    /// Serializes a number as a type that can hold all of its digits, or else as the nearest float.
    fn number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0;
        match (text.parse(), text.parse()) {
            // As an integer it would lose its sign.
            _ if text == "-0" => {}
            (Ok(number), _) => return serializer.serialize_u64(number),
            (_, Ok(number)) => return serializer.serialize_i64(number),
            _ => {}
        }
        let float = text.parse::<f64>().ok().filter(|it| it.is_finite());
        let is_exact = |float: &f64| {
            let mut writer = Writer::new();
            writer.f64(*float);
            writer.into_string() == text
        };
        match float {
            Some(float) if is_exact(&float) => serializer.serialize_f64(float),
            _ if is_serde_json::<S>() => serialize_raw(text, serializer),
            Some(float) => serializer.serialize_f64(float),
            None => Err(S::Error::custom(format_args!(
                "the number {text} is beyond the range of a float"
            ))),
        }
    }
}

/// Deserializes the next value as JSON text.
pub(in crate::wire) fn deserialize_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    let mut writer = Writer::new();
    Text(&mut writer).deserialize(deserializer)?;
    writer.finish().map_err(D::Error::custom)
}

/// Writes the next value.
pub(super) struct Text<'a>(pub(super) &'a mut Writer);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // This makes `serde_json` pass the text. Other formats pass the contents of the struct, which is the value.
        deserializer.deserialize_newtype_struct(RAW, self)
    }
}

macro_rules! scalars {
    ($($method:ident($ty:ty) $value:ident, $writer:ident => $write:expr;)*) => {$(
        fn $method<E>(self, $value: $ty) -> Result<(), E> {
            let $writer = self.0;
            $write;
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value of JSON")
    }

    scalars! {
        visit_bool(bool) value, writer => writer.bool(value);
        visit_i64(i64) value, writer => writer.i64(value);
        visit_i128(i128) value, writer => writer.display(format_args!("{value}"));
        visit_u64(u64) value, writer => writer.u64(value);
        visit_u128(u128) value, writer => writer.display(format_args!("{value}"));
        visit_f64(f64) value, writer => writer.f64(value);
        visit_str(&str) value, writer => writer.string(value);
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }
    fn visit_none<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.begin_array();
        loop {
            let position = self.0.position();
            self.0.item();
            if items.next_element_seed(Text(self.0))?.is_none() {
                self.0.rewind(position);
                break;
            }
        }
        self.0.end_array();
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut key = entries.next_key::<String>()?;
        if let Some(RAW | NUMBER) = key.as_deref() {
            let text = entries.next_value::<String>()?;
            let json: Json = text.parse().map_err(A::Error::custom)?;
            json.write(self.0);
            return Ok(());
        }
        if key.as_deref() == Some(TOML_DATE) {
            self.0.string(&entries.next_value::<String>()?);
            return Ok(());
        }
        self.0.begin_object();
        while let Some(name) = key {
            self.0.key(&name);
            entries.next_value_seed(Text(self.0))?;
            key = entries.next_key()?;
        }
        self.0.end_object();
        Ok(())
    }
}
