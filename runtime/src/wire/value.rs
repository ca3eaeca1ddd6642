//! [`Value`]: what each type of the API can do, and functions that read and write values as JSON text.

use std::fmt::{self, Debug};

use super::decoder::Decoder;
use super::field::Field;
use super::json::value::Json;
use super::limits::Limits;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::redaction::Place;
use super::writer::{EncodeError, Writer};

/// A property that determines the type of an object, and its value: `("providerName", "AWS")`.
pub type Tag = (&'static str, &'static str);

/// A type that is read from JSON and written as JSON.
///
/// The types of the API implement it, and so do the types of their properties. Programs use it as a bound and do not
/// implement it: its methods are not covered by semver.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of the API",
    label = "expected a type of the API",
    note = "they are in `atlas_api::types`; `Json` reads and writes any JSON, and `Json::from_serialize` converts other types"
)]
pub trait Value: Sized + Clone + PartialEq + Debug + 'static {
    /// Whether the type accepts `null`. Otherwise `null` counts as absent.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Reads a value. After an error the caller rewinds.
    #[doc(hidden)]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError>;

    /// Writes the value.
    #[doc(hidden)]
    fn encode(&self, writer: &mut Writer);

    /// Writes the value with the property that determines its type, unless that is set. Only objects have one.
    #[doc(hidden)]
    fn encode_tagged(&self, writer: &mut Writer, _tag: &[Tag]) {
        self.encode(writer);
    }

    /// Takes a value that is not of this type, if the type can hold it.
    #[doc(hidden)]
    fn absorb(_raw: RawJson) -> Option<Self> {
        None
    }

    /// Takes a whole body that is plain text, if the type is text.
    #[doc(hidden)]
    fn of_text(_text: &str) -> Option<Self> {
        None
    }

    /// The text, if the type is text.
    #[doc(hidden)]
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// Shows the value within `Debug` of its container.
    #[doc(hidden)]
    fn show(&self, _place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }

    /// The text of a value that is a string on the wire.
    #[doc(hidden)]
    fn text(&self) -> Option<&str> {
        None
    }

    /// A property by its wire name. Only objects and unions have properties.
    #[doc(hidden)]
    fn property<'a>(&'a self, _name: &str) -> Option<&'a (dyn Field + 'static)> {
        None
    }

    /// Like [`property`](Self::property), but mutable.
    #[doc(hidden)]
    fn property_mut<'a>(&'a mut self, _name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        None
    }

    /// Sets a property to any JSON, or removes it. Other types have no properties.
    #[doc(hidden)]
    fn set_json(&mut self, _name: &str, _json: Option<&Json>) {}
}

/// A value as shown in `Debug` of its container.
pub(super) struct Shown<'a, T>(pub(super) &'a T, pub(super) Place);

impl<T: Value> Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(self.1, f)
    }
}

/// A generated type. Its kind determines what it can do, so there is little code to generate and to compile.
#[doc(hidden)]
pub trait Model: Sized + Clone + PartialEq + Debug + 'static {
    /// The kind: an object, an enum or a union.
    type Kind: Kind<Self>;
}

/// What the types of a kind can do. See the methods of [`Value`].
#[doc(hidden)]
pub trait Kind<T> {
    /// See [`Value::decode`].
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError>;
    /// See [`Value::encode_tagged`].
    fn encode(value: &T, writer: &mut Writer, tag: &[Tag]);
    /// See [`Value::absorb`].
    fn absorb(raw: RawJson) -> Option<T>;
    /// Whether the spec lists a property of the type, or of one of its variants.
    fn has(_property: &str) -> bool {
        false
    }
    /// See [`Value::text`].
    fn text(_value: &T) -> Option<&str> {
        None
    }
    /// See [`Value::property`].
    fn property<'a>(_value: &'a T, _name: &str) -> Option<&'a (dyn Field + 'static)> {
        None
    }
    /// See [`Value::property_mut`].
    fn property_mut<'a>(_value: &'a mut T, _name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        None
    }
    /// See [`Value::set_json`].
    fn set_json(_value: &mut T, _name: &str, _json: Option<&Json>) {}
}

