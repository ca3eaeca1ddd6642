//! Deserializes a value of any `serde` format as JSON text, and checks it while the format still knows the position.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::bridge::Text;
use crate::wire::writer::Writer;

/// Deserializes the next value, and passes its JSON text to a function. If the function rejects it, formats such as
/// `serde_json` add the line to the error, because they still know the position.
pub(in crate::wire) fn deserialize_whole<'de, D: Deserializer<'de>>(
    deserializer: D,
    read: Read<'_>,
) -> Result<(), D::Error> {
    deserializer.deserialize_any(Whole(read))
}

/// Reads a JSON text, or returns why it is invalid.
type Read<'a> = &'a mut dyn FnMut(&str) -> Result<(), String>;

/// Passes the JSON text of the next value to a function.
struct Whole<'a>(Read<'a>);

impl Whole<'_> {
    fn read<E: Error>(self, write: impl FnOnce(Text<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut writer = Writer::new();
        write(Text(&mut writer))?;
        let text = writer.finish().map_err(E::custom)?;
        (self.0)(&text).map_err(E::custom)
    }
}

macro_rules! visit_with_text {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method<E: Error>(self, value: $ty) -> Result<(), E> {
            self.read(|text| text.$method(value))
        }
    )*};
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value of JSON")
    }

    visit_with_text! {
        visit_bool(bool);
        visit_i64(i64);
        visit_i128(i128);
        visit_u64(u64);
        visit_u128(u128);
        visit_f64(f64);
        visit_str(&str);
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.read(|text| text.visit_unit())
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.read(|text| text.visit_none())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.read(|text| text.visit_seq(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        self.read(|text| text.visit_map(entries))
    }
}
