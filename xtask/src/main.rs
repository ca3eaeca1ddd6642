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
    /// Measures speed and size, and compares them with their limits
    #[command(subcommand)]
    Bench(bench::Command),
    /// Generates the crate from the vendored Atlas spec
    Codegen(codegen::Arguments),
    /// Runs every operation of the crate with sample data, and compares the output with the input
    Conformance(conformance::Arguments),
    /// Updates, compares and inspects the vendored Atlas spec
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
        Err(error) => {
            print(&error);
            ExitCode::FAILURE
        }
    }
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
