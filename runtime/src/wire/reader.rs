//! Reading JSON: a pull parser over text that is in memory.
//!
//! Decoding is what this crate spends its time on, when it is compiled as well as when it runs.
//! So the reader has no type parameters and compiles once, it borrows from the text wherever it
//! can, and it can be rewound: a decoder that finds another value than it expected goes back and
//! keeps the text instead.
//!
//! It accepts exactly the language of [RFC 8259], of which it refuses only nesting beyond [`MAX_DEPTH`].
//! A string with an escaped surrogate that lacks its other half is one (section 8.2), but cannot be a string
//! of Rust: asked for as a string, it is a mismatch.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod error;
mod scan;

use std::borrow::Cow;

// Signatures show the name that it has here.
pub(super) use error::JsonError as Error;
pub use error::{ErrorKind, JsonError};
pub(super) use scan::{escape, find_special, number_end};
use scan::{literal_end, string_end, whitespace_end};

/// How deeply arrays and objects may be nested; one more is [`ErrorKind::Depth`].
///
/// Decoders call each other for nested values, so this is what bounds their use of the stack. It
/// must not exceed 128: [`Reader::skip`] keeps one bit for each level.
pub const MAX_DEPTH: u32 = 128;

/// What stands at some place in the text, as far as its first byte tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number, whole or not.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A place in the text that a [`Reader`] can return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    position: usize,
    depth: u32,
    first: bool,
}

