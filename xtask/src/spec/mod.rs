//! `cargo xtask spec`: works with the vendored Atlas spec in the folder `spec/`.

mod acknowledged;
mod diff;
mod doubt;
mod fetch;
mod origin;
mod prove;
mod release;
mod retired;
mod sides;
mod sunsets;
#[cfg(test)]
mod tests;
mod update;
#[cfg(test)]
mod update_tests;
mod vendor;

use std::process::ExitCode;

use acknowledged::Reached;
use clap::Subcommand;

use crate::workspace::root;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Copies the facts of the Atlas spec, without its prose, into spec/
    Vendor(vendor::Arguments),
    /// Updates spec/, the crate, the changelog and the version to a new spec, all or nothing
    Update(update::Arguments),
    /// Lists the versions with a sunset date
    Sunsets(sunsets::Arguments),
    /// Reports what changes between two specs, on the wire and for programs that use the crate
    Diff(diff::Arguments),
    /// Builds the crates of two or more specs, and checks the reports of `diff` against them
    Prove(prove::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let spec = root()?.join("spec");
        let result = match self {
            Self::Vendor(arguments) => arguments.run(&spec),
            Self::Update(arguments) => arguments.run(&spec),
            Self::Sunsets(arguments) => arguments.run(&spec),
            Self::Diff(arguments) => arguments.run(&spec),
            Self::Prove(arguments) => arguments.run(&spec),
        };
        // `clap` exits with 2 on wrong arguments, and an error exits with 1.
        match result {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(error) if error.is::<Reached>() => {
                eprintln!("error: {error}");
                Ok(ExitCode::from(3))
            }
            Err(error) => Err(error),
        }
    }
}
