//! Errors of the YAML parser, with a position and advice.

use super::text::Source;
use crate::error::Error;

/// The error for a text that the parser rejects.
pub(super) fn error(source: &Source, error: &serde_yaml::Error) -> Error {
    let text = error.to_string();
    let found = error.location().map(|it| (it.line(), it.column()));
    let (message, help, (line, column)) = if text.contains("more than one document") {
        match second_document(source.content()) {
            Some(at) => {
                let message = "the text has more than one document".to_owned();
                let help = "remove what follows this line `---`, or the line itself";
                (message, help, at)
            }
            None => {
                let message =
                    "the text is neither YAML nor JSON: it continues after its first value";
                (message.to_owned(), help(&text), found.unwrap_or((1, 1)))
            }
        }
    } else if text.contains("control characters")
        && let Some((control, at)) = control(source.content())
    {
        let message = format!("the control character U+{control:04X} is not allowed");
        (
            message,
            "remove it, or write it as an escape in double quotes",
            at,
        )
    } else {
        (plain(&text), help(&text), found.unwrap_or((1, 1)))
    };
    let position = source.position(line, column);
    Error::in_text(&source.name, position, message).help(help)
}

/// The parser's message without the position, which is shown separately.
fn plain(message: &str) -> String {
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message[..end].to_owned()
}

/// Advice for a message of the parser.
fn help(message: &str) -> &'static str {
    let helps = [
        (
            "recursion limit",
            "move the inner values to named components",
        ),
        (
            "repetition limit",
            "replace each alias (`*name`) with its value",
        ),
        ("key that is text", "quote the key"),
        ("duplicate key", "remove one of the two"),
        ("tags such as", "remove the tag"),
        (
            "unknown anchor",
            "write out what the alias (`*name`) stands for",
        ),
        (
            "found character that cannot start any token",
            "indent with spaces, not with tabs; quote a text that starts with `@`, `%` or a backtick",
        ),
        ("tab character", "indent with spaces, not with tabs"),
    ];
    let found = helps.iter().find(|(part, _)| message.contains(part));
    found.map_or("correct the text; it must be YAML or JSON", |(_, help)| {
        help
    })
}

/// The line and column of the marker that starts the second document, if one does.
fn second_document(text: &str) -> Option<(usize, usize)> {
    let mut started = false;
    for (index, line) in text.lines().enumerate() {
        let is_marker = line.split_whitespace().next() == Some("---") && line.starts_with('-');
        if is_marker && started {
            return Some((index + 1, 1));
        }
        let is_content = !line.trim().is_empty() && !line.starts_with(['#', '%']);
        started |= is_content;
    }
    None
}

/// The first control character that YAML does not allow, with its line and column.
fn control(text: &str) -> Option<(u32, (usize, usize))> {
    let mut lines = text.split('\n').enumerate();
    lines.find_map(|(index, line)| {
        let mut all = line.chars().enumerate();
        let is_control = |it: char| it.is_control() && !matches!(it, '\t' | '\r' | '\u{85}');
        let (column, found) = all.find(|(_, it)| is_control(*it))?;
        Some((u32::from(found), (index + 1, column + 1)))
    })
}
