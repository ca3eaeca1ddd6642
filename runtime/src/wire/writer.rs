//! Writes compact JSON into memory.
//!
//! Like the reader, this has no type parameters and is compiled once. The text equals that of `serde_json` for the
//! same values, so either can replace the other.

use std::any::TypeId;
use std::fmt::{self, Write as _};

use super::json_path::paths_of;
use super::reader::scan::{find_special, is_plain};

/// Why a value can't be written as JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    /// Below `$`.
    path: String,
    problem: String,
}

impl EncodeError {
    /// Creates an error about a whole value.
    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            problem: problem.into(),
        }
    }

    /// The same error, for a part of the value: the one at this path.
    pub(super) fn below(mut self, path: &str) -> Self {
        let path = path.strip_prefix('$').unwrap_or_default();
        self.path = self.path.strip_prefix(path).unwrap_or_default().to_owned();
        self
    }

    /// Returns the JSON path of the value that can't be written, such as `$.weights[2]`.
    pub fn path(&self) -> String {
        format!("${}", self.path)
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`${}` {}", self.path, self.problem)
    }
}

impl std::error::Error for EncodeError {}

/// A growing JSON text.
///
/// The caller writes one value, or begins and ends an array or object around others. The writer adds commas and
/// colons, but does not check the order of calls: a key must precede each value in an object, and
/// [`item`](Self::item) each value in an array. Nothing precedes the outermost value.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: String,
    /// The first value that must not be sent, and its position. If it could not be written, `null` is in its
    /// place.
    refused: Option<Box<(usize, EncodeError)>>,
    /// The first of those that could not be written.
    lost: Option<Box<(usize, EncodeError)>>,
    /// The positions and variants of unions, if they are recorded.
    variants: Option<Vec<WrittenVariant>>,
    /// Whether to omit tags that only the variants imply.
    omits_tags: bool,
}

/// The variant of a union: its position, the type of the union, and the index of its rule.
pub(super) type WrittenVariant = (usize, TypeId, usize);

/// Recorded in place of a union type for an object that is a variant without its tag.
pub(super) struct Untagged;

