//! `cargo xtask bench`: figures of the project, measured and printed beside what they ought to be.
//! They are never asserted: machines differ.

mod codegen;
mod usage;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// The cost of generating the crate, and of `cargo check` on what is generated
    Codegen(codegen::Arguments),
    /// Runs a command and prints what it used; the other benchmarks run this
    #[command(hide = true)]
    Measure(usage::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Codegen(arguments) => arguments.run(),
            Self::Measure(arguments) => arguments.run(),
        }
    }
}
