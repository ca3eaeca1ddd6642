//! The two sides of a comparison: each spec with its lists.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use generator::compatibility::{self, Adaptation, Corrected, Mode, Retired, adapt};
use generator::{Document, Inputs, SPEC, Source};

use super::retired;
use crate::inputs;

/// The committed inputs, if the committed spec is the vendored one, so that edits to the lists affect only the next
/// spec. Without git, the inputs on disk.
pub(crate) fn committed(spec: &Path) -> Result<Inputs> {
    let disk = inputs::present(spec)?;
    let root = spec.parent().context("spec/ has no parent folder")?;
    let Ok(inputs) = at_revision(root, "HEAD") else {
        return Ok(disk);
    };
    Ok(match inputs.spec.text == disk.spec.text {
        true => Inputs {
            descriptions: disk.descriptions,
            legacy: disk.legacy,
            ..inputs
        },
        false => disk,
    })
}

/// The origin of a side.
enum Origin {
    File(PathBuf),
    Revision,
}

/// A side of a comparison.
pub(crate) struct Side {
    pub(crate) inputs: Inputs,
    /// The spec of the inputs, read once.
    pub(crate) spec: Document,
}

/// Both sides of a comparison, without retired operations. A revision has its own lists. Of two files,
/// the old one gets the committed lists and the new one those on disk. The lists are adapted to each other: a name
/// that enums have on one side stays at their places on the other.
pub(crate) fn sides(spec: &Path, old: &str, new: &str) -> Result<([Side; 2], Vec<Adaptation>)> {
    let root = spec.parent().context("spec/ has no parent folder")?;
    let origin = |name: &str| {
        let files = [Path::new(name).to_owned(), root.join(name)];
        let file = files.into_iter().find(|it| it.is_file());
        file.map_or(Origin::Revision, Origin::File)
    };
    let (from, to) = (origin(old), origin(new));
    let read = |origin: &Origin, name: &str| match origin {
        Origin::File(file) => inputs::other(spec, file),
        Origin::Revision => at_revision(root, name),
    };
    let (mut before, mut after) = (read(&from, old)?, read(&to, new)?);
    let is_file = |origin: &Origin| matches!(origin, Origin::File(_));
    if is_file(&from)
        && let Ok(head) = at_revision(root, "HEAD")
    {
        before.corrections = head.corrections;
    }
    let [was, now] = [before.spec.parse()?, after.spec.parse()?];
    let mut adaptations = Vec::new();
    if is_file(&to) && before.corrections.is_some() && after.corrections.is_some() {
        if before.retired.is_some() {
            // Corrections of what the new spec lacks stay, because the crate keeps it.
            let retired = retired::next(&before, now.tree(), "")?;
            after.retired = retired.map(|(_, yaml)| Source::new("retired.yaml", yaml));
        }
        let old = with_retired(&before, Cow::Borrowed(&was))?;
        let new = with_retired(&after, Cow::Borrowed(&now))?;
        adaptations = adapted((&old, &before), (&new, &mut after))?;
        if is_file(&from) {
            // Neither was released with these lists, so names of both apply.
            let both = adapted((&new, &after), (&old, &mut before))?;
            // Entries that are obsolete on both sides say nothing about the change.
            adaptations.retain(|it| !both.contains(it));
        }
    }
    for inputs in [&mut before, &mut after] {
        inputs.retired = None;
    }
    let side = |inputs, spec| Side { inputs, spec };
    Ok(([side(before, was), side(after, now)], adaptations))
}

/// Adapts the corrections for the old spec to the new one.
pub(crate) fn follow(old: &Inputs, new: &mut Inputs) -> Result<Vec<Adaptation>> {
    let specs = [
        with_retired(old, Cow::Owned(old.spec.parse()?))?,
        with_retired(new, Cow::Owned(new.spec.parse()?))?,
    ];
    adapted((&specs[0], old), (&specs[1], new))
}

