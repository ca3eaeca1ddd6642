//! `cargo xtask spec diff`: reports what changes between two specs, on the wire and for programs that use the crate.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use generator::compatibility::Adaptation;
use generator::openapi::media_type::is_date;
use generator::{Inputs, Mode, generate_parsed};
use review::report::Report;
use review::{Model, Stayed, format};

use super::acknowledged::{FailOn, judge};
use super::sides::{Side, sides};

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

    /// Exit with 3 if a change has this severity and is not in spec/acknowledged.yaml
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
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
                // GitHub names the file for the summary of a step.
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
        out(&text)
    }
}

/// Prints a text.
pub(crate) fn out(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("can't print the report"),
    }
}

impl Arguments {
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let ([old, new], adaptations) = sides(spec, &self.old, &self.new)?;
        let dated = |name: &str, side: Side| {
            let made = generate_parsed(side.spec, &compared(&side.inputs), Mode::Lenient)?;
            anyhow::Ok(Model::new(name, made).dated(date_of(name)))
        };
        let mut models = [dated(&self.old, old)?, dated(&self.new, new)?];
        // The vendored spec has no prose, so its absence says nothing.
        if models[0].has_prose() != models[1].has_prose() {
            models = models.map(Model::without_prose);
        }
        let [old, new] = models;
        let stays = self
            .keep_names
            .then(|| review::proposals(&old, &new, &Stayed::default()));
        let mut report = review::compare(&old, &new, stays.as_ref());
        let actions = &mut report.summary.actions_required;
        actions.extend(adaptations.iter().filter_map(dropped));
        self.format.print(&report)?;
        judge(spec, &report, self.fail_on)
    }
}

/// The date of a spec whose file is named after it, such as `2026-01-31.yaml`.
pub(crate) fn date_of(name: &str) -> Option<String> {
    let name = Path::new(name).file_stem()?.to_str()?;
    is_date(name).then(|| name.to_owned())
}

/// The message about a correction that an update drops.
pub(crate) fn dropped(adaptation: &Adaptation) -> Option<String> {
    match adaptation {
        Adaptation::Dropped { why } => Some(format!(
            "Check that this correction is obsolete; it is dropped: {why}"
        )),
        Adaptation::Values { .. } | Adaptation::Places { .. } | Adaptation::Excepted { .. } => None,
    }
}

/// The inputs for a spec without retired operations.
pub(crate) fn inputs_of(spec: &Path, name: &str) -> Result<Inputs> {
    let ([_, side], _) = sides(spec, name, name)?;
    Ok(side.inputs)
}

/// The model of a spec without the legacy APIs.
pub(crate) fn model(name: &str, inputs: &Inputs) -> Result<Model> {
    let made = generate_parsed(inputs.spec.parse()?, &compared(inputs), Mode::Lenient)?;
    Ok(Model::new(name, made))
}

/// The inputs that matter for a comparison, without the spec itself.
fn compared(inputs: &Inputs) -> Inputs {
    Inputs {
        corrections: inputs.corrections.clone(),
        constructors: inputs.constructors.clone(),
        ..Inputs::default()
    }
}
