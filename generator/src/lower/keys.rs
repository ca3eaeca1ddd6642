//! Which keys may stand where. `openapiv3` ignores what it does not know; to a generator that must not
//! lose anything, an unknown keyword is an error, and an unknown extension a warning.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::escape;
use crate::error::{Error, Result};

/// The extensions that are read, or known to be of no use to a client.
const EXTENSIONS: &[&str] = &[
    "x-additionalPropertiesName",
    "x-atlas-api-name",
    "x-externalLinks",
    "x-rolesRequirements",
    "x-sunset",
    "x-topics",
    "x-xgen-changelog",
    "x-xgen-docs-url",
    "x-xgen-method-verb-override",
    "x-xgen-operation-id-override",
    "x-xgen-preview",
    "x-xgen-server-computed-immutable",
    "x-xgen-sha",
    "x-xgen-version",
];

/// A kind of node in the document: its keys, and the kind of the values under them.
struct Node {
    name: &'static str,
    keys: &'static [(&'static str, Child)],
}

#[derive(Clone, Copy)]
enum Child {
    /// A value of no interest here.
    Leaf,
    /// A node.
    One(&'static Node),
    /// A list of nodes.
    List(&'static Node),
    /// A mapping of names to nodes.
    Map(&'static Node),
}
use Child::{Leaf, List, Map as Named, One};

static ROOT: Node = Node {
    name: "document",
    keys: &[
        ("components", One(&COMPONENTS)),
        ("externalDocs", Leaf),
        ("info", Leaf),
        ("openapi", Leaf),
        ("paths", Named(&PATH)),
        ("security", Leaf),
        ("servers", Leaf),
        ("tags", Leaf),
    ],
};

static COMPONENTS: Node = Node {
    name: "components object",
    keys: &[
        ("headers", Leaf),
        ("parameters", Named(&PARAMETER)),
        ("requestBodies", Named(&BODY)),
        ("responses", Named(&RESPONSE)),
        ("schemas", Named(&SCHEMA)),
        ("securitySchemes", Leaf),
    ],
};

static PATH: Node = Node {
    name: "path",
    keys: &[
        ("delete", One(&OPERATION)),
        ("description", Leaf),
        ("get", One(&OPERATION)),
        ("head", One(&OPERATION)),
        ("parameters", List(&PARAMETER)),
        ("patch", One(&OPERATION)),
        ("post", One(&OPERATION)),
        ("put", One(&OPERATION)),
        ("summary", Leaf),
    ],
};

static OPERATION: Node = Node {
    name: "operation",
    keys: &[
        ("deprecated", Leaf),
        ("description", Leaf),
        ("externalDocs", Leaf),
        ("operationId", Leaf),
        ("parameters", List(&PARAMETER)),
        ("requestBody", One(&BODY)),
        ("responses", Named(&RESPONSE)),
        ("security", Leaf),
        ("summary", Leaf),
        ("tags", Leaf),
    ],
};

static PARAMETER: Node = Node {
    name: "parameter",
    keys: &[
        ("$ref", Leaf),
        ("allowEmptyValue", Leaf),
        ("deprecated", Leaf),
        ("description", Leaf),
        ("example", Leaf),
        ("examples", Leaf),
        ("explode", Leaf),
        ("in", Leaf),
        ("name", Leaf),
        ("required", Leaf),
        ("schema", One(&SCHEMA)),
        ("style", Leaf),
    ],
};

static BODY: Node = Node {
    name: "request body",
    keys: &[
        ("$ref", Leaf),
        ("content", Named(&MEDIA)),
        ("description", Leaf),
        ("required", Leaf),
    ],
};

static RESPONSE: Node = Node {
    name: "response",
    keys: &[
        ("$ref", Leaf),
        ("content", Named(&MEDIA)),
        ("description", Leaf),
        ("headers", Leaf),
        ("links", Leaf),
    ],
};

static MEDIA: Node = Node {
    name: "media type",
    keys: &[("example", Leaf), ("examples", Leaf), ("schema", One(&SCHEMA))],
};

static SCHEMA: Node = Node {
    name: "schema",
    keys: &[
        ("$ref", Leaf),
        ("additionalProperties", One(&SCHEMA)),
        ("allOf", List(&SCHEMA)),
        ("anyOf", List(&SCHEMA)),
        ("default", Leaf),
        ("deprecated", Leaf),
        ("description", Leaf),
        ("discriminator", Leaf),
        ("enum", Leaf),
        ("example", Leaf),
        ("exclusiveMaximum", Leaf),
        ("exclusiveMinimum", Leaf),
        ("externalDocs", Leaf),
        ("format", Leaf),
        ("items", One(&SCHEMA)),
        ("maxItems", Leaf),
        ("maxLength", Leaf),
        ("maxProperties", Leaf),
        ("maximum", Leaf),
        ("minItems", Leaf),
        ("minLength", Leaf),
        ("minProperties", Leaf),
        ("minimum", Leaf),
        ("multipleOf", Leaf),
        ("nullable", Leaf),
        ("oneOf", List(&SCHEMA)),
        ("pattern", Leaf),
        ("properties", Named(&SCHEMA)),
        ("readOnly", Leaf),
        ("required", Leaf),
        ("title", Leaf),
        ("type", Leaf),
        ("uniqueItems", Leaf),
        ("writeOnly", Leaf),
    ],
};

/// Checks the keys of a whole document.
pub fn check(tree: &Value, warnings: &mut BTreeSet<String>) -> Result<()> {
    Check { warnings, pointer: String::new() }.node(&ROOT, tree)
}

struct Check<'a> {
    warnings: &'a mut BTreeSet<String>,
    /// Where the check is; grown and cut as it goes.
    pointer: String,
}

impl Check<'_> {
    fn inside(
        &mut self,
        key: &str,
        visit: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(key));
        visit(self)?;
        self.pointer.truncate(length);
        Ok(())
    }

