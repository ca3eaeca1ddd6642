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

use self::options::{Gate, Timed};

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
    Codegen(Gate),
    /// Measures compiling the crate, without its dependencies
    Compile(Timed),
    /// Measures building a program that uses the crate, compared with the same program without it
    Program(Timed),
    /// Measures decoding, compared with serde derive in three libraries, and with `serde_json::Value`
    Decode(Gate),
    /// Measures encoding, compared with serde derive
    Encode(Gate),
    /// Measures calls and streams, compared with `reqwest` and `serde`
    Calls(Gate),
    /// Measures comparing two specs
    Diff(diff::Arguments),
    /// Measures how the time of codegen grows with the spec
    Growth(Gate),
    /// Measures the commands of the README in a fresh clone
    Clone(Gate),
    /// Measures checking the crate, compared with what another generator makes from the spec
    Peers(Timed),
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
            Self::Codegen(gate) => codegen::run(&gate),
            Self::Compile(options) => compile::run(&options),
            Self::Program(options) => program::run(&options),
            Self::Decode(gate) => in_process::run("decode", &gate),
            Self::Encode(gate) => in_process::run("encode", &gate),
            Self::Calls(gate) => in_process::run("calls", &gate),
            Self::Diff(arguments) => arguments.run(),
            Self::Growth(gate) => growth::run(&gate),
            Self::Clone(gate) => clone::run(&gate),
            Self::Peers(options) => peers::run(&options),
            Self::Measure(arguments) => arguments.run(),
        }
    }
}
