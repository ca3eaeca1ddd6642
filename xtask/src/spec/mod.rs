//! `cargo xtask spec`: what the folder `spec/` holds of the Atlas document.

mod fetch;
mod origin;
#[cfg(test)]
mod tests;
mod vendor;

use std::path::Path;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Takes the facts of the Atlas document into spec/, and leaves its prose out
    Vendor(vendor::Arguments),
}

impl Command {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        // Cargo starts the command, from any folder of the workspace.
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("spec");
        match self {
            Self::Vendor(arguments) => arguments.run(&spec),
        }
    }
}
