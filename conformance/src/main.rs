//! The command line behind `cargo xtask conformance`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use atlas_api::test_util::Recorder;
use atlas_api::{Client, Credentials};
use clap::Parser;
use conformance::place::Bodies;
use conformance::{fuzz, live, mock, recorded, reference, spec, vendored};
use generator::Document;

/// Drives every operation of the crate, and compares its output with its input
#[derive(Parser)]
#[command(
    name = "conformance",
    bin_name = "cargo xtask conformance",
    max_term_width = 100
)]
#[command(arg_required_else_help = true)]
struct Arguments {
    /// Sends the recorded exchanges of this file through the crate, one JSON object per line
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,
    /// Sends the examples of an API reference through the crate: a JSON list of operation-versions
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Sends bodies sampled from the spec through the crate
    #[arg(long)]
    spec: bool,
    /// Calls every operation over HTTP, on a mock server that checks requests against the spec: Prism
    #[arg(long, value_name = "URL")]
    mock: Option<String>,
    /// Calls every `GET` of the service with arguments from earlier responses, and changes nothing. The credentials
    /// come from the environment
    #[arg(long)]
    live: bool,
    /// With `--live`: only the newest stable version of each operation, instead of all versions
    #[arg(long, requires = "live")]
    newest: bool,
    /// With `--live`: how many items of each list to follow
    #[arg(long, requires = "live", value_name = "NUMBER", default_value_t = 2)]
    items: usize,
    /// With `--live`: how many requests to send in a minute
    #[arg(long, requires = "live", value_name = "NUMBER", default_value_t = 100)]
    rate: u32,
    /// With `--live`: writes the exchanges to this file, without any data of the account
    #[arg(long, requires = "live", value_name = "FILE")]
    record: Option<PathBuf>,
    /// Writes initial inputs for the fuzzer to this folder
    #[arg(long, value_name = "FOLDER")]
    seeds: Option<PathBuf>,
    /// The spec of `--spec`, `--mock` and `--seeds`, instead of those in spec/
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
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
            passes &= compare(file, recorded::Report::of)?;
        }
        if let Some(file) = &self.reference {
            passes &= compare(file, reference::report)?;
        }
        if self.spec {
            let mut documents = vec![self.document()?];
            if self.document.is_none() {
                documents.push(vendored::read(Path::new(""), "spec/atlas-v1.yaml")?);
            }
            for document in documents {
                println!("{}", document.file());
                let report = spec::Report::of(document.tree(), 1);
                print!("{}", report.to_text());
                passes &= report.passes();
            }
        }
        if let Some(url) = &self.mock {
            // The server has the published spec, without what is retired.
            let document = match &self.document {
                Some(_) => self.document()?,
                None => vendored::read(Path::new(""), "spec/atlas-v2.yaml")?,
            };
            let report = mock::Report::of(document.tree(), url)?;
            print!("{}", report.to_text());
            passes &= report.passes();
        }
        if self.live {
            passes &= self.live()?;
        }
        if let Some(folder) = &self.seeds {
            let name = folder.display();
            fs::create_dir_all(folder).with_context(|| format!("can't create {name}"))?;
            for (file, input) in fuzz::seeds(self.document()?.tree()) {
                let written = fs::write(folder.join(&file), input);
                written.with_context(|| format!("can't write {file} to {name}"))?;
            }
        }
        Ok(passes)
    }

    /// Calls the service, and returns whether every response fits its type.
    fn live(&self) -> Result<bool> {
        let builder = Client::builder().credentials(Credentials::from_env()?);
        let builder = live::client(builder, self.rate);
        let recorder = self.record.as_ref().map(Recorder::record);
        let client = match &recorder {
            Some(recorder) => recorder.attach(builder).build()?,
            None => builder.build()?,
        };
        let documents = vendored::all(Path::new(""))?;
        let scope = live::Scope {
            newest: self.newest,
            items: self.items,
        };
        eprintln!("calling {}", client.base_url());
        let mut count = 0;
        let report = live::Report::of(&documents, &client, scope, |name| {
            count += 1;
            eprintln!("{count:6} {name}");
        })?;
        print!("{}", report.to_text());
        if let Some(recorder) = recorder {
            recorder.finish()?;
        }
        Ok(report.passes())
    }

    fn document(&self) -> Result<Document> {
        match &self.document {
            Some(file) => vendored::read(Path::new(""), &file.display().to_string()),
            None => vendored::spec(Path::new("")),
        }
    }
}

/// Prints the report of `read` on the exchanges in the file, and returns whether nothing was lost.
fn compare(file: &Path, read: fn(&str, &Bodies<'_>) -> Result<recorded::Report>) -> Result<bool> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("can't read {name}"))?;
    let documents = vendored::all(Path::new(""))?;
    let report = read(&text, &Bodies::new(&documents)).with_context(|| name.to_string())?;
    print!("{}", report.to_text());
    Ok(report.passes())
}
