//! `cargo xtask codegen`: generates the crate from the vendored spec.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use generator::{Counts, Crate, Files, HEADER, Mode, Share, generate, words};

use crate::inputs;
use crate::tree::Changes;
use crate::workspace::root;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing. List the files that differ, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// The spec to read, instead of spec/atlas-v2.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder to write, instead of atlas-api/src/generated. The features, the surface files and the
    /// pages in docs/ are then not written
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to write in documentation comments
    #[arg(long, value_enum, default_value_t)]
    docs: Docs,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Docs {
    /// Titles, constraints, roles, dates and links
    #[default]
    Facts,
    /// Upstream's descriptions as well, if the spec has them. Their license is non-commercial, so use this for private
    /// builds only
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
    pub(crate) fn run(self) -> Result<ExitCode> {
        let start = Instant::now();
        let root = root()?;
        let spec = root.join("spec");
        let (inputs, mode) = match &self.spec {
            Some(file) => (inputs::other(&spec, file)?, Mode::Lenient),
            None => (inputs::vendored(&spec)?, Mode::Strict),
        };
        let made = generate(&inputs, mode)?;
        let files = made.files(self.docs.into())?;
        let changes = match &self.out {
            Some(out) => Changes::find(out, &files.sources, HEADER)?,
            None => changes(root, &files)?,
        };
        if !self.check {
            changes.apply(self.out.as_deref().unwrap_or(root))?;
        }
        // Most entries of the lists in spec/ belong to the vendored spec, and say little about another one.
        let most = self.spec.as_ref().map_or(usize::MAX, |_| MOST_LISTED);
        report(&made, &changes, self.check, most);
        let stale = made.stale_corrections.iter().chain(&made.stale);
        let stale = stale.map(|error| format!("{} ({})", error.message, error.location));
        list("does not apply", &stale.collect::<Vec<_>>(), most);
        println!("time          {:>6} ms", start.elapsed().as_millis());
        if self.check && self.spec.is_none() && made.coverage.percent() < DESCRIBED {
            bail!(
                "less than {DESCRIBED}% is described: add the missing descriptions to spec/descriptions"
            );
        }
        if self.check && !changes.is_empty() {
            eprint!("\n{}", changes.describe()?);
            bail!("the generated files are not up to date: run `cargo xtask codegen`");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The percentage that must be described.
const DESCRIBED: usize = 97;

/// How many entries of a list are printed for a spec other than the vendored one.
const MOST_LISTED: usize = 5;

/// How the project's files differ from the generated ones.
pub(crate) fn changes(root: &Path, files: &Files) -> Result<Changes> {
    let library = root.join("atlas-api");
    let mut changes = Changes::find(&library.join("src/generated"), &files.sources, HEADER)?;
    let surface = files.surface.iter();
    let surface = surface.map(|(tag, text)| (format!("{tag}.txt"), format!("{HEADER}{text}")));
    changes += Changes::find(&library.join("surface"), &surface.collect(), HEADER)?;
    let manifest = library.join("Cargo.toml");
    changes.add(&manifest, features(&manifest, &files.features)?)?;
    for (name, page) in &files.pages {
        changes.add(&root.join("docs").join(name), page.clone())?;
    }
    Ok(changes)
}

/// The crate's manifest with a feature for each module, between two markers.
fn features(manifest: &Path, features: &str) -> Result<String> {
    const START: &str = "# @generated features: one for each tag, by `cargo xtask codegen`\n";
    const END: &str = "# end of the generated features\n";
    let text = fs::read_to_string(manifest)
        .with_context(|| format!("can't read {}", manifest.display()))?;
    let parts = text
        .split_once(START)
        .and_then(|(before, rest)| rest.split_once(END).map(|(_, after)| (before, after)));
    let Some((before, after)) = parts else {
        bail!(
            "{} has no markers for the features: add the lines `{}` and `{}`",
            manifest.display(),
            START.trim_end(),
            END.trim_end()
        );
    };
    let text = format!("{before}{START}{}{END}{after}", features);
    // This command does not run with a broken manifest either, so none is written.
    let read: Result<toml::Table, _> = text.parse();
    read.with_context(|| {
        format!(
            "{} is not valid TOML with the new features",
            manifest.display()
        )
    })?;
    Ok(text)
}

fn report(made: &Crate, changes: &Changes, check: bool, most: usize) {
    let Counts {
        operations,
        operation_versions,
        previews,
        retired,
        objects,
        unions,
        enums,
        aliases,
        left_out,
        skipped,
    } = &made.counts;
    let plan = &made.plan;
    let types = objects + unions + enums + aliases;
    let legacy = plan.legacy.iter().map(|it| it.plan.modules.len());
    let modules = plan.modules.len() + legacy.sum::<usize>();
    println!("operations    {operations:>6}   in {modules} modules");
    println!("  by version  {operation_versions:>6}   {previews} previews, {retired} retired");
    println!(
        "types         {types:>6}   {objects} objects, {unions} unions, {enums} enums, {aliases} aliases"
    );
    println!(
        "corrections   {:>6}   by spec/corrections.yaml",
        made.corrections
    );
    println!("old names     {:>6}   by spec/renames.yaml", made.renames);
    let (written, removed) = (changes.written.len(), changes.removed.len());
    let would = if check {
        " (--check: nothing was written)"
    } else {
        ""
    };
    println!(
        "files         {:>6}   {written} written, {} unchanged, {removed} removed{would}",
        written + changes.unchanged,
        changes.unchanged
    );
    let coverage = &made.coverage;
    let share = |share: Share| format!("{}/{}", share.described, share.all);
    println!(
        "described     {:>5}%   {} tags, {} operations, {} types, {} properties, {} parameters",
        coverage.percent(),
        share(coverage.tags),
        share(coverage.operations),
        share(coverage.types),
        share(coverage.properties),
        share(coverage.parameters)
    );
    list("  no description", &coverage.missing, most);
    list("  described but gone", &coverage.gone, most);
    println!(
        "left out      {:>6}   by spec/corrections.yaml",
        left_out.len()
    );
    for operation in left_out {
        println!("  {operation}");
    }
    println!("skipped       {:>6}", skipped.len());
    for pointer in skipped {
        println!("  {pointer}");
    }
    for note in &plan.notes {
        println!("note: {}", words::note(note));
    }
}

/// Prints the first entries of a list, and how many more there are.
fn list(what: &str, entries: &[String], most: usize) {
    for entry in entries.iter().take(most) {
        println!("{what}: {entry}");
    }
    if let Some(more @ 1..) = entries.len().checked_sub(most) {
        println!("{what}: … and {more} more");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every Cargo command fails if another crate of the workspace names a feature that was removed.
    #[test]
    fn other_spec_keeps_legacy_apis() {
        let root = root().expect("a workspace");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("other.yaml");
        let spec = fs::read_to_string(root.join("spec/atlas-v2.yaml")).expect("it is there");
        // This spec lacks an operation that replaces one of the legacy API.
        let path = "\n  \"/api/atlas/v2/groups/byName/{groupName}\":\n";
        assert!(spec.contains(path));
        let spec = spec.replace(path, "\n  \"/api/atlas/v2/groups/named/{groupName}\":\n");
        fs::write(&file, spec).expect("the folder is writable");

        let inputs = inputs::other(&root.join("spec"), &file).expect("the files are there");
        let made = generate(&inputs, Mode::Lenient).unwrap_or_else(|error| panic!("{error}"));
        let files = made
            .files(generator::Docs::Full)
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(files.features.contains("\nv1 = []\n"), "{}", files.features);
        assert!(files.sources.contains_key("v1/projects.rs"));
        let message = "no operation `GET /api/atlas/v2/groups/byName/{groupName}`";
        assert!(made.stale.iter().any(|error| error.message == message));
    }
}
