//! Samples bodies from the spec. Each property is present, absent, `null`, and of a wrong type. Enums have each value
//! and an unknown one, unions each branch and an unknown one. Numbers are at their bounds, and there are unlisted
//! properties.

use std::collections::BTreeSet;

use atlas_api::{Json, json};
use serde_json::Value;

use crate::schema::{Branch, MAX_DEPTH, Schemas};

/// Samples the schemas of a spec.
pub struct Sampler<'a> {
    schemas: Schemas<'a>,
    /// The schemas that are being sampled or were sampled. Each is sampled once for a body.
    seen: BTreeSet<*const Value>,
}

impl<'a> Sampler<'a> {
    /// Samples of a schema. The first is a plain one.
    #[must_use]
    pub fn bodies(document: &'a Value, schema: &'a Value) -> Vec<Json> {
        let mut sampler = Self {
            schemas: Schemas(document),
            seen: BTreeSet::new(),
        };
        sampler.samples(schema, 0)
    }

    /// All samples of a schema when it first occurs in a body, later only the plain one.
    fn samples(&mut self, schema: &'a Value, depth: usize) -> Vec<Json> {
        let schema = self.schemas.resolve(schema);
        if depth > MAX_DEPTH {
            return vec![self.plain(schema, depth)];
        }
        if let Some(values) = schema["enum"].as_array() {
            let unknown = values
                .iter()
                .any(Value::is_string)
                .then(|| json!("AN_UNKNOWN_VALUE"));
            return values.iter().map(Json::from).chain(unknown).collect();
        }
        match schema["type"].as_str() {
            Some("boolean") => return vec![json!(true), json!(false)],
            Some("integer") => return integers(schema),
            Some("number") => return numbers(),
            Some("string") => return strings(schema),
            _ => {}
        }
        if !self.seen.insert(std::ptr::from_ref(schema)) {
            return vec![self.plain(schema, depth)];
        }
        if schema["type"] == "array" {
            let items = self.samples(&schema["items"], depth + 1);
            let lists = items.iter().map(|item| json!([item]));
            let all = json!(items);
            return [json!([])].into_iter().chain(lists).chain([all]).collect();
        }
        let branches = self.branches(schema);
        if !branches.is_empty() {
            return self.union(schema, branches, depth);
        }
        let properties = self.schemas.properties(schema);
        if properties.is_empty() {
            return self.free(schema, depth);
        }
        self.objects(&properties, depth)
    }

    /// A plain sample of a schema, which is finite even if the schema is recursive.
    fn plain(&self, schema: &'a Value, depth: usize) -> Json {
        let schema = self.schemas.resolve(schema);
        if let Some(first) = schema["enum"].get(0) {
            return first.into();
        }
        match schema["type"].as_str() {
            Some("boolean") => json!(true),
            Some("integer" | "number") => json!(1),
            Some("string") => strings(schema).swap_remove(0),
            Some("array") => json!([]),
            _ => {
                let branches = self.branches(schema);
                match branches.first() {
                    Some(Branch { tag, schema }) if depth <= MAX_DEPTH + 4 => {
                        let body = self.plain(schema, depth + 1);
                        let Some(mut fields) = body.as_object().cloned() else {
                            return body;
                        };
                        fields.extend(tag);
                        fields.into()
                    }
                    _ => json!({}),
                }
            }
        }
    }

