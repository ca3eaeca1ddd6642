//! `cargo xtask bench growth`: how the time of codegen grows with the spec.

use anyhow::{Context, Result};

use super::codegen::{codegen, write_large};
use super::figure::{Figure, Kind};
use super::options::Gate;
use super::usage::measure;

/// How many times as large as the vendored spec each spec is.
const TIMES: [usize; 4] = [1, 2, 4, 8];
/// How many times each is measured. The lowest value counts, because other load only adds to it.
const RUNS: usize = 3;

pub(crate) fn run(gate: &Gate) -> Result<()> {
    let work = tempfile::tempdir().context("can't make a temporary folder")?;
    let mut figures = Vec::new();
    for times in TIMES {
        let spec = work.path().join(format!("{times}.yaml"));
        write_large(&spec, times)?;
        let out = work.path().join(format!("generated-{times}"));
        let mut lowest = f64::INFINITY;
        for _ in 0..RUNS {
            lowest = lowest.min(measure(&mut codegen(Some(&spec), &out)?)?.cpu);
        }
        figures.push(Figure::new(format!("spec × {times}"), Kind::Cpu, lowest));
    }
    gate.finish("growth", &figures)
}
