//! [`Json`]: a JSON value, kept as text.

use std::fmt;
use std::ops::Index;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use super::text::{canonical, indented, unquoted};
use crate::wire::map::Map;
use crate::wire::reader::cursor::Reader;
use crate::wire::reader::error::JsonError;
use crate::wire::redaction::Hidden;
use crate::wire::writer::{EncodeError, Writer};

/// Any JSON value. It holds what the spec does not describe, such as the stages of a pipeline or the keys of an
/// index.
///
/// A value is kept as text, so that nothing about it changes: properties keep their order, numbers their digits, and
/// strings their escapes. It depends on no feature of `serde_json`, and reads a property only when asked for it.
///
/// # Creating
///
/// [`json!`](crate::json!) keeps properties in the order in which they are written. Text is [parsed](str::parse), and
/// [`from_serialize`](Self::from_serialize) takes anything that `serde` serializes, in the order in which it does.
///
/// ```
/// use atlas_api::{Json, json};
///
/// let stage = json!({"$sort": {"price": -1, "at": 1}});
/// assert_eq!(stage.text(), r#"{"$sort":{"price":-1,"at":1}}"#);
/// assert_eq!(stage["$sort"]["price"], -1);
///
/// let digits: Json = "0.1000000000000000000000000001".parse()?;
/// assert_eq!(digits.to_string(), "0.1000000000000000000000000001");
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
///
/// A `serde_json::Value` sorts its properties, unless some crate in the program turns on its feature `preserve_order`.
/// So write a document whose order matters with this type's `json!`, not with that of `serde_json`.
///
/// # Equality
///
/// Two values are equal if their texts differ only in whitespace and in equivalent escapes. The order of properties
/// counts, and so do the digits of numbers: `1` and `1.0` differ.
///
/// # Special cases
///
/// - If a property occurs several times, the text has all of them, and lookups find the last.
/// - An unpaired surrogate in a string reads as U+FFFD. The text keeps its escape.
/// - A float that JSON can't express, such as `f64::NAN`, makes the value that contains it invalid. Such a value reads
///   as `null`, and an operation that would send it fails with [`Error::is_input`](crate::Error::is_input).
#[derive(Clone)]
pub struct Json {
    /// The text that contains this value.
    text: Arc<str>,
    start: usize,
    end: usize,
    /// The parsed contents, once they were needed.
    node: OnceLock<Arc<Node>>,
}

/// The parsed contents of a value.
enum Node {
    /// A string with escapes.
    String(String),
    Array(Vec<Json>),
    Object(Map<Json>),
    /// A value that can't be sent.
    Invalid(EncodeError),
}

impl Json {
    /// Creates a `null`.
    pub fn null() -> Self {
        null().clone()
    }

    /// Keeps a text that is known to be JSON, without surrounding whitespace.
    pub(in crate::wire) fn of_text(text: &str) -> Self {
        Self {
            text: text.into(),
            start: 0,
            end: text.len(),
            node: OnceLock::new(),
        }
    }

    /// Takes the text of a writer.
    #[doc(hidden)]
    pub fn of_writer(writer: Writer) -> Self {
        match writer.finish() {
            Ok(text) => Self::checked(&text),
            Err(error) => Self::refused(error),
        }
    }

    /// Keeps a text that a program has assembled. It is JSON, but may be nested too deeply.
    pub(super) fn checked(text: &str) -> Self {
        match text.parse() {
            Ok(json) => json,
            Err(error) => Self::refused(EncodeError::new(format!("is invalid: {error}"))),
        }
    }

    pub(in crate::wire) fn refused(error: EncodeError) -> Self {
        Self {
            node: OnceLock::from(Arc::new(Node::Invalid(error))),
            ..Self::null()
        }
    }

    /// Returns the JSON text, as received and sent.
    pub fn text(&self) -> &str {
        &self.text[self.start..self.end]
    }

