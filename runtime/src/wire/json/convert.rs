//! Converts [`Json`] to and from Rust types, and compares it with them.

use serde_json::Value;

use super::text::closest;
use super::value::Json;
use crate::wire::map::Map;
use crate::wire::number::Number;
use crate::wire::writer::Writer;

impl Json {
    /// Writes the value.
    pub(in crate::wire) fn write(&self, writer: &mut Writer) {
        match self.invalid() {
            None => writer.raw(self.text()),
            Some(error) => writer.refuse(error.clone()),
        }
    }
}

fn written(write: impl FnOnce(&mut Writer)) -> Json {
    let mut writer = Writer::new();
    write(&mut writer);
    Json::of_writer(writer)
}

fn array(items: impl Iterator<Item = Json>) -> Json {
    written(|writer| {
        writer.begin_array();
        for item in items {
            writer.item();
            item.write(writer);
        }
        writer.end_array();
    })
}

fn object(properties: impl Iterator<Item = (String, Json)>) -> Json {
    written(|writer| {
        writer.begin_object();
        for (name, value) in properties {
            writer.key(&name);
            value.write(writer);
        }
        writer.end_object();
    })
}

macro_rules! from_scalars {
    ($($ty:ty: $value:ident, $writer:ident => $write:expr;)*) => {$(
        impl From<$ty> for Json {
            fn from($value: $ty) -> Self {
                written(|$writer| $write)
            }
        }

        impl PartialEq<$ty> for Json {
            fn eq(&self, other: &$ty) -> bool {
                let other = Self::from(other.clone());
                *self == other
            }
        }

        impl PartialEq<$ty> for &Json {
            fn eq(&self, other: &$ty) -> bool {
                **self == *other
            }
        }
    )*};
}

from_scalars! {
    bool: value, writer => writer.bool(value);
    i32: value, writer => writer.i64(value.into());
    i64: value, writer => writer.i64(value);
    u32: value, writer => writer.u64(value.into());
    u64: value, writer => writer.u64(value);
    usize: value, writer => writer.u64(value as u64);
    f64: value, writer => writer.f64(value);
    Number: value, writer => value.encode(writer);
    String: value, writer => writer.string(&value);
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        written(|writer| writer.string(value))
    }
}

impl PartialEq<str> for Json {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Json {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(other)
    }
}

/// `None` is `null`.
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::null, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Into<Json>> From<Map<T>> for Json {
    fn from(properties: Map<T>) -> Self {
        properties.into_iter().collect()
    }
}

/// An array.
impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        array(items.into_iter().map(Into::into))
    }
}

/// An object.
impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Json {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(properties: I) -> Self {
        let properties = properties.into_iter();
        object(properties.map(|(name, value)| (name.into(), value.into())))
    }
}

/// In the order in which `serde_json` has the properties: sorted, unless its feature `preserve_order` is on.
impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        Self::checked(&value.to_string())
    }
}

/// The closest [`Value`]. Unless features of `serde_json` say otherwise, it sorts properties, and its numbers are 64-bit
/// integers or `f64`. A number beyond any `f64` becomes a string of its digits, half of a surrogate pair U+FFFD.
impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        closest(json.text())
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        Self::from(&json)
    }
}

/// Equal if the closest [`Value`] is. The order of properties does not count.
impl PartialEq<Value> for Json {
    fn eq(&self, other: &Value) -> bool {
        let value = Value::from(self);
        value == *other
    }
}

impl PartialEq<Json> for Value {
    fn eq(&self, other: &Json) -> bool {
        other == self
    }
}
