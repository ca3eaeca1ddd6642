//! `cargo xtask bench compile`: compiles the crate `atlas-api`, without its dependencies.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};
use clap::Args;

use super::figure::{Figure, Kind};
use super::options::{Options, median};
use super::usage::{measure, size};
use crate::workspace::{cargo_in, root, target};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
}

/// A measurement, and its limits.
struct Row {
    name: &'static str,
    command: &'static [&'static str],
    features: Features,
    /// At most so many seconds of CPU,
    cpu: f64,
    /// and so many MB of memory.
    memory: Option<f64>,
    /// The folder of the library that comes out, and at most so many MB of it.
    library: Option<(&'static str, f64)>,
}

struct Features {
    /// The arguments for cargo.
    arguments: &'static [&'static str],
    /// The features that have dependencies. The crate is small with these alone, so a build compiles mostly
    /// dependencies.
    dependencies: &'static str,
}

/// All tags and versions, including previews and retired ones, without the table for tests or a second
/// TLS library.
const EVERYTHING: Features = Features {
    arguments: &["--features", "preview,retired"],
    dependencies: "rustls,digest,profile",
};

const ROWS: [Row; 5] = [
    Row {
        name: "cargo check, everything",
        command: &["check"],
        features: EVERYTHING,
        cpu: 14.0,
        memory: Some(1200.0),
        library: None,
    },
    Row {
        name: "cargo check, clusters alone",
        command: &["check"],
        features: Features {
            arguments: &["--no-default-features", "--features=clusters,rustls"],
            dependencies: "rustls",
        },
        cpu: 1.5,
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
        cpu: 2.5,
        memory: None,
        library: None,
    },
    Row {
        name: "cargo build, everything",
        command: &["build"],
        features: EVERYTHING,
        cpu: 25.0,
        memory: None,
        library: Some(("debug", 45.0)),
    },
    Row {
        name: "cargo build --release, everything",
        command: &["build", "--release"],
        features: EVERYTHING,
        cpu: 35.0,
        memory: None,
        library: Some(("release", 60.0)),
    },
];

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let target = target()?;
        let mut figures = Vec::new();
        for row in ROWS {
            row.prepare(&target)?;
            let runs = self.options.runs.unwrap_or(3);
            figures.extend(self.options.settle(|| row.figures(&target, runs))?);
        }
        self.options.finish(&figures)
    }
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

    /// What compiling the crate uses, by the median, and what comes out.
    fn figures(&self, target: &Path, runs: u16) -> Result<Vec<Figure>> {
        let mut usages = Vec::new();
        for _ in 0..runs {
            touch()?;
            let mut command = compile(target, self.command)?;
            usages.push(measure(command.args(self.features.arguments))?);
        }
        let usage = median(usages, |usage| usage.cpu)?;
        let memory = format!("{}: memory", self.name);
        let mut figures = vec![
            Figure::new(self.name, Kind::Cpu, usage.cpu).at_most(self.cpu),
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

/// Cargo with a command for the crate.
fn compile(target: &Path, what: &[&str]) -> Result<Command> {
    let mut command = cargo_in(root()?, target);
    command.args(what).args(["--package", "atlas-api"]);
    Ok(command)
}

/// Makes cargo compile the crate again, and nothing else.
fn touch() -> Result<()> {
    let file = root()?.join("atlas-api/src/lib.rs");
    let context = || format!("can't touch {}", file.display());
    let options = fs::File::options().append(true).open(&file);
    let opened = options.with_context(context)?;
    opened.set_modified(SystemTime::now()).with_context(context)
}
