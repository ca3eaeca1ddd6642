//! The options of benchmarks: the gate, and for those that measure time the number of runs.

use anyhow::{Context, Result};
use clap::Args;

use super::figure::{self, Figure};
use super::record;

/// How many times the gate repeats a measurement that missed its limit.
const AGAIN: usize = 2;

#[derive(Args)]
pub(crate) struct Gate {
    /// Fail if a figure is above its limit: by more than 3% if it is a count or a size, by more than a fifth if it is a
    /// time or memory. Times are then measured again, at most twice, and the lowest value counts
    #[arg(long)]
    gate: bool,

    /// Save the figures to docs/figures.toml, from which `cargo xtask bench --chart` draws
    #[arg(long)]
    record: bool,
}

#[derive(Args)]
pub(crate) struct Timed {
    /// How many times to measure; the median counts [default: 3, or 1 for `program`, which is slow]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) runs: Option<u16>,
    #[command(flatten)]
    pub(crate) gate: Gate,
}

impl Timed {
    /// Measures figures that come from the same commands.
    pub(crate) fn settle(
        &self,
        measure: impl FnMut() -> Result<Vec<Figure>>,
    ) -> Result<Vec<Figure>> {
        settle(if self.gate.is_applied() { AGAIN } else { 0 }, measure)
    }
}

impl Gate {
    /// Whether the gate applies.
    pub(crate) fn is_applied(&self) -> bool {
        self.gate
    }

    /// Prints the figures of a benchmark. Records them and applies the gate, if requested.
    pub(crate) fn finish(&self, benchmark: &str, figures: &[Figure]) -> Result<()> {
        print!("{}", figure::table(figures));
        if self.record {
            record::save(benchmark, figures)?;
        }
        if self.gate {
            figure::gate(figures)?;
        }
        Ok(())
    }
}

/// Measures figures, and repeats that up to `again` times while a noisy one misses its limit. The lowest value of a
/// noisy figure counts, because other load only adds to it.
fn settle(again: usize, mut measure: impl FnMut() -> Result<Vec<Figure>>) -> Result<Vec<Figure>> {
    let is_missed = |figure: &Figure| figure.is_noisy() && figure.is_missed();
    let mut figures = measure()?;
    for _ in 0..again {
        if !figures.iter().any(is_missed) {
            break;
        }
        for (figure, other) in figures.iter_mut().zip(measure()?) {
            if figure.is_noisy() {
                figure.value = figure.value.min(other.value);
            }
        }
    }
    Ok(figures)
}

/// The middle item by a key. With an even number, the larger of the two.
pub(crate) fn median<T>(mut items: Vec<T>, key: impl Fn(&T) -> f64) -> Result<T> {
    items.sort_by(|a, b| key(a).total_cmp(&key(b)));
    let middle = items.len() / 2;
    items
        .into_iter()
        .nth(middle)
        .context("nothing was measured")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::figure::Kind;

    /// Settles a figure with the limit 1 whose measurements give these values in turn. Returns the resulting value,
    /// and the number of measurements.
    fn settled(again: usize, kind: Kind, values: &[f64]) -> (f64, usize) {
        let mut count = 0;
        let measure = || {
            count += 1;
            Ok(vec![Figure::new("a", kind, values[count - 1]).at_most(1.0)])
        };
        (settle(again, measure).unwrap()[0].value, count)
    }

    #[test]
    fn remeasures_missed_cpu_time() {
        assert_eq!(settled(2, Kind::Cpu, &[1.2]), (1.2, 1));
        assert_eq!(settled(2, Kind::Cpu, &[1.6, 1.2]), (1.2, 2));
        assert_eq!(settled(2, Kind::CpuRatio, &[1.6, 1.8, 1.7]), (1.6, 3));
        assert_eq!(settled(0, Kind::Cpu, &[1.6]), (1.6, 1));
    }

    #[test]
    fn sizes_are_exact() {
        assert_eq!(settled(2, Kind::Size, &[1.6]), (1.6, 1));
        assert_eq!(settled(2, Kind::SizeRatio, &[1.6]), (1.6, 1));
    }

    #[test]
    fn failing_program_is_an_error() {
        assert!(settle(2, || anyhow::bail!("broken")).is_err());
    }

    #[test]
    fn median_is_the_middle_value() {
        let middle = |items: &[f64]| median(items.to_vec(), |item| *item).ok();
        assert_eq!(middle(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(middle(&[1.0]), Some(1.0));
        assert_eq!(middle(&[]), None);
    }
}
