//! Fits foreign text into one line of a message.

use std::fmt::{self, Write};

use http::StatusCode;

use crate::wire::redaction::{Hidden, is_revealing};

/// The longest foreign text in a message, in characters.
pub(super) const MAX_TEXT: usize = 300;

pub(super) fn write_status(f: &mut impl Write, status: StatusCode) -> fmt::Result {
    match status.canonical_reason() {
        Some(reason) => write!(f, "{} {reason}", status.as_str()),
        None => write!(f, "status {}", status.as_str()),
    }
}

/// Shortens a string to `max` characters and removes line ends and control characters, because it goes to logs and
/// terminals. Links that may be signed are hidden.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || is_control(c));
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        match is_revealing(word) {
            true => line += &Hidden::string(word).to_string(),
            false => line.push_str(word),
        }
        if let Some((end, _)) = line.char_indices().nth(max) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

/// Whether a character ends a line, moves a terminal's cursor, or changes the direction of the following text.
fn is_control(c: char) -> bool {
    let ends_line = matches!(c, '\u{2028}' | '\u{2029}');
    let directs =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || ends_line || directs
}

/// Writes text on one line. Each [control character](is_control) becomes a space.
pub(super) struct OneLine<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl<'a, 'f> OneLine<'a, 'f> {
    pub(super) fn new(f: &'a mut fmt::Formatter<'f>) -> Self {
        Self(f)
    }
}

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for (index, part) in text.split(is_control).enumerate() {
            if index > 0 {
                self.0.write_str(" ")?;
            }
            self.0.write_str(part)?;
        }
        Ok(())
    }
}
