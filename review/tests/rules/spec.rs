//! A small spec, its edits, and the report on both.

use generator::{Inputs, Mode, Source, generate};
use review::report::Report;
use review::{Model, compare};
use serde_json::{Value, json};

const BASE: &str = include_str!("base.yaml");
const THINGS: &str = "/paths/~1api~1things";
const SCHEMAS: &str = "/components/schemas";

pub(crate) type Edit = (&'static str, Option<Value>);

/// A spec with some places set, or removed if `None`. A leading `G`, `P` or `S` stands for the `GET` of things, the
/// `POST` of things, or the schemas.
pub(crate) fn edited(edits: &[Edit]) -> Value {
    let base = Source::new("base.yaml", BASE)
        .parse()
        .unwrap_or_else(|error| panic!("{error}"));
    let mut tree = base.tree().clone();
    for (place, value) in edits {
        let place = match place.split_at(1) {
            ("G", rest) => format!("{THINGS}/get{rest}"),
            ("P", rest) => format!("{THINGS}/post{rest}"),
            ("S", rest) => format!("{SCHEMAS}{rest}"),
            _ => (*place).to_owned(),
        };
        let (parent, key) = place.rsplit_once('/').expect("a place has a parent");
        let key = key.replace("~1", "/");
        let parent = tree.pointer_mut(parent);
        let parent = parent.unwrap_or_else(|| panic!("there is no {place}"));
        match (parent, value) {
            (Value::Object(parent), Some(value)) => drop(parent.insert(key, value.clone())),
            (Value::Object(parent), None) => {
                assert!(parent.remove(&key).is_some(), "there is no {place}");
            }
            (Value::Array(items), Some(value)) if key == "-" => items.push(value.clone()),
            (Value::Array(items), value) => {
                let index: usize = key.parse().expect("the place of an item");
                match value {
                    Some(value) => items[index] = value.clone(),
                    None => drop(items.remove(index)),
                }
            }
            _ => panic!("{place} is no place"),
        }
    }
    tree
}

pub(crate) fn model(name: &str, tree: &Value) -> Model {
    let inputs = Inputs {
        spec: Source::new(name, tree.to_string()),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    Model::new(name, made)
}

pub(crate) fn report(old: &[Edit], new: &[Edit]) -> Report {
    compare(
        &model("old", &edited(old)),
        &model("new", &edited(new)),
        None,
    )
}

pub(crate) fn verdicts(report: &Report) -> Vec<String> {
    let changes = report.changes.iter();
    let mut verdicts: Vec<_> = changes
        .map(|it| format!("{} {} {}", it.rule.id(), it.wire, it.rust))
        .collect();
    verdicts.sort();
    verdicts
}

pub(crate) fn operation(id: &str) -> Value {
    json!({
        "operationId": id, "tags": ["Things"],
        "responses": {"200": {"description": "", "content": {
            "application/vnd.atlas.2024-01-01+json": {"x-xgen-version": "2024-01-01"}
        }}}
    })
}
