//! `docs/figures.toml`: the last figures of each benchmark. The charts and the tables of `docs/performance.md` are
//! drawn from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs, thread};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::figure::{Figure, Kind};
use crate::workspace::root;

/// The path of the file from the root of the workspace.
const FILE: &str = "docs/figures.toml";

const HEADER: &str = "\
# What the benchmarks measured last. `cargo xtask bench COMMAND --record` replaces the section of its command, and
# `cargo xtask bench --chart` draws docs/charts/ and the tables of docs/performance.md from this file.

";

/// The sections, by name of the benchmark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Record {
    sections: BTreeMap<String, Section>,
}

/// The figures of one benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    /// The command line.
    pub(crate) command: String,
    /// The date, as YYYY-MM-DD.
    pub(crate) date: String,
    /// The machine that it ran on.
    pub(crate) machine: String,
    /// The source of the figures, if not this command.
    pub(crate) source: Option<String>,
    pub(crate) figures: Vec<Recorded>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recorded {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) value: f64,
    pub(crate) limit: Option<f64>,
}

impl Record {
    /// # Errors
    /// The file can't be read.
    pub(crate) fn read() -> Result<Self> {
        let text = fs::read_to_string(root()?.join(FILE));
        let text = text.with_context(|| format!("can't read {FILE}"))?;
        toml::from_str(&text).with_context(|| format!("{FILE} is not a record of figures"))
    }

    /// # Errors
    /// The benchmark was never recorded.
    pub(crate) fn section(&self, benchmark: &str) -> Result<&Section> {
        self.sections.get(benchmark).with_context(|| {
            format!(
                "{FILE} has no section `{benchmark}`: run `cargo xtask bench {benchmark} --record`"
            )
        })
    }

    pub(crate) fn sections(&self) -> impl Iterator<Item = (&str, &Section)> {
        self.sections
            .iter()
            .map(|(name, section)| (name.as_str(), section))
    }
}

impl Section {
    /// # Errors
    /// There is no such figure.
    pub(crate) fn value(&self, name: &str) -> Result<f64> {
        let figure = self.figures.iter().find(|figure| figure.name == name);
        let figure = figure.with_context(|| format!("{FILE} has no figure `{name}`"))?;
        Ok(figure.value)
    }
}

impl Recorded {
    pub(crate) fn figure(&self) -> Figure {
        Figure {
            limit: self.limit,
            ..Figure::new(self.name.as_str(), self.kind, self.value)
        }
    }
}

/// Replaces the section of a benchmark.
///
/// # Errors
/// The file can't be read or written.
pub(crate) fn save(benchmark: &str, figures: &[Figure]) -> Result<()> {
    // The folder of a file on this machine means nothing to others.
    let name = |argument: String| match Path::new(&argument).file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => argument,
    };
    let arguments: Vec<String> = env::args().skip(1).map(name).collect();
    let figures = figures.iter().map(|figure| Recorded {
        name: figure.name.clone(),
        kind: figure.kind,
        value: rounded(figure.value),
        limit: figure.limit,
    });
    let section = Section {
        command: format!("cargo xtask {}", arguments.join(" ")),
        date: OffsetDateTime::now_utc().date().to_string(),
        machine: machine()?,
        source: None,
        figures: figures.collect(),
    };
    let mut record = Record::read()?;
    record.sections.insert(benchmark.to_owned(), section);
    let text = toml::to_string(&record).context("can't write figures as TOML")?;
    fs::write(root()?.join(FILE), format!("{HEADER}{text}"))
        .with_context(|| format!("can't write {FILE}"))
}

/// Rounds to four significant digits, more than any figure is accurate to.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

fn machine() -> Result<String> {
    let rustc = Command::new("rustc")
        .arg("--version")
        .output()
        .context("can't run rustc")?;
    let rustc = String::from_utf8_lossy(&rustc.stdout);
    let version = rustc
        .split(' ')
        .nth(1)
        .unwrap_or("of unknown version")
        .to_owned();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Ok(format!("{cores} cores, Rust {version}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_four_digits() {
        assert_eq!(rounded(11_471.234), 11_470.0);
        assert_eq!(rounded(1.023_456), 1.023);
        assert_eq!(rounded(0.0), 0.0);
    }

    #[test]
    fn sections_survive_toml() {
        let section = Section {
            command: "cargo xtask bench decode --record".to_owned(),
            date: "2026-01-31".to_owned(),
            machine: "2 cores, Rust 1.90.0".to_owned(),
            source: None,
            figures: vec![Recorded {
                name: "a, to b".to_owned(),
                kind: Kind::CpuRatio,
                value: 1.5,
                limit: Some(2.0),
            }],
        };
        let record = Record {
            sections: [("decode".to_owned(), section)].into(),
        };
        let text = toml::to_string(&record).unwrap();
        assert_eq!(toml::from_str::<Record>(&text).unwrap(), record);
        let missing = record.section("calls").unwrap_err().to_string();
        assert!(missing.contains("bench calls --record"), "{missing}");
    }
}
