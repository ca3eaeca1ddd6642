//! Every keyword of OpenAPI 3.0.3, in each object that allows it, is part of the model, is rejected, or is listed as
//! meaningless for a client. Nothing is dropped silently.

use generator::openapi::{Meaning, OBJECTS};
use generator::{Inputs, Mode, Source, generate};
use serde_json::{Value, json};

/// A spec in which every kind of object occurs.
fn base() -> Value {
    let text = || json!({"type": "string"});
    let content = |media_type: &str, schema: Value| json!({media_type: {"schema": schema}});
    let version = "application/vnd.atlas.2024-08-05+json";
    json!({
        "openapi": "3.0.1",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://localhost"}],
        "paths": {"/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": text()}],
            "put": {
                "operationId": "putThing",
                "tags": ["Things"],
                "parameters": [
                    {"name": "sizes", "in": "query", "schema": {"type": "array", "items": text()}},
                    {"$ref": "#/components/parameters/dry"},
                ],
                "requestBody": {"content": content(version, json!({"$ref": "#/components/schemas/Thing"}))},
                "responses": {
                    "200": {
                        "description": "",
                        "content": content(version, json!({"$ref": "#/components/schemas/Thing"})),
                    },
                    "404": {"$ref": "#/components/responses/missing"},
                },
            },
            "patch": {
                "operationId": "patchThing",
                "tags": ["Things"],
                "requestBody": {"$ref": "#/components/requestBodies/thing"},
                "responses": {"204": {"description": "", "content": {version: {}}}},
            },
        }},
        "components": {
            "parameters": {"dry": {"name": "dry", "in": "query", "schema": {"type": "boolean"}}},
            "requestBodies": {"thing": {"content": content(version, json!({"$ref": "#/components/schemas/Thing"}))}},
            "responses": {"missing": {"description": ""}},
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {
                        "text": text(), "list": {"type": "array", "items": text()},
                        "number": {"type": "number"}, "kind": text(), "map": {"type": "object"},
                    },
                },
                "Shape": {
                    "type": "object",
                    "properties": {"kind": text()},
                    "discriminator": {"propertyName": "kind", "mapping": {"A": "#/components/schemas/A"}},
                    "externalDocs": {"url": "https://localhost/shape"},
                },
                "A": {"type": "object", "properties": {"a": text()}},
            },
        },
    })
}

/// The keywords of an object: its name in the keyword table, its places in the base, and each keyword with a value
/// that differs from the value or default in the base.
fn objects() -> Vec<(&'static str, Vec<&'static str>, Value)> {
    const PUT: &str = "/paths/~1things~1{id}/put";
    const THING: &str = "/components/schemas/Thing";
    let schema = json!({"type": "string"});
    let media = json!({"application/vnd.atlas.2024-08-05+json": {}});
    let other = json!({"application/vnd.atlas.2023-01-01+json": {}});
    let response = json!({"description": "", "content": media});
    let operation = json!({"operationId": "other", "tags": ["Things"], "responses": {"204": response},
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]});
    let external = json!({"url": "https://localhost/docs"});
    vec![
        (
            "spec",
            vec![""],
            json!({
                "openapi": "3.1.0", "info": {"title": "Other", "version": "2"}, "servers": [{"url": "https://localhost/base"}],
                "paths": {}, "components": {"schemas": {"New": schema}}, "security": [], "tags": [{"name": "Things"}],
                "externalDocs": external,
            }),
        ),
        (
            "info object",
            vec!["/info"],
            json!({
                "title": "Other", "description": "Words.", "termsOfService": "https://localhost", "contact": {},
                "license": {"name": "MIT"}, "version": "2",
            }),
        ),
        (
            "server",
            vec!["/servers/0"],
            json!({
                "url": "https://localhost/base", "description": "Words.", "variables": {"a": {"default": "b"}},
            }),
        ),
        (
            "components object",
            vec!["/components"],
            json!({
                "schemas": {"New": schema}, "responses": {"New": response}, "parameters": {"New": {"name": "a", "in": "query", "schema": schema}},
                "examples": {"New": {}}, "requestBodies": {"New": {"content": media}}, "headers": {"New": {"schema": schema}},
                "securitySchemes": {}, "links": {"New": {}}, "callbacks": {"New": {}},
            }),
        ),
        (
            "path",
            vec!["/paths/~1things~1{id}"],
            json!({
                "$ref": "#/paths/~1others", "summary": "Words.", "description": "Words.", "get": operation, "put": operation,
                "post": operation, "delete": operation, "options": operation, "head": operation, "patch": operation,
                "trace": operation, "servers": [], "parameters": [],
            }),
        ),
        (
            "operation",
            vec![PUT],
            json!({
                "tags": ["Others"], "summary": "Puts a thing", "description": "Words.", "externalDocs": external,
                "operationId": "other", "parameters": [], "requestBody": {"content": {}},
                "responses": {"200": {"description": "", "content": other}},
                "callbacks": {}, "deprecated": true, "security": [], "servers": [],
            }),
        ),
        (
            "parameter",
            vec!["/paths/~1things~1{id}/put/parameters/0"],
            json!({
                "name": "other", "in": "header", "description": "Words.", "required": true, "deprecated": true,
                "allowEmptyValue": true, "style": "spaceDelimited", "explode": false, "allowReserved": true,
                "schema": {"type": "integer"}, "example": "a", "examples": {}, "content": {"application/json": {}},
            }),
        ),
        (
            "request body",
            vec!["/paths/~1things~1{id}/put/requestBody"],
            json!({
                "description": "Words.", "content": {}, "required": true,
            }),
        ),
        (
            "response",
            vec!["/paths/~1things~1{id}/put/responses/200"],
            json!({
                "description": "Words.", "headers": {"Sunset": {"schema": schema}}, "content": other, "links": {},
            }),
        ),
        (
            "media type",
            vec![
                "/paths/~1things~1{id}/put/responses/200/content/application~1vnd.atlas.2024-08-05+json",
                "/paths/~1things~1{id}/put/requestBody/content/application~1vnd.atlas.2024-08-05+json",
            ],
            json!({"schema": schema, "example": "a", "examples": {}, "encoding": {}}),
        ),
        (
            "schema",
            vec![
                THING,
                "/components/schemas/Thing/properties/text",
                "/components/schemas/Thing/properties/list",
                "/components/schemas/Thing/properties/number",
                "/components/schemas/Thing/properties/map",
                "/components/schemas/Thing/properties/list/items",
                "/paths/~1things~1{id}/put/parameters/0/schema",
                "/components/schemas/Shape",
            ],
            json!({
                "title": "Other", "multipleOf": 3, "maximum": 9, "exclusiveMaximum": true, "minimum": 1, "exclusiveMinimum": true,
                "maxLength": 9, "minLength": 1, "pattern": "a+", "maxItems": 9, "minItems": 1, "uniqueItems": true,
                "maxProperties": 9, "minProperties": 1, "required": ["text"], "enum": ["a", "b"], "type": "integer",
                "allOf": [{"$ref": "#/components/schemas/A"}], "oneOf": [{"$ref": "#/components/schemas/Thing"}],
                "anyOf": [{"$ref": "#/components/schemas/Thing"}], "not": schema, "items": {"type": "integer"},
                "properties": {"new": {"type": "string"}}, "additionalProperties": false, "description": "Words.",
                "format": "uuid", "default": "a", "nullable": true,
                "discriminator": {"propertyName": "text", "mapping": {"A": "#/components/schemas/A"}},
                "readOnly": true, "writeOnly": true, "xml": {}, "externalDocs": external, "example": "a", "deprecated": true,
            }),
        ),
        (
            "discriminator",
            vec!["/components/schemas/Shape/discriminator"],
            json!({
                "propertyName": "a", "mapping": {"B": "#/components/schemas/A"},
            }),
        ),
        (
            "link to documentation",
            vec!["/components/schemas/Shape/externalDocs"],
            json!({
                "description": "Words.", "url": "https://localhost/other",
            }),
        ),
    ]
}

