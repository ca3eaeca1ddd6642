//! `cargo xtask bench decode` and `calls`: what the benchmarks of the package `bench` measure in turns
//! with what they are compared to.

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use super::figure::{Figure, Kind};
use super::options::Options;
use crate::workspace::{cargo_in, root, target};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
}

/// A figure as a benchmark prints it.
#[derive(Deserialize)]
struct Printed {
    name: String,
    ratio: f64,
    at_most: f64,
    cpu: bool,
}

impl Arguments {
    /// Runs the benchmark of this name. It has many rounds in itself, so one run is enough.
    pub(crate) fn run(self, name: &str) -> Result<()> {
        let figures = self.options.settle(|| figures(name))?;
        self.options.finish(&figures)
    }
}

fn figures(name: &str) -> Result<Vec<Figure>> {
    let output = cargo_in(root()?, &target()?)
        .args(["bench", "--quiet", "--package", "bench", "--bench", name])
        .args(["--", "--json"])
        .output()
        .context("can't run cargo")?;
    if !output.status.success() {
        bail!(
            "the benchmark {name} failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    parse(&String::from_utf8_lossy(&output.stdout))
        .with_context(|| format!("the benchmark {name} printed no figures"))
}

fn parse(text: &str) -> Result<Vec<Figure>> {
    let line = text.lines().last().unwrap_or_default();
    let printed: Vec<Printed> = serde_json::from_str(line)?;
    let figures = printed.into_iter().map(|printed| {
        let kind = match printed.cpu {
            true => Kind::CpuRatio,
            false => Kind::MemoryRatio,
        };
        Figure::new(printed.name, kind, printed.ratio).at_most(printed.at_most)
    });
    Ok(figures.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read() {
        let text = "a warning\n[{\"name\":\"a\",\"ratio\":1.2,\"at_most\":1.1,\"cpu\":true}]\n";
        let figure = Figure::new("a", Kind::CpuRatio, 1.2).at_most(1.1);
        assert_eq!(parse(text).unwrap(), [figure]);
        assert!(parse("").is_err());
    }
}
