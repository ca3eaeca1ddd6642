//! `cargo xtask spec prove`: checks what `spec diff` reports about the crate.
//!
//! It builds the crate of each spec, and programs that use it. One uses every item of the crate, and another every
//! item of the previous crate except those that the report calls major. Both must compile. A third contains the uses
//! that may break. Major changes that break none of them are listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use generator::{Docs, Files, Inputs, Mode, Source, generate};
use review::proof::{Proof, everything, proof};
use review::report::{Report, Rust};
use review::vendor::to_yaml;
use review::{Model, Stayed};
use serde::Serialize;
use toml::{Table, Value};

use super::diff::{inputs_of, model};
use super::sides;
use crate::workspace::{cargo_in, target};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Two or more specs, oldest first: files or git revisions of spec/atlas-v2.yaml
    #[arg(required = true, num_args = 2.., value_name = "SPEC")]
    specs: Vec<String>,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let root = spec.parent().context("spec/ has no parent folder")?;
        let folder = tempfile::tempdir().context("can't make a temporary folder")?;
        let mut before: Option<(Model, Inputs)> = None;
        for (index, name) in self.specs.iter().enumerate() {
            let mut inputs = inputs_of(spec, name)?;
            let proof = match &before {
                Some((before, old)) => {
                    sides::follow(old, &mut inputs)?;
                    Some(prove(before, name, &mut inputs)?)
                }
                None => None,
            };
            let made = generate(&inputs, Mode::Lenient)?;
            let files = made.files(Docs::None)?;
            let model = Model::new(name, made);
            let workspace = folder.path().join(index.to_string());
            // No later crate has to keep the names of the last one.
            let is_last = index + 1 == self.specs.len();
            let all = (!is_last).then(|| everything(&model));
            let kept = proof.as_ref().map(|(_, proof)| proof.kept.as_str());
            let none = (!is_last || proof.is_some()).then_some("");
            let programs = [("all", all.as_deref()), ("kept", kept), ("broken", none)];
            write(root, &workspace, &files, &programs)?;
            let checked = check(&workspace)?;
            ensure!(
                checked,
                "the crate of {name} does not compile, or the report on it is wrong"
            );
            if let (Some((before, _)), Some((report, proof))) = (&before, &proof) {
                let breaks = broken(&workspace, proof)?;
                let causes = report.summary.rust.get(&Rust::Major).unwrap_or(&0);
                println!(
                    "{} -> {name}: {}; {} of {} uses of the crate break, for {causes} causes; {} others may \
                     break and don't; the rest compiles",
                    before.name,
                    report.summary.version_bump,
                    breaks.len(),
                    proof.uses,
                    proof.major() - breaks.len()
                );
                let unproven = proof.unproven(report, &breaks);
                for change in &unproven {
                    eprintln!(
                        "breaks nothing: {} {}",
                        change.id,
                        change.subjects.join(", ")
                    );
                }
            }
            before = Some((model, inputs));
        }
        Ok(())
    }
}

/// Builds the proof for a spec. Its inputs get the old names and constructors that `spec vendor` would add.
fn prove(before: &Model, name: &str, inputs: &mut Inputs) -> Result<(Report, Proof)> {
    let proposals = review::proposals(before, &model(name, inputs)?, &Stayed::default());
    inputs.constructors = Some(source("constructors.yaml", &proposals.constructors)?);
    let model = model(name, inputs)?;
    let report = review::compare(before, &model, Some(&proposals));
    let proof = proof(before, &model, &proposals);
    let bump = report.summary.version_bump;
    ensure!(
        proof.major() == 0 || bump == Rust::Major,
        "the report says {bump}, but {} uses of the crate break",
        proof.major()
    );
    inputs.renames = Some(source("renames.yaml", &proposals.renames)?);
    Ok((report, proof))
}

fn source(name: &str, list: &impl Serialize) -> Result<Source> {
    let text = to_yaml(list)?;
    Ok(Source::new(format!("the proposed spec/{name}"), text))
}

