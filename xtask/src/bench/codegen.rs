//! `cargo xtask bench codegen`.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use super::usage::{Usage, measure};

#[derive(Args)]
pub(crate) struct Arguments {
    /// How often to run each command; the median counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
}

/// A measured command, and what it may use.
struct Figure {
    name: &'static str,
    /// The most it may use: seconds of CPU, and MB where there is a limit.
    limit: (f64, Option<f64>),
    usage: Usage,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in a workspace")?;
        let out = tempfile::tempdir()?;
        let generate = || {
            let mut command = Command::new(env::current_exe()?);
            command
                .arg("codegen")
                .arg("--out")
                .arg(out.path().join("generated"));
            Ok(command)
        };
        let check = |features: &'static [&'static str]| {
            move || {
                // A folder of its own, so that no other build's leftovers count.
                let target = root.join("target/bench");
                let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
                let mut command = Command::new(cargo);
                command
                    .args(["check", "--package", "atlas-api"])
                    .args(features)
                    .current_dir(root);
                command
                    .env("CARGO_INCREMENTAL", "0")
                    .env("CARGO_TARGET_DIR", target);
                Ok(command)
            }
        };
        // All tags, versions and previews; not the table for tests, nor a second TLS library.
        let all = check(&["--features", "preview"]);
        let clusters = check(&["--no-default-features", "--features", "clusters,rustls"]);
        let figures = [
            self.figure("cargo xtask codegen", (1.0, Some(300.0)), generate, || {
                Ok(())
            })?,
            self.figure("cargo check, everything", (25.0, Some(1500.0)), all, || {
                touch(root)
            })?,
            self.figure("cargo check, clusters alone", (4.0, None), clusters, || {
                touch(root)
            })?,
        ];
        println!(
            "{:<30}{:>10}{:>10}{:>12}{:>10}",
            "", "CPU", "at most", "memory", "at most"
        );
        for Figure {
            name,
            limit: (cpu, memory),
            usage,
        } in figures
        {
            let memory = memory.map_or_else(|| "-".to_owned(), |memory| format!("{memory:.0} MB"));
            let (used, peak) = (
                format!("{:.2} s", usage.cpu),
                format!("{:.0} MB", usage.memory),
            );
            println!(
                "{name:<30}{used:>10}{:>10}{peak:>12}{memory:>10}",
                format!("{cpu:.1} s")
            );
        }
        println!(
            "medians of {} runs; the dependencies were built before",
            self.runs
        );
        Ok(())
    }

    /// Runs a command once to warm up, then measures it.
    fn figure(
        &self,
        name: &'static str,
        limit: (f64, Option<f64>),
        command: impl Fn() -> Result<Command>,
        before: impl Fn() -> Result<()>,
    ) -> Result<Figure> {
        measure(&mut command()?)?;
        let mut usages = Vec::new();
        for _ in 0..self.runs {
            before()?;
            usages.push(measure(&mut command()?)?);
        }
        usages.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        Ok(Figure {
            name,
            limit,
            usage: usages[usages.len() / 2],
        })
    }
}

/// Makes cargo check the crate again, and nothing else.
fn touch(root: &Path) -> Result<()> {
    let file = root.join("atlas-api/src/lib.rs");
    let file = std::fs::File::options()
        .append(true)
        .open(&file)
        .with_context(|| format!("can't open {}", file.display()))?;
    Ok(file.set_modified(std::time::SystemTime::now())?)
}
