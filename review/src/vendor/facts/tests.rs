//! Small specs, each with a place where prose could be mistaken for facts, or facts for prose.

use serde_json::json;

use super::*;

const PROSE: &str = "These words of ours stand where a sentence of upstream would stand.";

fn assert_facts(spec: Value, expected: Value) {
    let facts = facts(&spec);
    assert_eq!(facts, expected);
    assert_eq!(
        super::facts(&facts),
        facts,
        "the facts of facts are the facts"
    );
}

#[test]
fn keeps_property_named_description() {
    assert_facts(
        json!({"components": {"schemas": {"Region": {
            "type": "object",
            "description": PROSE,
            "properties": {
                "description": {"type": "string", "description": PROSE},
                "default": {"type": "boolean", "description": PROSE},
                "example": {"type": "string", "description": PROSE, "example": "eu"},
                "enum": {"properties": {"title": {"description": PROSE}}},
                "x-xgen-changelog": {"description": PROSE},
            },
            "required": ["description"],
        }}}}),
        json!({"components": {"schemas": {"Region": {
            "type": "object",
            "properties": {
                "description": {"type": "string"},
                "default": {"type": "boolean"},
                "example": {"type": "string", "example": "eu"},
                "enum": {"properties": {"title": {}}},
                "x-xgen-changelog": {},
            },
            "required": ["description"],
        }}}}),
    );
}

#[test]
fn keeps_names_that_are_openapi_keywords() {
    assert_facts(
        json!({
            "components": {
                "parameters": {"description": {"name": "description", "description": PROSE}},
                "schemas": {"description": {"description": PROSE, "discriminator": {
                    "propertyName": "description",
                    "mapping": {"description": "#/components/schemas/description"},
                }}},
                "headers": {"example": {"description": PROSE}},
            },
            "paths": {"description": {"get": {"responses": {"default": {"description": PROSE}}}}},
        }),
        json!({
            "components": {
                "parameters": {"description": {"name": "description"}},
                "schemas": {"description": {"discriminator": {
                    "propertyName": "description",
                    "mapping": {"description": "#/components/schemas/description"},
                }}},
                "headers": {"example": {}},
            },
            "paths": {"description": {"get": {"responses": {"default": {"description": ""}}}}},
        }),
    );
}

#[test]
fn removes_prose_from_every_part_of_a_schema() {
    let schema = |prose: Value| {
        let mut leaf = json!({"type": "string", "pattern": "^(a b c d e f g h i j)$"});
        if let (Value::Object(leaf), Value::Object(prose)) = (&mut leaf, prose) {
            leaf.extend(prose);
        }
        json!({"components": {"schemas": {"A": {
            "allOf": [leaf, {"oneOf": [leaf], "anyOf": [leaf], "not": leaf}],
            "items": {"items": leaf},
            "additionalProperties": leaf,
            "properties": {"a": leaf},
            "default": PROSE,
            "enum": [PROSE, "a"],
        }}}})
    };
    let prose = json!({
        "description": PROSE,
        "title": "A title that goes on for so long that it must be a sentence.",
        "externalDocs": {"description": PROSE, "url": "https://example.com"},
        "example": PROSE,
        "x-new-extension": {"description": "Short.", "note": PROSE, "a": 1},
    });
    let kept = json!({
        "externalDocs": {"url": "https://example.com"},
        "x-new-extension": {"a": 1},
    });
    assert_facts(schema(prose), schema(kept));
}

#[test]
fn keeps_titles_and_empties_response_descriptions() {
    assert_facts(
        json!({"paths": {"/a": {
            "summary": PROSE,
            "get": {
                "description": PROSE,
                "summary": "Return One Thing of Another Thing in One Project by Name or by Number",
                "tags": ["Things"],
                "parameters": [{"description": PROSE, "name": "a", "schema": {"description": PROSE}}],
                "requestBody": {"description": PROSE, "required": true},
                "responses": {"200": {
                    "description": PROSE,
                    "headers": {"A": {"description": PROSE, "required": false}},
                }},
                "x-sunset": "2026-01-01",
                "x-xgen-changelog": {"2025-02-01": PROSE, "2024-01-01": "Short."},
            },
        }}}),
        json!({"paths": {"/a": {"get": {
            "summary": "Return One Thing of Another Thing in One Project by Name or by Number",
            "tags": ["Things"],
            "parameters": [{"name": "a", "schema": {}}],
            "requestBody": {"required": true},
            "responses": {"200": {"description": "", "headers": {"A": {"required": false}}}},
            "x-sunset": "2026-01-01",
            "x-xgen-changelog": ["2024-01-01", "2025-02-01"],
        }}}}),
    );
}