impl Writer {
    /// Creates an empty writer.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a writer with room for `capacity` bytes.
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
            ..Self::default()
        }
    }

    /// The text, if all values could be written.
    ///
    /// # Errors
    /// A value could not be [written](Self::refuse), or must not be [sent](Self::forbid). The error is about the
    /// first one.
    pub fn finish(mut self) -> Result<String, EncodeError> {
        match self.refused.take() {
            None => Ok(self.out),
            Some(refused) => Err(self.located(*refused)),
        }
    }

    /// An error with its path.
    fn located(&self, (position, mut error): (usize, EncodeError)) -> EncodeError {
        let path = paths_of(&self.out, &[position]).pop().unwrap_or_default();
        error.path = path.strip_prefix('$').unwrap_or_default().to_owned() + &error.path;
        error
    }

    /// Writes `null` instead of a value that JSON can't express, and makes [`finish`](Self::finish) fail.
    #[cold]
    pub fn refuse(&mut self, error: EncodeError) {
        let position = self.out.len();
        self.lost
            .get_or_insert_with(|| Box::new((position, error.clone())));
        self.forbid(error);
        self.null();
    }

    /// Makes [`finish`](Self::finish) fail because of the next value.
    #[cold]
    pub fn forbid(&mut self, error: EncodeError) {
        let position = self.out.len();
        self.refused
            .get_or_insert_with(|| Box::new((position, error)));
    }

    /// Returns the first `null` in place of a value that could [not be written](Self::refuse): its position, and the
    /// error.
    pub(super) fn take_lost(&mut self) -> Option<(usize, EncodeError)> {
        let lost = *self.lost.take()?;
        Some((lost.0, self.located(lost)))
    }

    /// The number of bytes written so far.
    pub(super) fn position(&self) -> usize {
        self.out.len()
    }

    /// Discards everything written since a position.
    pub(super) fn rewind(&mut self, position: usize) {
        self.out.truncate(position);
        self.refused.take_if(|refused| refused.0 >= position);
        self.lost.take_if(|lost| lost.0 >= position);
    }

    /// Creates a writer that records the variants of unions.
    pub(super) fn recording_variants(writes_tags: bool) -> Self {
        Self {
            variants: Some(Vec::new()),
            omits_tags: !writes_tags,
            ..Self::default()
        }
    }

    /// Whether to write objects with the tag that their variant implies.
    pub(super) fn writes_tags(&self) -> bool {
        !self.omits_tags
    }

    /// Records that a union starts here, and the index of the rule of its variant.
    pub(super) fn record_variant(&mut self, variant: impl FnOnce() -> Option<(TypeId, usize)>) {
        if let Some(variants) = &mut self.variants {
            let start = self.out.len();
            variants.extend(variant().map(|(union, index)| (start, union, index)));
        }
    }

    /// Returns the variants recorded so far.
    pub(super) fn take_variants(&mut self) -> Vec<WrittenVariant> {
        self.variants.take().unwrap_or_default()
    }

    /// The text written so far, with `null` in place of values that could not be written.
    #[inline]
    pub fn into_string(self) -> String {
        self.out
    }

    /// The bytes of the text written so far, which are UTF-8.
    #[inline]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// Writes `null`.
    #[inline]
    pub fn null(&mut self) {
        self.out.push_str("null");
    }

    /// Writes `true` or `false`.
    #[inline]
    pub fn bool(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// Writes an integer.
    pub fn u64(&mut self, value: u64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// Writes a number, always with a fraction or an exponent. Infinite numbers and NaN are [refused](Self::refuse).
    pub fn f64(&mut self, value: f64) {
        if value.is_finite() {
            self.out.push_str(zmij::Buffer::new().format_finite(value));
        } else {
            self.refuse(EncodeError::new(format!(
                "is {value}, which JSON can't express"
            )));
        }
    }

    /// Writes a string, with escapes where JSON requires them.
    pub fn string(&mut self, value: &str) {
        if is_plain(value.as_bytes()) {
            return self.plain_string(value);
        }
        self.out.push('"');
        self.escaped(value);
        self.out.push('"');
    }

    /// Writes a string that needs no escapes.
    #[inline]
    pub(super) fn plain_string(&mut self, value: &str) {
        self.out.reserve(value.len() + 2);
        self.out.push('"');
        self.out.push_str(value);
        self.out.push('"');
    }

    /// Writes the content of a string that has special characters.
    #[cold]
    fn escaped(&mut self, value: &str) {
        let bytes = value.as_bytes();
        let mut start = 0;
        loop {
            let special = find_special(bytes, start);
            // Special characters are ASCII, so other characters stay in one piece.
            self.out.push_str(&value[start..special]);
            match bytes.get(special) {
                Some(&byte) => self.escape(byte),
                None => break,
            }
            start = special + 1;
        }
    }

    /// Writes the escape of a quote, a backslash or a control character.
    #[cold]
    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.push_str("\\\""),
            b'\\' => self.out.push_str("\\\\"),
            0x08 => self.out.push_str("\\b"),
            0x0c => self.out.push_str("\\f"),
            b'\n' => self.out.push_str("\\n"),
            b'\r' => self.out.push_str("\\r"),
            b'\t' => self.out.push_str("\\t"),
            _ => self.display(format_args!("\\u{byte:04x}")),
        }
    }

    /// Writes a value that is JSON already. This is not checked.
    #[inline]
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Begins an object.
    #[inline]
    pub fn begin_object(&mut self) {
        self.out.push('{');
    }

    /// Writes the key of the next member of an object. Its value must follow.
    #[inline]
    pub fn key(&mut self, key: &str) {
        self.comma(b'{');
        self.string(key);
        self.out.push(':');
    }

    /// Writes the key of a property in the table of a type, which needs no escapes.
    #[inline]
    pub(super) fn property(&mut self, name: &'static str) {
        self.comma(b'{');
        self.plain_string(name);
        self.out.push(':');
    }

    /// Ends an object.
    #[inline]
    pub fn end_object(&mut self) {
        self.out.push('}');
    }

    /// Begins an array.
    #[inline]
    pub fn begin_array(&mut self) {
        self.out.push('[');
    }

    /// Begins the next item of an array, which must follow.
    #[inline]
    pub fn item(&mut self) {
        self.comma(b'[');
    }

    /// Ends an array.
    #[inline]
    pub fn end_array(&mut self) {
        self.out.push(']');
    }

    /// Separates the next value from a previous one in the same array or object. No value ends with an opening
    /// bracket, so if the last byte is one, the array or object is still empty.
    #[inline]
    fn comma(&mut self, open: u8) {
        if self.out.as_bytes().last() != Some(&open) {
            self.out.push(',');
        }
    }

    /// Writes formatted text.
    pub(super) fn display(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string can't fail.
        let _ = self.out.write_fmt(text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Writes any value with the methods for its parts.
    fn write(writer: &mut Writer, value: &Value) {
        match value {
            Value::Null => writer.null(),
            Value::Bool(value) => writer.bool(*value),
            Value::Number(value) => match (value.as_i64(), value.as_u64(), value.as_f64()) {
                (Some(value), _, _) => writer.i64(value),
                (_, Some(value), _) => writer.u64(value),
                (_, _, value) => writer.f64(value.unwrap_or(f64::NAN)),
            },
            Value::String(value) => writer.string(value),
            Value::Array(items) => {
                writer.begin_array();
                for item in items {
                    writer.item();
                    write(writer, item);
                }
                writer.end_array();
            }
            Value::Object(members) => {
                writer.begin_object();
                for (key, value) in members {
                    writer.key(key);
                    write(writer, value);
                }
                writer.end_object();
            }
        }
    }

    fn text(write: impl FnOnce(&mut Writer)) -> String {
        let mut writer = Writer::new();
        write(&mut writer);
        writer.into_string()
    }

    #[test]
    fn puts_commas_only_between_values() {
        let value = json!([[], {}, [[]], {"a": {}, "": []}, "[", "{", ":", ",", [1, 2, [3]], null]);
        assert_eq!(text(|writer| write(writer, &value)), value.to_string());
    }

    #[test]
    fn escapes_characters_like_serde_json() {
        let all: String = ('\0'..='\u{a0}').chain("\u{2028}ß€😀".chars()).collect();
        let expected = serde_json::to_string(&all).unwrap();
        assert_eq!(text(|writer| writer.string(&all)), expected);
    }

    #[test]
    fn writes_extreme_numbers() {
        assert_eq!(text(|writer| writer.i64(i64::MIN)), i64::MIN.to_string());
        assert_eq!(text(|writer| writer.u64(u64::MAX)), u64::MAX.to_string());
        assert_eq!(text(|writer| writer.f64(1.0)), "1.0");
        assert_eq!(text(|writer| writer.f64(-0.0)), "-0.0");
    }

    #[test]
    fn rejects_inexpressible_values_with_path() {
        for (value, expected) in [
            (f64::NAN, "`$.a[1]` is NaN, which JSON can't express"),
            (
                f64::NEG_INFINITY,
                "`$.a[1]` is -inf, which JSON can't express",
            ),
        ] {
            let mut writer = Writer::new();
            writer.begin_object();
            writer.key("a");
            writer.begin_array();
            for value in [1.5, value, f64::INFINITY] {
                writer.item();
                writer.f64(value);
            }
            writer.end_array();
            writer.end_object();
            assert_eq!(writer.clone().into_string(), r#"{"a":[1.5,null,null]}"#);
            let error = writer.finish().unwrap_err();
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.path(), "$.a[1]");
        }
    }

    #[test]
    fn separates_raw_values() {
        let mut writer = Writer::with_capacity(16);
        writer.begin_array();
        for raw in ["[]", "{}", " 1 "] {
            writer.item();
            writer.raw(raw);
        }
        writer.end_array();
        assert_eq!(writer.into_bytes(), b"[[],{}, 1 ]");
    }

    proptest! {
        #[test]
        fn writes_strings_like_serde_json(value in any::<String>(), ascii in "[\\x00-\\x7f]{0,40}") {
            for value in [value, ascii] {
                let expected = serde_json::to_string(&value).unwrap();
                prop_assert_eq!(text(|writer| writer.string(&value)), expected);
            }
        }

        #[test]
        fn writes_floats_like_serde_json(bits in any::<u64>(), float in any::<f64>(), whole in any::<i32>()) {
            for value in [f64::from_bits(bits), float, f64::from(whole)] {
                let written = text(|writer| writer.f64(value));
                prop_assert_eq!(&written, &serde_json::to_string(&value).unwrap());
                if value.is_finite() {
                    prop_assert_eq!(written.parse::<f64>().unwrap().to_bits(), value.to_bits());
                }
            }
        }

        #[test]
        fn writes_values_like_serde_json(value in crate::wire::reader::tests::strategies::values()) {
            let written = text(|writer| write(writer, &value));
            prop_assert_eq!(&written, &value.to_string());
        }
    }
}
