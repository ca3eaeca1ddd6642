//! JSON paths of positions in a text, such as `$.results[0].links`.

use std::fmt::Write as _;

use super::reader::cursor::{JsonKind, Reader};

/// The longest part of a key in a path. There are many paths, and a key may be as long as the body.
const MAX_KEY: usize = 100;

/// The JSON paths of the values that start at these positions, which must be in ascending order. The text must be
/// JSON.
///
/// It walks the text only once, however many positions there are.
pub(super) fn paths_of(text: &str, positions: &[usize]) -> Vec<String> {
    let mut walk = Walk {
        reader: Reader::new(text),
        positions,
        steps: Vec::new(),
        paths: Vec::with_capacity(positions.len()),
    };
    // This can't fail in valid JSON. Otherwise the paths up to the failure are correct.
    let _ = walk.value();
    walk.paths
}

struct Walk<'a, 'p> {
    reader: Reader<'a>,
    /// The remaining positions.
    positions: &'p [usize],
    /// The path to the current value.
    steps: Vec<Step<'a>>,
    paths: Vec<String>,
}

enum Step<'a> {
    /// As written between its quotes.
    Key(&'a str),
    Index(usize),
}

impl Walk<'_, '_> {
    /// Walks over a value. `None` ends the walk.
    fn value(&mut self) -> Option<()> {
        let kind = self.reader.kind().ok()?;
        while self.reader.position() >= *self.positions.first()? {
            self.paths.push(path(&self.steps));
            self.positions = &self.positions[1..];
        }
        match kind {
            JsonKind::Object => {
                self.reader.object_begin().ok()?;
                while let Some(key) = self.reader.next_key_text().ok()? {
                    let key = &key[1..key.len() - 1];
                    self.steps.push(Step::Key(key));
                    self.value()?;
                    self.steps.pop();
                }
                Some(())
            }
            JsonKind::Array => {
                self.reader.array_begin().ok()?;
                let mut index = 0;
                while self.reader.next_item().ok()? {
                    self.steps.push(Step::Index(index));
                    self.value()?;
                    self.steps.pop();
                    index += 1;
                }
                Some(())
            }
            _ => self.reader.skip().ok().map(drop),
        }
    }
}

fn path(steps: &[Step<'_>]) -> String {
    let mut path = "$".to_owned();
    for step in steps {
        // Writing to a string can't fail.
        let _ = match step {
            Step::Index(index) => write!(path, "[{index}]"),
            Step::Key(key) => {
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                let end = key.char_indices().nth(MAX_KEY).map(|(end, _)| end);
                match end {
                    Some(end) => write!(path, "[\"{}…\"]", &key[..end]),
                    None if !key.is_empty() && key.bytes().all(plain) => write!(path, ".{key}"),
                    None => write!(path, "[\"{key}\"]"),
                }
            }
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of all values that are `true`.
    fn paths_of_true(text: &str) -> Vec<String> {
        let positions: Vec<_> = text.match_indices("true").map(|(at, _)| at).collect();
        paths_of(text, &positions)
    }

    #[test]
    fn finds_path_of_each_position() {
        let text =
            r#"{"a": [1, true, {"b c": true, "\ud800": true}], "t": true, "é": [[], [true]]}"#;
        assert_eq!(
            paths_of_true(text),
            [
                "$.a[1]",
                "$.a[2][\"b c\"]",
                "$.a[2][\"\\ud800\"]",
                "$.t",
                "$[\"é\"][1][0]"
            ]
        );
        assert_eq!(paths_of_true(" true"), ["$"]);
        assert!(paths_of_true("[]").is_empty());
    }

    #[test]
    fn finds_path_of_objects_and_lists() {
        let text = r#"{"a":{"b":1},"c":[2]}"#;
        assert_eq!(paths_of(text, &[5, 17]), ["$.a", "$.c"]);
    }

    #[test]
    fn shortens_long_keys() {
        let text = format!(r#"{{"{}":true}}"#, "ü".repeat(5_000));
        let expected = format!("$[\"{}…\"]", "ü".repeat(MAX_KEY));
        assert_eq!(paths_of_true(&text), [expected]);
    }
}
