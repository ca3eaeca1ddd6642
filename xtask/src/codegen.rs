//! `cargo xtask codegen`: the vendored document becomes the crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use generator::plan::Plan;
use generator::{Census, api_reference, emit, lower, plan, render, union_table};

use crate::inputs::Inputs;
use crate::tree::Changes;
use crate::workspace::root;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing; list each file that differs, and exit with 1 if any does
    #[arg(long)]
    check: bool,
    /// The document to read, instead of spec/atlas-v2.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder to write, instead of atlas-api/src/generated. The features in atlas-api/Cargo.toml
    /// and the pages in docs/ are left alone then
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to write into the documentation comments
    #[arg(long, value_enum, default_value_t)]
    docs: Docs,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Docs {
    /// Titles, constraints, roles, dates and links
    #[default]
    Facts,
    /// The sentences of the document too, if it has them. They are MongoDB's, under a non-commercial
    /// licence: for a build of your own
    Full,
    /// Nothing
    None,
}

impl From<Docs> for generator::Docs {
    fn from(docs: Docs) -> Self {
        match docs {
            Docs::Facts => Self::Facts,
            Docs::Full => Self::Full,
            Docs::None => Self::None,
        }
    }
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let root = root()?;
        let spec = root.join("spec");
        let is_vendored = self.spec.is_none();
        let inputs = match &self.spec {
            Some(file) => Inputs::other(&spec, file)?,
            None => Inputs::vendored(&spec)?,
        };
        let mut clock = Clock::default();
        let made = Crate::make(&inputs, is_vendored, self.docs.into(), &mut clock)?;
        let changes = clock.time("write", || -> Result<_> {
            let changes = match &self.out {
                Some(out) => Changes::find(out, &made.files, render::HEADER)?,
                None => made.changes(root)?,
            };
            if !self.check {
                changes.apply()?;
            }
            Ok(changes)
        })?;
        report(&made, &changes, self.check, &clock);
        for error in made.stale {
            println!("does not fit: {} ({})", error.message, error.place);
        }
        if self.check && !changes.is_empty() {
            eprint!("\n{}", changes.describe()?);
            bail!("the generated files are not what the document makes; run `cargo xtask codegen`");
        }
        Ok(())
    }
}

/// The crate that a document makes.
pub(crate) struct Crate {
    pub(crate) plan: Plan,
    census: Census,
    /// How many corrections there are.
    corrections: usize,
    /// What of the corrections and the editions does not fit the document.
    stale: Vec<generator::Error>,
    /// How many old names stay.
    renames: usize,
    /// The generated files, by their paths in the folder.
    files: BTreeMap<String, String>,
}

impl Crate {
    /// Makes it. What does not fit the document is an error if `strict`: another document than the one
    /// that the corrections were written for may not need them.
    pub(crate) fn make(
        inputs: &Inputs,
        strict: bool,
        docs: generator::Docs,
        clock: &mut Clock,
    ) -> Result<Self> {
        let mut document = clock.time("load", || inputs.document())?;
        let (corrections, mut stale) = clock.time("overlay", || -> Result<_> {
            let Some(overlay) = inputs.overlay()? else {
                return Ok((0, Vec::new()));
            };
            if strict {
                overlay.apply(&mut document)?;
                return Ok((overlay.len(), Vec::new()));
            }
            let stale = overlay.apply_what_fits(&mut document);
            Ok((overlay.len() - stale.len(), stale))
        })?;
        let api = clock.time("lower", || lower::lower(&document))?;
        let (mut plan, renames) = clock.time("plan", || -> Result<_> {
            let mut plan = plan::plan(&api).map_err(|error| document.locate(error))?;
            inputs.constructors()?.apply(&mut plan)?;
            if let Some(older_ids) = inputs.older_ids()? {
                match strict {
                    true => older_ids.apply(&mut plan)?,
                    // Of operations that are not there, nobody looks for the names.
                    false => drop(older_ids.apply_what_fits(&mut plan)),
                }
            }
            let renames = inputs.renames()?;
            if let Some(renames) = &renames {
                renames.apply(&mut plan)?;
            }
            Ok((plan, renames.map_or(0, |it| it.len())))
        })?;
        let mut census = Census::new(document.tree(), &plan);
        clock.time("editions", || -> Result<_> {
            for edition in inputs.editions()? {
                census += Census::new(edition.document().tree(), &edition.plan);
                match strict {
                    true => plan.add(edition)?,
                    false => stale.extend(plan.add_what_fits(edition)?),
                }
            }
            Ok(())
        })?;
        let module = clock.time("emit", || emit::emit(&plan, docs));
        let files = clock.time("render", || render::files(&module))?;
        Ok(Self {
            plan,
            census,
            corrections,
            stale,
            renames,
            files,
        })
    }

