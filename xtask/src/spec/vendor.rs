//! `cargo xtask spec vendor`: writes the facts of the upstream spec, and their origin, to `spec/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use generator::compatibility::{Adaptation, Entries};
use generator::openapi::tree::operations;
use generator::source::entries;
use generator::{Document, Error, Inputs, Mode, SPEC, Source, generate};
use review::vendor::{Update, facts, to_yaml};
use review::{Model, Proposals, Stayed};
use serde::Serialize;
use serde_json::Value;
use toml::value::Datetime;

use super::doubt::{Allow, Doubt};
use super::fetch::{self, UPSTREAM};
use super::origin::{Contents, Origin, sha256};
use super::{retired, sides};
use crate::inputs;
use crate::replace;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The upstream spec: a file or an HTTPS URL
    #[arg(long, value_name = "FILE-OR-URL", default_value = UPSTREAM)]
    pub(crate) from: String,

    /// The date of the spec. Optional if the spec is unchanged
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Datetime>,

    #[command(flatten)]
    pub(crate) allow: Allow,
}

impl Arguments {
    /// Writes the spec and its lists to the folder. On an error, no file changes.
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let before = match spec.join(SPEC).exists() {
            true => Some(sides::committed(spec)?),
            false => None,
        };
        let vendored = Vendored::prepare(spec, before.as_ref(), &self.from, self.date, self.allow)?;
        let changed = vendored.write(spec)?;
        vendored.report(if changed { "written" } else { "unchanged" });
        Ok(())
    }
}

/// The name of the new spec in errors, until they point into the given file.
pub(crate) const SPEC_NAME: &str = "the new spec";

/// The files in the folder `spec/`, as a new spec requires them.
pub(crate) struct Vendored {
    /// By file name.
    pub(crate) files: BTreeMap<&'static str, String>,
    pub(crate) origin: Origin,
    retired: Option<Update>,
    /// The old names and constructors to keep.
    pub(crate) stays: Option<Proposals>,
    /// The changes to the corrections.
    pub(crate) adaptations: Vec<Adaptation>,
    /// Whether only the revision differs.
    pub(crate) revision_only: bool,
    /// The spec as given, which errors point to.
    given: Document,
}

impl Vendored {
    /// Extracts the facts of a spec, and finds what code may rely on in the previous one, `before`.
    pub(crate) fn prepare(
        spec: &Path,
        before: Option<&Inputs>,
        from: &str,
        date: Option<Datetime>,
        allow: Allow,
    ) -> Result<Self> {
        let source: fetch::Source = from.parse()?;
        let bytes = source.read()?;
        let document = parse(from, &bytes)?;
        let contents = inspect(&document).map_err(|error| document.locate(error))?;
        let facts = facts(document.tree());
        let yaml = checked_yaml(&facts)?;
        let sha256 = sha256(&bytes);
        let last = last_origin(spec);
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
        let retired = match before {
            Some(before) => retired::next(before, &facts, &origin.date.to_string())?,
            None => None,
        };
        let mut vendored = Self {
            files: BTreeMap::from([("SOURCE.toml", origin.to_toml()?)]),
            origin,
            retired: None,
            stays: None,
            adaptations: Vec::new(),
            revision_only: false,
            given: document,
        };
        if let Some((update, yaml)) = retired {
            vendored.files.insert("retired.yaml", yaml);
            vendored.retired = Some(update);
        }
        // The previous spec decides which names to keep. If the spec is the same, they are kept already.
        if let Some(before) = before.filter(|before| before.spec.text != yaml) {
            let old = before.spec.parse()?;
            vendored.doubt(spec, &old, last.as_ref(), allow)?;
            vendored.revision_only = without_revision(old.tree()) == without_revision(&facts);
            vendored.keep(spec, before, &yaml)?;
        }
        vendored.files.insert(SPEC, yaml);
        Ok(vendored)
    }

    /// Rejects an implausible spec.
    fn doubt(
        &self,
        spec: &Path,
        old: &Document,
        last: Option<&Origin>,
        allow: Allow,
    ) -> Result<()> {
        let date = |origin: &Origin| origin.date.to_string();
        let sha256 = &self.origin.sha256;
        let is_last = last.is_some_and(|last| last.sha256 == *sha256);
        let mut history = spec.parent().map(sides::history).unwrap_or_default();
        let none = BTreeSet::new();
        let doubt = Doubt {
            name: self.given.file(),
            text: self.given.text(),
            new: self.given.tree(),
            old: old.tree(),
            dates: [last.map(date).unwrap_or_default(), date(&self.origin)],
            returned: self.retired.as_ref().map_or(&none, |it| &it.returned),
            unannounced: self.retired.as_ref().map_or(&none, |it| &it.unannounced),
            earlier: history.remove(sha256).filter(|_| !is_last),
        };
        doubt.check(allow)
    }

