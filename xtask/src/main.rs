//! The project's command line: `cargo xtask`. Each command is a module.

// Without the feature, functions that only its commands call are dead code.
#![cfg_attr(not(feature = "maintenance"), allow(dead_code))]

#[cfg(feature = "maintenance")]
mod bench;
mod codegen;
mod elsewhere;
mod inputs;
mod replace;
#[cfg(feature = "maintenance")]
mod rustdoc;
#[cfg(feature = "maintenance")]
mod spec;
mod tree;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use replace::Recovered;

#[cfg(not(feature = "maintenance"))]
use elsewhere as bench;
#[cfg(not(feature = "maintenance"))]
use elsewhere as rustdoc;
#[cfg(not(feature = "maintenance"))]
use elsewhere as spec;

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures speed and size, and compares them with their limits
    Bench(bench::Command),
    /// Generates the crate from the vendored Atlas spec
    Codegen(codegen::Arguments),
    /// Runs every operation of the crate with sample data, and compares the output with the input
    Conformance(elsewhere::Command),
    /// Measures how much the rendered documentation explains, and fails if it is too little
    Rustdoc(rustdoc::Command),
    /// Updates, compares and inspects the vendored Atlas spec
    #[cfg_attr(feature = "maintenance", command(subcommand))]
    Spec(spec::Command),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match recover() {
        Ok(()) => run(command),
        Err(error) => fail(&error),
    }
}

/// Finishes a command that was killed.
fn recover() -> anyhow::Result<()> {
    let recovered = replace::recover(workspace::root()?)?;
    let what = match recovered {
        None => return Ok(()),
        Some(Recovered::Completed) => "its changes have been completed",
        Some(Recovered::Discarded) => "it had not changed anything",
    };
    eprintln!("an earlier command was interrupted: {what}");
    Ok(())
}

fn run(command: Command) -> ExitCode {
    let result = match command {
        Command::Bench(command) => command.run(),
        Command::Codegen(arguments) => arguments.run(),
        Command::Conformance(command) => command.run_conformance(),
        Command::Rustdoc(command) => command.run(),
        Command::Spec(command) => command.run(),
    };
    result.unwrap_or_else(|error| fail(&error))
}

fn fail(error: &anyhow::Error) -> ExitCode {
    print(error);
    ExitCode::FAILURE
}

/// Prints the chain of causes, which a backtrace would bury. An error of the generator shows its line.
fn print(error: &anyhow::Error) {
    match error.root_cause().downcast_ref::<generator::Error>() {
        None => eprintln!("error: {error:#}"),
        Some(root) => {
            eprintln!("{}", root.report());
            let contexts = error.chain().count() - 1;
            for context in error.chain().take(contexts) {
                eprintln!("note: {context}");
            }
        }
    }
}
