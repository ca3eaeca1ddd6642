//! The reader itself: its position in the text, what comes next, and what opens and closes.

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

/// A place in the text that a [`Reader`] can return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub(super) position: usize,
    pub(super) depth: u32,
    pub(super) first: bool,
}

/// A pull parser of JSON.
///
/// The methods named after a type read one value of that type. If the value is of another type they fail with
/// [`ErrorKind::Mismatch`](super::ErrorKind::Mismatch) and the reader stays before the value; after any other
/// error it may be anywhere, and should be [rewound](Reader::rewind) or given up.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    /// How many arrays and objects are open.
    pub(super) depth: u32,
    /// Whether the innermost array or object was just opened, so that no comma comes next. One
    /// flag serves all levels, since an outer one has had its first item when an inner one opens.
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

    /// The offset of the next byte. That is just behind a value once it is read, and at the first
    /// byte of a value once [`kind`](Self::kind) has returned its kind.
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

    /// Returns the kind of the next value. Skips whitespace before it, but nothing else.
    ///
    /// # Errors
    /// Fails if no value starts here, or the text is at its end.
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

    /// Makes sure that only whitespace remains.
    ///
    /// # Errors
    /// Fails if there is anything else.
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

    /// The error for a value that is not what was `expected`, for a caller that finds
    /// that out from the value, and has gone back before it.
    #[cold]
    #[must_use]
    pub fn mismatch(&self, expected: &'static str) -> JsonError {
        JsonError::mismatch(
            expected,
            whitespace_end(self.text.as_bytes(), self.position),
        )
    }

    /// Makes sure that a value of `kind` comes next, judged by its first byte.
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

    /// Passes the bracket that opens an array or object.
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

    /// Passes what is before the next item of the innermost array or object and returns `true`,
    /// or passes its closing bracket and returns `false`.
    #[inline]
    pub(super) fn advance(&mut self, close: u8, message: &'static str) -> Result<bool, JsonError> {
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
            _ => Err(JsonError::unexpected(bytes, self.position, message)),
        }
    }

    /// Passes whitespace, and returns the bytes of the whole text since every caller needs them.
    #[inline]
    pub(super) fn pass_whitespace(&mut self) -> &'a [u8] {
        let bytes = self.text.as_bytes();
        self.position = whitespace_end(bytes, self.position);
        bytes
    }
}
