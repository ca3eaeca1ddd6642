//! Limits for the memory and the time of decoding a body.

use std::fmt;

/// The default of [`ClientBuilder::max_decoded_bytes`](crate::ClientBuilder::max_decoded_bytes).
pub const MAX_DECODED_BYTES: usize = 256 << 20;

/// The limits of decoding.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// The memory that the decoded value may take, in bytes.
    pub(crate) memory: usize,
    /// Whether it is too late to continue. The decoder asks now and then. This is a function because WebAssembly has
    /// no clock.
    pub(crate) is_late: Option<&'a dyn Fn() -> bool>,
}

impl Limits<'_> {
    /// For the program's own text.
    pub(crate) const NONE: Self = Self {
        memory: usize::MAX,
        is_late: None,
    };
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            memory: MAX_DECODED_BYTES,
            is_late: None,
        }
    }
}

impl fmt::Debug for Limits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits")
            .field("memory", &self.memory)
            .field("is_late", &self.is_late.is_some())
            .finish()
    }
}