    /// How the project's files differ from what this makes.
    pub(crate) fn changes(&self, root: &Path) -> Result<Changes> {
        let generated = root.join("atlas-api/src/generated");
        let mut changes = Changes::find(&generated, &self.files, render::HEADER)?;
        let manifest = root.join("atlas-api/Cargo.toml");
        changes.add(&manifest, features(&manifest, &self.plan)?)?;
        changes.add(&root.join("docs/unions.md"), union_table::page(&self.plan))?;
        let reference = root.join("docs/api-reference.md");
        changes.add(&reference, api_reference::page(&self.plan))?;
        Ok(changes)
    }
}

/// The crate's manifest with a feature for each module, between two marks.
fn features(manifest: &Path, plan: &Plan) -> Result<String> {
    const START: &str = "# @generated features: one for each tag, by `cargo xtask codegen`\n";
    const END: &str = "# end of the generated features\n";
    let text = fs::read_to_string(manifest)
        .with_context(|| format!("can't read {}", manifest.display()))?;
    let parts = text
        .split_once(START)
        .and_then(|(before, rest)| rest.split_once(END).map(|(_, after)| (before, after)));
    let Some((before, after)) = parts else {
        bail!(
            "{} has no place for the features: it is between two lines of comment",
            manifest.display()
        );
    };
    let text = format!("{before}{START}{}{END}{after}", plan.features());
    // A manifest that can't be read stops this command too, so it is not written.
    let read: Result<toml::Table, _> = text.parse();
    read.with_context(|| format!("{} can't have the features", manifest.display()))?;
    Ok(text)
}

/// How long each stage took, by the wall clock.
#[derive(Default)]
pub(crate) struct Clock {
    stages: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.stages.push((stage, start.elapsed()));
        result
    }
}

fn report(made: &Crate, changes: &Changes, check: bool, clock: &Clock) {
    let Crate {
        plan,
        census,
        corrections,
        renames,
        ..
    } = made;
    let Census {
        operations,
        operation_versions,
        previews,
        retired,
        objects,
        unions,
        enums,
        aliases,
        skipped,
    } = census;
    let types = objects + unions + enums + aliases;
    let editions = plan.editions.iter().map(|it| it.plan.modules.len());
    let modules = plan.modules.len() + editions.sum::<usize>();
    println!("operations    {operations:>6}   in {modules} modules");
    println!(
        "  by version  {operation_versions:>6}   of these {previews} previews, {retired} withdrawn"
    );
    println!(
        "types         {types:>6}   {objects} objects, {unions} unions, {enums} enums, {aliases} aliases"
    );
    println!("corrections   {corrections:>6}   by spec/overlay.yaml");
    println!("old names     {renames:>6}   by spec/renames.yaml");
    let (written, removed) = (changes.written.len(), changes.removed.len());
    let would = if check {
        " (--check: nothing was touched)"
    } else {
        ""
    };
    println!(
        "files         {:>6}   {written} written, {} unchanged, {removed} removed{would}",
        written + changes.unchanged,
        changes.unchanged
    );
    println!("skipped       {:>6}", skipped.len());
    for pointer in skipped {
        println!("  {pointer}");
    }
    let stages = clock
        .stages
        .iter()
        .map(|(name, time)| format!("{name} {} ms", time.as_millis()));
    println!(
        "time                   {}",
        stages.collect::<Vec<_>>().join(", ")
    );
    for note in &plan.notes {
        println!("note: {note}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A feature that goes, and that another crate of the workspace names, stops all commands of Cargo.
    #[test]
    fn another_document_leaves_the_editions() {
        let root = root().expect("a workspace");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("other.yaml");
        let document = fs::read_to_string(root.join("spec/atlas-v2.yaml")).expect("it is there");
        // One that has the operation no longer that replaces one of v1.0.
        let path = "\n  /api/atlas/v2/groups/byName/{groupName}:\n";
        assert!(document.contains(path));
        let document = document.replace(path, "\n  /api/atlas/v2/groups/named/{groupName}:\n");
        fs::write(&file, document).expect("the folder is writable");

        let inputs = Inputs::other(&root.join("spec"), &file).expect("the files are there");
        let docs = generator::Docs::Full;
        let made = Crate::make(&inputs, false, docs, &mut Clock::default());
        let made = made.unwrap_or_else(|error| panic!("{error:#}"));
        let manifest = features(&root.join("atlas-api/Cargo.toml"), &made.plan);
        let manifest = manifest.unwrap_or_else(|error| panic!("{error:#}"));
        assert!(manifest.contains("\nv1 = []\n"), "{manifest}");
        assert!(made.files.contains_key("v1/projects.rs"));
        let message = "there is no operation `GET /api/atlas/v2/groups/byName/{groupName}`";
        assert!(made.stale.iter().any(|error| error.message == message));
    }
}
