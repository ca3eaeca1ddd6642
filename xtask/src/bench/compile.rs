//! `cargo xtask bench compile`: the crate `atlas-api`, its dependencies built before.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};
use clap::Args;

use super::cargo::cargo;
use super::figure::{Figure, Kind};
use super::options::{Options, median};
use super::root;
use super::usage::{Usage, measure};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
}

/// All tags, versions and previews; not the table for tests, nor a second TLS library.
const EVERYTHING: Features = Features {
    arguments: &["--features", "preview"],
    dependencies: "rustls,digest,profile",
};
const CLUSTERS: Features = Features {
    arguments: &["--no-default-features", "--features", "clusters,rustls"],
    dependencies: "rustls",
};
const FOUR_TAGS: Features = Features {
    arguments: &[
        "--no-default-features",
        "--features",
        "clusters,projects,database_users,organizations,rustls",
    ],
    dependencies: "rustls",
};

struct Features {
    /// As cargo is told them.
    arguments: &'static [&'static str],
    /// Those of them that dependencies follow. The crate is small with these alone, so what is left to
    /// build is its dependencies.
    dependencies: &'static str,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let target = root()?.join("target/bench");
        let rlib = |profile: &str| size(&target.join(profile).join("libatlas_api.rlib"));
        let mut figures = Vec::new();
        let mut add = |what: &[&str], features, rows: &dyn Fn(Usage) -> Result<Vec<Figure>>| {
            prepare(&target, what, features)?;
            figures.extend(
                self.options
                    .settle(|| rows(self.usage(&target, what, features)?))?,
            );
            anyhow::Ok(())
        };
        add(&["check"], &EVERYTHING, &|usage| {
            Ok(vec![
                Figure::new("cargo check, everything", Kind::Cpu, usage.cpu).at_most(14.0),
                Figure::new("  memory", Kind::Memory, usage.memory).at_most(1200.0),
            ])
        })?;
        add(&["check"], &CLUSTERS, &|usage| {
            let name = "cargo check, clusters alone";
            Ok(vec![Figure::new(name, Kind::Cpu, usage.cpu).at_most(1.5)])
        })?;
        add(&["check"], &FOUR_TAGS, &|usage| {
            let name = "cargo check, four tags";
            Ok(vec![Figure::new(name, Kind::Cpu, usage.cpu).at_most(2.5)])
        })?;
        add(&["build"], &EVERYTHING, &|usage| {
            Ok(vec![
                Figure::new("cargo build, everything", Kind::Cpu, usage.cpu).at_most(25.0),
                Figure::new("  memory", Kind::Memory, usage.memory),
                Figure::new("  size of the library", Kind::Size, rlib("debug")?),
            ])
        })?;
        add(&["build", "--release"], &EVERYTHING, &|usage| {
            let name = "cargo build --release, everything";
            Ok(vec![
                Figure::new(name, Kind::Cpu, usage.cpu).at_most(35.0),
                Figure::new("  memory", Kind::Memory, usage.memory),
                Figure::new("  size of the library", Kind::Size, rlib("release")?).at_most(60.0),
            ])
        })?;
        self.options.finish(&figures)
    }

    /// What compiling the crate uses, by the median.
    fn usage(&self, target: &Path, what: &[&str], features: &Features) -> Result<Usage> {
        let mut usages = Vec::new();
        for _ in 0..self.options.runs.unwrap_or(3) {
            touch()?;
            usages.push(measure(compile(target, what)?.args(features.arguments))?);
        }
        median(usages, |usage| usage.cpu)
    }
}

/// Cargo with a command for the crate.
fn compile(target: &Path, what: &[&str]) -> Result<Command> {
    let mut command = cargo(root()?, target);
    command.args(what).args(["--package", "atlas-api"]);
    Ok(command)
}

/// Builds the crate's dependencies.
fn prepare(target: &Path, what: &[&str], features: &Features) -> Result<()> {
    let mut command = compile(target, what)?;
    command.args(["--no-default-features", "--features", features.dependencies]);
    measure(&mut command).map(|_| ())
}

/// Makes cargo compile the crate again, and nothing else.
fn touch() -> Result<()> {
    let file = root()?.join("atlas-api/src/lib.rs");
    let context = || format!("can't touch {}", file.display());
    let options = fs::File::options().append(true).open(&file);
    let opened = options.with_context(context)?;
    opened.set_modified(SystemTime::now()).with_context(context)
}

/// A file's size in MB.
pub(crate) fn size(file: &Path) -> Result<f64> {
    let file_size = fs::metadata(file)
        .with_context(|| format!("can't tell the size of {}", file.display()))?
        .len();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    Ok(file_size as f64 / 1e6)
}
