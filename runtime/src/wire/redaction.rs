//! What `Debug` shows of values.
//!
//! It shows what the spec types as harmless: the listed properties of objects, with their strings, numbers, booleans,
//! dates and listed enum values. Everything else may hold a secret, and appears as its kind and length: unknown
//! properties, values and variants, mismatches, free-form JSON, the strings of maps, unexpected bodies, links that may
//! be signed, and the properties that the spec or `spec/corrections.yaml` marks as secret.
//!
//! | function | shows |
//! |---|---|
//! | [`show`] | a string, by its [`Place`] |
//! | [`Hidden`] | anything else |

use std::fmt;

use super::reader::cursor::{JsonKind, Reader};

/// What the spec says about the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A listed property, or an item of one.
    Listed,
    /// Only the type: the value is in a map, or is a whole body.
    Free,
}

/// Stands for a value that is not shown: `<string, 32 bytes>`.
pub struct Hidden {
    kind: &'static str,
    length: usize,
}

impl Hidden {
    /// A string, with the length of its text.
    pub fn string(text: &str) -> Self {
        Self::new("string", text.len())
    }

    /// A value that is not listed, with the length of its JSON.
    pub fn json(json: &[u8]) -> Self {
        let text = std::str::from_utf8(json).unwrap_or_default();
        let kind = match Reader::new(text).kind() {
            Ok(JsonKind::Null) => "null",
            Ok(JsonKind::Bool) => "boolean",
            Ok(JsonKind::Number) => "number",
            Ok(JsonKind::String) => "string",
            Ok(JsonKind::Array) => "array",
            Ok(JsonKind::Object) => "object",
            Err(_) if text.is_empty() && !json.is_empty() => "binary",
            Err(_) => "text",
        };
        Self::new(kind, json.len())
    }

    /// A value of this kind with this many bytes.
    pub fn new(kind: &'static str, length: usize) -> Self {
        Self { kind, length }
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}, {}>", self.kind, Length(self.length))
    }
}

/// A length in words: `32 bytes`.
pub(crate) struct Length(pub(crate) usize);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 byte"),
            length => write!(f, "{length} bytes"),
        }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Shows a string of a listed property, unless it looks like a secret.
pub fn show(text: &str, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if place == Place::Free || is_revealing(text) {
        fmt::Debug::fmt(&Hidden::string(text), f)
    } else {
        fmt::Debug::fmt(text, f)
    }
}

/// Whether a string contains a key, or a link that may be signed, contains a password, or is meant only for its owner.
pub fn is_revealing(text: &str) -> bool {
    const PEM: &str = "-----BEGIN ";
    // A path without a host may be signed too.
    let is_path = text.starts_with('/') && text.contains(['?', '#']);
    is_path
        || text.contains(PEM)
        || text.match_indices("//").any(|(at, _)| {
            let link = &text[at + 2..];
            let end = link.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
            link[..end.unwrap_or(link.len())].contains(['?', '#', '@'])
        })
}

/// Whether a string looks like a date and time (RFC 3339) or a date.
pub fn is_date(text: &str) -> bool {
    let of_date = |byte: u8| byte.is_ascii_digit() || b"-+:.TtZz ".contains(&byte);
    text.len() <= 40 && text.bytes().all(of_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        struct Shown<'a>(&'a str);
        impl fmt::Debug for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show(self.0, Place::Listed, f)
            }
        }
        format!("{:?}", Shown(text))
    }

    #[test]
    fn shows_plain_text() {
        for text in [
            "",
            "prod",
            "is it? # yes @ noon",
            "somebody@example.com",
            "https://cloud.mongodb.com/api/atlas/v2/groups",
            "mongodb+srv://c0.abcde.mongodb.net",
            "a // comment",
            "https://example.com/ is it?",
            "<a href=\"https://example.com/\">what?</a>",
            "/var/log/mongodb",
        ] {
            assert_eq!(shown(text), format!("{text:?}"));
        }
    }

    #[test]
    fn hides_links_that_may_be_signed() {
        for text in [
            "https://s3.example.com/log.gz?X-Amz-Signature=abc",
            "HTTPS://EXAMPLE.COM?a",
            "https://user:word@example.com/",
            "mongodb://user:word@a.example.com,b.example.com/?ssl=true",
            "//cdn.example.com/log?sig=abc",
            "/api/download?token=abc",
            "https://example.com/#access_token=abc",
            "see https://example.com/?sig=abc for more",
            "see //a?b",
            "jdbc:postgresql://example.com/db?password=abc",
            "-----BEGIN PRIVATE KEY-----\nabc",
        ] {
            assert_eq!(shown(text), format!("<string, {} bytes>", text.len()));
        }
    }

    #[test]
    fn shows_kind_of_json() {
        for (json, kind) in [
            (&b" null"[..], "null"),
            (b"true", "boolean"),
            (b"-1", "number"),
            (b"\"x\"", "string"),
            (b"[1]", "array"),
            (b"{}", "object"),
            (b"<html>", "text"),
            (b"", "text"),
            (b"\xff", "binary"),
        ] {
            let expected = format!("<{kind}, {}>", Length(json.len()));
            let hidden = Hidden::json(json);
            assert_eq!(
                format!("{hidden:?} {hidden}"),
                format!("{expected} {expected}")
            );
        }
    }

    #[test]
    fn recognizes_dates() {
        assert!(is_date("2026-08-10T03:07:49.123Z"));
        assert!(is_date("2026-08-10T03:07:49+02:00"));
        assert!(!is_date("2026-08-10T03:07:49 and a secret"));
        assert!(!is_date(&"1".repeat(41)));
    }
}
