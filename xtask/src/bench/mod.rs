//! `cargo xtask bench`: figures of the project, measured and printed beside what they ought to be.
//! Machines differ and are busy, so a figure fails nothing unless `--gate` is asked for, which forgives
//! half of each limit, or a tenth of a file's size.

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
    /// The cost of generating the crate, and what it is for a spec 10 times as large
    Codegen(codegen::Arguments),
    /// The cost of compiling the crate, its dependencies not counted
    Compile(compile::Arguments),
    /// The cost of compiling a program that uses the crate, beside the same program by hand
    Program(program::Arguments),
    /// The cost of decoding, beside types that serde derives and beside `serde_json::Value`
    Decode(in_process::Arguments),
    /// The cost of calls and streams, beside the same by hand
    Calls(in_process::Arguments),
    /// The cost of comparing two specs
    Diff(diff::Arguments),
    /// Runs a command and prints what it used; the other benchmarks run this
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
