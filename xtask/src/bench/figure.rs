//! A measured figure: its limit, its format, and whether it passes the gate.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

/// The kind of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// User and system time, in seconds.
    Cpu,
    /// Time by the clock, in seconds.
    Elapsed,
    /// CPU time as a multiple of another one.
    CpuRatio,
    /// Peak memory, in MB (10^6 bytes).
    Memory,
    /// Instructions, in millions.
    Instructions,
    /// Instructions, memory or allocations as a multiple of others.
    Ratio,
    /// The size of a file, in MB.
    Size,
    /// The size of a file as a multiple of another one.
    SizeRatio,
}

impl Kind {
    /// The gate's tolerance: a figure fails above its limit times this. Counts are the same in every run, but vary
    /// slightly between compilers.
    fn tolerance(self) -> f64 {
        match self {
            Self::Instructions | Self::Ratio | Self::Size | Self::SizeRatio => 1.03,
            Self::Cpu | Self::Elapsed | Self::CpuRatio | Self::Memory => 1.2,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) value: f64,
    /// The limit. A figure without one is informational.
    pub(crate) limit: Option<f64>,
}

impl Figure {
    pub(crate) fn new(name: impl Into<String>, kind: Kind, value: f64) -> Self {
        Self {
            name: name.into(),
            kind,
            value,
            limit: None,
        }
    }

    pub(crate) fn at_most(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Whether the figure is so far above its limit that the gate fails.
    pub(crate) fn is_missed(&self) -> bool {
        let allowed = self.limit.map(|limit| limit * self.kind.tolerance());
        // NaN also fails.
        allowed.is_some_and(|allowed| self.value.is_nan() || self.value > allowed)
    }

    /// Whether a busy machine increases it.
    pub(crate) fn is_noisy(&self) -> bool {
        matches!(self.kind, Kind::Cpu | Kind::Elapsed | Kind::CpuRatio)
    }

    fn text(&self, value: f64) -> String {
        match self.kind {
            Kind::Cpu | Kind::Elapsed => format!("{value:.2} s"),
            Kind::Memory => format!("{value:.0} MB"),
            Kind::Instructions => format!("{value:.0} M"),
            Kind::Size => format!("{value:.1} MB"),
            Kind::CpuRatio | Kind::SizeRatio | Kind::Ratio => format!("{value:.2} times"),
        }
    }

    pub(crate) fn value_text(&self) -> String {
        self.text(self.value)
    }

    pub(crate) fn limit_text(&self) -> String {
        self.limit
            .map_or_else(|| "-".to_owned(), |limit| self.text(limit))
    }
}

/// The figures as a table with one row each.
pub(crate) fn table(figures: &[Figure]) -> String {
    let names = figures.iter().map(|figure| figure.name.chars().count());
    let width = names.max().unwrap_or(0);
    let mut table = format!("{:<width$}{:>14}{:>14}\n", "", "measured", "at most");
    for figure in figures {
        let (value, limit) = (figure.text(figure.value), figure.limit_text());
        // Writing to a `String` can't fail.
        let _ = writeln!(table, "{:<width$}{value:>14}{limit:>14}", figure.name);
    }
    table
}

/// The gate.
///
/// # Errors
/// Figures are above their limits. The error lists them.
pub(crate) fn gate(figures: &[Figure]) -> Result<()> {
    let missed: Vec<_> = figures
        .iter()
        .filter(|figure| figure.is_missed())
        .map(|figure| {
            let (value, limit) = (figure.text(figure.value), figure.limit_text());
            format!("{}: {value}, limit {limit}", figure.name)
        })
        .collect();
    if missed.is_empty() {
        return Ok(());
    }
    bail!("figures above their limit:\n  {}", missed.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gate_allows_a_fifth_more_time() {
        let figure = |value| Figure::new("check", Kind::CpuRatio, value).at_most(2.0);
        assert!(!figure(1.0).is_missed());
        assert!(!figure(2.4).is_missed());
        assert!(figure(2.41).is_missed());
        assert!(figure(f64::NAN).is_missed());
        assert!(!Figure::new("check", Kind::Cpu, 1e9).is_missed());
    }

    #[test]
    fn gate_allows_slightly_larger_sizes() {
        for kind in [Kind::Instructions, Kind::Ratio, Kind::Size, Kind::SizeRatio] {
            let figure = |value| Figure::new("library", kind, value).at_most(50.0);
            assert!(!figure(51.5).is_missed());
            assert!(figure(51.6).is_missed());
        }
    }

    #[test]
    fn gate_lists_missed_targets() {
        let figures = [
            Figure::new("fine", Kind::CpuRatio, 2.1).at_most(2.0),
            Figure::new("slow", Kind::Instructions, 4000.0).at_most(2000.0),
            Figure::new("large", Kind::Size, 100.0).at_most(60.0),
            Figure::new("unlimited", Kind::Size, 100.0),
        ];
        assert!(gate(&figures[..1]).is_ok());
        let error = gate(&figures).unwrap_err().to_string();
        assert_eq!(
            error,
            "figures above their limit:\n  \
             slow: 4000 M, limit 2000 M\n  \
             large: 100.0 MB, limit 60.0 MB"
        );
    }

    #[test]
    fn table_has_a_row_for_each_figure() {
        let figures = [
            Figure::new("a: memory", Kind::Memory, 214.4).at_most(250.0),
            Figure::new("b", Kind::CpuRatio, 1.074),
        ];
        let text = table(&figures);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[1], "a: memory        214 MB        250 MB");
        assert_eq!(lines[2], "b            1.07 times             -");
    }
}
