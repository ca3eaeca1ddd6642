//! `cargo xtask bench diff`.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use super::figure::{Figure, Kind};
use super::options::Gate;
use super::usage::{instructions, measure};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The specs to compare, as `spec diff` takes them
    #[arg(num_args = 2, default_values = ["spec/atlas-v2.yaml", "spec/atlas-v2.yaml"])]
    documents: Vec<String>,

    #[command(flatten)]
    gate: Gate,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let program = env::current_exe().context("can't find the path of this program")?;
        let mut diff = Command::new(program);
        diff.args(["spec", "diff"]).args(&self.documents);
        let count = instructions(&diff)?;
        let memory = measure(&mut diff)?.memory;
        self.gate.finish(
            "diff",
            &[
                Figure::new("cargo xtask spec diff", Kind::Instructions, count).at_most(15_000.0),
                Figure::new("cargo xtask spec diff: memory", Kind::Memory, memory).at_most(200.0),
            ],
        )
    }
}