    /// The branches of a union, each with the tag of its bodies.
    fn branches(&self, schema: &'a Value) -> Vec<Branch<'a>> {
        self.schemas.mapped(schema).unwrap_or_else(|| {
            let listed = self.schemas.listed(schema);
            let branch = |schema| Branch {
                tag: self.telling(schema),
                schema,
            };
            listed.map(branch).collect()
        })
    }

    /// If the spec names no property that selects a branch, the properties that may: those with enums.
    fn telling(&self, branch: &'a Value) -> serde_json::Map<String, Value> {
        let properties = self.schemas.properties(branch).into_iter();
        let values = properties.filter_map(|(name, property)| {
            let property = self.schemas.resolve(property);
            let is_enum = |schema: &Value| schema["enum"].is_array();
            let one_of = property["oneOf"].as_array();
            let of_enums = one_of.and_then(|branches| branches.first());
            let of_enums = of_enums.is_some_and(|first| is_enum(self.schemas.resolve(first)));
            let first = (is_enum(property) || of_enums).then(|| self.plain(property, MAX_DEPTH))?;
            Some((name.to_owned(), first.into()))
        });
        values.collect()
    }

    fn union(&mut self, schema: &'a Value, branches: Vec<Branch<'a>>, depth: usize) -> Vec<Json> {
        let mut samples = Vec::new();
        for branch in branches {
            let by_name = schema["discriminator"].is_object();
            for sample in self.samples(branch.schema, depth + 1) {
                let Some(mut fields) = sample.as_object().cloned() else {
                    samples.push(sample);
                    continue;
                };
                for (name, value) in &branch.tag {
                    // A sample of the selecting property itself stays as it is.
                    if by_name || !fields.contains_key(name) {
                        fields.insert(name, value.into());
                    }
                }
                samples.push(fields.into());
            }
        }
        if let Some(property) = schema["discriminator"]["propertyName"].as_str() {
            samples
                .push(json!({(property): "AN_UNKNOWN_TYPE", "aNewProperty": {"deep": [1, null]}}));
            samples.push(json!({"aNewProperty": 1}));
        }
        samples
    }

    fn objects(&mut self, properties: &[(&'a str, &'a Value)], depth: usize) -> Vec<Json> {
        let with = |fields: &[(&str, Json)]| fields.iter().cloned().collect::<Json>();
        let mut samples = vec![with(&[])];
        let mut whole = Vec::new();
        for (name, property) in properties {
            let schema = self.schemas.resolve(property);
            let values = self.samples(property, depth + 1);
            whole.extend(values.first().map(|value| (*name, value.clone())));
            samples.extend(values.into_iter().map(|value| with(&[(*name, value)])));
            let nullable = [property, &schema].iter().any(|it| it["nullable"] == true);
            if nullable {
                samples.push(with(&[(*name, Json::null())]));
            }
            // A type that no schema of the spec has in such a place.
            samples.push(with(&[(*name, json!([[{"wrong": 1.5}]]))]));
        }
        samples.push(with(&whole));
        samples.push(with(&[
            (
                "aNewProperty",
                json!({"z": [1.0, null, "x"], "a": digits()}),
            ),
            ("aNewerProperty", json!(null)),
            ("aMuchNewerProperty", digits()),
        ]));
        samples
    }

    /// A sample of any JSON, or of a map.
    fn free(&mut self, schema: &'a Value, depth: usize) -> Vec<Json> {
        let inner = &schema["additionalProperties"];
        let ordered = json!({"z": 1, "a key": digits(), "other": {"x": [null, 1.0], "b": {}}});
        let mut samples = vec![json!({}), ordered];
        if inner.is_object() {
            let values = self.samples(inner, depth + 1);
            samples.truncate(1);
            samples.extend(
                values
                    .into_iter()
                    .map(|value| json!({"z key": value, "a key": value})),
            );
        }
        samples
    }
}

/// Numbers and strings that Rust types can't hold.
fn digits() -> Json {
    let text = r#"[123456789012345678901234567890, 1.10, 1e400, -0, 0.1000000000000000000001, "\ud800\u0041"]"#;
    text.parse().unwrap_or_default()
}

fn integers(schema: &Value) -> Vec<Json> {
    match schema["format"].as_str() {
        Some("int32") => vec![json!(1), json!(0), json!(i32::MAX), json!(i32::MIN)],
        _ => vec![
            json!(1),
            json!(0),
            json!(9_007_199_254_740_993_i64),
            json!(i64::MAX),
            json!(i64::MIN),
        ],
    }
}

fn numbers() -> Vec<Json> {
    vec![
        json!(1),
        json!(1.0),
        json!(-0.5),
        json!(1e300),
        json!(u64::MAX),
    ]
}

/// A string in place of a date.
pub(crate) const NO_DATE: &str = "no date";

fn strings(schema: &Value) -> Vec<Json> {
    match schema["format"].as_str() {
        Some("date-time") => vec![
            json!("2026-01-31T12:00:00Z"),
            json!("2026-01-31T12:00:00.123456789+02:00"),
            json!(NO_DATE),
        ],
        _ => vec![json!("text"), json!(""), json!("\"\\\u{0}ä\u{1f980}\n")],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn samples_every_keyword_of_a_schema() {
        let document = json!({"schemas": {
            "Pet": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string"},
                    "age": {"type": "integer", "format": "int32", "nullable": true},
                    "friend": {"$ref": "#/schemas/Pet"},
                },
                "discriminator": {"propertyName": "kind", "mapping": {"CAT": "#/schemas/Cat"}},
            },
            "Cat": {"allOf": [{"$ref": "#/schemas/Pet"}, {
                "type": "object",
                "properties": {"fur": {"type": "string", "enum": ["LONG", "SHORT"]}},
            }]},
        }});
        let bodies = Sampler::bodies(&document, &document["schemas"]["Pet"]);
        for body in [
            json!({"kind": "CAT"}),
            json!({"kind": "CAT", "fur": "LONG"}),
            json!({"kind": "CAT", "fur": "SHORT"}),
            json!({"kind": "CAT", "fur": "AN_UNKNOWN_VALUE"}),
            json!({"kind": "CAT", "age": i32::MIN}),
            json!({"kind": "CAT", "age": null}),
            json!({"kind": "CAT", "age": [[{"wrong": 1.5}]]}),
            json!({"kind": "CAT", "friend": {"kind": "CAT"}}),
            json!({"kind": "AN_UNKNOWN_TYPE", "aNewProperty": {"deep": [1, null]}}),
            json!({"aNewProperty": 1}),
        ] {
            assert!(
                bodies.iter().any(|it| *it == body),
                "{body} is not in {bodies:#?}"
            );
        }
        // Run twice, the samples are the same.
        assert_eq!(
            bodies,
            Sampler::bodies(&document, &document["schemas"]["Pet"])
        );
    }

    #[test]
    fn samples_branches_with_their_distinguishing_properties() {
        let document = json!({"oneOf": [
            {"properties": {"type": {"enum": ["A"]}, "size": {"type": "boolean"}}},
            {"properties": {"type": {"oneOf": [{"enum": ["B", "C"]}]}, "size": {"type": "boolean"}}},
        ]});
        let bodies = Sampler::bodies(&document, &document);
        for body in [
            json!({"type": "A", "size": true}),
            json!({"type": "B", "size": false}),
            json!({"type": "C"}),
            json!({"type": "AN_UNKNOWN_VALUE"}),
        ] {
            assert!(
                bodies.iter().any(|it| *it == body),
                "{body} is not in {bodies:#?}"
            );
        }
    }
}
