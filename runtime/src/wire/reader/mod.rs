//! Reads JSON: a pull parser over text in memory.
//!
//! This crate spends most of its time on decoding, both when it is compiled and when it runs. So the reader has no
//! type parameters and is compiled once. It borrows from the text wherever it can. It can also be rewound: a decoder
//! that finds an unexpected value goes back and keeps the text instead.
//!
//! The reader accepts exactly the language of [RFC 8259], except for nesting beyond [`MAX_DEPTH`]. A string with an
//! unpaired surrogate escape is valid JSON (section 8.2), but can't be a Rust string. Reading it as a string is a
//! mismatch.
//!
//! | file | job |
//! |---|---|
//! | `error` | [`JsonError`]: why reading failed, and where |
//! | `scan` | finds the ends of tokens in bytes |
//! | `cursor` | [`Reader`]: the position, the next token, opening and closing |
//! | `scalars` | reads scalars |
//! | `containers` | reads arrays and objects, skips values, looks ahead |
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

pub(crate) mod containers;
pub(crate) mod cursor;
pub(crate) mod error;
pub(crate) mod scalars;
pub(crate) mod scan;
#[cfg(test)]
pub(crate) mod tests;

pub use cursor::{JsonKind, Mark, Reader};
pub use error::{ErrorKind, JsonError, MAX_DEPTH};
