//! `cargo xtask spec vendor`: writes the facts of the upstream spec, and their origin, to `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use generator::compatibility::Entries;
use generator::openapi::tree::operations;
use generator::source::entries;
use generator::{Document, Error, Inputs, Mode, Source, generate};
use review::vendor::{Update, facts, to_yaml};
use review::{Model, Proposals, Stayed};
use serde::Serialize;
use serde_json::Value;
use toml::value::Datetime;

use super::fetch::{self, UPSTREAM};
use super::origin::{Contents, Origin, sha256};
use super::retired;
use crate::inputs::{self, optional};
use crate::replace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The upstream spec: a file or an HTTPS URL
    #[arg(long, value_name = "FILE-OR-URL", default_value = UPSTREAM)]
    pub(crate) from: String,

    /// The date of the spec. Optional if the spec is unchanged
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Datetime>,
}

impl Arguments {
    /// Writes the spec and its lists to the folder. On an error, no file changes.
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let vendored = Vendored::prepare(spec, &self.from, self.date)?;
        let changed = vendored.write(spec)?;
        vendored.report(if changed { "written" } else { "unchanged" });
        Ok(())
    }
}

/// The files of the folder `spec/`, as a new spec requires them.
pub(crate) struct Vendored {
    /// By name.
    pub(crate) files: BTreeMap<&'static str, String>,
    pub(crate) origin: Origin,
    retired: Option<Update>,
    /// The old names and constructors to keep.
    pub(crate) stays: Option<Proposals>,
}

impl Vendored {
    /// Extracts the facts of a spec, and finds what code may rely on in the previous one.
    pub(crate) fn prepare(spec: &Path, from: &str, date: Option<Datetime>) -> Result<Self> {
        let source: fetch::Source = from.parse()?;
        let bytes = source.read()?;
        let document = parse(from, &bytes)?;
        let contents = inspect(&document).map_err(|error| document.locate(error))?;
        let facts = facts(document.tree());
        let yaml = checked_yaml(&facts)?;
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
        // The previous spec decides which names stay. If the spec is the same, they already do.
        let before = optional(spec, "atlas-v2.yaml")?;
        if before.is_some_and(|before| before.text != yaml) {
            vendored.keep(spec, &yaml)?;
        }
        vendored.files.insert("atlas-v2.yaml", yaml);
        Ok(vendored)
    }

    /// Proposes the names and constructors to keep, including those of retired operations.
    fn keep(&mut self, spec: &Path, yaml: &str) -> Result<()> {
        let known = inputs::without_legacy(spec)?;
        let stayed = Stayed {
            renames: list(known.renames.as_ref())?,
            older_ids: list(known.older_ids.as_ref())?,
        };
        let (has_renames, has_older_ids) = (known.renames.is_some(), known.older_ids.is_some());
        let before = Inputs {
            spec: known.spec,
            corrections: known.corrections,
            retired: known.retired,
            constructors: known.constructors,
            ..Inputs::default()
        };
        let retired = self.files.get("retired.yaml");
        let after = Inputs {
            spec: Source::new("spec/atlas-v2.yaml", yaml),
            retired: retired.map(|yaml| Source::new("spec/retired.yaml", yaml)),
            constructors: None,
            ..before.clone()
        };
        let old = Model::new("before", generate(&before, Mode::Lenient)?);
        let new = Model::new("after", generate(&after, Mode::Lenient)?);
        let proposals = review::proposals(&old, &new, &stayed);
        self.add("renames.yaml", &proposals.renames, has_renames)?;
        self.add(
            "constructors.yaml",
            &proposals.constructors,
            before.constructors.is_some(),
        )?;
        self.add("older-ids.yaml", &proposals.older_ids, has_older_ids)?;
        self.stays = Some(proposals);
        Ok(())
    }

    /// Adds a list, unless it is empty and there was none.
    fn add(
        &mut self,
        name: &'static str,
        list: &(impl Entries + Serialize),
        is_there: bool,
    ) -> Result<()> {
        if is_there || list.count() > 0 {
            self.files.insert(name, to_yaml(list)?);
        }
        Ok(())
    }

