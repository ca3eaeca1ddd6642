//! `cargo xtask rustdoc`: measures how much the rendered documentation explains, from rustdoc's JSON.
//!
//! An item counts as explained if its documentation starts with original words. Code, links and facts, such as wire
//! names, roles and constraints, don't count.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

/// The percentage of each kind that must be explained.
const LEAST: usize = 97;

/// Paragraphs that start with these words state facts.
const FACTS: &[&str] = &[
    "# ",
    "- ",
    "`",
    "In the API reference:",
    "Optional:",
    "Other versions:",
    "Part of ",
    "A parameter of ",
    "Requires ",
    "Returned by ",
    "Returns [",
    "Returns no content.",
    "Sent by ",
    "Tagged by ",
    "The schema ",
];

#[derive(clap::Args)]
pub(crate) struct Command {
    /// The JSON that rustdoc wrote (`-Z unstable-options --output-format json`), such as `target/doc/atlas_api.json`
    file: PathBuf,
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let name = self.file.display();
        let text = fs::read(&self.file).with_context(|| format!("{name} can't be read"))?;
        let json: Value =
            serde_json::from_slice(&text).with_context(|| format!("{name} is not JSON"))?;
        let counts = Counts::of(&json).with_context(|| {
            format!("{name} is not rustdoc JSON in a format that this command knows")
        })?;
        let mut too_few = Vec::new();
        for (what, share, least) in [
            ("fields", &counts.fields, LEAST),
            ("types", &counts.types, LEAST),
            ("operations", &counts.operations, LEAST),
            ("examples", &counts.examples, 100),
        ] {
            let (yes, all) = (share.yes, share.all());
            println!("{what:<12}{yes:>6} of {all}");
            if all == 0 || yes * 100 < all * least {
                let missing: Vec<_> = share.no.iter().take(20).map(String::as_str).collect();
                too_few.push(format!("{what}, at least {least}%: {}", missing.join(", ")));
            }
        }
        ensure!(
            too_few.is_empty(),
            "too little is documented: {}",
            too_few.join("; ")
        );
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Default)]
struct Counts {
    fields: Share,
    types: Share,
    operations: Share,
    /// Operations with an example.
    examples: Share,
}

#[derive(Debug, Default)]
struct Share {
    yes: usize,
    no: Vec<String>,
}

impl Share {
    fn add(&mut self, name: String, is: bool) {
        match is {
            true => self.yes += 1,
            false => self.no.push(name),
        }
    }

    fn all(&self) -> usize {
        self.yes + self.no.len()
    }
}

impl Counts {
    fn of(json: &Value) -> Option<Self> {
        let index = json.get("index")?.as_object()?;
        let mut counts = Self::default();
        for (id, summary) in json.get("paths")?.as_object()? {
            let path = summary.get("path")?.as_array()?;
            let path: Vec<_> = path.iter().filter_map(Value::as_str).collect();
            let (Some(item), ["atlas_api", .., module, name]) = (index.get(id), path.as_slice())
            else {
                continue;
            };
            let docs = docs(item);
            let name = format!("{module}::{name}");
            match summary.get("kind")?.as_str()? {
                "function" => {
                    counts.examples.add(name.clone(), docs.contains("```"));
                    counts.operations.add(name, is_explained(docs));
                }
                "struct" | "enum" | "type_alias" if path.contains(&"types") => {
                    for (field, docs) in fields(item, index).unwrap_or_default() {
                        counts
                            .fields
                            .add(format!("{name}.{field}"), is_explained(docs));
                    }
                    counts.types.add(name, is_explained(docs));
                }
                _ => {}
            }
        }
        Some(counts)
    }
}

fn docs(item: &Value) -> &str {
    item.get("docs").and_then(Value::as_str).unwrap_or_default()
}

/// The fields of a struct, each with its documentation.
fn fields<'a>(item: &Value, index: &'a Map<String, Value>) -> Option<Vec<(&'a str, &'a str)>> {
    let fields = item
        .pointer("/inner/struct/kind/plain/fields")?
        .as_array()?;
    let fields = fields.iter().filter_map(|id| {
        let field = index.get(&id.to_string())?;
        Some((field.get("name")?.as_str()?, docs(field)))
    });
    Some(fields.collect())
}

/// Whether the first paragraph says more than facts.
fn is_explained(docs: &str) -> bool {
    let first = docs.split("\n\n").next().unwrap_or_default();
    let is_fact = FACTS.iter().any(|fact| first.starts_with(fact));
    !is_fact && words(first) > 1
}

/// The number of words outside of code and links.
fn words(text: &str) -> usize {
    let prose: String = text.split('`').step_by(2).collect();
    let prose: String = prose.split(['[', ']']).step_by(2).collect();
    let words = prose.split_whitespace();
    words
        .filter(|it| it.chars().any(char::is_alphabetic))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_explain_nothing() {
        for docs in [
            "",
            "`name`. Read-only.",
            "The schema `Pet`.",
            "[`Pet`](types::Pet)",
            "Returned by [`pets::get_pet`](super::get_pet).\n\nA pet.",
            "`GET /pets`, version 2024-01-01.",
        ] {
            assert!(!is_explained(docs), "{docs}");
        }
        for docs in ["In grams.", "Returns a `Pet` that lives.\n\n`GET /pets`."] {
            assert!(is_explained(docs), "{docs}");
        }
    }

    #[test]
    fn counts_fields_types_and_operations() {
        let json = serde_json::json!({
            "index": {
                "1": {"docs": "Finds a pet.\n\n```no_run\n```", "inner": {"function": {}}},
                "2": {"docs": "The schema `Pet`.", "inner": {"struct": {"kind": {"plain": {"fields": [3, 4]}}}}},
                "3": {"name": "weight", "docs": "In grams."},
                "4": {"name": "name", "docs": "`name`."},
            },
            "paths": {
                "1": {"path": ["atlas_api", "pets", "v1", "get_pet"], "kind": "function"},
                "2": {"path": ["atlas_api", "types", "Pet"], "kind": "struct"},
                "5": {"path": ["std", "mem", "take"], "kind": "function"},
            },
        });
        let counts = Counts::of(&json).unwrap();
        assert_eq!((counts.operations.yes, counts.examples.yes), (1, 1));
        assert_eq!(counts.types.no, ["types::Pet"]);
        assert_eq!(counts.fields.no, ["types::Pet.name"]);
        assert_eq!(counts.fields.yes, 1);
    }
}
