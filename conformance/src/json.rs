//! When two JSON values are the same.

use serde_json::Value;

/// The value without the properties that are `null`. The spec does not distinguish `null` from absent where
/// it does not say `nullable`, and the service sends `null` everywhere.
#[must_use]
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let fields = fields.map(|(name, value)| (name.clone(), without_nulls(value)));
            fields.collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        value => value.clone(),
    }
}

/// Where two values differ first, as a JSON path with both values; `None` if they are the same.
/// Numbers are the same if they are written alike: `1` and `1.0` are not.
#[must_use]
pub fn difference(sent: &Value, came: &Value) -> Option<String> {
    let mut path = "$".to_owned();
    differ(sent, came, &mut path).then_some(path)
}

fn differ(sent: &Value, came: &Value, path: &mut String) -> bool {
    let length = path.len();
    match (sent, came) {
        (Value::Object(sent), Value::Object(came)) => {
            let names = sent.keys().chain(came.keys());
            for name in names {
                *path += &format!(".{name}");
                match (sent.get(name), came.get(name)) {
                    (Some(sent), Some(came)) if !differ(sent, came, path) => {}
                    (Some(_), Some(_)) => return true,
                    (Some(sent), None) => {
                        *path += &format!(": {} is lost", shorten(sent));
                        return true;
                    }
                    (_, came) => {
                        *path += &format!(": {} is made up", shorten(came.unwrap_or(&Value::Null)));
                        return true;
                    }
                }
                path.truncate(length);
            }
            false
        }
        (Value::Array(sent), Value::Array(came)) if sent.len() == came.len() => {
            for (index, (sent, came)) in sent.iter().zip(came).enumerate() {
                *path += &format!("[{index}]");
                if differ(sent, came, path) {
                    return true;
                }
                path.truncate(length);
            }
            false
        }
        (sent, came) if sent == came => false,
        (sent, came) => {
            *path += &format!(": {} became {}", shorten(sent), shorten(came));
            true
        }
    }
}

fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_told_with_their_place() {
        let sent = json!({"a": [1, {"b": 1.0}], "c": null});
        assert_eq!(difference(&sent, &sent), None);
        for (came, told) in [
            (
                json!({"a": [1, {"b": 1}], "c": null}),
                "$.a[1].b: 1.0 became 1",
            ),
            (json!({"a": [1, {"b": 1.0}]}), "$.c: null is lost"),
            (
                json!({"a": [1, {"b": 1.0, "d": 2}], "c": null}),
                "$.a[1].d: 2 is made up",
            ),
            (
                json!({"a": [1], "c": null}),
                "$.a: [1,{\"b\":1.0}] became [1]",
            ),
        ] {
            assert_eq!(difference(&sent, &came).as_deref(), Some(told));
        }
        assert_eq!(without_nulls(&sent), json!({"a": [1, {"b": 1.0}]}));
        // Beyond what a float can hold.
        let large = json!(9_007_199_254_740_993_u64);
        assert!(difference(&large, &json!(9_007_199_254_740_992_u64)).is_some());
    }
}
