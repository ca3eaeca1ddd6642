//! Fits foreign text into one line of a message.

use std::fmt;

use http::StatusCode;

/// The longest foreign text in a message, in characters.
pub(super) const MAX_TEXT: usize = 300;

pub(super) fn write_status(f: &mut fmt::Formatter<'_>, status: StatusCode) -> fmt::Result {
    match status.canonical_reason() {
        Some(reason) => write!(f, "{} {reason}", status.as_str()),
        None => write!(f, "status {}", status.as_str()),
    }
}

/// Shortens a text to `max` characters and removes line ends and control characters, as it goes to logs and terminals.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((end, _)) = line.char_indices().nth(max) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}
