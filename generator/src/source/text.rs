//! The text of an input file.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::de::IgnoredAny;

use crate::error::{Error, Position, Result};

/// The text of an input file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The name of the file in errors.
    pub name: String,
    /// The contents.
    pub text: String,
}

impl Source {
    /// Creates a source from a file name and a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// Creates a source from a file name and the bytes of the file.
    ///
    /// # Errors
    /// The bytes are not UTF-8.
    ///
    /// ```
    /// let error = generator::Source::from_bytes("spec.yaml", b"info:\n  title: Caf\xe9".to_vec()).unwrap_err();
    /// assert!(error.to_string().contains("the byte 0xE9 is not UTF-8"));
    /// ```
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self> {
        let name = name.into();
        String::from_utf8(bytes)
            .map(|text| Self::new(name.clone(), text))
            .map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                not_utf8(&name, error.as_bytes(), at)
            })
    }

    /// The text without a byte order mark.
    pub(super) fn content(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// The text as the YAML parser reads it. JSON writes a character beyond U+FFFF as two escapes, which YAML refuses:
    /// they are replaced by the one that YAML has. Lines stay the same.
    pub(super) fn yaml(&self) -> Cow<'_, str> {
        let text = self.content();
        let is_json = || {
            text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok()
        };
        let has_pairs = text.contains(r"\ud") || text.contains(r"\uD");
        if !has_pairs || !is_json() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let unit = |at: usize| {
                let digits = rest.get(at..)?.strip_prefix("\\u")?.get(..4)?;
                u16::from_str_radix(digits, 16).ok()
            };
            let pair = char::decode_utf16(unit(0).into_iter().chain(unit(6))).next();
            let length = match pair {
                Some(Ok(c)) if c > '\u{FFFF}' => {
                    let _ = write!(out, "\\U{:08x}", u32::from(c));
                    12
                }
                // An escape is a backslash and one ASCII character; what follows is text.
                _ => {
                    out.push_str(&rest[..2]);
                    2
                }
            };
            rest = &rest[length..];
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// A position in the text, with its line.
    pub(super) fn position(&self, line: usize, column: usize) -> Position {
        let text = self.content().lines().nth(line - 1).unwrap_or_default();
        Position {
            line,
            column,
            text: text.to_owned(),
        }
    }
}

/// The first bytes of files that are no UTF-8, what they are, and what to do about it.
const FORMATS: [(&[u8], &str, &str); 4] = [
    (b"\xff\xfe", "the text is UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "the text is UTF-16", "save it as UTF-8"),
    (
        b"\x1f\x8b",
        "the file is compressed by gzip",
        "decompress it first",
    ),
    (
        b"PK\x03\x04",
        "the file is a zip archive",
        "unpack it first",
    ),
];

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Error {
    let format = FORMATS.iter().find(|(start, ..)| bytes.starts_with(start));
    let (message, help, position) = match format {
        Some((_, message, help)) => ((*message).to_owned(), *help, Position::default()),
        None => {
            let message = format!("the byte 0x{:02X} is not UTF-8", bytes[at]);
            (message, "save the text as UTF-8", byte_position(bytes, at))
        }
    };
    Error::in_text(name, position, message).help(help)
}

/// The position of the first byte that is not UTF-8.
fn byte_position(bytes: &[u8], at: usize) -> Position {
    let before = &bytes[..at];
    let start = before.iter().rposition(|byte| *byte == b'\n');
    let start = start.map_or(0, |newline| newline + 1);
    let mut lines = bytes[start..].split(|byte| *byte == b'\n');
    let line = lines.next().unwrap_or_default();
    Position {
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        column: String::from_utf8_lossy(&before[start..]).chars().count() + 1,
        text: String::from_utf8_lossy(line).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        let error = Source::from_bytes("a.yaml", bytes.to_vec()).expect_err("it is not UTF-8");
        error.to_string()
    }

    #[test]
    fn names_the_byte_and_its_place() {
        let error = refused(b"a: 1\n\xc3\xb6: caf\xe9");
        let expected = "the byte 0xE9 is not UTF-8 at a.yaml:2:7 (help: save the text as UTF-8)";
        assert_eq!(error, expected);
    }

    #[test]
    fn recognizes_other_encodings_and_archives() {
        let utf16 = "the text is UTF-16 at a.yaml:1:1 (help: save it as UTF-8)";
        assert_eq!(refused(b"\xff\xfea\0"), utf16);
        assert_eq!(refused(b"\xfe\xff\0a"), utf16);
        let gzip = "the file is compressed by gzip at a.yaml:1:1 (help: decompress it first)";
        assert_eq!(refused(b"\x1f\x8b\x08"), gzip);
    }

    #[test]
    fn reads_surrogate_pairs_of_json() {
        let text = r#"{"a": "\ud83c\uDF89 \\ud83c \u00e9", "b": ["\"\ud83c\udf89"]}"#;
        let tree = Source::new("a.json", text).parse().unwrap();
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(*tree.tree(), expected);
    }

    #[test]
    fn locates_values_behind_surrogate_pairs() {
        let text = "{\"a\": \"\\ud83c\\udf89\",\n \"b\": {\n  \"c\": 1}}";
        let tree = Source::new("a.json", text).parse().unwrap();
        let error = tree.locate(Error::at("/b/c", "it is"));
        assert_eq!(error.to_string(), "it is at a.json:3:3 #/b/c");
    }

    #[test]
    fn keeps_a_byte_order_mark_out_of_the_content() {
        let source = Source::from_bytes("a.yaml", b"\xef\xbb\xbfa: 1".to_vec());
        assert_eq!(
            source.map(|it| it.content().to_owned()),
            Ok("a: 1".to_owned())
        );
    }
}
