//! `cargo xtask spec vendor`: the upstream document comes in, its facts and their origin go to `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use generator::retired::Update;
use generator::{Document, Error, vendor};
use review::{Model, Proposals, Stayed};
use serde_json::Value;
use toml::value::Datetime;

use super::fetch::{Source, UPSTREAM};
use super::origin::{Contents, Origin, sha256};
use super::retired;
use crate::inputs::{Inputs, Text};
use crate::replace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The document: a file, or an HTTPS URL
    #[arg(long, value_name = "FILE-OR-URL", default_value = UPSTREAM)]
    pub(crate) from: String,

    /// The day of the document. May be left out if it has not changed since the last time
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Datetime>,
}

impl Arguments {
    /// Writes the document and what goes with it to the folder. On an error all stay as they were.
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let vendored = Vendored::prepare(spec, &self.from, self.date)?;
        let changed = vendored.write(spec)?;
        vendored.report(if changed { "written" } else { "unchanged" });
        Ok(())
    }
}

/// The files of the folder `spec/`, as they ought to be with a document.
pub(crate) struct Vendored {
    /// By name.
    pub(crate) files: BTreeMap<&'static str, String>,
    pub(crate) origin: Origin,
    retired: Option<Update>,
    /// Which names stay for a release, and which constructors as they were.
    pub(crate) stays: Option<Proposals>,
}

impl Vendored {
    /// Takes the facts of a document, and finds out what the one before has that code may rely on.
    pub(crate) fn prepare(spec: &Path, from: &str, date: Option<Datetime>) -> Result<Self> {
        let source: Source = from.parse()?;
        let bytes = source.read()?;
        let document = parse(from, &bytes)?;
        let contents = inspect(&document).map_err(|error| document.locate(error))?;
        let facts = vendor::facts(document.tree());
        let yaml = to_yaml(&facts)?;
        let sha256 = sha256(&bytes);
        let date = match date {
            Some(date) => date,
            None => kept_date(&spec.join("SOURCE.toml"), &sha256)?,
        };
        let origin = Origin {
            source: source.url(),
            date,
            sha256,
            contents,
        };
        let retired = retired::next(spec, &facts, &origin.date.to_string())?;
        let mut vendored = Self {
            files: BTreeMap::from([("SOURCE.toml", origin.to_toml()?)]),
            origin,
            retired: None,
            stays: None,
        };
        if let Some((update, yaml)) = retired {
            vendored.files.insert("retired.yaml", yaml);
            vendored.retired = Some(update);
        }
        // What the project had before decides what it goes on offering. The same document again, which
        // may only have been taken anew, changes nothing of that.
        let before = Text::of(spec, "atlas-v2.yaml")?;
        if before.is_some_and(|before| before.text != yaml) {
            vendored.keep(spec, &yaml)?;
        }
        vendored.files.insert("atlas-v2.yaml", yaml);
        Ok(vendored)
    }

    /// Proposes the names and the constructors that stay, also of what is withdrawn.
    fn keep(&mut self, spec: &Path, yaml: &str) -> Result<()> {
        let before = Inputs::without_editions(spec)?;
        let retired = self.files.get("retired.yaml").cloned();
        let text = |name: &str, text: String| Text {
            name: name.to_owned(),
            text,
        };
        let after = Inputs {
            document: text("spec/atlas-v2.yaml", yaml.to_owned()),
            retired: retired.map(|yaml| text("spec/retired.yaml", yaml)),
            ..before.clone()
        };
        let overlay = before.overlay()?;
        let mut old = Model::new("before", before.document()?, overlay.as_ref())?;
        before.constructors()?.apply_what_fits(&mut old.plan);
        let new = Model::new("after", after.document()?, overlay.as_ref())?;
        let tree = |text: &Option<Text>| -> Result<Value> {
            let document = text.clone().map(Text::parse).transpose()?;
            Ok(document.map_or(Value::Null, |document| document.tree().clone()))
        };
        let stayed = Stayed {
            renames: tree(&before.renames)?,
            older_ids: tree(&before.older_ids)?,
        };
        let proposals = review::proposals(&old, &new, &stayed)?;
        let files = [
            (
                "renames.yaml",
                proposals.renames.clone(),
                before.renames.is_some(),
            ),
            (
                "constructors.yaml",
                proposals.constructors.to_tree(),
                before.constructors.is_some(),
            ),
            (
                "older-ids.yaml",
                proposals.older_ids.clone(),
                before.older_ids.is_some(),
            ),
        ];
        self.stays = Some(proposals);
        for (name, tree, is_there) in files {
            let is_empty = match &tree {
                Value::Array(entries) => entries.is_empty(),
                Value::Object(entries) => entries.is_empty(),
                _ => true,
            };
            if is_there || !is_empty {
                self.files.insert(name, vendor::to_yaml(&tree));
            }
        }
        Ok(())
    }

