//! `cargo xtask spec prove`: checks what `spec diff` reports about the crate.
//!
//! It builds the crate of each spec, and two programs with it: one uses every item of the crate, the
//! other uses every item of the previous crate except those that the report calls major. Both must
//! compile.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use generator::{Docs, Files, Inputs, Mode, Source, generate};
use review::proof::{Proof, everything, proof};
use review::report::Rust;
use review::vendor::to_yaml;
use review::{Model, Stayed};
use serde::Serialize;
use toml::{Table, Value};

use super::diff::{inputs_of, model};
use crate::workspace::{cargo_in, target};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Two or more specs, oldest first: files or git revisions of spec/atlas-v2.yaml
    #[arg(required = true, num_args = 2.., value_name = "SPEC")]
    specs: Vec<String>,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let root = spec.parent().context("the folder of the project")?;
        let folder = tempfile::tempdir().context("can't make a temporary folder")?;
        let mut before: Option<Model> = None;
        for (index, name) in self.specs.iter().enumerate() {
            let mut inputs = inputs_of(spec, name)?;
            let proof = match &before {
                Some(before) => Some(prove(before, name, &mut inputs)?),
                None => None,
            };
            let made = generate(&inputs, Mode::Lenient)?;
            let files = made.files(Docs::None)?;
            let model = Model::new(name, made);
            let workspace = folder.path().join(index.to_string());
            // No other crate has to keep the names of the last one.
            let is_last = index + 1 == self.specs.len();
            let all = (!is_last).then(|| everything(&model));
            let kept = proof.as_ref().map(|(_, proof)| proof.kept.as_str());
            let programs = [("all", all.as_deref()), ("kept", kept)];
            write(root, &workspace, &files, &programs)?;
            let checked = check(&workspace)?;
            if let (Some(before), Some((bump, proof))) = (&before, &proof) {
                println!(
                    "{} -> {name}: {bump}; of {} uses of the crate {} may break, the others compile",
                    before.name, proof.uses, proof.major
                );
            }
            ensure!(
                checked,
                "the crate of {name} does not compile, or the report on it is wrong"
            );
            before = Some(model);
        }
        Ok(())
    }
}

/// Makes the proof for a spec. Its inputs get the old names and constructors that `spec vendor` would add.
fn prove(before: &Model, name: &str, inputs: &mut Inputs) -> Result<(Rust, Proof)> {
    let proposals = review::proposals(before, &model(name, inputs)?, &Stayed::default());
    inputs.constructors = Some(source("constructors.yaml", &proposals.constructors)?);
    let model = model(name, inputs)?;
    let report = review::compare(before, &model, Some(&proposals));
    let proof = proof(before, &model, &proposals);
    let bump = report.summary.version_bump;
    ensure!(
        proof.major == 0 || bump == Rust::Major,
        "the report says {bump}, and {} uses of the crate break",
        proof.major
    );
    inputs.renames = Some(source("renames.yaml", &proposals.renames)?);
    Ok((bump, proof))
}

fn source(name: &str, list: &impl Serialize) -> Result<Source> {
    let text = to_yaml(list)?;
    Ok(Source::new(format!("the proposed spec/{name}"), text))
}

/// Writes a workspace of the crate and the programs.
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

/// A library's source without its documentation, which names items that not every spec has.
fn code_only(text: &str) -> String {
    let code = text.lines().filter(|line| !line.starts_with("//!"));
    code.map(|line| format!("{line}\n")).collect()
}

/// The crate's manifest, with the features of another spec.
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

/// The workspace's manifest, with other members.
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

/// Returns whether everything in a workspace compiles, and prints the errors.
fn check(workspace: &Path) -> Result<bool> {
    // The same dependencies as the project's own crate has: nothing but the crate is built.
    let output = cargo_in(workspace, &target()?)
        .args(["check", "--quiet", "--workspace", "--lib", "--offline"])
        .output()
        .context("can't run cargo")?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.status.success())
}
