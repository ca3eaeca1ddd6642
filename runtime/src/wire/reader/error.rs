//! Errors of reading.

use std::fmt;

/// How deeply arrays and objects may be nested. Beyond that is [`ErrorKind::Depth`].
///
/// Decoders call each other for nested values, so this limits their stack use. It must not exceed 128, because
/// [`Reader::skip`](super::Reader::skip) keeps one bit for each level.
pub const MAX_DEPTH: u32 = 128;

/// Why a value could not be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    kind: ErrorKind,
    position: usize,
}

/// The kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The text is not JSON, for this reason.
    Syntax(&'static str),
    /// There is a value, but not of the expected type.
    Mismatch {
        /// The expected type.
        expected: &'static str,
    },
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`].
    Depth,
    /// The text ends within a value.
    End,
    /// The value needs more than this many bytes of memory.
    Memory(usize),
    /// The deadline has passed.
    Late,
}

impl JsonError {
    /// The kind of the failure.
    #[inline]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The position of the failure, in bytes from the start of the text.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether there is a value, but of another type. The reader is before that value, so the caller can read it in
    /// another way, or [skip](super::Reader::skip) it. The value may be an object whose [next
    /// key](super::Reader::next_key) can't be a Rust string. Return to it with a [mark](super::Reader::mark).
    #[inline]
    pub fn is_mismatch(&self) -> bool {
        matches!(self.kind, ErrorKind::Mismatch { .. })
    }

    // The constructors are cold, to keep them out of the loops that rarely need them.

    /// The text is not JSON at `position`, for the reason `message`.
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

    /// The value needs more memory than allowed.
    #[cold]
    pub(crate) fn memory(limit: usize, position: usize) -> Self {
        Self {
            kind: ErrorKind::Memory(limit),
            position,
        }
    }

    /// The deadline has passed.
    #[cold]
    pub(crate) fn late(position: usize) -> Self {
        Self {
            kind: ErrorKind::Late,
            position,
        }
    }

    /// Whether a limit was exceeded, which says nothing about the text.
    #[inline]
    pub(crate) fn is_of_limit(&self) -> bool {
        matches!(self.kind, ErrorKind::Memory(_) | ErrorKind::Late)
    }

    /// At `position` is something else than `message` asks for, or nothing at all.
    #[cold]
    pub(super) fn unexpected(bytes: &[u8], position: usize, message: &'static str) -> Self {
        let kind = match bytes.get(position) {
            Some(_) => ErrorKind::Syntax(message),
            None => ErrorKind::End,
        };
        Self { kind, position }
    }
}

impl JsonError {
    /// The problem, without its position.
    pub(crate) fn message(&self) -> impl fmt::Display {
        self.kind
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => f.write_str(message),
            Self::Mismatch { expected } => write!(f, "expected {expected}"),
            Self::Depth => write!(f, "nested more than {MAX_DEPTH} levels deep"),
            Self::End => f.write_str("unexpected end of the text"),
            Self::Memory(limit) => {
                write!(f, "the value takes more than {limit} bytes of memory")
            }
            Self::Late => f.write_str("the deadline passed"),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.position)
    }
}

impl std::error::Error for JsonError {}
