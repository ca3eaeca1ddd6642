//! `cargo xtask bench peers`: checks the crate, and what another generator makes from the same spec.
//!
//! Needs a network, to install the generator. No check runs this, because other projects release whenever they like.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::compile::{check_everything, touch};
use super::figure::{Figure, Kind};
use super::options::{Timed, median};
use super::usage::{Usage, measure};
use crate::workspace::{cargo, cargo_in, root, target};

/// Of the generators that accept the spec, the one whose output compiles fastest, and its version.
pub(crate) const PEER: &str = "ploidy";
const VERSION: &str = "0.15.0";

pub(crate) fn run(options: &Timed) -> Result<()> {
    let peer = Peer::install(target()?.join("peers"))?;
    // Builds the dependencies too.
    peer.check()?;
    let mut pairs = Vec::new();
    for _ in 0..options.runs.unwrap_or(3) {
        pairs.push((check_everything()?, peer.check()?));
    }
    let (ours, theirs) = median(pairs, |(ours, theirs)| ours.cpu / theirs.cpu)?;
    let rows = [("atlas-api", &ours), (PEER, &theirs)];
    let mut figures: Vec<_> = rows
        .iter()
        .flat_map(|(name, usage)| {
            let name = format!("cargo check, {name}");
            let memory = format!("{name}: memory");
            [
                Figure::new(name, Kind::Cpu, usage.cpu),
                Figure::new(memory, Kind::Memory, usage.memory),
            ]
        })
        .collect();
    let name = format!("cargo check, to {PEER} {VERSION}");
    figures.push(Figure::new(name, Kind::CpuRatio, ours.cpu / theirs.cpu));
    options.gate.finish("peers", &figures)
}

/// The crate that the other generator writes.
struct Peer {
    folder: PathBuf,
    target: PathBuf,
}

impl Peer {
    /// Installs the generator, and runs it on the vendored spec.
    fn install(folder: PathBuf) -> Result<Self> {
        let mut install = cargo();
        install
            .args(["install", "--locked", "--quiet", "--root"])
            .arg(&folder)
            .arg(format!("{PEER}@{VERSION}"));
        measure(&mut install)?;
        let peer = Self {
            target: folder.join("target"),
            folder: folder.join("crate"),
        };
        let mut generate = Command::new(folder.join("bin").join(PEER));
        generate
            .args(["generate", "rust", "--name", "peer", "--output"])
            .arg(&peer.folder)
            .arg(root()?.join("spec/atlas-v2.yaml"));
        measure(&mut generate)?;
        Ok(peer)
    }

    fn check(&self) -> Result<Usage> {
        touch(&self.folder.join("src/lib.rs"))?;
        let mut command = cargo_in(root()?, &self.target);
        command.args(["check", "--manifest-path"]);
        measure(command.arg(self.folder.join("Cargo.toml")))
    }
}