    /// Replaces the files that differ. Returns whether any did.
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

    /// Prints what the files contain.
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
                "old names kept, in spec/renames.yaml",
                stays.renames.count(),
            ),
            (
                "constructors kept, in spec/constructors.yaml",
                stays.constructors.count(),
            ),
        ] {
            if count > 0 {
                eprintln!("{what}: {count}");
            }
        }
    }
}

/// Parses a date on the command line. The caller gives the date, because the output must depend on the
/// inputs alone, not on the clock.
pub(crate) fn day(text: &str) -> Result<Datetime, String> {
    let is_day = |date: &Datetime| date.date.is_some() && date.time.is_none();
    let parsed = text.parse().ok().filter(is_day);
    parsed.ok_or_else(|| "expected a date such as 2026-01-31".to_owned())
}

fn parse(file: &str, bytes: &[u8]) -> Result<Document> {
    let text = std::str::from_utf8(bytes).with_context(|| format!("{file} is not UTF-8"))?;
    Ok(Source::new(file, text).parse()?)
}

/// Checks that this is the Atlas spec, not an error page or another API's spec, and counts its contents.
fn inspect(document: &Document) -> generator::Result<Contents> {
    let tree = document.tree();
    let text = |pointer: &str| tree.pointer(pointer).and_then(Value::as_str);
    let entries = |pointer: &str| {
        let object = tree.pointer(pointer).and_then(Value::as_object);
        object.filter(|entries| !entries.is_empty())
    };
    let missing = |pointer: &str, what: &str| {
        Error::at(pointer, format!("not the Atlas spec: no {what}"))
            .help(format!("the spec is published at {UPSTREAM}"))
    };

    let openapi = text("/openapi").ok_or_else(|| missing("/openapi", "`openapi` version"))?;
    if !openapi.starts_with("3.0.") {
        let message = format!("unsupported OpenAPI {openapi}, expected 3.0.x");
        return Err(Error::at("/openapi", message).help("the generator reads OpenAPI 3.0 only"));
    }
    let sha = text("/info/x-xgen-sha").filter(|sha| !sha.is_empty());
    let sha = sha.ok_or_else(|| missing("/info/x-xgen-sha", "source revision `x-xgen-sha`"))?;
    entries("/paths").ok_or_else(|| missing("/paths", "`paths`"))?;
    let schemas = entries("/components/schemas")
        .ok_or_else(|| missing("/components/schemas", "`components.schemas`"))?;

    let operations = operations(tree).count();
    let (openapi, revision) = (openapi.to_owned(), sha.to_owned());
    Ok(Contents {
        openapi,
        revision,
        operations,
        schemas: schemas.len(),
    })
}

/// The previous date, if the spec is unchanged.
fn kept_date(origin: &Path, sha256: &str) -> Result<Datetime> {
    if !origin.exists() {
        bail!("the date of the spec is unknown: pass --date YYYY-MM-DD");
    }
    let text = fs::read_to_string(origin).context("spec/SOURCE.toml can't be read")?;
    let last = Origin::parse(&text)
        .context("spec/SOURCE.toml can't be read: pass --date YYYY-MM-DD to replace it")?;
    ensure!(
        last.sha256 == sha256,
        "the spec has changed since {}: pass its date with --date YYYY-MM-DD",
        last.date
    );
    Ok(last.date)
}

/// A list as earlier updates left it.
fn list<E: Entries>(source: Option<&Source>) -> Result<E> {
    Ok(match source {
        Some(source) => entries(&source.parse()?, E::FORM)?,
        None => E::default(),
    })
}

/// The spec as YAML. It is read back, so that a defect of the writer shows here.
fn checked_yaml(facts: &Value) -> Result<String> {
    let yaml = to_yaml(facts)?;
    let read = Source::new("the vendored spec", yaml.as_str()).parse()?;
    ensure!(
        read.tree() == facts,
        "the vendored spec does not round-trip through YAML"
    );
    Ok(yaml)
}
