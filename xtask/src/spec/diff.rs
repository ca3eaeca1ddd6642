//! `cargo xtask spec diff`: what an update means, on the wire and for programs that use the crate.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use generator::{Document, Overlay};
use review::Model;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The document before: a file, or a git revision of spec/atlas-v2.yaml
    old: String,

    /// The document after
    #[arg(default_value = "spec/atlas-v2.yaml")]
    new: String,

    /// How to write the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// For other tools
    Json,
    /// One page with filters
    Html,
    /// Annotations and a step summary of a GitHub workflow
    Github,
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let [old, new] = [read(spec, &self.old)?, read(spec, &self.new)?];
        let report = review::compare(&old, &new);
        match self.format {
            _ => println!("{}", serde_json::to_string_pretty(&report)?),
        }
        Ok(())
    }
}

/// A document by a file's name, or else by a revision.
pub(crate) fn read(spec: &Path, name: &str) -> Result<Model> {
    let root = spec.parent().context("the folder of the project")?;
    let file = [Path::new(name).to_owned(), root.join(name)]
        .into_iter()
        .find(|it| it.is_file());
    let (text, overlay) = match file {
        Some(file) => {
            let text = fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
            let overlay = spec.join("overlay.yaml");
            let overlay = match overlay.is_file() {
                true => Some(fs::read(&overlay).context("can't read spec/overlay.yaml")?),
                false => None,
            };
            (text, overlay)
        }
        None => {
            let show = |path| git_show(root, name, path);
            (show("spec/atlas-v2.yaml")?, show("spec/overlay.yaml").ok())
        }
    };
    let parse = |file: String, bytes: Vec<u8>| -> Result<Document> {
        let text = String::from_utf8(bytes).with_context(|| format!("{file} is not UTF-8"))?;
        Ok(Document::parse(file, text)?)
    };
    let document = parse(name.to_owned(), text)?;
    let overlay = overlay
        .map(|text| parse("spec/overlay.yaml".to_owned(), text))
        .transpose()?;
    let overlay = overlay.map(Overlay::new).transpose()?;
    Ok(Model::new(name, document, overlay.as_ref())?)
}

/// A file as it is in a revision.
fn git_show(root: &Path, revision: &str, path: &str) -> Result<Vec<u8>> {
    ensure!(
        !revision.starts_with('-'),
        "`{revision}` is neither a file nor a git revision"
    );
    let mut git = Command::new("git");
    git.current_dir(root)
        .arg("show")
        .arg(format!("{revision}:{path}"));
    let output = git.output().context("can't run git")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{revision}` is neither a file nor a git revision with {path}: {}",
            message.trim()
        );
    }
    Ok(output.stdout)
}
