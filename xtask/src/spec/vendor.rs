//! `cargo xtask spec vendor`: the upstream document comes in, its facts and their origin go to `spec/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use generator::{Document, Error, vendor};
use serde_json::Value;
use toml::value::Datetime;

use super::fetch::{Source, UPSTREAM};
use super::origin::{Contents, Origin, sha256};
use super::retired;
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
    /// Writes `atlas-v2.yaml` and `SOURCE.toml` to the folder, and to `retired.yaml` what the document
    /// has no longer. On an error all stay as they were.
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let source: Source = self.from.parse()?;
        let bytes = source.read()?;
        let document = parse(&self.from, &bytes)?;
        let contents = inspect(&document).map_err(|error| document.locate(error))?;
        let facts = vendor::facts(document.tree());
        let yaml = to_yaml(&facts)?;

        let [yaml_path, origin_path, retired_path] =
            ["atlas-v2.yaml", "SOURCE.toml", "retired.yaml"].map(|file| spec.join(file));
        let sha256 = sha256(&bytes);
        let date = match self.date {
            Some(date) => date,
            None => kept_date(&origin_path, &sha256)?,
        };
        let origin = Origin {
            source: source.url(),
            date,
            sha256,
            contents,
        };
        let toml = origin.to_toml()?;
        let retired = retired::next(spec, &facts, &origin.date.to_string())?;

        let mut files = vec![
            (yaml_path.as_path(), yaml.as_bytes()),
            (&origin_path, toml.as_bytes()),
        ];
        files.extend(
            retired
                .iter()
                .map(|(_, yaml)| (retired_path.as_path(), yaml.as_bytes())),
        );
        let changed = replace::all(&files)?;
        let Contents {
            operations,
            schemas,
            ..
        } = origin.contents;
        let state = if changed { "written" } else { "unchanged" };
        println!("spec/atlas-v2.yaml: {operations} operations, {schemas} schemas, {state}");
        if let Some((update, _)) = &retired {
            retired::report(update);
        }
        Ok(())
    }
}

/// A day on the command line. The date is the reader's to give: the clock only knows when the command
/// ran, and the output depends on the inputs alone.
fn day(text: &str) -> Result<Datetime, String> {
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
