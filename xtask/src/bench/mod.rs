//! `cargo xtask bench`: measures the project, and prints each figure with its limit. Machines differ and are
//! busy, so nothing fails without `--gate`, which allows half more than a limit, or a tenth more for sizes of
//! files.

mod codegen;
mod compile;
mod diff;
mod enlarge;
mod figure;
mod in_process;
mod machine;
mod options;
mod program;
mod usage;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Measures generating the crate, also from a spec 10 times as large
    Codegen(codegen::Arguments),
    /// Measures compiling the crate, without its dependencies
    Compile(compile::Arguments),
    /// Measures building a program that uses the crate, compared with the same program without it
    Program(program::Arguments),
    /// Measures decoding, compared with serde derive and with `serde_json::Value`
    Decode(in_process::Arguments),
    /// Measures calls and streams, compared with `reqwest` and `serde`
    Calls(in_process::Arguments),
    /// Measures comparing two specs
    Diff(diff::Arguments),
    /// Runs a command and prints what it used, for the other benchmarks
    #[command(hide = true)]
    Measure(usage::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Codegen(arguments) => arguments.run(),
            Self::Compile(arguments) => arguments.run(),
            Self::Program(arguments) => arguments.run(),
            Self::Decode(arguments) => arguments.run("decode"),
            Self::Calls(arguments) => arguments.run("calls"),
            Self::Diff(arguments) => arguments.run(),
            Self::Measure(arguments) => arguments.run(),
        }
    }
}
