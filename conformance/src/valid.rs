//! Arguments that the spec accepts: minimal ones, and ones with everything that a caller may send.

use atlas_api::conformance::Arguments;
use serde_json::{Map, Value, json};

use crate::schema::{Branch, MAX_DEPTH, Schemas};
use crate::text;

/// Parameters that the crate does not offer, because they change the shape of responses.
const NOT_OFFERED: [&str; 2] = ["envelope", "pretty"];

/// How much to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Only what is required.
    Required,
    /// All parameters, and all properties except read-only ones.
    All,
}

/// Creates arguments.
pub struct Valid<'a> {
    schemas: Schemas<'a>,
    extent: Extent,
}

impl<'a> Valid<'a> {
    /// Creates arguments from the schemas of a spec.
    #[must_use]
    pub fn new(document: &'a Value, extent: Extent) -> Self {
        Self {
            schemas: Schemas(document),
            extent,
        }
    }

    /// The arguments of an operation without a body.
    #[must_use]
    pub fn parameters(&self, operation: &'a Value) -> Arguments {
        let mut arguments = Arguments::default();
        for parameter in self.schemas.parameters(operation) {
            let required = parameter["required"] == true;
            let Some(name) = parameter["name"].as_str() else {
                continue;
            };
            let is_wanted = self.extent == Extent::All && !NOT_OFFERED.contains(&name);
            if !required && !is_wanted {
                continue;
            }
            let schema = self.schemas.resolve(&parameter["schema"]);
            let value = match &parameter["example"] {
                Value::Null => self.value(schema, 0),
                example => of_type(schema, example),
            };
            let name = name.to_owned();
            match parameter["in"].as_str() {
                Some("path") => {
                    arguments.path.insert(name, plain_text(&value));
                }
                Some("header") => {
                    arguments.headers.insert(name, plain_text(&value));
                }
                Some("query") => {
                    let texts = match &value {
                        // A required list must have an item.
                        Value::Array(items) if items.is_empty() && required => {
                            vec![plain_text(&self.value(&schema["items"], 1))]
                        }
                        Value::Array(items) => items.iter().map(plain_text).collect(),
                        value => vec![plain_text(value)],
                    };
                    arguments.query.insert(name, texts);
                }
                _ => {}
            }
        }
        arguments
    }

    /// Bodies of a schema: one for each branch of a union, otherwise one.
    fn bodies(&self, schema: &'a Value) -> Vec<Value> {
        let schema = self.schemas.resolve(schema);
        let branches = self.branches(schema);
        if branches.is_empty() {
            return vec![self.value(schema, 0)];
        }
        let mut bodies: Vec<Value> = Vec::new();
        for branch in branches {
            let body = self.branch(schema, &branch, 0);
            if !bodies.contains(&body) {
                bodies.push(body);
            }
        }
        bodies
    }

    /// Whether requests of this extent have the body of an operation.
    fn has_body(&self, operation: &'a Value) -> bool {
        let body = self.schemas.resolve(&operation["requestBody"]);
        body["required"] == true || (self.extent == Extent::All && body.is_object())
    }

    fn value(&self, schema: &'a Value, depth: usize) -> Value {
        let schema = self.schemas.resolve(schema);
        if let Some(first) = schema["enum"].get(0) {
            return first.clone();
        }
        for known in ["example", "default"] {
            if schema[known].is_string() || schema[known].is_number() {
                return of_type(schema, &schema[known]);
            }
        }
        match schema["type"].as_str() {
            Some("boolean") => json!(true),
            Some("integer" | "number") => number(schema),
            Some("string") => json!(text::of(schema)),
            Some("array") => self.list(schema, depth),
            _ => match self.branches(schema).first() {
                Some(branch) if depth <= MAX_DEPTH => self.branch(schema, branch, depth),
                _ => self.object(schema, depth),
            },
        }
    }

