//! `cargo xtask spec update`: updates everything to a new spec, all or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use generator::{Coverage, Crate, Docs, Inputs, Mode, SPEC, Source, generate, words};
use review::report::Report;
use time::OffsetDateTime;
use toml::value::Datetime;

use super::acknowledged::{FailOn, Reached, judge};
use super::diff::{Format, date_of, dropped, model};
use super::doubt::Allow;
use super::fetch::UPSTREAM;
use super::origin::Origin;
use super::vendor::{SPEC_NAME, Vendored, day};
use super::{release, sides};
use crate::inputs::{self, required};
use crate::{codegen, replace};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The upstream spec: a file or an HTTPS URL
    #[arg(long, value_name = "FILE-OR-URL", default_value = UPSTREAM)]
    pub(crate) from: String,

    /// The date of the spec [default: that of its file, such as 2026-01-31.yaml, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Datetime>,

    /// How to print the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Also write the report to a file, as Markdown for the body of a pull request
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,

    /// Change nothing and exit with 3 if a change has this severity and is not in spec/acknowledged.yaml
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    #[command(flatten)]
    pub(crate) allow: Allow,
}

impl Arguments {
    /// Replaces every file that the update changes. Everything that can fail runs first.
    pub(crate) fn run(self, spec: &Path) -> Result<()> {
        let root = spec.parent().context("spec/ has no parent folder")?;
        let before = sides::committed(spec)?;
        let edited = inputs::vendored(spec)?;
        let named = date_of(&self.from);
        let today = || OffsetDateTime::now_utc().date().to_string();
        let given = self.date.map(|date| date.to_string());
        let date = given.or(named).unwrap_or_else(today);
        let day = Some(date.parse()?);
        let vendored = Vendored::prepare(spec, Some(&before), &self.from, day, self.allow)?;
        let file = |name: &str| {
            let text = vendored.files.get(name).cloned();
            text.map(|text| Source::new(format!("the new spec/{name}"), text))
        };
        let text = vendored
            .files
            .get(SPEC)
            .context("the new spec is missing")?;
        let after = Inputs {
            spec: Source::new(SPEC_NAME, text.as_str()),
            corrections: file("corrections.yaml").or_else(|| edited.corrections.clone()),
            retired: file("retired.yaml").or_else(|| edited.retired.clone()),
            renames: file("renames.yaml").or_else(|| edited.renames.clone()),
            constructors: file("constructors.yaml").or_else(|| edited.constructors.clone()),
            older_ids: file("older-ids.yaml").or_else(|| edited.older_ids.clone()),
            descriptions: edited.descriptions.clone(),
            legacy: edited.legacy.clone(),
        };
        if after.spec.text == before.spec.text {
            println!("spec/atlas-v2.yaml already has these facts: nothing to do");
            return Ok(());
        }
        let was = required(spec, "SOURCE.toml")?;
        let was = Origin::parse(&was.text).context("spec/SOURCE.toml can't be read")?;
        let named = |date: &str| format!("the Atlas spec of {date}");
        let old = model(&named(&was.date.to_string()), &before)?;
        let new = model(&named(&date), &after).map_err(|error| located(&vendored, error))?;
        let new = new.dated(Some(date.clone()));
        let mut report = review::compare(&old, &new, vendored.stays.as_ref());
        let dropped = vendored.adaptations.iter().filter_map(dropped);
        report.summary.actions_required.extend(dropped);
        let made = generate(&after, Mode::Strict).map_err(|error| vendored.located(error).into());
        if let (Ok(made), Ok(known)) = (&made, generate(&before, Mode::Strict)) {
            let notes = made.plan.notes.iter();
            let new = notes.filter(|it| it.is_open() && !known.plan.notes.contains(it));
            let actions = &mut report.summary.actions_required;
            actions.extend(new.map(words::note));
            actions.extend(descriptions(&known.coverage, &made.coverage));
        }
        let changes = made.and_then(|made| changes(root, &vendored, &made, &date, &report));
        let changes = changes.and_then(|changes| {
            judge(spec, &report, self.fail_on)?;
            Ok(changes)
        });
        // The report helps even if the update fails. It comes first, because writing it may fail too.
        if let Some(file) = &self.report {
            write_report(file, &report)?;
        }
        let changes = match changes {
            Ok(changes) => changes,
            Err(error) => {
                self.format.print(&report)?;
                return Err(match error.is::<Reached>() {
                    true => error,
                    false => error.context("the update failed; no file was changed"),
                });
            }
        };
        changes.apply(root)?;
        vendored.report("written");
        self.format.print(&report)
    }
}

fn write_report(file: &Path, report: &Report) -> Result<()> {
    let text = review::format::markdown_within(report, review::format::PULL_REQUEST_BODY);
    replace::one(file, text.as_bytes())
}

/// An error of the new spec, located in the given file.
fn located(vendored: &Vendored, error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<generator::Error>() {
        Ok(error) => vendored.located(error).into(),
        Err(error) => error,
    }
}

/// The maximum number of places that an action names.
const NAMED: usize = 20;

/// The changes to `spec/descriptions` that the update requires.
fn descriptions(before: &Coverage, after: &Coverage) -> Vec<String> {
    let action = |what: &str, before: &[String], after: &[String]| {
        let new: Vec<_> = after.iter().filter(|it| !before.contains(it)).collect();
        let named: Vec<_> = new.iter().take(NAMED).map(|it| it.as_str()).collect();
        let more = match new.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more, listed by cargo xtask codegen"),
        };
        (!new.is_empty()).then(|| format!("{what}: {}{more}", named.join(", ")))
    };
    let missing = "Describe these in spec/descriptions";
    let gone = "Delete these from spec/descriptions: the spec no longer has them";
    let actions = [
        action(missing, &before.missing, &after.missing),
        action(gone, &before.gone, &after.gone),
    ];
    actions.into_iter().flatten().collect()
}

/// Every file that the update changes.
fn changes(
    root: &Path,
    vendored: &Vendored,
    made: &Crate,
    date: &str,
    report: &Report,
) -> Result<crate::tree::Changes> {
    let mut changes = codegen::changes(root, &made.files(Docs::Facts)?)?;
    for (name, text) in &vendored.files {
        changes.add(&root.join("spec").join(name), text.clone())?;
    }
    let log = root.join("CHANGELOG.md");
    let text = fs::read_to_string(&log).context("can't read CHANGELOG.md")?;
    let current = release::current_version(root)?;
    let next = match vendored.revision_only {
        true => current.clone(),
        false => release::next_version(&text, &current, report.summary.version_bump),
    };
    ensure!(
        next >= current,
        "the version can't go back from {current} to {next}"
    );
    let entry = match vendored.revision_only {
        true => release::revision_entry(date),
        false => release::entry(date, report),
    };
    changes.add(&log, release::changelog(&text, &entry)?)?;
    if next != current {
        for (path, text) in release::set_version(root, &next)? {
            changes.add(&path, text)?;
        }
    }
    Ok(changes)
}
