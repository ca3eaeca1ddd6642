//! Upstream prose, for builds that have it.

/// Upstream prose as lines. Its code must not become tests of this crate, so fences get a language, and indentation
/// that Markdown would read as code is removed.
pub fn prose(text: &str) -> Vec<String> {
    let mut open: Option<&str> = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        match (open, fence(trimmed)) {
            (None, Some((fence, ""))) => {
                open = Some(fence);
                lines.push(format!("{fence}text"));
            }
            (None, Some((fence, _))) => {
                open = Some(fence);
                lines.push(trimmed.to_owned());
            }
            (None, None) => lines.push(trimmed.to_owned()),
            // Only a fence of the same kind that is at least as long ends the code.
            (Some(known), Some((fence, ""))) if fence.starts_with(known) => {
                open = None;
                lines.push(trimmed.to_owned());
            }
            (Some(_), _) => lines.push(line.to_owned()),
        }
    }
    lines.extend(open.map(str::to_owned));
    lines
}

/// The fence of a line, and its language (CommonMark 4.5).
fn fence(line: &str) -> Option<(&str, &str)> {
    let kind = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let (fence, language) = line.split_at(line.len() - line.trim_start_matches(kind).len());
    let is_fence = fence.len() >= 3 && !(kind == '`' && language.contains('`'));
    is_fence.then_some((fence, language.trim()))
}