    fn branches(&self, schema: &'a Value) -> Vec<Branch<'a>> {
        self.schemas.mapped(schema).unwrap_or_else(|| {
            let branch = |schema| Branch {
                tag: Map::new(),
                schema,
            };
            self.schemas.listed(schema).map(branch).collect()
        })
    }

    fn branch(&self, union: &'a Value, branch: &Branch<'a>, depth: usize) -> Value {
        let mut value = self.value(branch.schema, depth + 1);
        if let (Value::Object(fields), Value::Object(own)) = (&mut value, self.object(union, depth))
        {
            for (name, value) in own {
                fields.entry(name).or_insert(value);
            }
            fields.extend(branch.tag.clone());
        }
        value
    }

    fn list(&self, schema: &'a Value, depth: usize) -> Value {
        let least = schema["minItems"].as_u64().unwrap_or(0);
        if least == 0 && (self.extent == Extent::Required || depth > MAX_DEPTH) {
            return json!([]);
        }
        let item = self.value(&schema["items"], depth + 1);
        let values = self.schemas.resolve(&schema["items"])["enum"].as_array();
        let mut items = vec![item];
        // A list of two shows the separator.
        if let Some(second) = values.and_then(|values| values.get(1))
            && schema["maxItems"].as_u64() != Some(1)
        {
            items.push(second.clone());
        }
        while (items.len() as u64) < least {
            items.push(items[0].clone());
        }
        json!(items)
    }

    fn object(&self, schema: &'a Value, depth: usize) -> Value {
        let required: Vec<_> = self.schemas.required(schema).collect();
        let mut fields = Map::new();
        for (name, property) in self.schemas.properties(schema) {
            let resolved = self.schemas.resolve(property);
            let is_read_only = property["readOnly"] == true || resolved["readOnly"] == true;
            // A recursive type must end somewhere.
            let is_wanted = self.extent == Extent::All && depth < MAX_DEPTH / 2;
            if !is_read_only && (is_wanted || required.contains(&name)) {
                fields.insert(name.to_owned(), self.value(property, depth + 1));
            }
        }
        let values = &schema["additionalProperties"];
        if values.is_object() && self.extent == Extent::All && depth < MAX_DEPTH {
            fields.insert("key".to_owned(), self.value(values, depth + 1));
        }
        Value::Object(fields)
    }
}

/// A value as written in a path, a query or a header.
fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// At least 1 if that is allowed, because most counts are.
fn number(schema: &Value) -> Value {
    let past = f64::from(u8::from(schema["exclusiveMinimum"] == true));
    let least = schema["minimum"].as_f64().unwrap_or(1.0) + past;
    let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    of_type(schema, &json!(least.max(1.0).min(most)))
}

/// Converts a value of the spec to the notation of the schema's type: some examples of integers have a decimal point.
fn of_type(schema: &Value, value: &Value) -> Value {
    // Beyond the precision of a double, every value is an integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() < EXACT && value.is_f64() => {
            #[allow(
                clippy::cast_possible_truncation,
                reason = "it is in bounds, and whole"
            )]
            let whole = number as i64;
            json!(whole)
        }
        _ if schema["type"] == "string" => json!(plain_text(value)),
        _ => value.clone(),
    }
}

/// The arguments of an operation in one version, once for each branch if its body is a union.
#[must_use]
pub fn arguments<'a>(
    document: &'a Value,
    operation: &'a Value,
    body_media_type: Option<&str>,
    extent: Extent,
) -> Vec<Arguments> {
    let valid = Valid::new(document, extent);
    let arguments = valid.parameters(operation);
    let schema = body_media_type
        .filter(|_| valid.has_body(operation))
        .and_then(|media_type| Schemas(document).request_body(operation, media_type));
    let Some(schema) = schema else {
        return vec![arguments];
    };
    let bodies = valid.bodies(schema).into_iter();
    let with = |body: Value| Arguments {
        body: Some(body.to_string()),
        ..arguments.clone()
    };
    bodies.map(with).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn document() -> Value {
        json!({
            "operation": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true,
                     "schema": {"type": "string", "pattern": "^([a-f0-9]{24})$"}},
                    {"name": "kinds", "in": "query",
                     "schema": {"type": "array", "items": {"type": "string", "enum": ["A", "B"]}}},
                    {"name": "size", "in": "query",
                     "schema": {"type": "integer", "minimum": 5, "default": 100}},
                ],
                "requestBody": {"required": true, "content": {"text/json": {"schema": {
                    "$ref": "#/schemas/Pet",
                }}}},
            },
            "schemas": {
                "Pet": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {
                        "kind": {"type": "string"},
                        "id": {"type": "string", "readOnly": true},
                        "friend": {"$ref": "#/schemas/Pet"},
                    },
                    "discriminator": {"propertyName": "kind", "mapping": {
                        "CAT": "#/schemas/Cat", "DOG": "#/schemas/Dog",
                    }},
                },
                "Cat": {"allOf": [{"$ref": "#/schemas/Pet"}, {
                    "type": "object", "required": ["fur"],
                    "properties": {"fur": {"type": "string", "enum": ["LONG", "SHORT"]}},
                }]},
                "Dog": {"allOf": [{"$ref": "#/schemas/Pet"}]},
            },
        })
    }

    #[test]
    fn required_arguments_are_minimal_and_valid() {
        let document = document();
        let operation = &document["operation"];
        let all = arguments(&document, operation, Some("text/json"), Extent::Required);
        let bodies = all.iter().filter_map(|it| it.body.as_ref()?.parse().ok());
        let bodies: Vec<Value> = bodies.collect();
        let expected = [
            json!({"kind": "CAT", "fur": "LONG"}),
            json!({"kind": "DOG"}),
        ];
        assert_eq!(bodies, expected);
        assert_eq!(all[0].path, BTreeMap::from([("id".into(), "a".repeat(24))]));
        assert!(all[0].query.is_empty());
    }

    #[test]
    fn samples_all_arguments_except_read_only_ones() {
        let document = document();
        let operation = &document["operation"];
        let all = arguments(&document, operation, Some("text/json"), Extent::All);
        let body: Value = all[0].body.as_ref().unwrap().parse().unwrap();
        assert_eq!(body["friend"]["kind"], "CAT");
        assert_eq!(body["id"], Value::Null);
        assert_eq!(all[0].query["kinds"], ["A", "B"]);
        assert_eq!(all[0].query["size"], ["100"]);
    }
}
