//! Reads schemas in the tree of the spec, without the generator's model: what lowering overlooked
//! shows.

use serde_json::{Map, Value, json};

/// How many references, parents and parts are followed. No spec that means something is deeper.
pub(crate) const MAX_DEPTH: usize = 12;

/// The schemas of a spec.
#[derive(Clone, Copy)]
pub(crate) struct Schemas<'a>(pub(crate) &'a Value);

/// One branch of a union.
pub(crate) struct Branch<'a> {
    /// What a body has, to be of this branch.
    pub(crate) tag: Map<String, Value>,
    pub(crate) schema: &'a Value,
}

/// An answer of an operation in one media type.
pub(crate) struct Answer<'a> {
    pub(crate) status: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) schema: Option<&'a Value>,
}

impl<'a> Schemas<'a> {
    /// What a reference refers to; null if it goes astray.
    pub(crate) fn resolve(self, value: &'a Value) -> &'a Value {
        let mut value = value;
        for _ in 0..=MAX_DEPTH {
            let Some(pointer) = value["$ref"].as_str().and_then(|it| it.strip_prefix('#')) else {
                return value;
            };
            value = self.0.pointer(pointer).unwrap_or(&Value::Null);
        }
        &Value::Null
    }

    /// The branches of a union that names the property which decides.
    pub(crate) fn mapped(self, schema: &'a Value) -> Option<Vec<Branch<'a>>> {
        let discriminator = &schema["discriminator"];
        let property = discriminator["propertyName"].as_str()?;
        let mapping = discriminator["mapping"].as_object()?;
        let branch = |(value, reference): (&String, &'a Value)| {
            let target = self.0.pointer(reference.as_str()?.strip_prefix('#')?)?;
            let tag = Map::from_iter([(property.to_owned(), json!(value))]);
            // A schema that maps to itself is no union there.
            let schema = (!std::ptr::eq(target, schema)).then_some(target)?;
            Some(Branch { tag, schema })
        };
        Some(mapping.iter().filter_map(branch).collect())
    }

    /// The branches that a schema lists.
    pub(crate) fn listed(self, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        let listed = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
        let listed = listed.into_iter().flatten();
        listed.map(move |branch| self.resolve(branch))
    }

    /// The properties of a schema and of its parents.
    pub(crate) fn properties(self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let mut properties = Vec::new();
        for schema in self.with_parents(schema) {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                // A child's property overrides its parent's.
                properties.retain(|(known, _)| known != name);
                properties.push((name.as_str(), property));
            }
        }
        properties
    }

    /// The names of the properties that a schema or one of its parents requires.
    pub(crate) fn required(self, schema: &'a Value) -> impl Iterator<Item = &'a str> {
        let schemas = self.with_parents(schema).into_iter();
        let names = schemas.flat_map(|schema| schema["required"].as_array().into_iter().flatten());
        names.filter_map(Value::as_str)
    }

    /// A schema's parents, each after its own, and last the schema itself.
    fn with_parents(self, schema: &'a Value) -> Vec<&'a Value> {
        let mut all = Vec::new();
        self.add_with_parents(schema, &mut all, 0);
        all
    }

    fn add_with_parents(self, schema: &'a Value, all: &mut Vec<&'a Value>, depth: usize) {
        let schema = self.resolve(schema);
        if depth > MAX_DEPTH {
            return;
        }
        for parent in schema["allOf"].as_array().into_iter().flatten() {
            // Its branches are its children, of which this is one.
            self.add_with_parents(parent, all, depth + 1);
        }
        all.push(schema);
    }

    /// What an operation answers where it succeeds.
    pub(crate) fn success(self, operation: &'a Value) -> impl Iterator<Item = Answer<'a>> {
        let responses = operation["responses"].as_object().into_iter().flatten();
        let success = responses.filter(|(status, _)| status.starts_with('2'));
        success.flat_map(move |(status, response)| {
            let content = self.resolve(response)["content"].as_object();
            let media = content.into_iter().flatten();
            media.map(|(media_type, media)| Answer {
                status,
                media_type,
                schema: media.get("schema"),
            })
        })
    }

    /// What an operation answers in a media type.
    pub(crate) fn answer(self, operation: &'a Value, media_type: &str) -> Option<Answer<'a>> {
        let mut answers = self.success(operation);
        answers.find(|answer| answer.media_type == media_type)
    }

    /// The schema of an operation's request body in a media type.
    pub(crate) fn request_body(self, operation: &'a Value, media_type: &str) -> Option<&'a Value> {
        let body = self.resolve(&operation["requestBody"]);
        body["content"][media_type].get("schema")
    }

    /// The parameters of an operation.
    pub(crate) fn parameters(self, operation: &'a Value) -> impl Iterator<Item = &'a Value> {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.map(move |parameter| self.resolve(parameter))
    }
}

/// Each operation of a spec, with its method and its whole path.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = (&str, String, &Value)> {
    let base = base_path(document);
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(move |(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations.map(move |(method, operation)| (method, format!("{base}{path}"), operation))
    });
    let operations = operations.map(|(method, path, it)| (method.as_str(), path, it));
    operations.filter(|(_, _, operation)| operation["operationId"].is_string())
}

/// The path of the spec's server, which precedes those of the operations.
fn base_path(document: &Value) -> &str {
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    path.trim_end_matches('/')
}
