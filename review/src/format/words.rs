//! The text of a report: lines of phrases and names, counts, and shortened values.

use std::fmt;
use std::ops::Add;

use crate::rule::Rule;

/// The maximum number of characters shown of a value.
pub(super) const LONG: usize = 2_000;

/// One line of a report. It contains no line breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<Span>);

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    /// Says what the following text is.
    Label(String),
    /// A phrase.
    Words(String),
    /// A name or a value, to be shown verbatim.
    Name(String),
    /// Text with a link to a file of the repository.
    Link(String, String),
}

pub(super) fn label(text: &str) -> Line {
    Line(vec![Span::Label(text.to_owned())])
}

pub(super) fn words(text: &str) -> Line {
    let words = Span::Words(visible(&text.replace('\n', " ")));
    Line([words].into_iter().filter(|_| !text.is_empty()).collect())
}

pub(super) fn name(text: &str) -> Line {
    match text.trim() {
        "" => words("(empty)"),
        _ => Line(vec![Span::Name(
            visible(&shorten(text, LONG)).replace('\n', "\\n"),
        )]),
    }
}

/// Text with a link to the documentation of a rule.
pub(super) fn rule(rule: Rule, text: &str) -> Line {
    Line(vec![Span::Link(text.to_owned(), rule.page())])
}

/// Names at most `most` items of a list, and counts the rest. If only one would be left, it is named too.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a String>, most: usize) -> Line {
    let names: Vec<_> = names.into_iter().collect();
    let most = most + usize::from(names.len() == most + 1);
    let mut line = Line::default();
    for (number, text) in names.iter().take(most).enumerate() {
        line = line + words(if number > 0 { ", " } else { "" }) + name(text);
    }
    match names.len().saturating_sub(most) {
        0 => line,
        rest => line + words(&format!(", … and {rest} more")),
    }
}

impl Add for Line {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// Writes the line without markup.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| match span {
            Span::Label(text) => write!(f, "{text}: "),
            Span::Words(text) | Span::Name(text) | Span::Link(text, _) => f.write_str(text),
        })
    }
}

/// Formats a number and its noun: `2 changes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Lists counts in the given order, without zeros: `breaking 3, additive 12`.
pub(super) fn counts<K: fmt::Display>(counts: impl IntoIterator<Item = (K, usize)>) -> String {
    let counts = counts.into_iter().filter(|(_, number)| *number > 0);
    let counts = counts.map(|(what, number)| format!("{what} {number}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        return "none".to_owned();
    }
    counts
}

/// Cuts a string to `most` characters and states its full length.
pub(super) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
    }
}

/// Escapes control characters, and characters that change the direction of text, so that no name affects a terminal.
/// Line breaks stay.
pub(super) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => visible.push('\n'),
            '\0'..' ' | '\u{7f}'..'\u{a0}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                visible.extend(character.escape_default());
            }
            _ => visible.push(character),
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_only_lists_that_get_shorter() {
        let list: Vec<_> = (0..10).map(|number| number.to_string()).collect();
        assert_eq!(names(&list, 3).to_string(), "0, 1, 2, … and 7 more");
        assert_eq!(names(&list[..4], 3).to_string(), "0, 1, 2, 3");
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüß", 3), "äöü… (4 characters)");
    }

    #[test]
    fn escapes_terminal_codes() {
        let odd = "a\u{1b}[31m\nb\u{202e}";
        assert_eq!(visible(odd), "a\\u{1b}[31m\nb\\u{202e}");
        assert_eq!(name("a\nb\u{2028}c").to_string(), "a\\nb\\u{2028}c");
        assert_eq!((name(" ") + words("\n.")).to_string(), "(empty) .");
    }
}
