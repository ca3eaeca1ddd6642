//! The options of all benchmarks: the number of runs, and the gate.

use anyhow::{Context, Result};
use clap::Args;

use super::figure::{self, Figure};
use super::machine;

/// How often the gate repeats a missed measurement.
const AGAIN: usize = 2;

#[derive(Args)]
pub(crate) struct Options {
    /// How often to measure; the median counts [default: 3, and 1 of `program`, which is slow]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) runs: Option<u16>,
    /// Fail if a figure is more than half above its limit, or a file size more than a tenth. CPU time
    /// above the limit is measured again, at most twice, and the lowest value counts
    #[arg(long)]
    pub(crate) gate: bool,
}

impl Options {
    /// Measures figures that come from the same commands.
    pub(crate) fn settle(
        &self,
        measure: impl FnMut() -> Result<Vec<Figure>>,
    ) -> Result<Vec<Figure>> {
        settle(if self.gate { AGAIN } else { 0 }, measure, machine::pace)
    }

    /// Prints the figures, and applies the gate if requested.
    pub(crate) fn finish(&self, figures: &[Figure]) -> Result<()> {
        print!("{}", figure::table(figures));
        if self.gate {
            figure::gate(figures)?;
        }
        Ok(())
    }
}

/// Measures, and again while what is noisy is missed. The lowest of what is noisy counts: what else the
/// machine does only ever adds to it.
fn settle(
    again: usize,
    mut measure: impl FnMut() -> Result<Vec<Figure>>,
    mut pace: impl FnMut() -> Result<f64>,
) -> Result<Vec<Figure>> {
    let is_missed = |figure: &Figure| figure.is_noisy() && figure.is_missed();
    let mut figures = measure()?;
    for _ in 0..again {
        if figures.iter().any(|it| it.is_seconds() && is_missed(it)) {
            let pace = pace()?;
            println!("the machine is {pace:.1} times slower than usual");
            let seconds = figures.iter_mut().filter(|it| it.is_seconds());
            seconds.for_each(|it| it.pace = it.pace.max(pace));
        }
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

/// The middle item, by a key; of two the larger.
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

    /// Settles a figure with the limit 1 that is measured as these values in turn. Answers what counts,
    /// and how often it was measured.
    fn settled(again: usize, kind: Kind, values: &[f64]) -> (f64, usize) {
        at_pace(1.0, again, kind, values)
    }

    fn at_pace(pace: f64, again: usize, kind: Kind, values: &[f64]) -> (f64, usize) {
        let mut count = 0;
        let measure = || {
            count += 1;
            Ok(vec![Figure::new("a", kind, values[count - 1]).at_most(1.0)])
        };
        let figures = settle(again, measure, || Ok(pace));
        (figures.unwrap()[0].value, count)
    }

    #[test]
    fn a_slow_machine_is_allowed_for_in_seconds() {
        assert_eq!(at_pace(1.2, 2, Kind::Cpu, &[1.7]), (1.7, 1));
        assert_eq!(at_pace(1.2, 2, Kind::Cpu, &[1.9, 1.85, 1.9]), (1.85, 3));
        assert_eq!(at_pace(1.2, 2, Kind::CpuRatio, &[1.7, 1.6, 1.8]), (1.6, 3));
    }

    #[test]
    fn cpu_time_that_is_missed_is_measured_again() {
        assert_eq!(settled(2, Kind::Cpu, &[1.4]), (1.4, 1));
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
    fn what_fails_to_run_is_an_error() {
        assert!(settle(2, || anyhow::bail!("broken"), || Ok(1.0)).is_err());
    }

    #[test]
    fn the_median_is_the_middle() {
        let middle = |items: &[f64]| median(items.to_vec(), |item| *item).ok();
        assert_eq!(middle(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(middle(&[1.0]), Some(1.0));
        assert_eq!(middle(&[]), None);
    }
}