    /// Adapts the corrections, and proposes the names and constructors to keep, including those of retired
    /// operations.
    fn keep(&mut self, spec: &Path, before: &Inputs, yaml: &str) -> Result<()> {
        let disk = inputs::present(spec)?;
        let stayed = Stayed {
            renames: list(disk.renames.as_ref())?,
            older_ids: list(disk.older_ids.as_ref())?,
        };
        let before = Inputs {
            spec: before.spec.clone(),
            corrections: before.corrections.clone(),
            retired: before.retired.clone(),
            constructors: before.constructors.clone(),
            ..Inputs::default()
        };
        let retired = self.files.get("retired.yaml");
        let mut after = Inputs {
            spec: Source::new(SPEC_NAME, yaml),
            corrections: disk.corrections.clone(),
            retired: retired.map(|yaml| Source::new("the new spec/retired.yaml", yaml)),
            ..Inputs::default()
        };
        self.adaptations = sides::follow(&before, &mut after)?;
        if let Some(adapted) = &after.corrections
            && !self.adaptations.is_empty()
        {
            self.files.insert("corrections.yaml", adapted.text.clone());
        }
        let old = Model::new("before", generate(&before, Mode::Lenient)?);
        let made = generate(&after, Mode::Lenient).map_err(|error| self.located(error))?;
        let new = Model::new("after", made);
        let proposals = review::proposals(&old, &new, &stayed);
        self.add("renames.yaml", &proposals.renames, disk.renames)?;
        self.add(
            "constructors.yaml",
            &proposals.constructors,
            disk.constructors,
        )?;
        self.add("older-ids.yaml", &proposals.older_ids, disk.older_ids)?;
        self.stays = Some(proposals);
        Ok(())
    }

    /// Moves an error of the new spec to the given file, because the vendored one does not exist yet.
    pub(crate) fn located(&self, mut error: Error) -> Error {
        if error.location.file == SPEC_NAME {
            error.location.file.clear();
            return self.given.locate(error);
        }
        error
    }

    /// Adds a list, unless it is empty and did not exist before. The comment at its top stays, because a person may have
    /// written it.
    fn add(
        &mut self,
        name: &'static str,
        list: &(impl Entries + Serialize),
        old: Option<Source>,
    ) -> Result<()> {
        if old.is_none() && list.count() == 0 {
            return Ok(());
        }
        let text = to_yaml(list)?;
        let text = match old.as_ref().map(|it| comment(&it.text)) {
            Some(own) if !own.is_empty() => {
                let generated = comment(&text).len();
                format!("{own}{}", &text[generated..])
            }
            _ => text,
        };
        self.files.insert(name, text);
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
        let root = spec.parent().context("spec/ has no parent folder")?;
        replace::all(root, &files, &[])
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
        for adaptation in &self.adaptations {
            eprintln!("spec/corrections.yaml: {adaptation}");
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

/// Parses a date on the command line. The caller gives the date, because the output must depend only on the inputs,
/// not on the clock.
pub(crate) fn day(text: &str) -> Result<Datetime, String> {
    let is_day = |date: &Datetime| date.date.is_some() && date.time.is_none();
    let parsed = text.parse().ok().filter(is_day);
    parsed.ok_or_else(|| "expected a date such as 2026-01-31".to_owned())
}

fn parse(file: &str, bytes: &[u8]) -> Result<Document> {
    Ok(Source::from_bytes(file, bytes.to_vec())?.parse()?)
}

/// Checks that this is the Atlas spec, rather than an error page or the spec of another API, and counts its contents.
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

/// The origin of the vendored spec, if known.
fn last_origin(spec: &Path) -> Option<Origin> {
    let text = fs::read_to_string(spec.join("SOURCE.toml")).ok()?;
    Origin::parse(&text).ok()
}

/// A spec without the revision that it was generated from.
fn without_revision(spec: &Value) -> Value {
    let mut spec = spec.clone();
    if let Some(info) = spec.get_mut("info").and_then(Value::as_object_mut) {
        info.remove("x-xgen-sha");
    }
    spec
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

/// A list, as earlier updates left it.
fn list<E: Entries>(source: Option<&Source>) -> Result<E> {
    Ok(match source {
        Some(source) => entries(&source.parse()?, E::FORM)?,
        None => E::default(),
    })
}

/// The lines of a file before its contents.
fn comment(text: &str) -> &str {
    let lines = text.split_inclusive('\n');
    let length = lines.take_while(|line| line.starts_with('#')).map(str::len);
    &text[..length.sum()]
}

/// The spec as YAML. It is read back, so that a bug in the writer is caught here.
fn checked_yaml(facts: &Value) -> Result<String> {
    let yaml = to_yaml(facts)?;
    let read = Source::new("the vendored spec", yaml.as_str()).parse()?;
    ensure!(
        read.tree() == facts,
        "the vendored spec does not round-trip through YAML"
    );
    Ok(yaml)
}
