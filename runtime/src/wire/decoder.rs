//! The state of decoding one JSON text: a reader, the mismatches met so far, and the union rules in use.

use super::reader::cursor::Reader;
use super::reader::error::JsonError;

/// A reader that remembers where it met mismatches.
#[derive(Debug)]
pub struct Decoder<'a> {
    pub(crate) reader: Reader<'a>,
    /// Positions of the mismatches. Their paths are worked out afterwards, so a body without any pays nothing for them.
    pub(super) mismatches: Vec<usize>,
    /// Which rule of a union a tag leads to, for tags that were met: the union's rules, and the text.
    pub(super) rules: Vec<((usize, &'a str), usize)>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::new(text),
            mismatches: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// Skips a mismatch, and returns its text.
    pub(super) fn skip_mismatch(&mut self) -> Result<&'a str, JsonError> {
        let text = self.reader.skip()?;
        self.mismatches.push(self.reader.position() - text.len());
        Ok(text)
    }
}