impl<T: Model> Value for T {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError> {
        T::Kind::decode(decoder)
    }
    fn encode(&self, writer: &mut Writer) {
        T::Kind::encode(self, writer, &[]);
    }
    fn encode_tagged(&self, writer: &mut Writer, tag: &[Tag]) {
        T::Kind::encode(self, writer, tag);
    }
    fn absorb(raw: RawJson) -> Option<Self> {
        T::Kind::absorb(raw)
    }
    fn text(&self) -> Option<&str> {
        T::Kind::text(self)
    }
    fn property<'a>(&'a self, name: &str) -> Option<&'a (dyn Field + 'static)> {
        T::Kind::property(self, name)
    }
    fn property_mut<'a>(&'a mut self, name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        T::Kind::property_mut(self, name)
    }
    fn set_json(&mut self, name: &str, json: Option<&Json>) {
        T::Kind::set_json(self, name, json);
    }
}

/// Writes a value as JSON text.
///
/// JSON can't express `f64::NAN` and infinite floats: they are written as `null`. An operation that would send one fails
/// with [`Error::is_input`](crate::Error::is_input), before anything is sent.
pub fn to_json<T: Value>(value: &T) -> String {
    written(value).into_string()
}

/// Writes a value as JSON text to be sent.
///
/// # Errors
/// A part of it can't be expressed in JSON, or must not be sent.
pub(crate) fn to_sendable_json<T: Value>(value: &T) -> Result<String, EncodeError> {
    written(value).finish()
}

fn written<T: Value>(value: &T) -> Writer {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer
}

/// Reads a value from JSON text, in the same way as a response: unknown properties, unknown enum values and mismatches
/// are kept. The value may take 256 MiB of memory, like that of a response by default.
///
/// # Errors
/// The text is not JSON, its outermost value is not of type `T`, or the value takes too much memory. The message holds
/// the position in bytes.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let cluster: ClusterDescription20240805 = atlas_api::from_json(r#"{"name": "prod"}"#)?;
/// assert_eq!(cluster.name.as_deref(), Some("prod"));
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
pub fn from_json<T: Value>(text: &str) -> Result<T, JsonError> {
    read_json(text, Limits::default())
}

/// Like [`from_json`], with limits.
pub(crate) fn read_json<T: Value>(text: &str, limits: Limits<'_>) -> Result<T, JsonError> {
    let mut decoder = Decoder::new(text, limits);
    let value = T::decode(&mut decoder)?;
    decoder.reader.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::wire::json::value::Json;

    /// Reads a text, with a deadline that passes after `up_after` looks at the clock. Returns how often the decoder
    /// looked, and the result.
    fn read<T: Value>(text: &str, up_after: usize) -> (usize, Result<(), String>) {
        let looks = Cell::new(0);
        let is_late = || {
            looks.set(looks.get() + 1);
            looks.get() > up_after
        };
        let limits = Limits {
            memory: usize::MAX,
            is_late: Some(&is_late),
        };
        let value = read_json::<T>(text, limits);
        (
            looks.get(),
            value.map(drop).map_err(|error| error.to_string()),
        )
    }

    #[test]
    fn decoding_ends_at_deadline() {
        let list = format!("[{}1]", "1,".repeat(1 << 20));
        let texts = format!("[{}\"\"]", "\"text\",".repeat(1 << 18));
        let nested = format!("[{}0]", "{\"a\": [1, {\"b\": null}]},".repeat(1 << 16));
        let long = format!("[\"{}\"]", "x".repeat(8 << 20));
        for (name, read, text) in [
            ("integers", read::<Vec<i64>> as fn(&str, usize) -> _, &list),
            ("texts", read::<Vec<String>>, &texts),
            ("free-form", read::<Vec<Json>>, &nested),
        ] {
            let (looks, _) = read(text, usize::MAX);
            assert!(looks > 1, "{name}: the clock is looked at {looks} times");
            let (looks, result) = read(text, 1);
            assert_eq!(looks, 2, "{name}: it does not go on");
            let error = result.expect_err(name);
            assert!(error.starts_with("the deadline passed"), "{name}: {error}");
        }
        // A single text is read to its end.
        assert!(read::<Vec<String>>(&long, 1).1.is_ok());
    }
}
