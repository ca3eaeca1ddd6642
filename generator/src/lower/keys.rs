//! Which keys may stand where, and what under them. `openapiv3` ignores what it does not know; to a
//! generator that must not lose anything, an unknown keyword is an error, and an unknown extension a
//! warning. And `openapiv3` does not say where a value is that it can't read; this does.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{
    Discriminator, Example, ExternalDocumentation, Info, Link, Parameter, ReferenceOr,
    SecurityRequirement, SecurityScheme, Server, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::document::escape;
use crate::error::{Error, Result};

/// The extensions that are read, or known to be of no use to a client.
const EXTENSIONS: &[&str] = &[
    "x-additionalPropertiesName",
    "x-atlas-api-name",
    super::REPLACED_BY,
    "x-atlas-api-retired",
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
    /// The keys that it can't be without, unless it is a reference.
    required: &'static [&'static str],
}

#[derive(Clone, Copy)]
enum Child {
    /// Any value.
    Any,
    /// A value of a type: what is wrong with it, if it is of another.
    Of(fn(&Value) -> Option<String>),
    /// A node.
    One(&'static Node),
    /// A node or a boolean.
    OneOrFlag(&'static Node),
    /// A list of nodes.
    List(&'static Node),
    /// A mapping of names to nodes.
    Named(&'static Node, Name),
}
use Child::{Any, List, Named, Of, One, OneOrFlag};

/// What the keys of a mapping of names may be.
#[derive(Clone, Copy)]
enum Name {
    /// Any text.
    Text,
    /// The name of a component.
    Component,
    /// A path template.
    Path,
    /// A status, a range of them, or `default`.
    Status,
}

impl Name {
    /// What the key should be, if it is something else.
    fn problem(self, key: &str) -> Option<&'static str> {
        let is_status = || match key.as_bytes() {
            [b'1'..=b'5', b'X', b'X'] => true,
            [b'1'..=b'5', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
            _ => key == "default",
        };
        let is_component = || {
            let mut bytes = key.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        };
        match self {
            Self::Component if !is_component() => {
                Some("the name of a component has only letters, digits, `.`, `-` and `_`")
            }
            Self::Path if !key.starts_with('/') => Some("a path starts with `/`"),
            Self::Status if !is_status() => {
                Some("a response stands under a status such as `200` or `2XX`, or under `default`")
            }
            _ => None,
        }
    }
}

/// What is wrong with a value that is no `T`.
fn is<T: DeserializeOwned>(value: &Value) -> Option<String> {
    T::deserialize(value).err().map(|error| error.to_string())
}

/// The values of several nodes.
const TEXT: Child = Of(is::<String>);
const TEXTS: Child = Of(is::<Vec<String>>);
const FLAG: Child = Of(is::<bool>);
const COUNT: Child = Of(is::<usize>);
const NUMBER: Child = Of(is::<Number>);
const EXTERNAL_DOCS: Child = Of(is::<ExternalDocumentation>);
const SECURITY: Child = Of(is::<Vec<SecurityRequirement>>);
const EXAMPLES: Child = Of(is::<IndexMap<String, ReferenceOr<Example>>>);

static ROOT: Node = Node {
    name: "document",
    keys: &[
        ("components", One(&COMPONENTS)),
        ("externalDocs", EXTERNAL_DOCS),
        ("info", Of(is::<Info>)),
        ("openapi", TEXT),
        ("paths", Named(&PATH, Name::Path)),
        ("security", SECURITY),
        ("servers", Of(is::<Vec<Server>>)),
        ("tags", Of(is::<Vec<Tag>>)),
    ],
    required: &["info", "paths"],
};

static COMPONENTS: Node = Node {
    name: "components object",
    keys: &[
        ("headers", Named(&HEADER, Name::Component)),
        ("parameters", Named(&PARAMETER, Name::Component)),
        ("requestBodies", Named(&BODY, Name::Component)),
        ("responses", Named(&RESPONSE, Name::Component)),
        ("schemas", Named(&SCHEMA, Name::Component)),
        (
            "securitySchemes",
            Of(is::<IndexMap<String, ReferenceOr<SecurityScheme>>>),
        ),
    ],
    required: &[],
};

static PATH: Node = Node {
    name: "path",
    keys: &[
        ("delete", One(&OPERATION)),
        ("description", TEXT),
        ("get", One(&OPERATION)),
        ("head", One(&OPERATION)),
        ("parameters", List(&PARAMETER)),
        ("patch", One(&OPERATION)),
        ("post", One(&OPERATION)),
        ("put", One(&OPERATION)),
        ("summary", TEXT),
    ],
    required: &[],
};

static OPERATION: Node = Node {
    name: "operation",
    keys: &[
        ("deprecated", FLAG),
        ("description", TEXT),
        ("externalDocs", EXTERNAL_DOCS),
        ("operationId", TEXT),
        ("parameters", List(&PARAMETER)),
        ("requestBody", One(&BODY)),
        ("responses", Named(&RESPONSE, Name::Status)),
        ("security", SECURITY),
        ("summary", TEXT),
        ("tags", TEXTS),
    ],
    required: &["responses"],
};

static PARAMETER: Node = Node {
    name: "parameter",
    keys: &[
        ("$ref", TEXT),
        ("allowEmptyValue", FLAG),
        ("deprecated", FLAG),
        ("description", TEXT),
        ("example", Any),
        ("examples", EXAMPLES),
        ("explode", FLAG),
        ("in", TEXT),
        ("name", TEXT),
        ("required", FLAG),
        ("schema", One(&SCHEMA)),
        ("style", TEXT),
    ],
    required: &["in", "name", "schema"],
};

static HEADER: Node = Node {
    name: "header",
    keys: &[
        ("$ref", TEXT),
        ("deprecated", FLAG),
        ("description", TEXT),
        ("example", Any),
        ("examples", EXAMPLES),
        ("explode", FLAG),
        ("required", FLAG),
        ("schema", One(&SCHEMA)),
        ("style", TEXT),
    ],
    required: &["schema"],
};

static BODY: Node = Node {
    name: "request body",
    keys: &[
        ("$ref", TEXT),
        ("content", Named(&MEDIA, Name::Text)),
        ("description", TEXT),
        ("required", FLAG),
    ],
    required: &[],
};

static RESPONSE: Node = Node {
    name: "response",
    keys: &[
        ("$ref", TEXT),
        ("content", Named(&MEDIA, Name::Text)),
        ("description", TEXT),
        ("headers", Named(&HEADER, Name::Text)),
        ("links", Of(is::<IndexMap<String, ReferenceOr<Link>>>)),
    ],
    required: &["description"],
};

static MEDIA: Node = Node {
    name: "media type",
    keys: &[
        ("example", Any),
        ("examples", EXAMPLES),
        ("schema", One(&SCHEMA)),
    ],
    required: &[],
};

static SCHEMA: Node = Node {
    name: "schema",
    keys: &[
        ("$ref", TEXT),
        ("additionalProperties", OneOrFlag(&SCHEMA)),
        ("allOf", List(&SCHEMA)),
        ("anyOf", List(&SCHEMA)),
        ("default", Any),
        ("deprecated", FLAG),
        ("description", TEXT),
        ("discriminator", Of(is::<Discriminator>)),
        ("enum", Of(is::<Vec<Value>>)),
        ("example", Any),
        ("exclusiveMaximum", FLAG),
        ("exclusiveMinimum", FLAG),
        ("externalDocs", EXTERNAL_DOCS),
        ("format", TEXT),
        ("items", One(&SCHEMA)),
        ("maxItems", COUNT),
        ("maxLength", COUNT),
        ("maxProperties", COUNT),
        ("maximum", NUMBER),
        ("minItems", COUNT),
        ("minLength", COUNT),
        ("minProperties", COUNT),
        ("minimum", NUMBER),
        ("multipleOf", NUMBER),
        ("nullable", FLAG),
        ("oneOf", List(&SCHEMA)),
        ("pattern", TEXT),
        ("properties", Named(&SCHEMA, Name::Text)),
        ("readOnly", FLAG),
        ("required", TEXTS),
        ("title", TEXT),
        ("type", TEXT),
        ("uniqueItems", FLAG),
        ("writeOnly", FLAG),
    ],
    required: &[],
};

/// How deep schemas may be nested in one another. `openapiv3` needs much of the stack for each level;
/// in the Atlas document they are no more than a few levels deep.
const MAX_DEPTH: usize = 16;

/// Checks the keys of a whole document.
pub fn check(tree: &Value, warnings: &mut BTreeSet<String>) -> Result<()> {
    Check {
        warnings,
        pointer: String::new(),
        depth: 0,
    }
    .node(&ROOT, tree)
}

struct Check<'a> {
    warnings: &'a mut BTreeSet<String>,
    /// Where the check is; grown and cut as it goes.
    pointer: String,
    /// How many schemas are around it.
    depth: usize,
}

impl Check<'_> {
    fn inside(&mut self, key: &str, visit: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(key));
        visit(self)?;
        self.pointer.truncate(length);
        Ok(())
    }

    fn node(&mut self, node: &Node, value: &Value) -> Result<()> {
        let levels = usize::from(node.name == "schema");
        self.depth += levels;
        if self.depth > MAX_DEPTH {
            let message = format!("schemas are nested more than {MAX_DEPTH} levels deep");
            return Err(Error::at(&self.pointer, message)
                .help("give the inner ones names under components"));
        }
        self.fields(node, value)?;
        self.depth -= levels;
        Ok(())
    }

    fn fields(&mut self, node: &Node, value: &Value) -> Result<()> {
        let Some(fields) = value.as_object() else {
            return Err(Error::at(
                &self.pointer,
                format!("this {} must be a mapping", node.name),
            ));
        };
        let is_reference = self.is_reference(fields)?;
        for (key, value) in fields {
            match node.keys.binary_search_by(|(known, _)| (*known).cmp(key)) {
                Ok(index) => self.inside(key, |check| check.child(node.keys[index].1, value))?,
                Err(_) if key.starts_with("x-") => self.extension(node, key),
                Err(_) => {
                    let message =
                        format!("the generator does not know `{key}` in this {}", node.name);
                    return Err(Error::at(
                        format!("{}/{}", self.pointer, escape(key)),
                        message,
                    ));
                }
            }
        }
        if !is_reference {
            self.is_complete(node, fields)?;
        }
        // What a parameter's `style` may be depends on its `in`.
        if node.name == "parameter"
            && let Some(problem) = is::<ReferenceOr<Parameter>>(value)
        {
            return Err(Error::at(&self.pointer, problem));
        }
        Ok(())
    }

    fn is_complete(&self, node: &Node, fields: &Map<String, Value>) -> Result<()> {
        match node.required.iter().find(|key| !fields.contains_key(**key)) {
            Some(key) => Err(Error::at(
                &self.pointer,
                format!("this {} has no `{key}`", node.name),
            )),
            None => Ok(()),
        }
    }

    fn child(&mut self, child: Child, value: &Value) -> Result<()> {
        match (child, value) {
            (Any, _) => Ok(()),
            (Of(problem), value) => {
                problem(value).map_or(Ok(()), |problem| Err(Error::at(&self.pointer, problem)))
            }
            (OneOrFlag(_), Value::Bool(_)) => Ok(()),
            (One(node) | OneOrFlag(node), value) => self.node(node, value),
            (List(node), Value::Array(items)) => {
                items.iter().enumerate().try_for_each(|(index, item)| {
                    self.inside(&index.to_string(), |check| check.node(node, item))
                })
            }
            (List(_), _) => Err(Error::at(&self.pointer, "this must be a list")),
            (Named(node, name), Value::Object(fields)) => {
                fields.iter().try_for_each(|(key, value)| {
                    if key.starts_with("x-") && !value.is_object() {
                        return Ok(());
                    }
                    self.inside(key, |check| match name.problem(key) {
                        Some(problem) => Err(Error::at(&check.pointer, problem)),
                        None => check.node(node, value),
                    })
                })
            }
            (Named(..), _) => Err(Error::at(&self.pointer, "this must be a mapping")),
        }
    }

    fn extension(&mut self, node: &Node, key: &str) {
        if !EXTENSIONS.contains(&key) {
            let what = format!("unknown extension `{key}` in a {}, first at #", node.name);
            // It may stand in hundreds of places; one is enough to look it up.
            if !self.warnings.iter().any(|known| known.starts_with(&what)) {
                self.warnings.insert(what + &self.pointer);
            }
        }
    }

    /// In OpenAPI 3.0 whatever stands beside a `$ref` is ignored, so it is a mistake.
    fn is_reference(&self, fields: &Map<String, Value>) -> Result<bool> {
        if !fields.contains_key("$ref") {
            return Ok(false);
        }
        if fields.len() == 1 {
            return Ok(true);
        }
        let help = "OpenAPI 3.0 ignores what stands beside `$ref`; move it into the schema";
        Err(Error::at(&self.pointer, "a reference has other keys beside it").help(help))
    }
}
