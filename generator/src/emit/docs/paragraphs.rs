//! Paragraphs of documentation.

use super::links::Sentence;
use super::text::Line;

/// The longest line of a paragraph without links.
const WIDTH: usize = 100;

/// Paragraphs, separated by empty lines.
#[derive(Default)]
pub struct Paragraphs(pub Vec<Line>);

impl Paragraphs {
    /// Adds a paragraph, unless it is empty.
    pub fn add(&mut self, lines: impl IntoIterator<Item = String>) {
        self.add_lines(lines.into_iter().map(Line::Always));
    }

    /// Adds a paragraph with links, unless it is empty.
    pub fn add_lines(&mut self, lines: impl IntoIterator<Item = Line>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.0.is_empty() {
            self.0.push(Line::Always(String::new()));
        }
        self.0.extend(lines);
    }

    /// Adds a paragraph of text, broken into lines.
    pub fn text(&mut self, text: &str) {
        self.add(wrapped(text));
    }

    /// Adds a description. Its first sentence, followed by `more`, is a separate paragraph, which lists of items
    /// show.
    pub fn description(&mut self, text: &str, more: &str) {
        let (first, rest) = first_sentence(text);
        self.text(&format!("{first}{more}"));
        if !rest.is_empty() {
            self.text(rest);
        }
    }

    /// Adds a sentence with links as a paragraph.
    pub fn sentence(&mut self, sentence: Option<Sentence>) {
        self.add_lines(sentence.into_iter().flat_map(Sentence::lines));
    }
}

/// A text, broken into lines.
pub fn wrapped(text: &str) -> Vec<String> {
    let lines = textwrap::wrap(text, WIDTH).into_iter();
    lines.map(Into::into).collect()
}

/// The first sentence of a description, and the rest.
pub fn first_sentence(text: &str) -> (&str, &str) {
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.into_iter().find(|at| {
        let (before, after) = text.split_at(*at);
        let in_code = before.matches('`').count() % 2 == 1;
        let in_brackets = before.matches('(').count() > before.matches(')').count();
        let starts = |c: char| c.is_uppercase() || c == '`';
        !in_code && !in_brackets && after.trim_start().starts_with(starts)
    });
    let (first, rest) = text.split_at(end.unwrap_or(text.len()));
    (first, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn finds_first_sentence() {
        for (text, first) in [
            ("Stops it. Its data stays.", "Stops it."),
            ("Takes `a. B` as name. Then stops.", "Takes `a. B` as name."),
            (
                "Uses 3.5 or so, e.g. three. `x` is one.",
                "Uses 3.5 or so, e.g. three.",
            ),
            ("Has no end", "Has no end"),
        ] {
            assert_eq!(first_sentence(text).0, first, "{text}");
        }
    }
}
