//! `cargo xtask codegen`: the vendored document becomes the crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use generator::plan::Plan;
use generator::{Census, Document, Overlay, emit, lower, plan, render, retired, union_table};

use crate::tree::Changes;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing; list each file that differs, and exit with 1 if any does
    #[arg(long)]
    check: bool,
    /// The document to read, instead of spec/atlas-v2.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder to write, instead of atlas-api/src/generated. The features in atlas-api/Cargo.toml
    /// and docs/unions.md are left alone then
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
        // Cargo starts the command, from any folder of the workspace.
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in a workspace")?;
        let is_vendored = self.spec.is_none();
        let spec = self.spec.unwrap_or_else(|| root.join("spec/atlas-v2.yaml"));
        let default_out = root.join("atlas-api/src/generated");
        let manifest = self
            .out
            .is_none()
            .then(|| root.join("atlas-api/Cargo.toml"));
        let out = self.out.unwrap_or(default_out);

        let mut clock = Clock::default();
        let text =
            fs::read_to_string(&spec).with_context(|| format!("can't read {}", spec.display()))?;
        // What is withdrawn belongs to the vendored document.
        let retired = match is_vendored {
            true => crate::spec::retired::read(&root.join("spec"))?,
            false => None,
        };
        let mut document = clock.time("load", || -> Result<_> {
            let mut document = Document::parse(name(root, &spec), text)?;
            if let Some((file, text)) = retired {
                retired::merge(&mut document, Document::parse(file, text)?)?;
            }
            Ok(document)
        })?;
        let overlay = root.join("spec/overlay.yaml");
        let overlay_text = fs::read_to_string(&overlay)
            .with_context(|| format!("can't read {}", overlay.display()))?;
        let stale = clock.time("overlay", || -> Result<_> {
            let overlay = Overlay::new(Document::parse(name(root, &overlay), overlay_text)?)?;
            if is_vendored {
                overlay.apply(&mut document)?;
                return Ok((overlay.len(), Vec::new()));
            }
            // The corrections were written for the vendored document: another one may not need them.
            let stale = overlay.apply_what_fits(&mut document);
            Ok((overlay.len() - stale.len(), stale))
        });
        let (corrections, stale) = stale?;
        let api = clock.time("lower", || lower::lower(&document))?;
        let plan = clock
            .time("plan", || plan::plan(&api))
            .map_err(|error| document.locate(error))?;
        let module = clock.time("emit", || emit::emit(&plan, self.docs.into()));
        let files = clock.time("render", || render::files(&module))?;
        let census = Census::new(document.tree(), &plan);

        let changes = clock.time("write", || -> Result<_> {
            let mut changes = Changes::find(&out, &files, render::HEADER)?;
            if let Some(manifest) = &manifest {
                changes.add(manifest, features(manifest, &plan)?)?;
                changes.add(&root.join("docs/unions.md"), union_table::page(&plan))?;
            }
            if !self.check {
                changes.apply()?;
            }
            Ok(changes)
        })?;
        report(&census, &plan, corrections, &changes, self.check, &clock);
        for error in stale {
            println!("not corrected: {} ({})", error.message, error.place);
        }
        if self.check && !changes.is_empty() {
            eprint!("\n{}", changes.describe()?);
            bail!("the generated files are not what the document makes; run `cargo xtask codegen`");
        }
        Ok(())
    }
}

/// A file's name in messages: short, and the same on every machine.
fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
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
    Ok(format!("{before}{START}{}{END}{after}", plan.features()))
}

/// How long each stage took, by the wall clock.
#[derive(Default)]
struct Clock {
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

fn report(
    census: &Census,
    plan: &Plan,
    corrections: usize,
    changes: &Changes,
    check: bool,
    clock: &Clock,
) {
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
    println!(
        "operations    {operations:>6}   in {} modules",
        plan.modules.len()
    );
    println!(
        "  by version  {operation_versions:>6}   of these {previews} previews, {retired} withdrawn"
    );
    println!(
        "types         {types:>6}   {objects} objects, {unions} unions, {enums} enums, {aliases} aliases"
    );
    println!("corrections   {corrections:>6}   by spec/overlay.yaml");
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
