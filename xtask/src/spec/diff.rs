//! `cargo xtask spec diff`: reports what changes between two specs, on the wire and for programs that
//! use the crate.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use generator::{Inputs, Mode, Source, generate};
use review::report::Report;
use review::{Model, Stayed, format};

use crate::inputs;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The old spec: a file or a git revision of spec/atlas-v2.yaml
    old: String,

    /// The new spec, given in the same way
    #[arg(default_value = "spec/atlas-v2.yaml")]
    new: String,

    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Assume that old names and constructors are kept, as `spec vendor` and `spec update` do
    #[arg(long)]
    keep_names: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// For other tools
    Json,
    /// A single page with filters
    Html,
    /// Annotations and a step summary of a GitHub workflow
    Github,
}

impl Format {
    pub(crate) fn print(self, report: &Report) -> Result<()> {
        let text = match self {
            Self::Text => format::text(report),
            Self::Markdown => format::markdown(report),
            Self::Json => format::json(report),
            Self::Html => format::html(report),
            Self::Github => {
                let github = format::github(report);
                // GitHub names the file that a step's summary goes to.
                match env::var_os("GITHUB_STEP_SUMMARY") {
                    Some(file) => {
                        let file = OpenOptions::new().append(true).create(true).open(file);
                        let mut file = file.context("can't open $GITHUB_STEP_SUMMARY")?;
                        file.write_all(github.summary.as_bytes())?;
                        github.annotations
                    }
                    None => github.annotations + &github.summary,
                }
            }
        };
        match io::stdout().write_all(text.as_bytes()) {
            // The reader, such as `head`, has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result.context("can't print the report"),
        }
    }
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let [old, new] = [read(spec, &self.old)?, read(spec, &self.new)?];
        let stays = self
            .keep_names
            .then(|| review::proposals(&old, &new, &Stayed::default()));
        self.format
            .print(&review::compare(&old, &new, stays.as_ref()))
    }
}

/// The model of a spec: of a file if there is one, or else of a git revision.
pub(crate) fn read(spec: &Path, name: &str) -> Result<Model> {
    model(name, &inputs_of(spec, name)?)
}

/// The inputs for a spec alone, without retired operations.
pub(crate) fn inputs_of(spec: &Path, name: &str) -> Result<Inputs> {
    let root = spec.parent().context("the folder of the project")?;
    let files = [Path::new(name).to_owned(), root.join(name)];
    Ok(match files.iter().find(|it| it.is_file()) {
        Some(file) => inputs::other(spec, file)?,
        None => {
            let show = |path: &str| {
                let text = git_show(root, name, path)?;
                let name = format!("{name}:{path}");
                anyhow::Ok(Source { name, text })
            };
            Inputs {
                spec: show("spec/atlas-v2.yaml")?,
                // A revision may be older than the corrections, or than their name.
                corrections: show("spec/corrections.yaml")
                    .or_else(|_| show("spec/overlay.yaml"))
                    .ok(),
                constructors: show("spec/constructors.yaml").ok(),
                ..Inputs::default()
            }
        }
    })
}

/// The model of a spec alone, without the legacy APIs.
pub(crate) fn model(name: &str, inputs: &Inputs) -> Result<Model> {
    let inputs = Inputs {
        spec: inputs.spec.clone(),
        corrections: inputs.corrections.clone(),
        constructors: inputs.constructors.clone(),
        ..Inputs::default()
    };
    Ok(Model::new(name, generate(&inputs, Mode::Lenient)?))
}

/// A file at a git revision.
fn git_show(root: &Path, revision: &str, path: &str) -> Result<String> {
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
    String::from_utf8(output.stdout).with_context(|| format!("{revision}:{path} is not UTF-8"))
}
