//! Reading arrays and objects item by item, passing over whole values, and looking ahead.

use std::borrow::Cow;

use super::cursor::{JsonKind, Reader};
use super::error::JsonError;
use super::scan::{number_end, string_end};

impl<'a> Reader<'a> {
    /// Opens an object, whose members [`next_key`](Self::next_key) goes through.
    ///
    /// # Errors
    /// Fails if the value is of another type, or nested too deeply.
    #[inline]
    pub fn object_begin(&mut self) -> Result<(), JsonError> {
        self.expect(JsonKind::Object, "an object")?;
        self.open()
    }

    /// Reads the key of the next member, up to and including the colon, or closes the object if
    /// there is none. The caller has to read the value before it asks for the next key.
    ///
    /// # Errors
    /// Fails if the text here is not JSON. Half of a surrogate pair in the key counts as another type, of
    /// the object: the reader then stays before the key.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        if !self.key_begin()? {
            return Ok(None);
        }
        let key = self.string_here()?;
        self.key_end()?;
        Ok(Some(key))
    }

    /// Goes to the quote that starts the next key, or closes the object and returns `false`.
    #[inline]
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

    /// Passes the colon behind a key.
    #[inline]
    fn key_end(&mut self) -> Result<(), JsonError> {
        let bytes = self.pass_whitespace();
        if bytes.get(self.position) != Some(&b':') {
            return Err(JsonError::unexpected(bytes, self.position, "expected `:`"));
        }
        self.position += 1;
        Ok(())
    }

    /// Opens an array, whose items [`next_item`](Self::next_item) goes through.
    ///
    /// # Errors
    /// Fails if the value is of another type, or nested too deeply.
    #[inline]
    pub fn array_begin(&mut self) -> Result<(), JsonError> {
        self.expect(JsonKind::Array, "an array")?;
        self.open()
    }

    /// Goes to the next item and returns `true`, or closes the array if there is none and returns
    /// `false`. The caller has to read the item before it asks for the next.
    ///
    /// # Errors
    /// Fails if the text here is not JSON.
    #[inline]
    pub fn next_item(&mut self) -> Result<bool, JsonError> {
        // A bracket behind a comma is not seen here: it starts no value, so reading it will fail.
        self.advance(b']', "expected `,` or `]`")
    }

    /// Passes any value and returns its text, without the whitespace around it. This checks the
    /// value as thoroughly as reading it does, but for the halves of surrogate pairs.
    ///
    /// # Errors
    /// Fails if the value is not JSON, or is nested too deeply.
    /// The reader then stays before the value.
    #[inline]
    pub fn skip(&mut self) -> Result<&'a str, JsonError> {
        self.pass_whitespace();
        let start = self.position;
        // The fields of a copy can be in registers. And it is the copy that moves if this fails.
        let mut reader = self.clone();
        reader.pass_value()?;
        self.position = reader.position;
        Ok(&self.text[start..self.position])
    }

    /// Passes the value that starts here. It loops rather than calls itself, which is quicker.
    #[inline]
    fn pass_value(&mut self) -> Result<(), JsonError> {
        let bytes = self.text.as_bytes();
        let outer = self.depth;
        // One bit for each array or object opened here, the innermost one lowest: is it an object?
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
            // Goes to the next value, and closes what ends before it.
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

    /// Looks into the object that comes next for the property `name`, and returns its value if
    /// that is a string. Returns `None` if it is something else, or there is no such property, or
    /// no object. Of several properties of that name the first one counts.
    ///
    /// The reader stays where it is. Nothing is checked behind the property.
    ///
    /// # Errors
    /// Fails if the text is not JSON, as far as it was looked at. Half of a surrogate pair in a key counts
    /// as another type, of the object.
    pub fn peek_string_property(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, JsonError> {
        self.clone().find_string_property(name)
    }

    /// Does the above, but moves.
    fn find_string_property(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, JsonError> {
        if self.kind()? != JsonKind::Object {
            return Ok(None);
        }
        self.object_begin()?;
        while let Some(key) = self.next_key()? {
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
