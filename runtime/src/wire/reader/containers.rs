//! Reads arrays and objects item by item, skips values, and looks ahead.

use std::borrow::Cow;

use super::cursor::{JsonKind, Reader};
use super::error::JsonError;
use super::scan::{number_end, string_end};

/// A key that was guessed.
#[derive(Debug)]
pub(crate) enum Key<'a> {
    /// The guess is right.
    Guessed,
    /// It is another key.
    Other(Cow<'a, str>),
}

impl<'a> Reader<'a> {
    /// Opens an object. [`next_key`](Self::next_key) iterates over its members.
    ///
    /// # Errors
    /// The value has another type, or is nested too deeply.
    #[inline]
    pub fn object_begin(&mut self) -> Result<(), JsonError> {
        self.expect(JsonKind::Object, "an object")?;
        self.open()
    }

    /// Reads the key of the next member, including the colon, or closes the object at its end. The caller must read
    /// the value before the next key.
    ///
    /// # Errors
    /// The text here is not JSON. An unpaired surrogate in the key counts as a mismatch of the object: the reader
    /// then stays before the key.
    pub fn next_key(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        self.next_key_inline()
    }

    /// Like [`next_key`](Self::next_key), for loops that read the objects of responses.
    #[inline(always)]
    pub(crate) fn next_key_inline(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        if !self.key_begin()? {
            return Ok(None);
        }
        let key = self.string_here()?;
        self.key_end()?;
        Ok(Some(key))
    }

    /// Like [`next_key`](Self::next_key), with a guess of the key, which must not need escapes. Comparing takes less
    /// than reading.
    #[inline(always)]
    pub(crate) fn next_key_guessed(
        &mut self,
        guess: Option<&str>,
    ) -> Result<Option<Key<'a>>, JsonError> {
        if !self.key_begin()? {
            return Ok(None);
        }
        let start = self.position + 1;
        let is_right = |guess: &&str| {
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            rest.get(guess.len()) == Some(&b'"') && rest.starts_with(guess.as_bytes())
        };
        let key = match guess.filter(is_right) {
            Some(guess) => {
                self.position = start + guess.len() + 1;
                Key::Guessed
            }
            None => Key::Other(self.string_here()?),
        };
        self.key_end()?;
        Ok(Some(key))
    }

    /// Like [`next_key`](Self::next_key), but returns the text of the key, with its quotes and escapes.
    ///
    /// # Errors
    /// The text here is not JSON.
    pub(crate) fn next_key_text(&mut self) -> Result<Option<&'a str>, JsonError> {
        if !self.key_begin()? {
            return Ok(None);
        }
        let start = self.position;
        self.position = string_end(self.text.as_bytes(), start + 1)?;
        let key = &self.text[start..self.position];
        self.key_end()?;
        Ok(Some(key))
    }

    /// Moves to the opening quote of the next key, or closes the object and returns `false`.
    #[inline(always)]
    fn key_begin(&mut self) -> Result<bool, JsonError> {
        if !self.advance(b'}', "expected `,` or `}`")? {
            return Ok(false);
        }
        let bytes = self.text.as_bytes();
        if bytes.get(self.position) == Some(&b'"') {
            Ok(true)
        } else {
            Err(JsonError::unexpected(
                bytes,
                self.position,
                "expected a key",
            ))
        }
    }

    /// Skips the colon after a key.
    #[inline(always)]
    fn key_end(&mut self) -> Result<(), JsonError> {
        let bytes = self.pass_whitespace();
        if bytes.get(self.position) != Some(&b':') {
            return Err(JsonError::unexpected(bytes, self.position, "expected `:`"));
        }
        self.position += 1;
        Ok(())
    }

    /// Opens an array. [`next_item`](Self::next_item) iterates over its items.
    ///
    /// # Errors
    /// The value has another type, or is nested too deeply.
    #[inline]
    pub fn array_begin(&mut self) -> Result<(), JsonError> {
        self.expect(JsonKind::Array, "an array")?;
        self.open()
    }

    /// Moves to the next item and returns `true`, or closes the array at its end and returns `false`. The caller must
    /// read the item before moving on.
    ///
    /// # Errors
    /// The text here is not JSON.
    #[inline]
    pub fn next_item(&mut self) -> Result<bool, JsonError> {
        // A bracket after a comma is not noticed here. No value starts with it, so reading the item will fail.
        self.advance(b']', "expected `,` or `]`")
    }

    /// Skips any value and returns its text, without surrounding whitespace. It checks the value as thoroughly as
    /// reading does, except for unpaired surrogates.
    ///
    /// # Errors
    /// The value is not JSON, or is nested too deeply. The reader then stays before the value.
    #[inline]
    pub fn skip(&mut self) -> Result<&'a str, JsonError> {
        self.pass_whitespace();
        let start = self.position;
        // The fields of a copy can be in registers. If this fails, only the copy has moved.
        let mut reader = self.clone();
        reader.pass_value()?;
        self.position = reader.position;
        Ok(&self.text[start..self.position])
    }

    /// Skips the value that starts here. It loops instead of recursing, which is faster.
    #[inline]
    fn pass_value(&mut self) -> Result<(), JsonError> {
        let bytes = self.text.as_bytes();
        let outer = self.depth;
        // A bit for each array or object opened here, the innermost one lowest. It is set for an object.
        let mut objects: u128 = 0;
        loop {
            match self.kind()? {
                JsonKind::String => self.position = string_end(bytes, self.position + 1)?,
                JsonKind::Number => self.position = number_end(bytes, self.position)?,
                JsonKind::Null => self.null()?,
                JsonKind::Bool => _ = self.bool()?,
                kind @ (JsonKind::Array | JsonKind::Object) => {
                    self.open()?;
                    objects = (objects << 1) | u128::from(kind == JsonKind::Object);
                }
            }
            // Moves to the next value, and closes everything that ends before it.
            while self.depth > outer {
                if objects & 1 == 0 {
                    if self.next_item()? {
                        break;
                    }
                } else if self.key_begin()? {
                    self.position = string_end(bytes, self.position + 1)?;
                    self.key_end()?;
                    break;
                }
                objects >>= 1;
            }
            if self.depth == outer {
                return Ok(());
            }
        }
    }

    /// Looks ahead in the next object for the property `name`, and returns its value if that is a string. Returns
    /// `None` if it has another type, or if there is no such property or no object. If the property occurs several
    /// times, the first one counts.
    ///
    /// The reader does not move. Nothing after the property is checked.
    ///
    /// # Errors
    /// The inspected part of the text is not JSON. An unpaired surrogate in a key counts as a mismatch of the object.
    pub fn peek_string_property(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, JsonError> {
        self.clone().find_string_property(name)
    }

    /// Like [`peek_string_property`](Self::peek_string_property), but moves the reader.
    pub(crate) fn find_string_property(
        &mut self,
        name: &str,
    ) -> Result<Option<Cow<'a, str>>, JsonError> {
        if self.kind()? != JsonKind::Object {
            return Ok(None);
        }
        self.object_begin()?;
        while let Some(key) = self.next_key_inline()? {
            if key == name {
                return match self.kind()? {
                    JsonKind::String => match self.string_here() {
                        Err(error) if error.is_mismatch() => Ok(None),
                        text => text.map(Some),
                    },
                    _ => Ok(None),
                };
            }
            self.skip()?;
        }
        Ok(None)
    }
}
