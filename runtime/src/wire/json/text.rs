//! JSON texts: what they mean, and when two of them are equal.

use std::borrow::Cow;

use serde_json::Value;

use crate::wire::reader::scan::{escape, number_end, string_end};
use crate::wire::writer::Writer;

/// The name under which `serde_json` passes JSON text (its feature `raw_value`, which this crate enables). Other
/// formats ignore the name.
pub(super) const RAW: &str = "$serde_json::private::RawValue";
/// The name under which it passes the digits of a number, if its feature `arbitrary_precision` is enabled.
pub(super) const NUMBER: &str = "$serde_json::private::Number";
/// The only key of a date of TOML, as the crates `toml` and `toml_edit` pass it to `serde`.
pub(super) const TOML_DATE: &str = "$__toml_private_datetime";

/// The text of a string, from its JSON text with quotes. An unpaired surrogate becomes U+FFFD.
pub(super) fn unquoted(string: &str) -> Cow<'_, str> {
    let inner = string.get(1..string.len() - 1).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    for piece in pieces(inner) {
        match piece {
            Piece::Plain(text) => out.push_str(text),
            Piece::Escaped(character) => out.push(character),
            Piece::Half(_) => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(out)
}

/// A part of a string.
enum Piece<'a> {
    /// Characters that stand for themselves.
    Plain(&'a str),
    /// The character that an escape stands for.
    Escaped(char),
    /// The escape of an unpaired surrogate.
    Half(&'a str),
}

/// The pieces between the quotes of a string.
fn pieces(inner: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let rest = inner.get(position..).filter(|rest| !rest.is_empty())?;
        if !rest.starts_with('\\') {
            let end = rest.find('\\').unwrap_or(rest.len());
            position += end;
            return Some(Piece::Plain(&rest[..end]));
        }
        match escape(inner.as_bytes(), position) {
            Ok((character, end)) => {
                position = end;
                Some(Piece::Escaped(character))
            }
            Err(_) => {
                let half = rest.get(..6).unwrap_or(rest);
                position += half.len();
                Some(Piece::Half(half))
            }
        }
    })
}

/// The canonical form of equal texts: without whitespace, and with escapes only where they are needed. Numbers stay
/// as they are written, and properties keep their order.
pub(super) fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens(text) {
        match token.as_bytes() {
            [b'"', ..] if token.contains('\\') => out.push_str(&requoted(token)),
            [b' ' | b'\n' | b'\r' | b'\t', ..] => {}
            _ => out.push_str(token),
        }
    }
    out
}

/// A string with escapes only where they are needed.
fn requoted(string: &str) -> String {
    let mut out = "\"".to_owned();
    for piece in pieces(&string[1..string.len() - 1]) {
        match piece {
            Piece::Plain(text) => out.push_str(text),
            Piece::Escaped(character) => {
                let mut writer = Writer::new();
                writer.string(character.encode_utf8(&mut [0; 4]));
                let written = writer.into_string();
                out.push_str(&written[1..written.len() - 1]);
            }
            Piece::Half(half) => out.push_str(&half.to_ascii_lowercase()),
        }
    }
    out.push('"');
    out
}

/// The text with a line for each item and each property, indented by two spaces a level, like `serde_json`.
pub(super) fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    let is_token = |token: &&str| !token.starts_with([' ', '\n', '\r', '\t']);
    let mut tokens = tokens(text).filter(is_token).peekable();
    while let Some(token) = tokens.next() {
        match token {
            "[" | "{" => {
                out.push_str(token);
                if let Some(close) = tokens.next_if(|next| matches!(*next, "]" | "}")) {
                    out.push_str(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            "]" | "}" => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push_str(token);
            }
            "," => {
                out.push(',');
                line(&mut out, depth);
            }
            ":" => out.push_str(": "),
            _ => out.push_str(token),
        }
    }
    out
}

/// The tokens of a JSON text, and the whitespace between them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = match bytes.get(start)? {
            b'"' => string_end(bytes, start + 1).unwrap_or(bytes.len()),
            b'-' | b'0'..=b'9' => number_end(bytes, start).unwrap_or(bytes.len()),
            // The letters of a literal one by one, which works as well.
            _ => start + 1,
        };
        let token = &text[start..end];
        start = end;
        Some(token)
    })
}

/// The closest [`Value`]: a number beyond any float becomes a string of its digits, and an unpaired surrogate becomes
/// U+FFFD.
pub(super) fn closest(text: &str) -> Value {
    let accepted = || {
        let mut out = String::with_capacity(text.len());
        for token in tokens(text) {
            match token.as_bytes() {
                [b'"', ..] => {
                    let mut writer = Writer::new();
                    writer.string(&unquoted(token));
                    out.push_str(&writer.into_string());
                }
                [b'-' | b'0'..=b'9', ..] if !token.parse().is_ok_and(f64::is_finite) => {
                    out.extend(["\"", token, "\""]);
                }
                _ => out.push_str(token),
            }
        }
        serde_json::from_str(&out).ok()
    };
    let exact = serde_json::from_str(text).ok();
    exact.or_else(accepted).unwrap_or_else(|| text.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::wire::reader::tests::strategies::values;

    #[test]
    fn approximates_values_serde_json_rejects() {
        for (text, value) in [
            (
                r#"{"a":[1e999,"1e999\"",-0]}"#,
                json!({"a": ["1e999", "1e999\"", -0.0]}),
            ),
            (
                r#""é\ud83d\ud83d\ude00\ude00\n\\""#,
                json!("é\u{fffd}😀\u{fffd}\n\\"),
            ),
            (r#"{"\ud800":"\ud800x"}"#, json!({"\u{fffd}": "\u{fffd}x"})),
            ("-1e999", json!("-1e999")),
        ] {
            assert_eq!(closest(text), value, "{text}");
        }
    }

    #[test]
    fn canonical_text_drops_whitespace_and_needless_escapes() {
        for (text, expected) in [
            (
                " { \"b\" : [ 1.0 , -0e5 ] ,\n\"a\":null } ",
                r#"{"b":[1.0,-0e5],"a":null}"#,
            ),
            (
                r#""\u0041\/\n\u000a\"\\ \uD83D\uDE00""#,
                r#""A/\n\n\"\\ 😀""#,
            ),
            (r#"["\uD800", " [ ] "]"#, r#"["\ud800"," [ ] "]"#),
        ] {
            assert_eq!(canonical(text), expected);
        }
    }

    proptest! {
        #[test]
        fn canonical_text_keeps_the_value(value in values()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(canonical(&pretty), value.to_string());
            prop_assert_eq!(indented(&value.to_string()), pretty);
        }
    }
}
