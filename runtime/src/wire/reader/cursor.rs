//! The reader itself: its position in the text, the next token, and open arrays and objects.

use super::error::{JsonError, MAX_DEPTH};
use super::scan::whitespace_end;

/// The kind of a value in the text, judged by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
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

/// A position in the text that a [`Reader`] can return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub(super) position: usize,
    pub(super) depth: u32,
    pub(super) first: bool,
}

/// A pull parser for JSON.
///
/// The methods named after a type read one value of that type. If the value has another type, they fail with
/// [`ErrorKind::Mismatch`](super::ErrorKind::Mismatch), and the reader stays before the value. After any other error,
/// the position is unspecified; [rewind](Reader::rewind) or discard the reader.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    /// The number of open arrays and objects.
    pub(super) depth: u32,
    /// Whether the innermost array or object was just opened, so that no comma comes next. One flag serves all
    /// levels, because an outer one has had its first item when an inner one opens.
    pub(super) first: bool,
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

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The offset of the next byte. After reading a value, this is the byte after it. After [`kind`](Self::kind), it
    /// is the first byte of the value.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The current position, to return to with [`rewind`](Self::rewind).
    #[inline]
    pub fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
            first: self.first,
        }
    }

    /// The text that has been read since `mark`.
    pub(crate) fn text_since(&self, mark: Mark) -> &'a str {
        &self.text[mark.position..self.position]
    }

    /// Returns to the position of `mark`, and leaves arrays and objects that were opened since.
    #[inline]
    pub fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
        self.first = mark.first;
    }

    /// Returns the kind of the next value. Skips whitespace before it, but nothing else.
    ///
    /// # Errors
    /// No value starts here, or the text has ended.
    #[inline]
    pub fn kind(&mut self) -> Result<JsonKind, JsonError> {
        let bytes = self.pass_whitespace();
        match bytes.get(self.position) {
            Some(b'"') => Ok(JsonKind::String),
            Some(b'-' | b'0'..=b'9') => Ok(JsonKind::Number),
            Some(b'{') => Ok(JsonKind::Object),
            Some(b'[') => Ok(JsonKind::Array),
            Some(b't' | b'f') => Ok(JsonKind::Bool),
            Some(b'n') => Ok(JsonKind::Null),
            _ => Err(JsonError::unexpected(
                bytes,
                self.position,
                "expected a value",
            )),
        }
    }

    /// Whether `null` comes next, judged by its first byte.
    #[inline]
    pub(crate) fn is_at_null(&mut self) -> bool {
        self.pass_whitespace().get(self.position) == Some(&b'n')
    }

    /// Makes sure that only whitespace remains.
    ///
    /// # Errors
    /// There is anything else.
    #[inline]
    pub fn end(&mut self) -> Result<(), JsonError> {
        match self.pass_whitespace().get(self.position) {
            None => Ok(()),
            Some(_) => Err(JsonError::syntax(
                "expected the end of the text",
                self.position,
            )),
        }
    }

    /// The error for a value that is not the `expected` one, for callers that find out from the value itself and have
    /// rewound to it.
    #[cold]
    #[must_use]
    pub fn mismatch(&self, expected: &'static str) -> JsonError {
        JsonError::mismatch(
            expected,
            whitespace_end(self.text.as_bytes(), self.position),
        )
    }

    /// Checks that a value of `kind` comes next, by its first byte.
    #[inline]
    pub(super) fn expect(
        &mut self,
        kind: JsonKind,
        expected: &'static str,
    ) -> Result<(), JsonError> {
        if self.kind()? == kind {
            Ok(())
        } else {
            Err(JsonError::mismatch(expected, self.position))
        }
    }

    /// Consumes the opening bracket of an array or object.
    #[inline]
    pub(super) fn open(&mut self) -> Result<(), JsonError> {
        if self.depth >= MAX_DEPTH {
            return Err(JsonError::depth(self.position));
        }
        self.depth += 1;
        self.position += 1;
        self.first = true;
        Ok(())
    }

    /// Consumes whatever precedes the next item of the innermost array or object and returns `true`, or consumes the
    /// closing bracket and returns `false`.
    #[inline]
    pub(super) fn advance(&mut self, close: u8, message: &'static str) -> Result<bool, JsonError> {
        let first = std::mem::replace(&mut self.first, false);
        let bytes = self.pass_whitespace();
        match bytes.get(self.position) {
            Some(&byte) if byte == close => {
                self.position += 1;
                // Saturating, in case a caller closes more than it has opened.
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.position += 1;
                self.pass_whitespace();
                Ok(true)
            }
            _ => Err(JsonError::unexpected(bytes, self.position, message)),
        }
    }

    /// Skips whitespace, and returns the bytes of the whole text, which every caller needs.
    #[inline]
    pub(super) fn pass_whitespace(&mut self) -> &'a [u8] {
        let bytes = self.text.as_bytes();
        self.position = whitespace_end(bytes, self.position);
        bytes
    }
}
