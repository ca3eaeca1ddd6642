//! `cargo xtask bench compile`: compiles the crate `atlas-api`, without its dependencies.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::bare;
use super::figure::{Figure, Kind};
use super::options::{Timed, median};
use super::usage::{Usage, measure, size};
use super::yardstick;
use crate::workspace::{cargo_in, root, target};

/// A measurement, and its limits.
struct Row {
    name: &'static str,
    command: &'static [&'static str],
    features: Features,
    /// The maximum CPU time, as a multiple of the yardstick's.
    times: f64,
    /// The maximum memory, in MB.
    memory: Option<f64>,
    /// The folder of the compiled library, and its maximum size in MB.
    library: Option<(&'static str, f64)>,
}

struct Features {
    /// The arguments for Cargo.
    arguments: &'static [&'static str],
    /// The features that have dependencies. With only these the crate is small, so a build compiles little but
    /// dependencies.
    dependencies: &'static str,
}

/// All tags and versions, including previews and retired ones, but without the conformance table and the second TLS
/// library.
const EVERYTHING: Features = Features {
    arguments: &["--features", "preview,retired"],
    dependencies: "rustls,digest,profile",
};

const ROWS: [Row; 5] = [
    Row {
        name: "cargo check, everything",
        command: &["check"],
        features: EVERYTHING,
        times: 7.0,
        memory: Some(1500.0),
        library: None,
    },
    Row {
        name: "cargo check, clusters alone",
        command: &["check"],
        features: Features {
            arguments: &["--no-default-features", "--features=clusters,rustls"],
            dependencies: "rustls",
        },
        times: 0.8,
        memory: None,
        library: None,
    },
    Row {
        name: "cargo check, four tags",
        command: &["check"],
        features: Features {
            arguments: &[
                "--no-default-features",
                "--features=clusters,projects,database_users,organizations,rustls",
            ],
            dependencies: "rustls",
        },
        times: 0.9,
        memory: None,
        library: None,
    },
    Row {
        name: "cargo build, everything",
        command: &["build"],
        features: EVERYTHING,
        times: 8.0,
        memory: None,
        library: Some(("debug", 60.0)),
    },
    Row {
        name: "cargo build --release, everything",
        command: &["build", "--release"],
        features: EVERYTHING,
        times: 10.0,
        memory: None,
        library: Some(("release", 75.0)),
    },
];

pub(crate) fn run(options: &Timed) -> Result<()> {
    let target = target()?;
    let mut figures = Vec::new();
    for row in ROWS {
        row.prepare(&target)?;
        let runs = options.runs.unwrap_or(3);
        figures.extend(options.settle(|| row.figures(&target, runs))?);
    }
    let [everything, ..] = ROWS;
    if let Some(figure) = figures.iter().find(|it| it.name == everything.name) {
        let bare = bare::cpu()?;
        let name = format!("{}: to bare types", everything.name);
        let ratio = Figure::new(name, Kind::CpuRatio, figure.value / bare);
        figures.extend([Figure::new("rustc, bare types", Kind::Cpu, bare), ratio]);
    }
    options.gate.finish("compile", &figures)
}

impl Row {
    /// Builds the crate's dependencies.
    fn prepare(&self, target: &Path) -> Result<()> {
        let mut command = compile(target, self.command)?;
        command.args([
            "--no-default-features",
            "--features",
            self.features.dependencies,
        ]);
        measure(&mut command).map(|_| ())
    }

    /// Compiles the crate `runs` times, and returns the figures of the median run.
    fn figures(&self, target: &Path, runs: u16) -> Result<Vec<Figure>> {
        let mut usages = Vec::new();
        for _ in 0..runs {
            touch_lib()?;
            let mut command = compile(target, self.command)?;
            let usage = measure(command.args(self.features.arguments))?;
            usages.push((usage.cpu / yardstick::cpu()?, usage));
        }
        let (times, usage) = median(usages, |(times, _)| *times)?;
        let memory = format!("{}: memory", self.name);
        let to_yardstick = format!("{}: to the yardstick", self.name);
        let mut figures = vec![
            Figure::new(self.name, Kind::Cpu, usage.cpu),
            Figure::new(to_yardstick, Kind::CpuRatio, times).at_most(self.times),
            Figure {
                limit: self.memory,
                ..Figure::new(memory, Kind::Memory, usage.memory)
            },
        ];
        if let Some((profile, limit)) = self.library {
            let name = format!("{}: the library", self.name);
            let size = size(&target.join(profile).join("libatlas_api.rlib"))?;
            figures.push(Figure::new(name, Kind::Size, size).at_most(limit));
        }
        Ok(figures)
    }
}

/// Checks everything once, and nothing else.
///
/// # Errors
/// Cargo fails, or can't be run.
pub(crate) fn check_everything() -> Result<Usage> {
    let (target, [row, ..]) = (target()?, ROWS);
    row.prepare(&target)?;
    touch_lib()?;
    measure(compile(&target, row.command)?.args(row.features.arguments))
}

/// A Cargo command for the crate.
fn compile(target: &Path, what: &[&str]) -> Result<Command> {
    let mut command = cargo_in(root()?, target);
    command.args(what).args(["--package", "atlas-api"]);
    Ok(command)
}

fn touch_lib() -> Result<()> {
    touch(&root()?.join("atlas-api/src/lib.rs"))
}

/// Makes Cargo compile a crate again, and nothing else.
///
/// # Errors
/// The file of the crate can't be changed.
pub(crate) fn touch(file: &Path) -> Result<()> {
    let context = || format!("can't touch {}", file.display());
    let options = fs::File::options().append(true).open(file);
    let opened = options.with_context(context)?;
    opened.set_modified(SystemTime::now()).with_context(context)
}
