//! Whether two JSON values are the same, at a place of the spec.
//!
//! Where the spec describes an object, its properties may be in any order. Everywhere else order and digits count.

use atlas_api::Json;

use crate::place::Place;

/// What `null` equals, as the value of a property that the spec lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Null {
    /// Only itself.
    Itself,
    /// An absent property too. The spec does not distinguish them unless it says `nullable`, and the service sends
    /// `null` everywhere.
    Absent,
}

/// The first difference between two values, as a JSON path with both values. `None` if they are the same. Numbers are
/// the same only if they are written the same way: `1` and `1.0` are not.
#[must_use]
pub fn difference(sent: &Json, came: &Json, place: &Place<'_, '_>, null: Null) -> Option<String> {
    let mut path = "$".to_owned();
    let mut walk = Walk {
        null,
        path: &mut path,
    };
    walk.differ(sent, came, place).then_some(path)
}

struct Walk<'p> {
    null: Null,
    path: &'p mut String,
}

impl Walk<'_> {
    fn differ(&mut self, sent: &Json, came: &Json, place: &Place<'_, '_>) -> bool {
        if let (Some(_), Some(_)) = (sent.as_object(), came.as_object()) {
            return self.objects_differ(sent, came, place);
        }
        let length = self.path.len();
        if let (Some(sent), Some(came)) = (sent.as_array(), came.as_array())
            && sent.len() == came.len()
        {
            let place = place.item();
            for (index, (sent, came)) in sent.iter().zip(came).enumerate() {
                *self.path += &format!("[{index}]");
                if self.differ(sent, came, &place) {
                    return true;
                }
                self.path.truncate(length);
            }
            return false;
        }
        // A number that the spec describes has no more digits than its type can hold.
        let value = |json| serde_json::Value::from(json);
        if sent == came || (place.is_number() && value(sent) == value(came)) {
            return false;
        }
        *self.path += &format!(": {} became {}", shorten(sent), shorten(came));
        true
    }

    fn objects_differ(&mut self, sent: &Json, came: &Json, place: &Place<'_, '_>) -> bool {
        let length = self.path.len();
        let keys = |json: &Json| {
            json.as_object()
                .into_iter()
                .flat_map(|it| it.keys())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let (sent_keys, came_keys) = (keys(sent), keys(came));
        for name in sent_keys.iter().chain(&came_keys) {
            *self.path += &format!(".{name}");
            let listed = place.property(name);
            let is_listed = listed.is_some();
            let inner = listed.unwrap_or_else(|| place.value());
            let (sent, came) = (sent.get(name), came.get(name));
            let null_or_none = |it: Option<&Json>| it.is_none_or(Json::is_null);
            match (sent, came) {
                (Some(sent), Some(came)) if !self.differ(sent, came, &inner) => {}
                (Some(_), Some(_)) => return true,
                _ if is_listed
                    && self.null == Null::Absent
                    && null_or_none(sent)
                    && null_or_none(came) => {}
                (Some(sent), None) => {
                    *self.path += &format!(": {} is lost", shorten(sent));
                    return true;
                }
                (None, came) => {
                    *self.path += &format!(": {} is added", shorten(came.unwrap_or(&Json::null())));
                    return true;
                }
            }
            self.path.truncate(length);
        }
        let free = |keys: Vec<String>| {
            let free = keys
                .into_iter()
                .filter(|name| place.property(name).is_none());
            free.collect::<Vec<_>>().join(", ")
        };
        let (sent, came) = (free(sent_keys), free(came_keys));
        if sent != came {
            *self.path += &format!(": the order {sent} became {came}");
        }
        sent != came
    }
}

fn shorten(value: &Json) -> String {
    let text = value.text();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::place::Places;

    #[test]
    fn reports_differences_with_their_paths() {
        let schema = json!({"properties": {
            "a": {}, "c": {}, "size": {"type": "number"},
            "labels": {"additionalProperties": {"properties": {"x": {}, "y": {}}}},
        }});
        let places = Places::new(&schema);
        let place = places.of(&schema);
        let differ = |sent: &str, came: &str, null| {
            difference(&sent.parse().unwrap(), &came.parse().unwrap(), &place, null)
        };
        let sent =
            r#"{"a":[1,{"b":1.0,"d":2}],"c":null,"size":1e2,"labels":{"q":{"x":1,"y":2},"p":{}}}"#;
        assert_eq!(differ(sent, sent, Null::Itself), None);
        for (of, by, told) in [
            ("1.0", "1.00", "$.a[1].b: 1.0 became 1.00"),
            (
                r#""b":1.0,"d":2"#,
                r#""d":2,"b":1.0"#,
                "$.a[1]: the order b, d became d, b",
            ),
            (r#""d":2"#, r#""d":2,"e":null"#, "$.a[1].e: null is added"),
            (r#""c":null,"#, "", "$.c: null is lost"),
            (r#","p":{}"#, "", "$.labels.p: {} is lost"),
            (r#"{"x":1,"y":2},"p":{}"#, r#"{"y":2,"x":1},"p":{}"#, ""),
            (
                r#""q":{"x":1,"y":2},"p":{}"#,
                r#""p":{},"q":{"x":1,"y":2}"#,
                "$.labels: the order q, p became p, q",
            ),
            ("1e2", "100.0", ""),
            ("1e2", "100", "$.size: 1e2 became 100"),
        ] {
            let came = sent.replacen(of, by, 1);
            assert_eq!(
                differ(sent, &came, Null::Itself).unwrap_or_default(),
                told,
                "{came}"
            );
        }
        assert_eq!(
            differ(sent, &sent.replace(r#""c":null,"#, ""), Null::Absent),
            None
        );
    }
}
