//! `cargo xtask bench decode`, `encode` and `calls`: what the benchmarks of the package `bench` measure, compared with other
//! ways to do the same.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::figure::{Figure, Kind};
use super::options::Gate;
use crate::workspace::{cargo_in, root, target};

/// A figure as a benchmark prints it.
#[derive(Deserialize)]
struct Printed {
    name: String,
    ratio: f64,
    at_most: f64,
}

/// Runs the benchmark with this name.
pub(crate) fn run(name: &str, gate: &Gate) -> Result<()> {
    gate.finish(name, &figures(name)?)
}

fn figures(name: &str) -> Result<Vec<Figure>> {
    let output = cargo_in(root()?, &target()?)
        .args(["bench", "--quiet", "--package", "bench", "--bench", name])
        .args(["--features", "peers"])
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
    let figures = printed.into_iter();
    let figures = figures.map(|it| Figure::new(it.name, Kind::Ratio, it.ratio).at_most(it.at_most));
    Ok(figures.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_figures() {
        let text = "a warning\n[{\"name\":\"a\",\"ratio\":1.2,\"at_most\":1.1}]\n";
        let figure = Figure::new("a", Kind::Ratio, 1.2).at_most(1.1);
        assert_eq!(parse(text).unwrap(), [figure]);
        assert!(parse("").is_err());
    }
}
