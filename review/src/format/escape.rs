//! Escapes the names and sentences of a report for Markdown.

use super::words::{Line, Span};

/// Formats a line: labels in bold, names as code.
pub(super) fn line(line: &Line) -> String {
    let span = |span: &Span| match span {
        Span::Label(text) => format!("**{}:** ", prose(text)),
        Span::Words(text) => prose(text),
        Span::Name(text) => code(text),
        // From the page of a pull request.
        Span::Link(text, file) => format!("[{}](../blob/HEAD/{file})", prose(text)),
    };
    line.0.iter().map(span).collect()
}

/// Formats a name as code, also within a table.
fn code(text: &str) -> String {
    // A longer fence would allow backticks, but a table is split at `|` before its cells are read, and readers
    // disagree about a backslash before it.
    if !text.contains(['`', '|', '\\']) && text.trim() == text {
        return format!("`{text}`");
    }
    let escaped = text.chars().map(|character| match character {
        mark if mark.is_ascii_punctuation() => format!("&#{};", u32::from(mark)),
        other => other.to_string(),
    });
    format!("<code>{}</code>", escaped.collect::<String>())
}

/// Escapes a sentence, so that nothing in it is markup, a mention, or a link to an issue.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (start, character) in text.char_indices() {
        let mut rest = text[start..].chars().skip(1);
        let before_name = rest.next().is_some_and(char::is_alphanumeric);
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', character]),
            // GitHub looks for these after removing all markup. A zero-width space ends the name.
            '@' | '#' if before_name => out.extend(['\\', character, '\u{200b}']),
            // At the start of a line these would begin a heading or a list.
            '#' | '-' | '+' | '=' if start == 0 => out.extend(['\\', character]),
            '.' | ')' if !out.is_empty() && out.chars().all(|digit| digit.is_ascii_digit()) => {
                out.extend(['\\', character]);
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markdown_in_names() {
        assert_eq!(code("Vec<_>"), "`Vec<_>`");
        assert_eq!(code("a|b"), "<code>a&#124;b</code>");
        assert_eq!(code("`x`"), "<code>&#96;x&#96;</code>");
        assert_eq!(code("a\\b"), "<code>a&#92;b</code>");
        assert_eq!(prose("*a* _b_ `c` <d> [e](f) | & $g$"), {
            "\\*a\\* \\_b\\_ \\`c\\` &lt;d&gt; \\[e\\](f) &#124; &amp; \\$g\\$"
        });
        let names = "1. @all #12 a@ #";
        assert_eq!(prose(names), "1\\. \\@\u{200b}all \\#\u{200b}12 a@ #");
        assert_eq!(prose("- a-b"), "\\- a-b");
    }
}