/// The model of a spec, as text. `None` if the spec is rejected.
fn model(spec: &Value) -> Option<String> {
    let inputs = Inputs {
        spec: Source::new("spec.json", spec.to_string()),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).ok()?;
    Some(format!("{:?}{:?}", made.model, made.plan.notes))
}

/// The bound without which a keyword has no effect.
fn bound_of(keyword: &str) -> Option<&'static str> {
    match keyword {
        "exclusiveMaximum" => Some("maximum"),
        "exclusiveMinimum" => Some("minimum"),
        _ => None,
    }
}

#[test]
fn drops_no_keyword() {
    let base = base();
    let plain = model(&base).expect("the base is fine");
    let mut dropped = Vec::new();
    for (name, places, keywords) in objects() {
        let object = OBJECTS
            .iter()
            .find(|it| it.name == name)
            .expect("the table has it");
        for (keyword, value) in keywords.as_object().expect("keywords with values") {
            let listed = object.keywords.iter().find(|(known, ..)| known == keyword);
            for place in &places {
                let bound = bound_of(keyword).map(|bound| (bound, json!(5)));
                let before = with(&base, place, bound.as_slice());
                let before = before.unwrap_or_else(|| plain.clone());
                let edits = [(keyword.as_str(), value.clone())].into_iter().chain(bound);
                let after = with(&base, place, &edits.collect::<Vec<_>>());
                let is_fine = match (listed.map(|(.., meaning)| *meaning), &after) {
                    // Rejected by the table.
                    (None, after) => after.is_none(),
                    // In the model, or rejected next to the other keywords.
                    (Some(Meaning::Modeled), after) => after.as_ref() != Some(&before),
                    (Some(Meaning::Ignored), after) => after.as_ref() == Some(&before),
                };
                if !is_fine {
                    dropped.push(format!("`{keyword}` in a {name} at #{place}: {listed:?}"));
                }
            }
        }
    }
    assert!(dropped.is_empty(), "\n{}", dropped.join("\n"));
}

/// The model of the base, with more keywords at a place.
fn with(base: &Value, place: &str, edits: &[(&str, Value)]) -> Option<String> {
    let mut spec = base.clone();
    let fields = spec.pointer_mut(place).and_then(Value::as_object_mut)?;
    for (keyword, value) in edits {
        fields.insert((*keyword).to_owned(), value.clone());
    }
    model(&spec)
}
