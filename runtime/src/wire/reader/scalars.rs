//! Reads scalars: `null`, booleans, numbers and strings.

use std::borrow::Cow;

use super::cursor::{JsonKind, Reader};
use super::error::JsonError;
use super::scan::{escape, find_special, literal_end, number_end};

impl<'a> Reader<'a> {
    /// Reads `null`.
    ///
    /// # Errors
    /// The value has another type, or is not JSON.
    #[inline]
    pub fn null(&mut self) -> Result<(), JsonError> {
        self.expect(JsonKind::Null, "null")?;
        self.position = literal_end(self.text.as_bytes(), self.position, "null")?;
        Ok(())
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// The value has another type, or is not JSON.
    #[inline]
    pub fn bool(&mut self) -> Result<bool, JsonError> {
        self.expect(JsonKind::Bool, "a boolean")?;
        let bytes = self.text.as_bytes();
        let value = bytes.get(self.position) == Some(&b't');
        let literal = if value { "true" } else { "false" };
        self.position = literal_end(bytes, self.position, literal)?;
        Ok(value)
    }

    /// Reads a number and returns its text, which may be too large or too precise for any Rust type.
    ///
    /// # Errors
    /// The value has another type, or is not JSON.
    #[inline]
    pub fn number(&mut self) -> Result<&'a str, JsonError> {
        self.expect(JsonKind::Number, "a number")?;
        let start = self.position;
        self.position = number_end(self.text.as_bytes(), start)?;
        Ok(&self.text[start..self.position])
    }

    /// Reads an integer, written without fraction and exponent.
    ///
    /// # Errors
    /// The value has another type, or is not JSON. A number with a fraction or an exponent, or out of range, counts
    /// as another type, and so does `-0`, whose sign would be lost.
    #[inline]
    pub fn i64(&mut self) -> Result<i64, JsonError> {
        self.expect(JsonKind::Number, "an integer")?;
        let bytes = self.text.as_bytes();
        let negative = bytes.get(self.position) == Some(&b'-');
        let first = self.position + usize::from(negative);
        let mut position = first;
        let mut value: i64 = 0;
        // No number with this many digits overflows, so the loop needs no checks.
        while position - first < 18 {
            let Some(digit @ b'0'..=b'9') = bytes.get(position) else {
                break;
            };
            value = value * 10 + i64::from(digit - b'0');
            position += 1;
        }
        // A leading zero is unusual unless it is the only digit.
        let usual = match bytes.get(first) {
            Some(b'0') => position == first + 1 && !negative,
            _ => position > first,
        };
        if !usual || matches!(bytes.get(position), Some(b'0'..=b'9' | b'.' | b'e' | b'E')) {
            return self.unusual_i64();
        }
        self.position = position;
        Ok(if negative { -value } else { value })
    }

    /// Reads a number that may be too long for [`i64`](Self::i64), not an integer, or invalid.
    #[cold]
    fn unusual_i64(&mut self) -> Result<i64, JsonError> {
        let start = self.position;
        let end = number_end(self.text.as_bytes(), start)?;
        let text = &self.text[start..end];
        // Fractions and exponents are not digits, so parsing them fails too.
        match text.parse() {
            Ok(value) if text != "-0" => {
                self.position = end;
                Ok(value)
            }
            _ => Err(JsonError::mismatch("an integer", start)),
        }
    }

    /// Reads a string. It is borrowed from the text unless it contains escapes.
    ///
    /// # Errors
    /// The value has another type, or is not JSON. An unpaired surrogate in it counts as another type.
    pub fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.string_inline()
    }

    /// Like [`string`](Self::string), inlined into the code that reads most strings.
    #[inline(always)]
    pub(crate) fn string_inline(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.expect(JsonKind::String, "a string")?;
        self.string_here()
    }

    /// The string at a position, if there is one.
    pub(crate) fn string_at(&self, position: usize) -> Option<Cow<'a, str>> {
        let mut reader = self.clone();
        reader.position = position;
        reader.string().ok()
    }

    /// Reads the string whose opening quote is the next byte.
    #[inline(always)]
    pub(super) fn string_here(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let bytes = self.text.as_bytes();
        let start = self.position + 1;
        let end = find_special(bytes, start);
        if bytes.get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped_string(start, end).map(Cow::Owned)
    }

    /// Reads the string whose first byte is at `start`, without special characters before `special`.
    #[cold]
    fn escaped_string(
        &mut self,
        mut start: usize,
        mut special: usize,
    ) -> Result<String, JsonError> {
        let bytes = self.text.as_bytes();
        let mut value = String::new();
        loop {
            match bytes.get(special) {
                Some(b'"') => {
                    value.push_str(&self.text[start..special]);
                    self.position = special + 1;
                    return Ok(value);
                }
                Some(b'\\') => {
                    value.push_str(&self.text[start..special]);
                    let (character, end) = escape(bytes, special)?;
                    value.push(character);
                    start = end;
                    special = find_special(bytes, end);
                }
                _ => {
                    return Err(JsonError::unexpected(
                        bytes,
                        special,
                        "control character in a string",
                    ));
                }
            }
        }
    }
}
