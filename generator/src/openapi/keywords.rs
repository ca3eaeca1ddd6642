//! The keyword table: every keyword of OpenAPI 3.0 that the generator accepts, listed by the object that contains it.
//! Other keywords are rejected.
//!
//! A keyword is either part of the model, or listed as [`Ignored`](Meaning::Ignored) because it means nothing to a
//! client: examples, remarks, and what the runtime handles in the same way for all operations (security, headers).

use super::object::Meaning::{Ignored, Modeled};
use super::object::Values::{
    Any, Count, Enumeration, Flag, List, Mapping, Named, Number, One, OneOrFlag, Text, Texts,
};
use super::object::{Key, Object};

/// All objects.
pub static OBJECTS: &[&Object] = &[
    &SPEC,
    &INFO,
    &SERVER,
    &COMPONENTS,
    &PATH,
    &OPERATION,
    &PARAMETER,
    &BODY,
    &RESPONSE,
    &MEDIA_TYPE,
    &SCHEMA,
    &DISCRIMINATOR,
    &EXTERNAL_DOCS,
];

/// The root of the spec.
pub static SPEC: Object = Object {
    name: "spec",
    keywords: &[
        ("components", One(&COMPONENTS), Modeled),
        ("externalDocs", Any, Ignored),
        ("info", One(&INFO), Modeled),
        ("openapi", Text, Modeled),
        ("paths", Named(&PATH, Key::Path), Modeled),
        ("security", Any, Ignored),
        ("servers", List(&SERVER), Modeled),
        ("tags", Any, Ignored),
    ],
    required: &["paths"],
    formal: &["info"],
};

static INFO: Object = Object {
    name: "info object",
    keywords: &[
        ("contact", Any, Ignored),
        ("description", Any, Ignored),
        ("license", Any, Ignored),
        ("termsOfService", Any, Ignored),
        ("title", Text, Modeled),
        ("version", Text, Modeled),
    ],
    required: &[],
    formal: &["title", "version"],
};

static SERVER: Object = Object {
    name: "server",
    keywords: &[
        ("description", Any, Ignored),
        ("url", Text, Modeled),
        ("variables", Any, Ignored),
    ],
    required: &["url"],
    formal: &[],
};

static COMPONENTS: Object = Object {
    name: "components object",
    keywords: &[
        ("examples", Any, Ignored),
        ("headers", Any, Ignored),
        ("links", Any, Ignored),
        ("parameters", Named(&PARAMETER, Key::Component), Modeled),
        ("requestBodies", Named(&BODY, Key::Component), Modeled),
        ("responses", Named(&RESPONSE, Key::Component), Modeled),
        ("schemas", Named(&SCHEMA, Key::Component), Modeled),
        ("securitySchemes", Any, Ignored),
    ],
    required: &[],
    formal: &[],
};

static PATH: Object = Object {
    name: "path",
    keywords: &[
        ("delete", One(&OPERATION), Modeled),
        ("description", Any, Ignored),
        ("get", One(&OPERATION), Modeled),
        ("head", One(&OPERATION), Modeled),
        ("parameters", List(&PARAMETER), Modeled),
        ("patch", One(&OPERATION), Modeled),
        ("post", One(&OPERATION), Modeled),
        ("put", One(&OPERATION), Modeled),
        ("summary", Any, Ignored),
    ],
    required: &[],
    formal: &[],
};

static OPERATION: Object = Object {
    name: "operation",
    keywords: &[
        ("deprecated", Flag, Modeled),
        ("description", Text, Modeled),
        ("externalDocs", Any, Ignored),
        ("operationId", Text, Modeled),
        ("parameters", List(&PARAMETER), Modeled),
        ("requestBody", One(&BODY), Modeled),
        ("responses", Named(&RESPONSE, Key::Status), Modeled),
        ("security", Any, Ignored),
        ("summary", Text, Modeled),
        ("tags", Texts, Modeled),
    ],
    required: &["responses"],
    formal: &[],
};

