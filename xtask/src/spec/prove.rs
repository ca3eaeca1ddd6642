//! `cargo xtask spec prove`: checks what `spec diff` reports about the crate.
//!
//! It builds the crate of each spec, and programs that use it. One uses every item of the crate, and another every
//! item of the previous crate except those that the report calls major. Both must compile. A third contains the uses
//! that may break. Major changes that break none of them are listed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use anyhow::{Context, Result, bail, ensure};
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

/// The program with the uses that may break.
const BROKEN: &str = "broken";

/// A spec whose crate is compiled, and what is claimed about the step to it.
struct Side<'a> {
    name: &'a str,
    step: Option<Step>,
}

/// The step from the previous spec.
struct Step {
    from: String,
    report: Report,
    proof: Proof,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let root = spec.parent().context("spec/ has no parent folder")?;
        let folder = tempfile::tempdir().context("can't make a temporary folder")?;
        let mut workspace = Workspace {
            root,
            folder: folder.path(),
            members: Vec::new(),
        };
        let mut sides = Vec::new();
        let mut before: Option<(Model, Inputs)> = None;
        for (index, name) in self.specs.iter().enumerate() {
            let mut inputs = inputs_of(spec, name)?;
            let step = match &before {
                Some((before, old)) => {
                    sides::follow(old, &mut inputs)?;
                    Some(prove(before, name, &mut inputs)?)
                }
                None => None,
            };
            let made = generate(&inputs, Mode::Lenient)?;
            let files = made.files(Docs::None)?;
            let model = Model::new(name, made);
            // No later crate has to keep the names of the last one.
            let is_last = index + 1 == self.specs.len();
            let all = (!is_last).then(|| everything(&model));
            let kept = step.as_ref().map(|step| step.proof.kept.as_str());
            let none = BTreeSet::new();
            let broken = step.as_ref().map(|step| step.proof.broken(&none));
            let programs = [
                ("all", all.as_deref()),
                ("kept", kept),
                (BROKEN, broken.as_deref()),
            ];
            workspace.add(index, &files, &programs)?;
            sides.push(Side { name, step });
            before = Some((model, inputs));
        }
        workspace.finish()?;
        // Each core compiles a crate. What fails is reported below, with the name of its spec.
        let all = workspace.check(&["--workspace", "--keep-going", "--message-format", "json"])?;
        let messages = String::from_utf8_lossy(&all.stdout);
        for (index, side) in sides.iter().enumerate() {
            side.settle(&workspace, index, &messages)?;
        }
        Ok(())
    }
}

impl Side<'_> {
    /// Ensures that the crate and its programs compile, and prints which uses break. The messages are those of the
    /// first check.
    fn settle(&self, workspace: &Workspace<'_>, index: usize, messages: &str) -> Result<()> {
        let name = self.name;
        let members = workspace.members_of(index);
        let compiling = members.filter(|it| !it.starts_with(BROKEN));
        let packages: Vec<_> = compiling.flat_map(|it| ["--package", it]).collect();
        let output = workspace.check(&packages)?;
        if !output.status.success() {
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            bail!("the crate of {name} does not compile, or the report on it is wrong");
        }
        let Some(step) = &self.step else {
            return Ok(());
        };
        let Step {
            from,
            report,
            proof,
        } = step;
        let breaks = broken(workspace, index, proof, messages)?;
        let causes = report.summary.rust.get(&Rust::Major).unwrap_or(&0);
        println!(
            "{from} -> {name}: {}; {} of {} uses of the crate break, for {causes} causes; {} others may break and \
             don't; the rest compiles",
            report.summary.version_bump,
            breaks.len(),
            proof.uses,
            proof.major() - breaks.len()
        );
        for change in &proof.unproven(report, &breaks) {
            eprintln!(
                "breaks nothing: {} {}",
                change.id,
                change.subjects.join(", ")
            );
        }
        Ok(())
    }
}

/// Builds the proof for a spec. Its inputs get the old names and constructors that `spec vendor` would add.
fn prove(before: &Model, name: &str, inputs: &mut Inputs) -> Result<Step> {
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
    Ok(Step {
        from: before.name.clone(),
        report,
        proof,
    })
}

fn source(name: &str, list: &impl Serialize) -> Result<Source> {
    let text = to_yaml(list)?;
    Ok(Source::new(format!("the proposed spec/{name}"), text))
}

/// A workspace with the crates of all specs, and the programs that use them. The packages of a spec end with its index.
struct Workspace<'a> {
    root: &'a Path,
    folder: &'a Path,
    /// The packages, with the index of their spec.
    members: Vec<(usize, String)>,
}

