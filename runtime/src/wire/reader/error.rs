//! Why reading fails.

use std::fmt;

/// How deeply arrays and objects may be nested; one more is [`ErrorKind::Depth`].
///
/// Decoders call each other for nested values, so this bounds their use of the stack. It must not exceed 128:
/// [`Reader::skip`](super::Reader::skip) keeps one bit for each level.
pub const MAX_DEPTH: u32 = 128;

/// Why a value could not be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    kind: ErrorKind,
    position: usize,
}

/// The ways in which reading fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The text is not JSON; the message says what is wrong with it.
    Syntax(&'static str),
    /// There is a value, but of another type than was asked for.
    Mismatch {
        /// The type that was asked for.
        expected: &'static str,
    },
    /// Arrays and objects are nested more than [`MAX_DEPTH`] deep.
    Depth,
    /// The text ends within a value.
    End,
}

impl JsonError {
    /// In which way reading failed.
    #[inline]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The byte at which reading failed, counted from the start of the text.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether there is a value, but of another type. The reader stands before that value, so
    /// that the caller can read it in another way, or [skip](super::Reader::skip) it. The value may be
    /// the object whose [next key](super::Reader::next_key) is no string of Rust: that one is gone back to
    /// by a [mark](super::Reader::mark).
    #[inline]
    pub fn is_mismatch(&self) -> bool {
        matches!(self.kind, ErrorKind::Mismatch { .. })
    }

    // The constructors are cold, to keep them out of the loops that rarely need them.

    /// The text is not JSON at `position`, for the reason that `message` tells.
    #[cold]
    #[must_use]
    pub fn syntax(message: &'static str, position: usize) -> Self {
        Self {
            kind: ErrorKind::Syntax(message),
            position,
        }
    }

    #[cold]
    pub(super) fn mismatch(expected: &'static str, position: usize) -> Self {
        Self {
            kind: ErrorKind::Mismatch { expected },
            position,
        }
    }

    #[cold]
    pub(super) fn depth(position: usize) -> Self {
        Self {
            kind: ErrorKind::Depth,
            position,
        }
    }

    /// Something else than `message` asks for is at `position`, or nothing at all.
    #[cold]
    pub(super) fn unexpected(bytes: &[u8], position: usize, message: &'static str) -> Self {
        let kind = match bytes.get(position) {
            Some(_) => ErrorKind::Syntax(message),
            None => ErrorKind::End,
        };
        Self { kind, position }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Syntax(message) => f.write_str(message)?,
            ErrorKind::Mismatch { expected } => write!(f, "expected {expected}")?,
            ErrorKind::Depth => write!(f, "nested more than {MAX_DEPTH} deep")?,
            ErrorKind::End => f.write_str("unexpected end of the text")?,
        }
        write!(f, " at byte {}", self.position)
    }
}

impl std::error::Error for JsonError {}
