//! Extracts the facts of the upstream spec: [`facts`] removes its prose.
//!
//! The names, types, constraints, versions, dates, roles and links of an API are facts. The sentences about them are
//! somebody's work, and have their own license. So the walk knows where sentences occur in a spec: a `description` next
//! to a `type` is a sentence, but the property called `description` is not. Elsewhere, any text of more than
//! [`SENTENCE_WORDS`] words is removed, unless the place can only contain facts.

use std::collections::BTreeSet;

use generator::openapi::tree::{fields, operations};
use serde_json::{Map, Value};

/// A text with more words than this is a sentence. See [`is_sentence`].
pub const SENTENCE_WORDS: usize = 8;

/// A `title` with more words than this is a sentence; up to here it is a name.
pub const TITLE_WORDS: usize = 12;

/// Replaces a sentence in an example.
pub const ELIDED: &str = "…";

/// Returns the spec without its prose. The function is idempotent.
///
/// - Each `description` is removed. That of a response becomes empty, because OpenAPI requires one, and
///   so do the texts of OAuth scopes.
/// - `summary` stays on operations, where it is the operation's title, and `title` on schemas, unless
///   it is longer than [`TITLE_WORDS`].
/// - `x-xgen-changelog` keeps its dates as a list, `x-topics` its titles, `x-externalLinks` and
///   `externalDocs` their URLs.
/// - Examples of errors are removed. Other examples stay, unless the whole example is a sentence. A sentence
///   within an example becomes [`ELIDED`].
/// - `pattern`, `enum`, `default`, `const`, `required`, `security` and discriminator mappings stay as they are,
///   as does everything else that is not a sentence.
pub fn facts(spec: &Value) -> Value {
    let walk = Walk {
        successes: successes(spec),
    };
    walk.node(Node::Other, spec).unwrap_or(Value::Null)
}

/// Whether a text reads as a sentence: more than [`SENTENCE_WORDS`] words in a row. A line break ends the row, and so
/// does a comma without a space after it, so tables and code are not sentences.
pub fn is_sentence(text: &str) -> bool {
    text.lines().any(|line| {
        let mut row = 0;
        line.split_whitespace().any(|word| {
            let cell_ends = word.trim_end_matches(',').contains(',');
            row = if cell_ends { 1 } else { row + 1 };
            row > SENTENCE_WORDS
        })
    })
}

/// The objects whose keys need special rules.
#[derive(Clone, Copy)]
enum Node {
    Components,
    Operation,
    Response { failed: bool },
    MediaType { failed: bool },
    Example,
    Other,
}

/// Keys whose object maps names chosen by the API to objects of OpenAPI. All names are kept, even words of OpenAPI,
/// such as a property called `description` or `default`.
const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// Keys whose values are data that a client depends on, whatever they look like.
const DATA: &[&str] = &[
    "$ref", "const", "default", "enum", "mapping", "pattern", "required", "security",
];

const METHODS: &[&str] = &[
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

struct Walk<'a> {
    /// The responses of `components` that an operation returns on success.
    successes: BTreeSet<&'a str>,
}

impl Walk<'_> {
    /// A value without its prose, or `None` if it is prose.
    fn node(&self, node: Node, value: &Value) -> Option<Value> {
        Some(match value {
            Value::Object(object) => Value::Object(
                object
                    .iter()
                    .filter_map(|(key, value)| Some((key.clone(), self.entry(node, key, value)?)))
                    .collect(),
            ),
            Value::Array(items) => items
                .iter()
                .filter_map(|item| self.node(Node::Other, item))
                .collect(),
            Value::String(text) if is_sentence(text) => return None,
            other => other.clone(),
        })
    }

    /// The value of one key of an OpenAPI object.
    fn entry(&self, node: Node, key: &str, value: &Value) -> Option<Value> {
        match (node, key, value) {
            (Node::Response { .. }, "description", Value::String(_)) => Some("".into()),
            (_, "description", Value::String(_)) => None,
            (Node::Operation, "summary", _) => Some(value.clone()),
            (_, "summary", Value::String(_)) => None,
            (_, "title", Value::String(text)) => {
                (text.split_whitespace().count() <= TITLE_WORDS).then(|| value.clone())
            }
            (_, "x-xgen-changelog", Value::Object(notes)) => Some(notes.keys().cloned().collect()),
            (_, "x-topics", Value::Array(topics)) => Some(only("title", topics)),
            (_, "x-externalLinks", Value::Array(links)) => Some(only("url", links)),
            (_, "scopes", Value::Object(scopes)) => {
                let names = scopes.keys().map(|name| (name.clone(), Value::from("")));
                Some(Value::Object(names.collect()))
            }
            (Node::MediaType { failed: true }, "example" | "examples", _) => None,
            (Node::Example, "value", _) => example(value),
            (_, "example", _) | (_, "examples", Value::Array(_)) => example(value),
            (_, key, _) if DATA.contains(&key) => Some(value.clone()),
            (_, key, Value::Object(names)) if NAMES.contains(&key) => {
                Some(self.names(node, key, names))
            }
            (_, "components", _) => self.node(Node::Components, value),
            (_, key, _) if METHODS.contains(&key) && value.get("responses").is_some() => {
                self.node(Node::Operation, value)
            }
            _ => self.node(Node::Other, value),
        }
    }

    fn names(&self, node: Node, key: &str, names: &Map<String, Value>) -> Value {
        let kind = |name: &str| match (node, key) {
            (Node::Components, "responses") => Node::Response {
                failed: !self.successes.contains(name),
            },
            (_, "responses") => Node::Response {
                failed: is_failure(name),
            },
            (Node::Response { failed }, "content") => Node::MediaType { failed },
            (_, "content") => Node::MediaType { failed: false },
            (_, "examples") => Node::Example,
            _ => Node::Other,
        };
        let kept = names
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), self.node(kind(name), value)?)));
        Value::Object(kept.collect())
    }
}

/// Whether a key of `responses` (a status, or `default`) means that the call failed.
fn is_failure(status: &str) -> bool {
    status.starts_with(['4', '5']) || status == "default"
}

/// The names of the responses to which an operation refers under a success status.
fn successes(spec: &Value) -> BTreeSet<&str> {
    let responses = operations(spec).flat_map(|(_, _, operation)| fields(operation, "responses"));
    responses
        .filter(|(status, _)| !is_failure(status))
        .filter_map(|(_, response)| response.get("$ref")?.as_str())
        .filter_map(|pointer| pointer.strip_prefix("#/components/responses/"))
        .collect()
}

/// A list of objects, each reduced to one key.
fn only(key: &str, items: &[Value]) -> Value {
    let kept = items
        .iter()
        .filter_map(|item| Some((key.to_owned(), item.get(key)?.clone())));
    kept.map(|entry| Value::Object(Map::from_iter([entry])))
        .collect()
}

/// An example, or `None` if the whole example is a sentence.
fn example(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if is_sentence(text) => None,
        _ => Some(elide(value)),
    }
}

/// An example with each sentence replaced by [`ELIDED`], to keep its structure.
fn elide(value: &Value) -> Value {
    match value {
        Value::String(text) if is_sentence(text) => ELIDED.into(),
        Value::Array(items) => items.iter().map(elide).collect(),
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), elide(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
