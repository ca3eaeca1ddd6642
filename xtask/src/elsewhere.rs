//! Commands of other programs. `cargo xtask codegen` is the first command that a newcomer runs, so the program that
//! Cargo builds for it contains nothing else. The others are built on first use.

#[cfg(not(feature = "maintenance"))]
use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::cargo;

#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Command {
    /// Arguments of the command; see its `--help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

impl Command {
    /// Runs this command line again, in a build with all commands.
    #[cfg(not(feature = "maintenance"))]
    pub(crate) fn run(self) -> Result<ExitCode> {
        let program = ["--package", "xtask", "--profile", "xtask"];
        run(&program, env::args_os().skip(1))
    }

    /// Runs the program `conformance`. It depends on the generated crate, and xtask must work without that.
    pub(crate) fn run_conformance(self) -> Result<ExitCode> {
        run(&["--package", "conformance"], self.arguments)
    }
}

fn run(program: &[&str], arguments: impl IntoIterator<Item = OsString>) -> Result<ExitCode> {
    let status = cargo()
        .args(["run", "--quiet"])
        .args(program)
        .arg("--")
        .args(arguments)
        .status()
        .context("can't run cargo")?;
    // A process killed by a signal has no code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(1).into())
}
