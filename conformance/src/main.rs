//! The command line behind `cargo xtask conformance`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use conformance::{recorded, spec};
use generator::Document;

/// Drives every operation of the crate, and compares what comes out with what went in
#[derive(Parser)]
#[command(
    name = "conformance",
    bin_name = "cargo xtask conformance",
    max_term_width = 100
)]
#[command(arg_required_else_help = true)]
struct Arguments {
    /// Sends the recorded exchanges of this file through the crate, one JSON object a line
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,
    /// Sends bodies that are sampled from the document through the crate
    #[arg(long)]
    spec: bool,
    /// The document to sample
    #[arg(
        long,
        value_name = "FILE",
        default_value = "spec/atlas-v2.yaml",
        requires = "spec"
    )]
    document: PathBuf,
}

fn main() -> ExitCode {
    match Arguments::parse().run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    /// Whether nothing was lost.
    fn run(self) -> Result<bool> {
        let mut passes = true;
        if let Some(file) = &self.recorded {
            let name = file.display();
            let text =
                std::fs::read_to_string(file).with_context(|| format!("can't read {name}"))?;
            let report = recorded::Report::of(&text).with_context(|| name.to_string())?;
            print!("{}", report.to_text());
            passes &= report.passes();
        }
        if self.spec {
            let name = self.document.display().to_string();
            let text = std::fs::read_to_string(&self.document);
            let text = text.with_context(|| format!("can't read {name}"))?;
            let document = Document::parse(name, text)?;
            let report = spec::Report::of(document.tree(), 1);
            print!("{}", report.to_text());
            passes &= report.passes();
        }
        Ok(passes)
    }
}