    fn node(&mut self, node: &Node, value: &Value) -> Result<()> {
        // `additionalProperties` may be a boolean.
        if value.is_boolean() && node.name == "schema" && self.pointer.ends_with("additionalProperties") {
            return Ok(());
        }
        let Some(fields) = value.as_object() else {
            return Err(Error::at(&self.pointer, format!("a {} must be a mapping", node.name)));
        };
        self.reference_stands_alone(fields)?;
        for (key, value) in fields {
            match node.keys.binary_search_by(|(known, _)| (*known).cmp(key)) {
                Ok(index) => self.inside(key, |check| check.child(node.keys[index].1, value))?,
                Err(_) if key.starts_with("x-") => self.extension(node, key),
                Err(_) => {
                    let message = format!("the generator does not know `{key}` in a {}", node.name);
                    let help = "remove it with the overlay, or teach the generator what it means";
                    return Err(Error::at(format!("{}/{}", self.pointer, escape(key)), message).help(help));
                }
            }
        }
        Ok(())
    }

    fn child(&mut self, child: Child, value: &Value) -> Result<()> {
        match (child, value) {
            (Leaf, _) => Ok(()),
            (One(node), value) => self.node(node, value),
            (List(node), Value::Array(items)) => items.iter().enumerate().try_for_each(|(index, item)| {
                self.inside(&index.to_string(), |check| check.node(node, item))
            }),
            (List(_), _) => Err(Error::at(&self.pointer, "this must be a list")),
            (Named(node), Value::Object(fields)) => fields.iter().try_for_each(|(key, value)| {
                let named = |check: &mut Self| check.node(node, value);
                if key.starts_with("x-") && !value.is_object() { Ok(()) } else { self.inside(key, named) }
            }),
            (Named(_), _) => Err(Error::at(&self.pointer, "this must be a mapping")),
        }
    }

    fn extension(&mut self, node: &Node, key: &str) {
        if !EXTENSIONS.contains(&key) {
            let name = node.name;
            self.warnings.insert(format!("unknown extension `{key}` in a {name} (#{})", self.pointer));
        }
    }

    /// In OpenAPI 3.0 whatever stands beside a `$ref` is ignored, so it is a mistake.
    fn reference_stands_alone(&self, fields: &Map<String, Value>) -> Result<()> {
        if !fields.get("$ref").is_some_and(Value::is_string) || fields.len() == 1 {
            return Ok(());
        }
        let help = "OpenAPI 3.0 ignores what stands beside `$ref`; move it into the schema";
        Err(Error::at(&self.pointer, "a reference has other keys beside it").help(help))
    }
}