    /// Why this value can't be sent, if it can't.
    pub(in crate::wire) fn invalid(&self) -> Option<&EncodeError> {
        match &**self.node.get()? {
            Node::Invalid(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the value of a property, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// Returns the value at a JSON pointer (RFC 6901), such as `/stages/0/$sort`.
    ///
    /// ```
    /// let json = atlas_api::json!({"stages": [{"$sort": {"at": 1}}]});
    /// assert_eq!(json.pointer("/stages/0/$sort/at").unwrap(), &1);
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        let mut steps = pointer.strip_prefix('/')?.split('/');
        steps.try_fold(self, |value, step| match value.as_array() {
            Some(items) => items.get(step.parse::<usize>().ok()?),
            None => value.get(&step.replace("~1", "/").replace("~0", "~")),
        })
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        self.text() == "null"
    }

    /// Returns the boolean, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        self.text().parse().ok()
    }

    /// Returns the text of a string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        let text = self.text();
        let inner = text.strip_prefix('"')?.strip_suffix('"')?;
        if !inner.contains('\\') {
            return Some(inner);
        }
        match self.node()? {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number as it is written, if this is one: `10`, `10.0` or `1e1`.
    pub fn as_digits(&self) -> Option<&str> {
        let first = self.text().bytes().next()?;
        matches!(first, b'-' | b'0'..=b'9').then(|| self.text())
    }

    /// Returns the number, if it is written as an integer and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_digits()?.parse().ok()
    }

    /// Returns the number, if it is written as an integer and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_digits()?.parse().ok()
    }

    /// Returns the nearest float, if the number is within the range of floats.
    pub fn as_f64(&self) -> Option<f64> {
        let number = self.as_digits()?.parse().ok();
        number.filter(|number: &f64| number.is_finite())
    }

    /// Returns the items, if this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self.node()? {
            Node::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the properties in their order, if this is an object.
    pub fn as_object(&self) -> Option<&Map<Self>> {
        match self.node()? {
            Node::Object(properties) => Some(properties),
            _ => None,
        }
    }

    /// The contents, if they are more than the text. They are parsed one level at a time.
    fn node(&self) -> Option<&Node> {
        if let Some(node) = self.node.get() {
            return Some(node);
        }
        let text = self.text();
        let node = match text.bytes().next()? {
            b'[' => Node::Array(self.items().unwrap_or_default()),
            b'{' => Node::Object(self.properties().unwrap_or_default()),
            b'"' => Node::String(unquoted(text).into_owned()),
            _ => return None,
        };
        Some(self.node.get_or_init(|| Arc::new(node)))
    }

    fn items(&self) -> Result<Vec<Self>, JsonError> {
        let mut reader = Reader::new(self.text());
        let mut items = Vec::new();
        reader.array_begin()?;
        while reader.next_item()? {
            items.push(self.part(&mut reader)?);
        }
        Ok(items)
    }

    fn properties(&self) -> Result<Map<Self>, JsonError> {
        let mut reader = Reader::new(self.text());
        let mut entries = Vec::new();
        reader.object_begin()?;
        while let Some(key) = reader.next_key_text()? {
            let value = self.part(&mut reader)?;
            entries.push((unquoted(key).into_owned(), value));
        }
        Ok(Map::of_entries(entries))
    }

    /// The next value, as a part of the same text.
    fn part(&self, reader: &mut Reader<'_>) -> Result<Self, JsonError> {
        let length = reader.skip()?.len();
        let end = self.start + reader.position();
        Ok(Self {
            text: Arc::clone(&self.text),
            start: end - length,
            end,
            node: OnceLock::new(),
        })
    }
}

/// The result of a lookup that finds nothing.
fn null() -> &'static Json {
    static NULL: OnceLock<Json> = OnceLock::new();
    NULL.get_or_init(|| Json::of_text("null"))
}

/// `null`.
impl Default for Json {
    fn default() -> Self {
        Self::null()
    }
}

/// Parses JSON text. Surrounding whitespace is dropped.
impl FromStr for Json {
    type Err = JsonError;

    fn from_str(text: &str) -> Result<Self, JsonError> {
        let mut reader = Reader::new(text);
        let value = reader.skip()?;
        reader.end()?;
        Ok(Self::of_text(value))
    }
}

/// The value of a property, or `null` if there is none.
impl Index<&str> for Json {
    type Output = Self;
    fn index(&self, name: &str) -> &Self {
        self.get(name).unwrap_or_else(|| null())
    }
}

/// An item of an array, or `null` if there is none.
impl Index<usize> for Json {
    type Output = Self;
    fn index(&self, index: usize) -> &Self {
        let item = self.as_array().and_then(|items| items.get(index));
        item.unwrap_or_else(|| null())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        let same = self.text() == other.text() || canonical(self.text()) == canonical(other.text());
        same && self.invalid() == other.invalid()
    }
}

impl Eq for Json {}

/// As JSON: the [text](Json::text), or with `{:#}` indented.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return f.write_str(&indented(self.text()));
        }
        f.write_str(self.text())
    }
}

/// The kind and the length, because the value may hold secrets. `Display` shows it.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.invalid() {
            None => Hidden::json(self.text().as_bytes()).fmt(f),
            Some(error) => write!(f, "<invalid: {error}>"),
        }
    }
}
