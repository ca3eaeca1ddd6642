//! Names and sentences of a report within Markdown: they show as they are.

use super::visible;

/// A name as it is: within it nothing is markup, in a table or elsewhere.
pub(super) fn code(text: &str) -> String {
    let text = visible(text, false);
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    // A fence of more backticks would do for backticks, but a table is split at `|` before its cells
    // are read, and what a backslash before it does differs between readers.
    if !text.contains(['`', '|', '\\']) && text.trim() == text {
        return format!("`{text}`");
    }
    let mut out = String::from("<code>");
    for character in text.chars() {
        if character.is_ascii_punctuation() {
            out.push_str(&format!("&#{};", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out + "</code>"
}

/// A sentence as it is: nothing in it is markup, mentions anybody or links to an issue.
pub(super) fn prose(text: &str) -> String {
    let text = visible(&text.replace('\n', " "), false);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut first = true;
    while let Some(character) = characters.next() {
        let before_name = characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', character]),
            // GitHub looks for these after all markup is gone; a space without width ends the name.
            '@' | '#' if before_name => out.extend(['\\', character, '\u{200b}']),
            // At the start of a line these would begin a heading or a list.
            '#' | '-' | '+' | '=' if first => out.extend(['\\', character]),
            '.' | ')' if out.chars().all(|digit| digit.is_ascii_digit()) => {
                out.extend(['\\', character]);
            }
            _ => out.push(character),
        }
        first = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_as_they_are() {
        assert_eq!(code("Vec<_>"), "`Vec<_>`");
        assert_eq!(code("a|b"), "<code>a&#124;b</code>");
        assert_eq!(code("`x`"), "<code>&#96;x&#96;</code>");
        assert_eq!(code("a\nb"), "<code>a&#92;nb</code>");
        assert_eq!(code(" "), "(empty)");
        assert_eq!(prose("*a* _b_ `c` <d> [e](f) | & $g$"), {
            "\\*a\\* \\_b\\_ \\`c\\` &lt;d&gt; \\[e\\](f) &#124; &amp; \\$g\\$"
        });
        assert_eq!(
            prose("1. @all #12 a@ #"),
            "1\\. \\@\u{200b}all \\#\u{200b}12 a@ #"
        );
        assert_eq!(prose("- a-b"), "\\- a-b");
    }
}
