//! [`Value`]: what each type of the API can do, and the functions that read and write one as JSON text.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::decoder::Decoder;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::writer::Writer;

/// A JSON object whose property names are data.
pub type Map<T> = BTreeMap<String, T>;

/// A property that tells the type of an object, and what it says: `("providerName", "AWS")`.
pub type Tag = (&'static str, &'static str);

/// A type that is read from JSON and written as JSON.
///
/// The types of the API implement it, and so do the types of their properties. Programs use it as a bound and do not
/// implement it: its methods are not covered by semver.
pub trait Value: Sized + Clone + PartialEq + Debug + 'static {
    /// Whether the type takes `null`. Elsewhere `null` counts as absent.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Reads a value. After an error the caller rewinds.
    #[doc(hidden)]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, JsonError>;

    /// Writes the value.
    #[doc(hidden)]
    fn encode(&self, writer: &mut Writer);

    /// Writes the value with a property that tells its type, where that is not set anyway. Only
    /// objects have one.
    #[doc(hidden)]
    fn encode_tagged(&self, writer: &mut Writer, _tag: &[Tag]) {
        self.encode(writer);
    }

    /// Takes what is not of this type at all, if the type has a place to keep it.
    #[doc(hidden)]
    fn absorb(_raw: RawJson) -> Option<Self> {
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
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError>;
    /// See [`Value::encode_tagged`].
    fn encode(value: &T, writer: &mut Writer, tag: &[Tag]);
    /// See [`Value::absorb`].
    fn absorb(raw: RawJson) -> Option<T>;
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
}

/// Writes a value as JSON text.
pub fn to_json<T: Value>(value: &T) -> String {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_string()
}

/// Reads a value from JSON text, in the same way as a response: unknown properties, unknown enum values and mismatches
/// are kept.
///
/// # Errors
/// The text is not JSON, or its outermost value has another type than `T`. The message holds the position in bytes.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let cluster: ClusterDescription20240805 = atlas_api::from_json(r#"{"name": "prod"}"#)?;
/// assert_eq!(cluster.name.as_deref(), Some("prod"));
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
pub fn from_json<T: Value>(text: &str) -> Result<T, JsonError> {
    let mut decoder = Decoder::new(text);
    let value = T::decode(&mut decoder)?;
    decoder.reader.end()?;
    Ok(value)
}
