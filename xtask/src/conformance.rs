//! Runs the program `conformance`. It is a separate program because it depends on the generated crate,
//! and xtask must work without that.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;

use crate::workspace::cargo;

#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// Arguments of the program; see its `--help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

impl Arguments {
    pub(crate) fn run(self) -> ExitCode {
        let status = cargo()
            .args(["run", "--quiet", "--package", "conformance", "--"])
            .args(self.arguments)
            .status();
        match status {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("error: can't run cargo: {error}");
                ExitCode::FAILURE
            }
        }
    }
}