impl Workspace<'_> {
    /// Writes the crate of a spec, and its programs.
    fn add(
        &mut self,
        index: usize,
        generated: &Files,
        programs: &[(&str, Option<&str>)],
    ) -> Result<()> {
        let package = format!("atlas-api-{index}");
        let source = code_only(&self.own("atlas-api/src/lib.rs")?);
        self.write(&format!("{package}/src/lib.rs"), &source)?;
        for (name, text) in &generated.sources {
            self.write(&format!("{package}/src/generated/{name}"), text)?;
        }
        let own = self.own("atlas-api/Cargo.toml")?;
        let manifest = manifest(&own, &package, &generated.features)?;
        self.write(&format!("{package}/Cargo.toml"), &manifest)?;
        self.members.push((index, package));
        for (name, text) in programs {
            let Some(text) = text else { continue };
            let program = format!("{name}-{index}");
            let manifest = format!(
                "[package]\nname = \"{program}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                 [dependencies.atlas-api]\npackage = \"atlas-api-{index}\"\npath = \"../atlas-api-{index}\"\n\
                 default-features = false\nfeatures = [\"all\"]\n"
            );
            self.write(&format!("{program}/Cargo.toml"), &manifest)?;
            self.write(&format!("{program}/src/lib.rs"), text)?;
            self.members.push((index, program));
        }
        Ok(())
    }

    /// Writes what all packages share.
    fn finish(&self) -> Result<()> {
        let members = self.members.iter().map(|(_, name)| name.as_str());
        let members: Vec<_> = members.collect();
        let manifest = workspace_manifest(&self.own("Cargo.toml")?, self.root, &members)?;
        self.write("Cargo.toml", &manifest)?;
        self.write("Cargo.lock", &self.own("Cargo.lock")?)
    }

    fn members_of(&self, index: usize) -> impl Iterator<Item = &str> {
        let members = self.members.iter().filter(move |(of, _)| *of == index);
        members.map(|(_, name)| name.as_str())
    }

    /// A file of the project.
    fn own(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| format!("can't read {path}"))
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        let context = || format!("can't write {}", path.display());
        let parent = path.parent().unwrap_or(self.folder);
        fs::create_dir_all(parent).with_context(context)?;
        fs::write(&path, text).with_context(context)
    }

    /// Runs `cargo check` with these arguments. The dependencies are those of the project's own crate, so only the
    /// packages of this workspace are built.
    fn check(&self, arguments: &[&str]) -> Result<Output> {
        cargo_in(self.folder, &target()?)
            .args(["check", "--quiet", "--lib", "--offline"])
            .args(arguments)
            .output()
            .context("can't run cargo")
    }
}

/// The source of a library without its documentation, whose links may name items that a spec lacks.
fn code_only(text: &str) -> String {
    let code = text.lines().filter(|line| !line.starts_with("//!"));
    code.map(|line| format!("{line}\n")).collect()
}

/// The crate's manifest with another name, and with the features of another spec.
fn manifest(text: &str, name: &str, features: &str) -> Result<String> {
    let mut manifest: Table = text.parse().context("atlas-api/Cargo.toml")?;
    for key in ["dev-dependencies", "example", "test", "bench", "lints"] {
        manifest.remove(key);
    }
    if let Some(package) = manifest.get_mut("package").and_then(Value::as_table_mut) {
        package.remove("readme");
        package.insert("name".to_owned(), name.into());
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
    workspace.remove("default-members");
    workspace.insert("members".to_owned(), members.to_vec().into());
    let dependencies = workspace
        .get_mut("dependencies")
        .and_then(Value::as_table_mut);
    for (_, dependency) in dependencies.into_iter().flatten() {
        let path = dependency.as_table_mut().and_then(|it| it.get_mut("path"));
        if let Some(path) = path {
            *path = root
                .join(path.as_str().unwrap_or_default())
                .display()
                .to_string()
                .into();
        }
    }
    Ok(toml::to_string(&manifest)?)
}

/// The uses that do not compile with the next crate. The compiler reports errors about names before those about
/// types, so it runs until it finds no more.
fn broken(
    workspace: &Workspace<'_>,
    index: usize,
    proof: &Proof,
    messages: &str,
) -> Result<BTreeSet<usize>> {
    let package = format!("{BROKEN}-{index}");
    let file = format!("{package}/src/lib.rs");
    let uses = |messages: &str, breaks: &BTreeSet<usize>| -> Vec<usize> {
        let lines = messages.lines().flat_map(|it| lines_of_error(it, &file));
        lines
            .filter_map(|line| proof.use_at(breaks, line))
            .collect()
    };
    let mut breaks = BTreeSet::new();
    let mut found = uses(messages, &breaks);
    loop {
        breaks.extend(found);
        workspace.write(&file, &proof.broken(&breaks))?;
        let output = workspace.check(&["--package", &package, "--message-format", "json"])?;
        found = uses(&String::from_utf8_lossy(&output.stdout), &breaks);
        if found.is_empty() {
            ensure!(
                output.status.success(),
                "the program with the uses that may break does not compile, for another reason"
            );
            return Ok(breaks);
        }
    }
}

/// The lines of a file that a message of the compiler is about, if it is an error.
fn lines_of_error(message: &str, file: &str) -> Vec<usize> {
    let message: serde_json::Value = serde_json::from_str(message).unwrap_or_default();
    let message = &message["message"];
    let spans = message["spans"]
        .as_array()
        .filter(|_| message["level"] == "error");
    let own = spans
        .into_iter()
        .flatten()
        .filter(|it| it["is_primary"] == true);
    let own = own.filter(|it| it["file_name"].as_str().is_some_and(|it| it == file));
    own.filter_map(|it| usize::try_from(it["line_start"].as_u64()?).ok())
        .collect()
}
