//! A measured figure: its limit, its format, and whether it passes the gate.

use std::fmt::Write as _;

use anyhow::{Result, bail};

/// The gate's tolerance: a figure fails it above this many times its limit.
const TOLERANCE: f64 = 1.5;

/// The same for sizes of files, which only differ from compiler to compiler.
const SIZE_TOLERANCE: f64 = 1.1;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// User and system time, in seconds.
    Cpu,
    /// How many times the CPU time of something else.
    CpuRatio,
    /// The peak of memory, in MB (10^6 bytes).
    Memory,
    /// A file's size, in MB.
    Size,
    /// How many times the size of another file.
    SizeRatio,
    /// How many times the memory or the allocations of something else.
    MemoryRatio,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) value: f64,
    /// The limit. A figure without one is for information.
    pub(crate) limit: Option<f64>,
    /// How many times slower than usual the machine was: the gate allows for that in seconds of CPU.
    pub(crate) pace: f64,
}

impl Figure {
    pub(crate) fn new(name: impl Into<String>, kind: Kind, value: f64) -> Self {
        Self {
            name: name.into(),
            kind,
            value,
            limit: None,
            pace: 1.0,
        }
    }

    pub(crate) fn at_most(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Whether the figure is so far above its limit that the gate fails.
    pub(crate) fn is_missed(&self) -> bool {
        // No number at all (NaN) is missed too.
        self.allowed()
            .is_some_and(|allowed| self.value.is_nan() || self.value > allowed)
    }

    /// The most that passes the gate.
    fn allowed(&self) -> Option<f64> {
        let tolerance = match self.kind {
            Kind::Size | Kind::SizeRatio => SIZE_TOLERANCE,
            Kind::Cpu | Kind::CpuRatio | Kind::Memory | Kind::MemoryRatio => TOLERANCE,
        };
        self.limit.map(|limit| limit * tolerance * self.pace)
    }

    /// Whether it is in seconds, of which a slow machine needs more.
    pub(crate) fn is_seconds(&self) -> bool {
        self.kind == Kind::Cpu
    }

    /// Whether a busy machine makes it larger: a CPU that is shared does less in a second.
    pub(crate) fn is_noisy(&self) -> bool {
        matches!(self.kind, Kind::Cpu | Kind::CpuRatio)
    }

    fn text(&self, value: f64) -> String {
        match self.kind {
            Kind::Cpu => format!("{value:.2} s"),
            Kind::Memory => format!("{value:.0} MB"),
            Kind::Size => format!("{value:.1} MB"),
            Kind::CpuRatio | Kind::SizeRatio | Kind::MemoryRatio => format!("{value:.2} times"),
        }
    }

    fn limit_text(&self) -> String {
        self.limit
            .map_or_else(|| "-".to_owned(), |limit| self.text(limit))
    }
}

/// The figures as a table, a line each.
pub(crate) fn table(figures: &[Figure]) -> String {
    let names = figures.iter().map(|figure| figure.name.chars().count());
    let width = names.max().unwrap_or(0);
    let mut table = format!("{:<width$}{:>14}{:>14}\n", "", "measured", "at most");
    for figure in figures {
        let (value, limit) = (figure.text(figure.value), figure.limit_text());
        // Writing to a String does not fail.
        let _ = writeln!(table, "{:<width$}{value:>14}{limit:>14}", figure.name);
    }
    table
}

/// The gate.
///
/// # Errors
/// Figures are missed; the error lists them.
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
    bail!(
        "figures above {TOLERANCE} times their limit, or sizes above {SIZE_TOLERANCE} times:\n  {}",
        missed.join("\n  ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_forgives_half_of_a_limit() {
        let figure = |value| Figure::new("check", Kind::Cpu, value).at_most(2.0);
        assert!(!figure(1.0).is_missed());
        assert!(!figure(3.0).is_missed());
        assert!(figure(3.01).is_missed());
        assert!(figure(f64::NAN).is_missed());
        assert!(!Figure::new("check", Kind::Cpu, 1e9).is_missed());
    }

    #[test]
    fn the_gate_forgives_less_of_a_size() {
        let figure = |kind, value| Figure::new("library", kind, value).at_most(50.0);
        assert!(!figure(Kind::Size, 55.0).is_missed());
        assert!(figure(Kind::Size, 55.1).is_missed());
        assert!(!figure(Kind::Memory, 75.0).is_missed());
    }

    #[test]
    fn the_gate_lists_what_is_missed() {
        let figures = [
            Figure::new("fine", Kind::Cpu, 2.5).at_most(2.0),
            Figure::new("slow", Kind::Cpu, 4.0).at_most(2.0),
            Figure::new("large", Kind::Size, 100.0).at_most(60.0),
            Figure::new("unlimited", Kind::Size, 100.0),
        ];
        assert!(gate(&figures[..1]).is_ok());
        let error = gate(&figures).unwrap_err().to_string();
        assert_eq!(
            error,
            "figures above 1.5 times their limit, or sizes above 1.1 times:\n  \
             slow: 4.00 s, limit 2.00 s\n  \
             large: 100.0 MB, limit 60.0 MB"
        );
    }

    #[test]
    fn a_table_has_a_line_for_each_figure() {
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