/// A pull parser of JSON.
///
/// The methods named after a type read one value of that type. If the value is of another type
/// they fail with [`ErrorKind::Mismatch`] and the reader still stands before the value; after any
/// other error it may stand anywhere, and should be [rewound](Reader::rewind) or given up.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    position: usize,
    /// How many arrays and objects are open.
    depth: u32,
    /// Whether the innermost array or object was just opened, so that no comma comes next. One
    /// flag serves all levels, since an outer one has had its first item when an inner one opens.
    first: bool,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            depth: 0,
            first: false,
        }
    }

    /// The offset of the next byte. That is just behind a value once it is read, and at the first
    /// byte of a value once [`kind`](Self::kind) told what it is.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Where the reader is, to come back to with [`rewind`](Self::rewind).
    #[inline]
    pub fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
            first: self.first,
        }
    }

    /// Goes back to where `mark` was taken, out of arrays and objects that were opened since.
    #[inline]
    pub fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
        self.first = mark.first;
    }

    /// Tells what comes next, and passes whitespace before it, but nothing else.
    ///
    /// # Errors
    /// Fails if no value starts here, or the text is at its end.
    #[inline]
    pub fn kind(&mut self) -> Result<Kind, Error> {
        let bytes = self.pass_whitespace();
        match bytes.get(self.position) {
            Some(b'"') => Ok(Kind::String),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            _ => Err(Error::unexpected(bytes, self.position, "expected a value")),
        }
    }

    /// Reads `null`.
    ///
    /// # Errors
    /// Fails if the value is of another type, or is not JSON.
    #[inline]
    pub fn null(&mut self) -> Result<(), Error> {
        self.expect(Kind::Null, "null")?;
        self.position = literal_end(self.text.as_bytes(), self.position, "null")?;
        Ok(())
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// Fails if the value is of another type, or is not JSON.
    #[inline]
    pub fn bool(&mut self) -> Result<bool, Error> {
        self.expect(Kind::Bool, "a boolean")?;
        let bytes = self.text.as_bytes();
        let value = bytes.get(self.position) == Some(&b't');
        let literal = if value { "true" } else { "false" };
        self.position = literal_end(bytes, self.position, literal)?;
        Ok(value)
    }

    /// Reads a number and returns its text, which the grammar of JSON allows but which may be too
    /// large or too precise for any type of Rust.
    ///
    /// # Errors
    /// Fails if the value is of another type, or is not JSON.
    #[inline]
    pub fn number(&mut self) -> Result<&'a str, Error> {
        self.expect(Kind::Number, "a number")?;
        let start = self.position;
        self.position = number_end(self.text.as_bytes(), start)?;
        Ok(&self.text[start..self.position])
    }

    /// Reads a whole number, written without fraction and exponent.
    ///
    /// # Errors
    /// Fails if the value is of another type, or is not JSON. A number that is written with
    /// fraction or exponent, or is out of range, counts as another type, and so does `-0`, whose
    /// sign would be lost.
    #[inline]
    pub fn i64(&mut self) -> Result<i64, Error> {
        self.expect(Kind::Number, "an integer")?;
        let bytes = self.text.as_bytes();
        let negative = bytes.get(self.position) == Some(&b'-');
        let first = self.position + usize::from(negative);
        let mut position = first;
        let mut value: i64 = 0;
        // No number of this many digits overflows, so there is nothing to check on the way.
        while position - first < 18 {
            let Some(digit @ b'0'..=b'9') = bytes.get(position) else {
                break;
            };
            value = value * 10 + i64::from(digit - b'0');
            position += 1;
        }
        // A leading zero is unusual unless it is all there is.
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

    /// Reads a number that may be too long for the above, or no whole number, or wrong.
    #[cold]
    fn unusual_i64(&mut self) -> Result<i64, Error> {
        let start = self.position;
        let end = number_end(self.text.as_bytes(), start)?;
        let text = &self.text[start..end];
        // Fractions and exponents are no digits, so parsing fails for them too.
        match text.parse() {
            Ok(value) if text != "-0" => {
                self.position = end;
                Ok(value)
            }
            _ => Err(Error::mismatch("an integer", start)),
        }
    }

    /// Reads a string. It is borrowed from the text unless it has escapes.
    ///
    /// # Errors
    /// Fails if the value is of another type, or is not JSON. Half of a surrogate pair in it counts as
    /// another type.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        self.expect(Kind::String, "a string")?;
        self.string_here()
    }

    /// Reads the string whose opening quote is the next byte.
    #[inline]
    fn string_here(&mut self) -> Result<Cow<'a, str>, Error> {
        let bytes = self.text.as_bytes();
        let start = self.position + 1;
        let end = find_special(bytes, start);
        if bytes.get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped_string(start, end).map(Cow::Owned)
    }

    /// Reads the string whose first byte is at `start`, where nothing is special until `special`.
    #[cold]
    fn escaped_string(&mut self, mut start: usize, mut special: usize) -> Result<String, Error> {
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
                    return Err(Error::unexpected(
                        bytes,
                        special,
                        "control character in a string",
                    ));
                }
            }
        }
    }

    /// Opens an object, whose members [`next_key`](Self::next_key) goes through.
    ///
    /// # Errors
    /// Fails if the value is of another type, or nested too deeply.
    #[inline]
    pub fn object_begin(&mut self) -> Result<(), Error> {
        self.expect(Kind::Object, "an object")?;
        self.open()
    }

    /// Reads the key of the next member, up to and including the colon, or closes the object if
    /// there is none. The caller has to read the value before it asks for the next key.
    ///
    /// # Errors
    /// Fails if the text here is not JSON. Half of a surrogate pair in the key counts as another type, of
    /// the object: the reader stands before the key then.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Cow<'a, str>>, Error> {
        if !self.key_begin()? {
            return Ok(None);
        }
        let key = self.string_here()?;
        self.key_end()?;
        Ok(Some(key))
    }

    /// Goes to the quote that starts the next key, or closes the object and returns `false`.
    #[inline]
    fn key_begin(&mut self) -> Result<bool, Error> {
        if !self.advance(b'}', "expected `,` or `}`")? {
            return Ok(false);
        }
        let bytes = self.text.as_bytes();
        if bytes.get(self.position) == Some(&b'"') {
            Ok(true)
        } else {
            Err(Error::unexpected(bytes, self.position, "expected a key"))
        }
    }

    /// Passes the colon behind a key.
    #[inline]
    fn key_end(&mut self) -> Result<(), Error> {
        let bytes = self.pass_whitespace();
        if bytes.get(self.position) != Some(&b':') {
            return Err(Error::unexpected(bytes, self.position, "expected `:`"));
        }
        self.position += 1;
        Ok(())
    }

    /// Opens an array, whose items [`next_item`](Self::next_item) goes through.
    ///
    /// # Errors
    /// Fails if the value is of another type, or nested too deeply.
    #[inline]
    pub fn array_begin(&mut self) -> Result<(), Error> {
        self.expect(Kind::Array, "an array")?;
        self.open()
    }

    /// Goes to the next item and returns `true`, or closes the array if there is none and returns
    /// `false`. The caller has to read the item before it asks for the next.
    ///
    /// # Errors
    /// Fails if the text here is not JSON.
    #[inline]
    pub fn next_item(&mut self) -> Result<bool, Error> {
        // A bracket behind a comma is not seen here: it starts no value, so reading it will fail.
        self.advance(b']', "expected `,` or `]`")
    }

    /// Passes any value and returns its text, without the whitespace around it. This checks the
    /// value as thoroughly as reading it does, but for the halves of surrogate pairs.
    ///
    /// # Errors
    /// Fails if the value is not JSON, or is nested too deeply.
    /// The reader then still stands before the value.
    #[inline]
    pub fn skip(&mut self) -> Result<&'a str, Error> {
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
    fn pass_value(&mut self) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        let outer = self.depth;
        // One bit for each array or object opened here, the innermost one lowest: is it an object?
        let mut objects: u128 = 0;
        loop {
            match self.kind()? {
                Kind::String => self.position = string_end(bytes, self.position + 1)?,
                Kind::Number => self.position = number_end(bytes, self.position)?,
                Kind::Null => self.null()?,
                Kind::Bool => _ = self.bool()?,
                kind @ (Kind::Array | Kind::Object) => {
                    self.open()?;
                    objects = (objects << 1) | u128::from(kind == Kind::Object);
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

    /// Makes sure that only whitespace remains.
    ///
    /// # Errors
    /// Fails if there is anything else.
    #[inline]
    pub fn end(&mut self) -> Result<(), Error> {
        match self.pass_whitespace().get(self.position) {
            None => Ok(()),
            Some(_) => Err(Error::syntax("expected the end of the text", self.position)),
        }
    }

    /// The error that tells that the value here is not what was `expected`, for a caller that finds
    /// that out from the value, and has gone back before it.
    #[cold]
    #[must_use]
    pub fn mismatch(&self, expected: &'static str) -> Error {
        Error::mismatch(
            expected,
            whitespace_end(self.text.as_bytes(), self.position),
        )
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
    pub fn peek_string_property(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Error> {
        self.clone().find_string_property(name)
    }

    /// Does the above, but moves.
    fn find_string_property(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Error> {
        if self.kind()? != Kind::Object {
            return Ok(None);
        }
        self.object_begin()?;
        while let Some(key) = self.next_key()? {
            if key == name {
                return match self.kind()? {
                    Kind::String => match self.string_here() {
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

    /// Passes whitespace, and returns the bytes of the whole text since every caller needs them.
    #[inline]
    fn pass_whitespace(&mut self) -> &'a [u8] {
        let bytes = self.text.as_bytes();
        self.position = whitespace_end(bytes, self.position);
        bytes
    }

    /// Makes sure that a value of `kind` comes next, as far as its first byte tells.
    #[inline]
    fn expect(&mut self, kind: Kind, expected: &'static str) -> Result<(), Error> {
        if self.kind()? == kind {
            Ok(())
        } else {
            Err(Error::mismatch(expected, self.position))
        }
    }

    /// Passes the bracket that opens an array or object.
    #[inline]
    fn open(&mut self) -> Result<(), Error> {
        if self.depth >= MAX_DEPTH {
            return Err(Error::depth(self.position));
        }
        self.depth += 1;
        self.position += 1;
        self.first = true;
        Ok(())
    }

    /// Passes what is before the next item of the innermost array or object and returns `true`,
    /// or passes its closing bracket and returns `false`.
    #[inline]
    fn advance(&mut self, close: u8, message: &'static str) -> Result<bool, Error> {
        let first = std::mem::replace(&mut self.first, false);
        let bytes = self.pass_whitespace();
        match bytes.get(self.position) {
            Some(&byte) if byte == close => {
                self.position += 1;
                // Saturating for a caller that closes what it has not opened.
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.position += 1;
                self.pass_whitespace();
                Ok(true)
            }
            _ => Err(Error::unexpected(bytes, self.position, message)),
        }
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
pub(super) mod tests;
