//! Strings that a schema accepts, by its pattern, its format and its lengths.
//!
//! No crate is suitable. `rand_regex` and proptest's `string_regex` reject each pattern with an anchor or a
//! look-around: 39 of the 45 patterns in the two specs, 1,154 of their 1,177 uses. Neither supports `minLength`. Both
//! choose at random. With the anchors cut out and a fixed seed, `rand_regex` creates an email address of 7,901
//! characters, and for `\d` digits such as `𑣥`, which the regular expressions of JSON Schema do not match. Here a
//! string is the plainest that matches.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

/// Used for patterns with look-arounds, which `regex_syntax` can't read. All of them are of IP addresses.
const ADDRESS: &str = "192.0.2.1";

/// A string that a schema accepts, by its pattern or its format.
pub(crate) fn of(schema: &Value) -> String {
    let least = usize::try_from(schema["minLength"].as_u64().unwrap_or(0)).unwrap_or(0);
    if let Some(pattern) = schema["pattern"].as_str() {
        let Ok(pattern) = regex_syntax::parse(pattern) else {
            return ADDRESS.to_owned();
        };
        // The more repetitions, the longer.
        let texts = (1..=least.max(1)).map(|times| matching(&pattern, times));
        let mut texts = texts.skip_while(|text| text.chars().count() < least);
        return texts.next().unwrap_or_else(|| matching(&pattern, 1));
    }
    let text = match schema["format"].as_str() {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("email") => "somebody@example.com",
        Some("uri") => "https://example.com",
        Some("uuid") => "6f1c3c1e-5b7a-4e0d-9a55-0d7f2b6c8e11",
        _ => "text",
    };
    let most = schema["maxLength"].as_u64();
    let most = most.and_then(|most| usize::try_from(most).ok());
    let endless = text.chars().cycle();
    let length = text
        .chars()
        .count()
        .max(least)
        .min(most.unwrap_or(usize::MAX));
    endless.take(length).collect()
}

/// A string that matches: the first of every choice, and the fewest repetitions, but at least `times`.
fn matching(pattern: &Hir, times: usize) -> String {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => character(class).map_or_else(String::new, String::from),
        HirKind::Repetition(repetition) => {
            let (least, most) = (repetition.min, repetition.max.unwrap_or(u32::MAX));
            let times = u32::try_from(times).unwrap_or(u32::MAX).clamp(least, most);
            (0..times).map(|_| matching(&repetition.sub, 1)).collect()
        }
        HirKind::Capture(capture) => matching(&capture.sub, times),
        HirKind::Concat(parts) => parts.iter().map(|part| matching(part, times)).collect(),
        HirKind::Alternation(parts) => matching(&parts[0], times),
    }
}

/// A letter if there is one, because letters are accepted everywhere.
fn character(class: &Class) -> Option<char> {
    let ranges: Vec<_> = match class {
        Class::Unicode(class) => class.iter().map(|it| (it.start(), it.end())).collect(),
        Class::Bytes(class) => {
            let ranges = class.iter();
            ranges
                .map(|it| (char::from(it.start()), char::from(it.end())))
                .collect()
        }
    };
    let has = |wanted: &char| {
        ranges
            .iter()
            .any(|(from, to)| (from..=to).contains(&wanted))
    };
    let first = || ranges.first().map(|(from, _)| *from);
    ['a', 'A', '1'].into_iter().find(has).or_else(first)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_matches_its_pattern() {
        for (pattern, least, expected) in [
            ("^([a-f0-9]{24})$", 24, "aaaaaaaaaaaaaaaaaaaaaaaa"),
            ("^[0-9a-f]{2}-([A-Z]|x)+$", 0, "aa-A"),
            ("^a?[a-z]*$", 6, "aaaaaa"),
            ("^([0-9]{1,3}\\.){3}[0-9]{1,3}|x$", 0, "1.1.1.1"),
        ] {
            let text = of(&json!({"pattern": pattern, "minLength": least}));
            assert_eq!(text, expected, "{pattern}");
        }
    }

    #[test]
    fn text_has_its_format_and_length() {
        assert_eq!(of(&json!({"format": "date"})), "2026-01-31");
        assert_eq!(of(&json!({"minLength": 6})), "textte");
        assert_eq!(of(&json!({"maxLength": 2})), "te");
        assert_eq!(of(&json!({"pattern": "(?=lookahead)"})), ADDRESS);
    }
}
