//! Multiplies the size of a spec. Each copy contains everything in the original under other names, and refers only to
//! itself.

use serde_json::{Map, Value};

/// The prefix of all paths of the service. A copy's paths have another segment after it.
const PREFIX: &str = "/api/atlas/v2";

/// The prefix of references to components.
const COMPONENTS: &str = "#/components/";

/// The components that all copies share: all operations name them, and the spec declares them once.
const SHARED: &str = "securitySchemes";

/// The spec, with enough renamed copies to make it `times` as large.
pub(crate) fn enlarge(document: &Value, times: usize) -> Value {
    let kinds = document.get("components").and_then(Value::as_object);
    let kinds = kinds.into_iter().flat_map(Map::keys);
    let components: Vec<String> = kinds
        .filter(|kind| *kind != SHARED)
        .map(|kind| format!("/components/{kind}"))
        .collect();
    let mut large = document.clone();
    for number in 1..times {
        let copy = Copy { number };
        extend(document, &mut large, "/paths", copy, Copy::path);
        for kind in &components {
            extend(document, &mut large, kind, copy, Copy::name);
        }
        let tags = document.get("tags").and_then(Value::as_array);
        if let (Some(from), Some(Value::Array(to))) = (tags, large.get_mut("tags")) {
            to.extend(from.iter().map(|tag| copy.tag(tag)));
        }
    }
    large
}

/// Adds a copy of the entries of a mapping.
fn extend(from: &Value, to: &mut Value, at: &str, copy: Copy, name: fn(Copy, &str) -> String) {
    let from = from.pointer(at).and_then(Value::as_object);
    let to = to.pointer_mut(at).and_then(Value::as_object_mut);
    if let (Some(from), Some(to)) = (from, to) {
        let entries = from.iter();
        to.extend(entries.map(|(key, value)| (name(copy, key), copy.value(value))));
    }
}

/// One of the copies, which determines its names.
#[derive(Clone, Copy)]
struct Copy {
    number: usize,
}

impl Copy {
    /// The copy's name of a component or an operation.
    fn name(self, name: &str) -> String {
        format!("{name}Copy{}", self.number)
    }

    fn tag_name(self, name: &str) -> String {
        format!("{name} Copy{}", self.number)
    }

    fn path(self, path: &str) -> String {
        let (prefix, rest) = match path.strip_prefix(PREFIX) {
            Some(rest) => (PREFIX, rest),
            None => ("", path),
        };
        format!("{prefix}/copy{}{rest}", self.number)
    }

    /// The copy's reference to a component, or to a part of one.
    fn reference(self, reference: &str) -> Option<String> {
        let (kind, rest) = reference.strip_prefix(COMPONENTS)?.split_once('/')?;
        if kind == SHARED {
            return None;
        }
        let (name, inside) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(format!("{COMPONENTS}{kind}/{}{inside}", self.name(name)))
    }

    /// The copy's declaration of a tag.
    fn tag(self, tag: &Value) -> Value {
        let mut tag = tag.clone();
        if let Some(Value::String(name)) = tag.get_mut("name") {
            *name = self.tag_name(name);
        }
        tag
    }