/// A parameter.
pub static PARAMETER: Object = Object {
    name: "parameter",
    keywords: &[
        ("$ref", Text, Modeled),
        ("allowEmptyValue", Any, Ignored),
        ("deprecated", Flag, Modeled),
        ("description", Text, Modeled),
        ("example", Any, Modeled),
        ("examples", Any, Ignored),
        ("explode", Flag, Modeled),
        ("in", Text, Modeled),
        ("name", Text, Modeled),
        ("required", Flag, Modeled),
        ("schema", One(&SCHEMA), Modeled),
        ("style", Text, Modeled),
    ],
    required: &["in", "name", "schema"],
    formal: &[],
};

static BODY: Object = Object {
    name: "request body",
    keywords: &[
        ("$ref", Text, Modeled),
        ("content", Named(&MEDIA_TYPE, Key::Text), Modeled),
        ("description", Any, Ignored),
        ("required", Flag, Modeled),
    ],
    required: &["content"],
    formal: &[],
};

/// A response.
pub static RESPONSE: Object = Object {
    name: "response",
    keywords: &[
        ("$ref", Text, Modeled),
        ("content", Named(&MEDIA_TYPE, Key::Text), Modeled),
        ("description", Any, Ignored),
        ("headers", Any, Ignored),
        ("links", Any, Ignored),
    ],
    required: &[],
    formal: &["description"],
};

static MEDIA_TYPE: Object = Object {
    name: "media type",
    keywords: &[
        ("example", Any, Ignored),
        ("examples", Any, Ignored),
        ("schema", One(&SCHEMA), Modeled),
    ],
    required: &[],
    formal: &[],
};

/// A schema.
pub static SCHEMA: Object = Object {
    name: "schema",
    keywords: &[
        ("$ref", Text, Modeled),
        ("additionalProperties", OneOrFlag(&SCHEMA), Modeled),
        ("allOf", List(&SCHEMA), Modeled),
        ("anyOf", List(&SCHEMA), Modeled),
        ("default", Any, Modeled),
        ("deprecated", Flag, Modeled),
        ("description", Text, Modeled),
        ("discriminator", One(&DISCRIMINATOR), Modeled),
        ("enum", Enumeration, Modeled),
        ("example", Any, Modeled),
        ("exclusiveMaximum", Flag, Modeled),
        ("exclusiveMinimum", Flag, Modeled),
        ("externalDocs", One(&EXTERNAL_DOCS), Modeled),
        ("format", Text, Modeled),
        ("items", One(&SCHEMA), Modeled),
        ("maxItems", Count, Modeled),
        ("maxLength", Count, Modeled),
        ("maxProperties", Count, Modeled),
        ("maximum", Number, Modeled),
        ("minItems", Count, Modeled),
        ("minLength", Count, Modeled),
        ("minProperties", Count, Modeled),
        ("minimum", Number, Modeled),
        ("multipleOf", Number, Modeled),
        ("nullable", Flag, Modeled),
        ("oneOf", List(&SCHEMA), Modeled),
        ("pattern", Text, Modeled),
        ("properties", Named(&SCHEMA, Key::Text), Modeled),
        ("readOnly", Flag, Modeled),
        ("required", Texts, Modeled),
        ("title", Text, Modeled),
        ("type", Text, Modeled),
        ("uniqueItems", Flag, Modeled),
        ("writeOnly", Flag, Modeled),
    ],
    required: &[],
    formal: &[],
};

static DISCRIMINATOR: Object = Object {
    name: "discriminator",
    keywords: &[
        ("mapping", Mapping, Modeled),
        ("propertyName", Text, Modeled),
    ],
    required: &["propertyName"],
    formal: &[],
};

static EXTERNAL_DOCS: Object = Object {
    name: "link to documentation",
    keywords: &[("description", Any, Ignored), ("url", Text, Modeled)],
    required: &[],
    formal: &["url"],
};