#[test]
fn removes_sentences_from_examples_and_drops_error_examples() {
    let table = "Date,Usage Date,Project,Project Name,SKU,Region,Cluster,Replica Set,Unit Price\n\
                 2024-01-01,2024-01-02,a,b,c,d,e,f,g";
    assert_facts(
        json!({
            "components": {"responses": {
                "made": {"description": "", "content": {"json": {"example": {"a": "b"}}}},
                "refused": {"description": "", "content": {"json": {"example": {"detail": "No."}}}},
            }},
            "paths": {"/a": {"post": {
                "requestBody": {"content": {"json": {"examples": {"description": {
                    "summary": "Short.",
                    "description": "Short.",
                    "value": {"description": "Name", "notes": [PROSE], "summary": "s"},
                }}}}},
                "responses": {
                    "200": {"description": "", "content": {"csv": {"example": table}}},
                    "201": {"$ref": "#/components/responses/made"},
                    "400": {"$ref": "#/components/responses/refused"},
                    "500": {"description": "", "content": {"json": {"examples": {"a": {"value": 1}}}}},
                },
            }}},
        }),
        json!({
            "components": {"responses": {
                "made": {"description": "", "content": {"json": {"example": {"a": "b"}}}},
                "refused": {"description": "", "content": {"json": {}}},
            }},
            "paths": {"/a": {"post": {
                "requestBody": {"content": {"json": {"examples": {"description": {
                    "value": {"description": "Name", "notes": [ELIDED], "summary": "s"},
                }}}}},
                "responses": {
                    "200": {"description": "", "content": {"csv": {"example": table}}},
                    "201": {"$ref": "#/components/responses/made"},
                    "400": {"$ref": "#/components/responses/refused"},
                    "500": {"description": "", "content": {"json": {}}},
                },
            }}},
        }),
    );
}

#[test]
fn keeps_names_and_links_of_the_header() {
    assert_facts(
        json!({
            "info": {"title": "An API", "description": PROSE, "x-xgen-sha": "00"},
            "servers": [{"url": "https://example.com", "description": PROSE}],
            "tags": [{"name": "Things", "description": "Short."}],
            "x-topics": [{"title": "A Topic", "content": "Short."}],
            "x-externalLinks": [{"label": "Elsewhere", "url": "https://example.com"}],
            "components": {"securitySchemes": {"Accounts": {
                "type": "oauth2",
                "description": PROSE,
                "flows": {"clientCredentials": {"tokenUrl": "/t", "scopes": {"read": PROSE}}},
            }}},
        }),
        json!({
            "info": {"title": "An API", "x-xgen-sha": "00"},
            "servers": [{"url": "https://example.com"}],
            "tags": [{"name": "Things"}],
            "x-topics": [{"title": "A Topic"}],
            "x-externalLinks": [{"url": "https://example.com"}],
            "components": {"securitySchemes": {"Accounts": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/t", "scopes": {"read": ""}}},
            }}},
        }),
    );
}

#[test]
fn survives_document_of_wrong_shape() {
    for odd in [
        json!(null),
        json!([PROSE]),
        json!({"paths": [1], "components": "a"}),
    ] {
        facts(&odd);
    }
    assert_facts(
        json!({"paths": {"/a": 1, "/b": {"get": {"responses": 2}}}}),
        json!({"paths": {"/a": 1, "/b": {"get": {"responses": 2}}}}),
    );
}

#[test]
fn sentence_has_more_than_eight_words_in_a_row() {
    assert!(!is_sentence("one two three four five six seven eight"));
    assert!(is_sentence("one two three four five six seven eight nine"));
    assert!(is_sentence(
        "short\none, two, three, four, five, six, seven, eight, nine"
    ));
    assert!(!is_sentence(
        "one,two three,four five,six seven,eight nine,ten eleven"
    ));
    assert!(!is_sentence(
        "allow (\n  a,\n  b == \"c\",\n  d\n) when {\n  e\n}"
    ));
}
