//! Bodies that are sampled from the document: each property present, absent, `null`, of a wrong type;
//! each enum value and an unknown one; each branch of a union and an unknown one; numbers at their
//! bounds; properties that no schema has.
//!
//! It reads the document on its own, without the generator's model: what lowering overlooked shows.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// How deep bodies go. Below it stand the smallest values.
const MAX_DEPTH: usize = 12;

/// Samples the schemas of a document.
pub struct Sampler<'a> {
    document: &'a Value,
    /// The schemas that are being, or have been, taken apart: each is once for a body.
    seen: BTreeSet<*const Value>,
}

/// An object as a sampler sees it: with the properties of its parents, and what tells it apart.
#[derive(Default)]
struct Object<'a> {
    properties: Vec<(&'a str, &'a Value)>,
    /// What each body must have to be of this type.
    tag: Map<String, Value>,
}

impl<'a> Sampler<'a> {
    /// Samples of a schema, the first a plain one.
    #[must_use]
    pub fn bodies(document: &'a Value, schema: &'a Value) -> Vec<Value> {
        let mut sampler = Self {
            document,
            seen: BTreeSet::new(),
        };
        sampler.samples(schema, 0)
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        // A chain of references; one that is a circle is no schema.
        for _ in 0..32 {
            let Some(pointer) = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#')) else {
                return schema;
            };
            schema = self.document.pointer(pointer).unwrap_or(&Value::Null);
        }
        &Value::Null
    }

    /// All samples of a schema the first time it is met in a body, later only the plain one.
    fn samples(&mut self, schema: &'a Value, depth: usize) -> Vec<Value> {
        let schema = self.resolve(schema);
        if depth > MAX_DEPTH {
            return vec![self.plain(schema, depth)];
        }
        if let Some(values) = schema["enum"].as_array() {
            let unknown = values
                .iter()
                .any(Value::is_string)
                .then(|| json!("AN_UNKNOWN_VALUE"));
            return values.iter().cloned().chain(unknown).collect();
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
        let object = self.object(schema);
        if object.properties.is_empty() {
            return self.free(schema, depth);
        }
        self.objects(&object, depth)
    }

    /// One sample of a schema, without going on for ever.
    fn plain(&self, schema: &'a Value, depth: usize) -> Value {
        let schema = self.resolve(schema);
        if let Some(first) = schema["enum"].get(0) {
            return first.clone();
        }
        match schema["type"].as_str() {
            Some("boolean") => json!(true),
            Some("integer" | "number") => json!(1),
            Some("string") => strings(schema).swap_remove(0),
            Some("array") => json!([]),
            _ => {
                let branches = self.branches(schema);
                match branches.first() {
                    Some((tag, branch)) if depth <= MAX_DEPTH + 4 => {
                        let mut body = self.plain(branch, depth + 1);
                        if let Value::Object(fields) = &mut body {
                            fields.extend(tag.clone());
                        }
                        body
                    }
                    _ => Value::Object(self.object(schema).tag),
                }
            }
        }
    }

    /// The branches of a union, each with the tag that its bodies have.
    fn branches(&self, schema: &'a Value) -> Vec<(Map<String, Value>, &'a Value)> {
        let discriminator = &schema["discriminator"];
        if let (Some(property), Some(mapping)) = (
            discriminator["propertyName"].as_str(),
            discriminator["mapping"].as_object(),
        ) {
            let branch = |(value, reference): (&String, &'a Value)| {
                let pointer = reference.as_str()?.strip_prefix('#')?;
                let target = self.document.pointer(pointer)?;
                // A schema that maps to itself is no union there.
                let tag = Map::from_iter([(property.to_owned(), json!(value))]);
                (!std::ptr::eq(target, schema)).then_some((tag, target))
            };
            return mapping.iter().filter_map(branch).collect();
        }
        let listed = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        let listed = listed.into_iter().flatten().map(|it| self.resolve(it));
        listed
            .map(|branch| (self.telling(branch), branch))
            .collect()
    }

    /// What may tell a branch from the others where the document names no property: those with enums.
    fn telling(&self, branch: &'a Value) -> Map<String, Value> {
        let properties = self.object(branch).properties.into_iter();
        let values = properties.filter_map(|(name, property)| {
            let property = self.resolve(property);
            let is_enum = |schema: &Value| schema["enum"].is_array();
            let one_of = property["oneOf"].as_array();
            let of_enums = one_of.and_then(|branches| branches.first());
            let of_enums = of_enums.is_some_and(|first| is_enum(self.resolve(first)));
            let first = (is_enum(property) || of_enums).then(|| self.plain(property, MAX_DEPTH))?;
            Some((name.to_owned(), first))
        });
        values.collect()
    }

    fn union(
        &mut self,
        schema: &'a Value,
        branches: Vec<(Map<String, Value>, &'a Value)>,
        depth: usize,
    ) -> Vec<Value> {
        let mut samples = Vec::new();
        for (tag, branch) in branches {
            let by_name = schema["discriminator"].is_object();
            for mut sample in self.samples(branch, depth + 1) {
                if let Value::Object(fields) = &mut sample {
                    for (name, value) in &tag {
                        // A sample of the telling property itself stays as it is.
                        if by_name || !fields.contains_key(name) {
                            fields.insert(name.clone(), value.clone());
                        }
                    }
                }
                samples.push(sample);
            }
        }
        if let Some(property) = schema["discriminator"]["propertyName"].as_str() {
            samples.push(json!({property: "AN_UNKNOWN_TYPE", "aNewProperty": {"deep": [1, null]}}));
            samples.push(json!({"aNewProperty": 1}));
        }
        samples
    }

    /// The properties of a schema and of its parents.
    fn object(&self, schema: &'a Value) -> Object<'a> {
        let mut object = Object::default();
        self.add(schema, &mut object, 0);
        object
    }

    fn add(&self, schema: &'a Value, object: &mut Object<'a>, depth: usize) {
        let schema = self.resolve(schema);
        if depth > MAX_DEPTH {
            return;
        }
        for parent in schema["allOf"].as_array().into_iter().flatten() {
            // Its branches are its children, of which this is one.
            self.add(parent, object, depth + 1);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            // A child's own one goes before its parent's.
            object.properties.retain(|(known, _)| known != name);
            object.properties.push((name, property));
        }
    }

    fn objects(&mut self, object: &Object<'a>, depth: usize) -> Vec<Value> {
        let with = |more: &[(&str, Value)]| {
            let mut fields = object.tag.clone();
            fields.extend(
                more.iter()
                    .map(|(name, value)| ((*name).to_owned(), value.clone())),
            );
            Value::Object(fields)
        };
        let mut samples = vec![with(&[])];
        let mut whole = Vec::new();
        for (name, property) in &object.properties {
            let schema = self.resolve(property);
            let values = self.samples(property, depth + 1);
            whole.extend(values.first().map(|value| (*name, value.clone())));
            samples.extend(values.into_iter().map(|value| with(&[(*name, value)])));
            let nullable = [property, &schema].iter().any(|it| it["nullable"] == true);
            if nullable {
                samples.push(with(&[(*name, Value::Null)]));
            }
            // Of a type that no schema of the document has in such a place.
            samples.push(with(&[(*name, json!([[{"wrong": 1.5}]]))]));
        }
        samples.push(with(&whole));
        samples.push(with(&[("aNewProperty", json!({"deep": [1.0, null, "x"]}))]));
        samples
    }

    /// Any JSON, or a map.
    fn free(&mut self, schema: &'a Value, depth: usize) -> Vec<Value> {
        let inner = &schema["additionalProperties"];
        let mut samples = vec![json!({}), json!({"a key": 1, "other": {"x": [null, 1.0]}})];
        if inner.is_object() {
            let values = self.samples(inner, depth + 1);
            samples.truncate(1);
            samples.extend(values.into_iter().map(|value| json!({"a key": value})));
        }
        samples
    }
}

fn integers(schema: &Value) -> Vec<Value> {
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

fn numbers() -> Vec<Value> {
    vec![
        json!(1),
        json!(1.0),
        json!(-0.5),
        json!(1e300),
        json!(u64::MAX),
    ]
}

fn strings(schema: &Value) -> Vec<Value> {
    match schema["format"].as_str() {
        Some("date-time") => vec![
            json!("2026-01-31T12:00:00Z"),
            json!("2026-01-31T12:00:00.123456789+02:00"),
            json!("no date"),
        ],
        _ => vec![json!("text"), json!(""), json!("\"\\\u{0}ä\u{1f980}\n")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_a_schema_says_is_sampled() {
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
            json!({"kind": "CAT", "aNewProperty": {"deep": [1.0, null, "x"]}}),
            json!({"kind": "AN_UNKNOWN_TYPE", "aNewProperty": {"deep": [1, null]}}),
            json!({"aNewProperty": 1}),
        ] {
            assert!(bodies.contains(&body), "{body} is not in {bodies:#?}");
        }
        // Twice the same.
        assert_eq!(
            bodies,
            Sampler::bodies(&document, &document["schemas"]["Pet"])
        );
    }

    #[test]
    fn branches_without_a_discriminator_have_what_tells_them_apart() {
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
            assert!(bodies.contains(&body), "{body} is not in {bodies:#?}");
        }
    }
}