/// Writes a workspace with the crate and the programs.
fn write(
    root: &Path,
    workspace: &Path,
    generated: &Files,
    programs: &[(&'static str, Option<&str>)],
) -> Result<()> {
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).with_context(|| format!("can't read {path}"))
    };
    let crate_folder = workspace.join("atlas-api");
    files.insert(
        crate_folder.join("src/lib.rs"),
        code_only(&read("atlas-api/src/lib.rs")?),
    );
    for (name, text) in &generated.sources {
        files.insert(crate_folder.join("src/generated").join(name), text.clone());
    }
    let manifest = manifest(&read("atlas-api/Cargo.toml")?, &generated.features)?;
    files.insert(crate_folder.join("Cargo.toml"), manifest);
    files.insert(workspace.join("Cargo.lock"), read("Cargo.lock")?);
    let mut members = vec!["atlas-api"];
    for (name, text) in programs {
        let Some(text) = text else { continue };
        members.push(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [dependencies]\natlas-api = {{ path = \"../atlas-api\", default-features = false, features = [\"all\"] }}\n"
        );
        files.insert(workspace.join(name).join("Cargo.toml"), manifest);
        files.insert(workspace.join(name).join("src/lib.rs"), (*text).to_owned());
    }
    let manifest = workspace_manifest(&read("Cargo.toml")?, root, &members)?;
    files.insert(workspace.join("Cargo.toml"), manifest);
    for (path, text) in files {
        let context = || format!("can't write {}", path.display());
        let parent = path.parent().unwrap_or(workspace);
        fs::create_dir_all(parent).with_context(context)?;
        fs::write(&path, text).with_context(context)?;
    }
    Ok(())
}

/// The source of a library without its documentation, whose links may name items that a spec lacks.
fn code_only(text: &str) -> String {
    let code = text.lines().filter(|line| !line.starts_with("//!"));
    code.map(|line| format!("{line}\n")).collect()
}

/// The crate's manifest with the features of another spec.
fn manifest(text: &str, features: &str) -> Result<String> {
    let mut manifest: Table = text.parse().context("atlas-api/Cargo.toml")?;
    for key in ["dev-dependencies", "example", "test", "bench", "lints"] {
        manifest.remove(key);
    }
    if let Some(package) = manifest.get_mut("package").and_then(Value::as_table_mut) {
        package.remove("readme");
    }
    let own: Table = format!("[features]\n{features}").parse()?;
    let own = own.get("features").and_then(Value::as_table);
    let features = manifest.get_mut("features").and_then(Value::as_table_mut);
    if let (Some(features), Some(own)) = (features, own) {
        features.extend(own.clone());
    }
    Ok(toml::to_string(&manifest)?)
}

/// The workspace's manifest with different members.
fn workspace_manifest(text: &str, root: &Path, members: &[&str]) -> Result<String> {
    let mut manifest: Table = text.parse().context("Cargo.toml")?;
    let workspace = manifest.get_mut("workspace").and_then(Value::as_table_mut);
    let workspace = workspace.context("Cargo.toml has no workspace")?;
    workspace.remove("exclude");
    workspace.insert("members".to_owned(), members.to_vec().into());
    let dependencies = workspace
        .get_mut("dependencies")
        .and_then(Value::as_table_mut);
    for (name, dependency) in dependencies.into_iter().flatten() {
        let path = dependency.as_table_mut().and_then(|it| it.get_mut("path"));
        if let Some(path) = path {
            let folder = path.as_str().unwrap_or_default();
            *path = match name.as_str() {
                "atlas-api" => "atlas-api".into(),
                _ => root.join(folder).display().to_string().into(),
            };
        }
    }
    Ok(toml::to_string(&manifest)?)
}

/// The uses that do not compile with the next crate. The compiler reports errors about names before those about
/// types, so it runs until it finds no more.
fn broken(workspace: &Path, proof: &Proof) -> Result<BTreeSet<usize>> {
    let file = workspace.join("broken/src/lib.rs");
    let mut breaks = BTreeSet::new();
    loop {
        fs::write(&file, proof.broken(&breaks)).context("can't write a program")?;
        let output = cargo_in(workspace, &target()?)
            .args([
                "check",
                "--quiet",
                "--package",
                "broken",
                "--lib",
                "--offline",
            ])
            .args(["--message-format", "json"])
            .output()
            .context("can't run cargo")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.lines().flat_map(lines_of_error);
        let found: Vec<_> = lines
            .filter_map(|line| proof.use_at(&breaks, line))
            .collect();
        if found.is_empty() {
            ensure!(
                output.status.success(),
                "the program with the uses that may break does not compile, for another reason"
            );
            return Ok(breaks);
        }
        breaks.extend(found);
    }
}

/// The lines that a message of the compiler is about, if it is an error.
fn lines_of_error(message: &str) -> Vec<usize> {
    let message: serde_json::Value = serde_json::from_str(message).unwrap_or_default();
    let message = &message["message"];
    let spans = message["spans"]
        .as_array()
        .filter(|_| message["level"] == "error");
    let own = spans
        .into_iter()
        .flatten()
        .filter(|it| it["is_primary"] == true);
    let own = own.filter(|it| {
        it["file_name"]
            .as_str()
            .is_some_and(|it| it.contains("broken"))
    });
    own.filter_map(|it| usize::try_from(it["line_start"].as_u64()?).ok())
        .collect()
}

/// Returns whether everything in a workspace compiles, and prints the errors.
fn check(workspace: &Path) -> Result<bool> {
    // With the same dependencies as the project's own crate, so only the crate is built.
    let output = cargo_in(workspace, &target()?)
        .args(["check", "--quiet", "--workspace", "--lib", "--offline"])
        .output()
        .context("can't run cargo")?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.status.success())
}
