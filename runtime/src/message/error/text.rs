//! Text that somebody else wrote, made fit for one line of a message.

use std::fmt;

use http::StatusCode;

/// How many characters of a text that somebody else wrote stand in a message.
pub(super) const MAX_TEXT: usize = 300;

pub(super) fn write_status(f: &mut fmt::Formatter<'_>, status: StatusCode) -> fmt::Result {
    match status.canonical_reason() {
        Some(reason) => write!(f, "{} {reason}", status.as_str()),
        None => write!(f, "status {}", status.as_str()),
    }
}

/// Cuts a text, and takes the line ends and control characters out of it: it goes to logs and
/// terminals.
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
