//! `cargo xtask spec`: what the folder `spec/` holds of the Atlas document.

mod diff;
mod fetch;
mod origin;
mod prove;
mod release;
mod retired;
mod sunsets;
#[cfg(test)]
mod tests;
mod update;
#[cfg(test)]
mod update_tests;
mod vendor;

use clap::Subcommand;

use crate::workspace::root;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Takes the facts of the Atlas document into spec/, and leaves its prose out
    Vendor(vendor::Arguments),
    /// Takes an update of the document: spec/, the crate, the changelog and the version, all or nothing
    Update(update::Arguments),
    /// Lists the versions that are removed
    Sunsets(sunsets::Arguments),
    /// Says what an update of the document means, on the wire and for programs that use the crate
    Diff(diff::Arguments),
    /// Builds the crates of some documents, and finds out whether what `diff` says of them is true
    Prove(prove::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let spec = root()?.join("spec");
        match self {
            Self::Vendor(arguments) => arguments.run(&spec),
            Self::Update(arguments) => arguments.run(&spec),
            Self::Sunsets(arguments) => arguments.run(&spec),
            Self::Diff(arguments) => arguments.run(&spec),
            Self::Prove(arguments) => arguments.run(&spec),
        }
    }
}
