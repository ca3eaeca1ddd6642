//! Writing JSON: compact, into memory.
//!
//! Like the reader this has no type parameters and compiles once. The text equals what
//! `serde_json` writes for the same values, so that either can replace the other.

use std::fmt::{self, Write as _};

use super::reader::scan::find_special;

/// A growing JSON text.
///
/// The caller writes one value, or begins and ends an array or object around others. The writer
/// puts the commas and colons, but does not check that what is written makes sense: a key has to
/// precede each value in an object, [`item`](Self::item) each value in an array, and nothing the
/// value at the outermost level.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: String,
}

impl Writer {
    /// A writer without any text.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// A writer with room for `capacity` bytes.
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
        }
    }

    /// The text written so far.
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

    /// Writes a whole number.
    pub fn i64(&mut self, value: i64) {
        self.display(format_args!("{value}"));
    }

    /// Writes a whole number.
    pub fn u64(&mut self, value: u64) {
        self.display(format_args!("{value}"));
    }

    /// Writes a number, with fraction or exponent even if it is whole, and `null` if it is
    /// infinite or not a number, which JSON cannot express.
    pub fn f64(&mut self, value: f64) {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.display(format_args!("{number}")),
            None => self.null(),
        }
    }

    /// Writes a string, with escapes where JSON requires them.
    pub fn string(&mut self, value: &str) {
        self.out.push('"');
        let bytes = value.as_bytes();
        let mut start = 0;
        loop {
            let special = find_special(bytes, start);
            // What is special is ASCII, so characters stay in one piece.
            self.out.push_str(&value[start..special]);
            match bytes.get(special) {
                Some(&byte) => self.escape(byte),
                None => break,
            }
            start = special + 1;
        }
        self.out.push('"');
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

    /// Writes a value that already is JSON. This is not checked.
    #[inline]
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Begins an object.
    #[inline]
    pub fn begin_object(&mut self) {
        self.out.push('{');
    }

    /// Writes the key of an object's next member. Its value has to follow.
    #[inline]
    pub fn key(&mut self, key: &str) {
        self.comma(b'{');
        self.string(key);
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

    /// Begins an array's next item, which has to follow.
    #[inline]
    pub fn item(&mut self) {
        self.comma(b'[');
    }

    /// Ends an array.
    #[inline]
    pub fn end_array(&mut self) {
        self.out.push(']');
    }

    /// Separates what follows from what is before it in the same array or object. No value ends
    /// in an opening bracket, so such a last byte means that the array or object is empty yet.
    #[inline]
    fn comma(&mut self, open: u8) {
        if self.out.as_bytes().last() != Some(&open) {
            self.out.push(',');
        }
    }

    /// Writes formatted text.
    fn display(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Writes any value by way of the methods for its parts.
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
    fn commas_stand_between_values_only() {
        let value = json!([[], {}, [[]], {"a": {}, "": []}, "[", "{", ":", ",", [1, 2, [3]], null]);
        assert_eq!(text(|writer| write(writer, &value)), value.to_string());
    }

    #[test]
    fn every_ascii_character_is_escaped_like_serde_json_does() {
        let all: String = ('\0'..='\u{a0}').chain("\u{2028}ß€😀".chars()).collect();
        let expected = serde_json::to_string(&all).unwrap();
        assert_eq!(text(|writer| writer.string(&all)), expected);
    }

    #[test]
    fn numbers_at_the_limits() {
        assert_eq!(text(|writer| writer.i64(i64::MIN)), i64::MIN.to_string());
        assert_eq!(text(|writer| writer.u64(u64::MAX)), u64::MAX.to_string());
        assert_eq!(text(|writer| writer.f64(1.0)), "1.0");
        assert_eq!(text(|writer| writer.f64(-0.0)), "-0.0");
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(text(|writer| writer.f64(value)), "null");
        }
    }

    #[test]
    fn raw_values_are_separated_too() {
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
        fn strings_equal_serde_json(value in any::<String>(), ascii in "[\\x00-\\x7f]{0,40}") {
            for value in [value, ascii] {
                let expected = serde_json::to_string(&value).unwrap();
                prop_assert_eq!(text(|writer| writer.string(&value)), expected);
            }
        }

        #[test]
        fn floats_equal_serde_json(bits in any::<u64>(), float in any::<f64>(), whole in any::<i32>()) {
            for value in [f64::from_bits(bits), float, f64::from(whole)] {
                let written = text(|writer| writer.f64(value));
                prop_assert_eq!(&written, &serde_json::to_string(&value).unwrap());
                if value.is_finite() {
                    prop_assert_eq!(written.parse::<f64>().unwrap().to_bits(), value.to_bits());
                }
            }
        }

        #[test]
        fn values_equal_serde_json(value in crate::wire::reader::tests::strategies::values()) {
            let written = text(|writer| write(writer, &value));
            prop_assert_eq!(&written, &value.to_string());
        }
    }
}
