//! JSON that is kept as received, and parsed on demand.

use std::sync::OnceLock;

use serde_json::Value as Json;

use super::reader::scan::{escape, number_end};

/// A JSON value by its text, so that it is written back byte for byte.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    text: Box<str>,
    json: OnceLock<Json>,
}

impl Kept {
    /// Keeps a text that is known to be JSON.
    pub(super) fn new(text: &str) -> Self {
        let (text, json) = (text.into(), OnceLock::new());
        Self { text, json }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The value, or what comes closest to it.
    pub(super) fn json(&self) -> &Json {
        self.json.get_or_init(|| closest(&self.text))
    }

    /// The same by value.
    pub(super) fn into_json(self) -> Json {
        let json = self.json.into_inner();
        json.unwrap_or_else(|| closest(&self.text))
    }
}

impl From<Json> for Kept {
    fn from(json: Json) -> Self {
        let text = json.to_string().into();
        let json = json.into();
        Self { text, json }
    }
}

/// Whether they mean the same; their texts may differ in whitespace and in the order of properties.
impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text || self.json() == other.json()
    }
}

/// A number beyond any float becomes a string of its digits, half of a surrogate pair U+FFFD.
fn closest(text: &str) -> Json {
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&accepted(text)))
        .unwrap_or_else(|_| text.into())
}

/// A JSON text without what `serde_json` refuses.
fn accepted(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut accepted = String::with_capacity(text.len());
    let (mut position, mut copied, mut in_string) = (0, 0, false);
    while let Some(byte) = bytes.get(position) {
        let (end, instead) = match byte {
            b'\\' => match escape(bytes, position) {
                Ok((_, end)) => (end, None),
                Err(_) => (position + 6, Some("\\ufffd".to_owned())),
            },
            b'-' | b'0'..=b'9' if !in_string => {
                let end = number_end(bytes, position).unwrap_or(position + 1);
                let number = &text[position..end];
                let fits = number.parse::<f64>().is_ok_and(f64::is_finite);
                (end, (!fits).then(|| format!("\"{number}\"")))
            }
            _ => {
                in_string ^= *byte == b'"';
                (position + 1, None)
            }
        };
        if let Some(instead) = instead {
            accepted.push_str(&text[copied..position]);
            accepted.push_str(&instead);
            copied = end;
        }
        position = end;
    }
    accepted.push_str(&text[copied..]);
    accepted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_serde_json_refuses_comes_as_close_as_it_can() {
        for (text, value) in [
            (
                r#"{"a":[1e999,"1e999\"",-0]}"#,
                json!({"a": ["1e999", "1e999\"", -0.0]}),
            ),
            (
                r#""é\ud83d\ud83d\ude00\ude00\n\\""#,
                json!("é\u{fffd}😀\u{fffd}\n\\"),
            ),
            (r#"{"\ud800":"\ud800x"}"#, json!({"\u{fffd}": "\u{fffd}x"})),
            ("-1e999", json!("-1e999")),
            (
                "12345678901234567890123",
                json!(12_345_678_901_234_567_890_123_f64),
            ),
        ] {
            assert_eq!(*Kept::new(text).json(), value, "{text}");
            assert_eq!(Kept::new(text).into_json(), value, "{text}");
            assert_eq!(Kept::new(text).text(), text);
        }
    }

    #[test]
    fn values_are_equal_if_they_mean_the_same() {
        let kept = Kept::from(json!({"a": 1, "b": [2]}));
        assert_eq!(kept, Kept::new(r#"{ "b": [2], "a": 1 }"#));
        assert_ne!(kept, Kept::new(r#"{"b":[2],"a":2}"#));
    }
}
