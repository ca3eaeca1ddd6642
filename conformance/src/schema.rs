//! Reads schemas in the tree of the spec, without the generator's model, so that anything lowering overlooks shows.

use serde_json::{Map, Value, json};

/// How many references, parents and parts to follow. No meaningful spec is deeper.
pub(crate) const MAX_DEPTH: usize = 12;

/// The schemas of a spec.
#[derive(Clone, Copy)]
pub(crate) struct Schemas<'a>(pub(crate) &'a Value);

/// One branch of a union.
pub(crate) struct Branch<'a> {
    /// The properties that select this branch.
    pub(crate) tag: Map<String, Value>,
    pub(crate) schema: &'a Value,
}

/// A property, and the schema that defines it.
#[derive(Clone, Copy)]
pub(crate) struct Owned<'a> {
    pub(crate) owner: &'a Value,
    pub(crate) property: &'a Value,
}

/// The response of an operation in one media type.
pub(crate) struct Answer<'a> {
    pub(crate) status: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) schema: Option<&'a Value>,
}

impl<'a> Schemas<'a> {
    /// The target of a reference, or null if it has none.
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

    /// The branches of a union with a discriminator.
    pub(crate) fn mapped(self, schema: &'a Value) -> Option<Vec<Branch<'a>>> {
        let discriminator = &schema["discriminator"];
        let property = discriminator["propertyName"].as_str()?;
        let mapping = discriminator["mapping"].as_object()?;
        let branch = |(value, reference): (&String, &'a Value)| {
            let target = self.0.pointer(reference.as_str()?.strip_prefix('#')?)?;
            let tag = Map::from_iter([(property.to_owned(), json!(value))]);
            // A schema that maps to itself is not a union in that place.
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
        let owned = self.owned_properties(schema).into_iter();
        owned.map(|(name, owned)| (name, owned.property)).collect()
    }

    /// The same properties, each with the schema that defines it. If that is a part of a named schema, it is the
    /// named one.
    pub(crate) fn owned_properties(self, schema: &'a Value) -> Vec<(&'a str, Owned<'a>)> {
        let mut all = Vec::new();
        self.add_with_parents(schema, self.resolve(schema), &mut all, 0);
        let mut properties = Vec::new();
        for (owner, part) in all {
            for (name, property) in part["properties"].as_object().into_iter().flatten() {
                // A child's property overrides its parent's.
                properties.retain(|(known, _)| known != name);
                properties.push((name.as_str(), Owned { owner, property }));
            }
        }
        properties
    }

    /// The name of a component.
    pub(crate) fn name(self, schema: &Value) -> Option<&'a str> {
        let components = self.0["components"]["schemas"].as_object()?;
        let mut components = components.iter();
        let found = components.find(|(_, component)| std::ptr::eq(*component, schema));
        found.map(|(name, _)| name.as_str())
    }

    /// The names of the properties that a schema or one of its parents requires.
    pub(crate) fn required(self, schema: &'a Value) -> impl Iterator<Item = &'a str> {
        let schemas = self.with_parents(schema);
        let names = schemas.flat_map(|schema| schema["required"].as_array().into_iter().flatten());
        names.filter_map(Value::as_str)
    }

    /// The parents of a schema, each after its own parents, followed by the schema itself.
    fn with_parents(self, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        let mut all = Vec::new();
        self.add_with_parents(schema, self.resolve(schema), &mut all, 0);
        all.into_iter().map(|(_, part)| part)
    }

    /// Adds the parts of a schema, each with the schema that it belongs to.
    fn add_with_parents(
        self,
        schema: &'a Value,
        owner: &'a Value,
        all: &mut Vec<(&'a Value, &'a Value)>,
        depth: usize,
    ) {
        let part = self.resolve(schema);
        if depth > MAX_DEPTH {
            return;
        }
        for parent in part["allOf"].as_array().into_iter().flatten() {
            // Its branches are its children, one of which is this schema.
            let is_named = parent["$ref"].is_string();
            let owner = if is_named {
                self.resolve(parent)
            } else {
                owner
            };
            self.add_with_parents(parent, owner, all, depth + 1);
        }
        all.push((owner, part));
    }

    /// The success responses of an operation.
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

    /// The success response of an operation in a media type.
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

/// Each operation of a spec, with its method and its full path.
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

/// The path of the spec's server, a prefix of all paths of operations.
fn base_path(document: &Value) -> &str {
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    path.trim_end_matches('/')
}