    /// Replaces what differs, and says whether anything did.
    fn write(&self, spec: &Path) -> Result<bool> {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|(name, text)| (spec.join(name), text))
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_bytes()))
            .collect();
        replace::all(&files)
    }

    /// Tells what is in the files.
    pub(crate) fn report(&self, state: &str) {
        let Contents {
            operations,
            schemas,
            ..
        } = &self.origin.contents;
        eprintln!("spec/atlas-v2.yaml: {operations} operations, {schemas} schemas, {state}");
        if let Some(update) = &self.retired {
            retired::report(update);
        }
        let Some(stays) = &self.stays else { return };
        for (what, count) in [
            (
                "names that stay, in spec/renames.yaml",
                stays.renames.as_array().map_or(0, Vec::len),
            ),
            (
                "constructors that stay, in spec/constructors.yaml",
                stays.constructors.len(),
            ),
        ] {
            if count > 0 {
                eprintln!("{what}: {count}");
            }
        }
    }
}

/// A day on the command line. The date is the reader's to give: the clock only knows when the command
/// ran, and the output depends on the inputs alone.
pub(crate) fn day(text: &str) -> Result<Datetime, String> {
    let is_day = |date: &Datetime| date.date.is_some() && date.time.is_none();
    let parsed = text.parse().ok().filter(is_day);
    parsed.ok_or_else(|| "expected a day such as 2026-01-31".to_owned())
}

fn parse(file: &str, bytes: &[u8]) -> Result<Document> {
    let text = std::str::from_utf8(bytes).with_context(|| format!("{file} is not UTF-8"))?;
    Ok(Document::parse(file, text)?)
}

/// Makes sure that this is the Atlas document, and not an error page or another API's, and counts.
fn inspect(document: &Document) -> generator::Result<Contents> {
    let tree = document.tree();
    let text = |pointer: &str| tree.pointer(pointer).and_then(Value::as_str);
    let entries = |pointer: &str| {
        let object = tree.pointer(pointer).and_then(Value::as_object);
        object.filter(|entries| !entries.is_empty())
    };
    let missing = |pointer: &str, what: &str| {
        Error::at(
            pointer,
            format!("this is not the Atlas document: it has no {what}"),
        )
        .help(format!("the document is published at {UPSTREAM}"))
    };

    let openapi = text("/openapi").ok_or_else(|| missing("/openapi", "`openapi` version"))?;
    if !openapi.starts_with("3.0.") {
        let message = format!("the document is OpenAPI {openapi}, expected 3.0.x");
        return Err(Error::at("/openapi", message)
            .help("the generator reads OpenAPI 3.0; a newer version must be taught to it first"));
    }
    let sha = text("/info/x-xgen-sha").filter(|sha| !sha.is_empty());
    let sha = sha.ok_or_else(|| missing("/info/x-xgen-sha", "source revision `x-xgen-sha`"))?;
    let paths = entries("/paths").ok_or_else(|| missing("/paths", "`paths`"))?;
    let schemas = entries("/components/schemas")
        .ok_or_else(|| missing("/components/schemas", "`components.schemas`"))?;

    let operations = paths.values().filter_map(Value::as_object).flatten();
    let operations = operations
        .filter(|(_, it)| it.get("responses").is_some())
        .count();
    let (openapi, revision) = (openapi.to_owned(), sha.to_owned());
    Ok(Contents {
        openapi,
        revision,
        operations,
        schemas: schemas.len(),
    })
}

/// The date that was given the last time, if the document is still the same.
fn kept_date(origin: &Path, sha256: &str) -> Result<Datetime> {
    if !origin.exists() {
        bail!("the day of the document is not known: pass --date YYYY-MM-DD");
    }
    let text = fs::read_to_string(origin).context("spec/SOURCE.toml can't be read")?;
    let last = Origin::parse(&text)
        .context("spec/SOURCE.toml can't be read: pass --date YYYY-MM-DD to write it anew")?;
    ensure!(
        last.sha256 == sha256,
        "the document has changed since {}: pass its day with --date YYYY-MM-DD",
        last.date
    );
    Ok(last.date)
}

/// The file's text. A mistake of the writer must not be found out by the next reader, so it is read
/// back first.
fn to_yaml(facts: &Value) -> Result<String> {
    let yaml = vendor::to_yaml(facts);
    let read = Document::parse("the vendored document", yaml.as_str())?;
    ensure!(
        read.tree() == facts,
        "the vendored document reads back as something else"
    );
    Ok(yaml)
}
