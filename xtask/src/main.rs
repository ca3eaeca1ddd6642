//! The project's command line: `cargo xtask`. Each command is a module.

mod bench;
mod codegen;
mod conformance;
mod inputs;
mod replace;
mod spec;
mod tree;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures the project against its figures
    #[command(subcommand)]
    Bench(bench::Command),
    /// Writes the crate from the vendored facts of the Atlas document
    Codegen(codegen::Arguments),
    /// Drives every operation of the crate, and compares what comes out with what went in
    Conformance(conformance::Arguments),
    /// The vendored facts of the Atlas document
    #[command(subcommand)]
    Spec(spec::Command),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Bench(command) => command.run(),
        Command::Codegen(arguments) => arguments.run(),
        Command::Conformance(arguments) => return arguments.run(),
        Command::Spec(command) => command.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // The chain of causes says all; a backtrace would bury it.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