/// Adapts the corrections for one spec to another one. Each spec is given with its retired operations.
fn adapted(
    (old, before): (&Document, &Inputs),
    (new, after): (&Document, &mut Inputs),
) -> Result<Vec<Adaptation>> {
    let (Some(was), Some(is)) = (&before.corrections, &after.corrections) else {
        return Ok(Vec::new());
    };
    let (was, now) = (was.parse()?, is.parse()?);
    let old = Corrected {
        spec: old,
        corrections: &was,
    };
    let new = Corrected {
        spec: new,
        corrections: &now,
    };
    let adapted = adapt(old, new)?;
    after.corrections = Some(Source::new(is.name.clone(), adapted.text));
    Ok(adapted.adaptations)
}

fn with_retired<'a>(inputs: &Inputs, spec: Cow<'a, Document>) -> Result<Cow<'a, Document>> {
    let Some(retired) = &inputs.retired else {
        return Ok(spec);
    };
    let mut spec = spec.into_owned();
    compatibility::apply::<Retired>(Some(retired), &mut spec, Mode::Strict, &mut Vec::new())?;
    Ok(Cow::Owned(spec))
}

/// The spec at a git revision, with its lists. Lists may be missing.
fn at_revision(root: &Path, revision: &str) -> Result<Inputs> {
    let mut files = BTreeMap::new();
    files.insert(
        SPEC.to_owned(),
        git_show(root, revision, &format!("spec/{SPEC}"))?,
    );
    for name in [
        "corrections.yaml",
        "retired.yaml",
        "renames.yaml",
        "constructors.yaml",
        "older-ids.yaml",
    ] {
        if let Ok(text) = git_show(root, revision, &format!("spec/{name}")) {
            files.insert(name.to_owned(), text);
        }
    }
    // A revision may be older than the current name of the corrections.
    if !files.contains_key("corrections.yaml")
        && let Ok(text) = git_show(root, revision, "spec/overlay.yaml")
    {
        files.insert("corrections.yaml".to_owned(), text);
    }
    let mut inputs = Inputs::of(&files);
    let named = |source: &mut Source| source.name = format!("{revision}:{}", source.name);
    named(&mut inputs.spec);
    for source in [
        &mut inputs.corrections,
        &mut inputs.retired,
        &mut inputs.renames,
        &mut inputs.constructors,
        &mut inputs.older_ids,
    ] {
        source.iter_mut().for_each(named);
    }
    Ok(inputs)
}

/// The dates of earlier updates by digest of their spec, from the history of `spec/SOURCE.toml`.
pub(crate) fn history(root: &Path) -> BTreeMap<String, String> {
    let mut git = Command::new("git");
    git.current_dir(root);
    git.args([
        "log",
        "-p",
        "--format=",
        "--unified=8",
        "--",
        "spec/SOURCE.toml",
    ]);
    let Ok(output) = git.output() else {
        return BTreeMap::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut found = BTreeMap::new();
    let mut date = String::new();
    for line in text.lines() {
        let Some(line) = line.strip_prefix(['+', ' ']) else {
            continue;
        };
        if let Some(text) = line.strip_prefix("date = ") {
            text.clone_into(&mut date);
        } else if let Some(sha256) = line.strip_prefix("sha256 = ") {
            found.insert(sha256.trim_matches('"').to_owned(), date.clone());
        }
    }
    found
}

/// A file at a git revision.
fn git_show(root: &Path, revision: &str, path: &str) -> Result<String> {
    ensure!(
        !revision.starts_with('-'),
        "`{revision}` is neither a file nor a git revision"
    );
    ensure!(
        !Path::new(revision).is_dir(),
        "`{revision}` is a folder; name a spec in it, or a git revision"
    );
    let mut git = Command::new("git");
    git.current_dir(root)
        .arg("show")
        // Relative to the folder, which may be inside a repository.
        .arg(format!("{revision}:./{path}"));
    let output = git.output().context("can't run git")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{revision}` is neither a file nor a git revision with {path}: {}",
            message.trim()
        );
    }
    let source = Source::from_bytes(format!("{revision}:{path}"), output.stdout)?;
    Ok(source.text)
}
