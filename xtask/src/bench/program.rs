//! `cargo xtask bench program`: builds a program that lists clusters from scratch, and the same program
//! without the crate. Both are in `bench/programs`.

use std::env::consts::EXE_SUFFIX;
use std::path::Path;

use anyhow::{Context, Result};

use super::figure::{Figure, Kind};
use super::options::{Timed, median};
use super::usage::{measure, size};
use crate::workspace::{cargo_in, root, target};

/// The cost and the result of building a program from scratch.
struct Build {
    /// CPU time in seconds.
    cpu: f64,
    /// The size of the program in MB.
    size: f64,
}

pub(crate) fn run(options: &Timed) -> Result<()> {
    let cpu = |what, (atlas, by_hand): &(Build, Build)| {
        compared(what, Kind::Cpu, Kind::CpuRatio, atlas.cpu, by_hand.cpu)
    };
    let mut figures = options.settle(|| {
        let [atlas, by_hand, ratio] = cpu("cargo build", &builds(options, false)?);
        Ok(vec![atlas, by_hand, ratio.at_most(1.15)])
    })?;
    let (atlas, by_hand) = if options.gate.is_applied() {
        // Only the sizes have a limit, so dependencies that are already built will do. This saves minutes.
        let target = target()?;
        (
            build("atlas", true, &target)?,
            build("by_hand", true, &target)?,
        )
    } else {
        let release = builds(options, true)?;
        figures.extend(cpu("cargo build --release", &release));
        release
    };
    let [atlas, by_hand, ratio] = compared(
        "size of the release",
        Kind::Size,
        Kind::SizeRatio,
        atlas.size,
        by_hand.size,
    );
    figures.extend([atlas, by_hand, ratio.at_most(1.3)]);
    options.gate.finish("program", &figures)
}

/// A figure of each program, and one of the program with the crate relative to the other.
fn compared(what: &str, kind: Kind, ratio: Kind, atlas: f64, by_hand: f64) -> [Figure; 3] {
    [
        Figure::new(format!("{what}, atlas-api"), kind, atlas),
        Figure::new(format!("{what}, by hand"), kind, by_hand),
        Figure::new(format!("{what}, against by hand"), ratio, atlas / by_hand),
    ]
}

/// Builds both programs from scratch, in turn, and returns the pair with the median ratio.
fn builds(options: &Timed, release: bool) -> Result<(Build, Build)> {
    let clean = |program| {
        let target = tempfile::tempdir().context("can't make a temporary folder")?;
        build(program, release, target.path())
    };
    let mut pairs = Vec::new();
    for _ in 0..options.runs.unwrap_or(1) {
        pairs.push((clean("atlas")?, clean("by_hand")?));
    }
    median(pairs, |(atlas, by_hand)| atlas.cpu / by_hand.cpu)
}

/// Builds a program, and the dependencies that the target folder lacks.
fn build(program: &str, release: bool, target: &Path) -> Result<Build> {
    let folder = root()?.join("bench/programs").join(program);
    let mut command = cargo_in(&folder, target);
    command.args(["build", "--locked"]);
    let profile = if release {
        command.arg("--release");
        "release"
    } else {
        "debug"
    };
    let usage =
        measure(&mut command).with_context(|| format!("can't build bench/programs/{program}"))?;
    let file = target.join(profile).join(format!("{program}{EXE_SUFFIX}"));
    Ok(Build {
        cpu: usage.cpu,
        size: size(&file)?,
    })
}