    /// The copy of any other value. A string that looks like a reference is one anywhere, because discriminators name
    /// their schemas without `$ref`. A property may be called `operationId` or `tags`, but its value is a schema
    /// rather than a string or a list.
    fn value(self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| {
                    let value = match (key.as_str(), value) {
                        ("operationId" | "x-xgen-operation-id-override", Value::String(name)) => {
                            self.name(name).into()
                        }
                        ("tags", Value::Array(tags)) => tags
                            .iter()
                            .map(|tag| {
                                tag.as_str()
                                    .map_or(tag.clone(), |tag| self.tag_name(tag).into())
                            })
                            .collect(),
                        _ => self.value(value),
                    };
                    (key.clone(), value)
                });
                Value::Object(fields.collect())
            }
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::String(text) => self
                .reference(text)
                .map_or_else(|| value.clone(), Value::String),
            _ => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    /// The vendored spec, three times as large.
    fn large() -> (Value, Value) {
        let file = crate::workspace::root().unwrap().join("spec/atlas-v2.yaml");
        let text = std::fs::read_to_string(file).unwrap();
        let document = generator::Source::new("spec/atlas-v2.yaml", text)
            .parse()
            .unwrap();
        (document.tree().clone(), enlarge(document.tree(), 3))
    }

    fn walk<'a>(value: &'a Value, see: &mut impl FnMut(&'a Map<String, Value>)) {
        match value {
            Value::Object(fields) => {
                see(fields);
                fields.values().for_each(|value| walk(value, see));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, see)),
            _ => {}
        }
    }

    #[test]
    fn enlarged_spec_has_no_dangling_reference() {
        let (document, large) = large();
        let len = |tree: &Value, at: &str| match tree.pointer(at).unwrap() {
            Value::Object(fields) => fields.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        for at in [
            "/paths",
            "/components/schemas",
            "/components/parameters",
            "/tags",
        ] {
            assert_eq!(len(&large, at), 3 * len(&document, at), "{at}");
        }
        let mut references = BTreeSet::new();
        walk(&large, &mut |fields| {
            let texts = fields.values().filter_map(Value::as_str);
            references.extend(texts.filter(|text| text.starts_with("#/")));
        });
        assert!(
            references
                .iter()
                .any(|reference| reference.ends_with("Copy2"))
        );
        for reference in references {
            assert!(large.pointer(&reference[1..]).is_some(), "{reference}");
        }
    }

    #[test]
    fn copies_share_no_operation_ids_or_tags() {
        let (_, large) = large();
        let mut declared = BTreeSet::new();
        for tag in large["tags"].as_array().unwrap() {
            assert!(declared.insert(tag["name"].as_str().unwrap()), "{tag}");
        }
        let mut ids = BTreeSet::new();
        walk(&large["paths"], &mut |fields| {
            let Some(id) = fields.get("operationId").and_then(Value::as_str) else {
                return;
            };
            assert!(ids.insert(id), "{id} stands twice");
            let number = |text: &str| text.split_once("Copy").map(|(_, number)| number.to_owned());
            for tag in fields["tags"].as_array().unwrap() {
                assert_eq!(number(tag.as_str().unwrap()), number(id), "{id}");
            }
        });
        assert!(ids.len() > 1000);
    }

    #[test]
    fn copy_refers_only_to_itself() {
        let document = json!({
            "components": {
                "schemas": {
                    "Pet": {
                        "discriminator": {"mapping": {"cat": "#/components/schemas/Cat"}},
                        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
                        "properties": {"tags": {"type": "array"}, "operationId": {"type": "string"}},
                    },
                    "Cat": {"$ref": "#/components/schemas/Pet/properties/tags"},
                },
                "securitySchemes": {"Digest": {}},
            },
            "paths": {
                "/api/atlas/v2": {"get": {"operationId": "get", "tags": ["Root"]}},
                "/other": {"get": {"x-xgen-operation-id-override": "short"}},
            },
            "tags": [{"name": "Root"}],
        });
        assert_eq!(enlarge(&document, 1), document);
        let large = enlarge(&document, 2);
        let schemas = &large["components"]["schemas"];
        assert_eq!(
            schemas["PetCopy1"],
            json!({
                "discriminator": {"mapping": {"cat": "#/components/schemas/CatCopy1"}},
                "oneOf": [{"$ref": "#/components/schemas/CatCopy1"}],
                "properties": {"tags": {"type": "array"}, "operationId": {"type": "string"}},
            })
        );
        let inside = json!({"$ref": "#/components/schemas/PetCopy1/properties/tags"});
        assert_eq!(schemas["CatCopy1"], inside);
        assert_eq!(schemas["Pet"], document["components"]["schemas"]["Pet"]);
        assert_eq!(
            large["components"]["securitySchemes"],
            json!({"Digest": {}})
        );
        assert_eq!(
            large["paths"]["/api/atlas/v2/copy1"],
            json!({"get": {"operationId": "getCopy1", "tags": ["Root Copy1"]}})
        );
        assert_eq!(
            large["paths"]["/copy1/other"],
            json!({"get": {"x-xgen-operation-id-override": "shortCopy1"}})
        );
        assert_eq!(
            large["tags"],
            json!([{"name": "Root"}, {"name": "Root Copy1"}])
        );
    }
}
