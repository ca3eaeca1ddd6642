//! `cargo xtask bench`: measures the project, and prints each figure with its limit. The limits apply to counts of
//! instructions and sizes, which are the same in every run, and to compile times relative to another one. Nothing fails
//! without `--gate`.

mod bare;
mod charts;
mod clone;
mod codegen;
mod compile;
mod diff;
mod enlarge;
mod figure;
mod growth;
mod in_process;
mod options;
mod peers;
mod program;
mod record;
mod usage;
mod yardstick;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

#[derive(Args)]
#[command(arg_required_else_help = true, args_conflicts_with_subcommands = true)]
pub(crate) struct Command {
    /// Draw docs/charts and the tables of docs/performance.md from the recorded figures
    #[arg(long)]
    chart: bool,

    #[command(subcommand)]
    benchmark: Option<Benchmark>,
}

#[derive(Subcommand)]
enum Benchmark {
    /// Measures generating the crate, and again from a spec twice as large
    Codegen(codegen::Arguments),
    /// Measures compiling the crate, without its dependencies
    Compile(compile::Arguments),
    /// Measures building a program that uses the crate, compared with the same program without it
    Program(program::Arguments),
    /// Measures decoding, compared with serde derive in three libraries, and with `serde_json::Value`
    Decode(in_process::Arguments),
    /// Measures encoding, compared with serde derive
    Encode(in_process::Arguments),
    /// Measures calls and streams, compared with `reqwest` and `serde`
    Calls(in_process::Arguments),
    /// Measures comparing two specs
    Diff(diff::Arguments),
    /// Measures how the time of codegen grows with the spec
    Growth(growth::Arguments),
    /// Measures the commands of the README in a fresh clone
    Clone(clone::Arguments),
    /// Measures checking the crate, compared with what another generator makes from the spec
    Peers(peers::Arguments),
    /// Runs a command and prints the resources it used, for the other benchmarks
    #[command(hide = true)]
    Measure(usage::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode> {
        if self.chart {
            charts::draw()?;
        }
        if let Some(benchmark) = self.benchmark {
            benchmark.run()?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Benchmark {
    fn run(self) -> Result<()> {
        match self {
            Self::Codegen(arguments) => arguments.run(),
            Self::Compile(arguments) => arguments.run(),
            Self::Program(arguments) => arguments.run(),
            Self::Decode(arguments) => arguments.run("decode"),
            Self::Encode(arguments) => arguments.run("encode"),
            Self::Calls(arguments) => arguments.run("calls"),
            Self::Diff(arguments) => arguments.run(),
            Self::Growth(arguments) => arguments.run(),
            Self::Clone(arguments) => arguments.run(),
            Self::Peers(arguments) => arguments.run(),
            Self::Measure(arguments) => arguments.run(),
        }
    }
}
