//! A figure for `cargo xtask bench`, which prints it and may fail because of it.

use serde::Serialize;

/// How much the crate takes, as a part of what it is compared to.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What was measured, and against what.
    pub name: String,
    /// The part.
    pub ratio: f64,
    /// What it ought to be at most.
    pub at_most: f64,
    /// Whether it is of CPU time, which a busy machine makes larger; a count is exact.
    pub cpu: bool,
}

impl Figure {
    /// One of CPU time.
    pub fn cpu(name: impl Into<String>, ratio: f64, at_most: f64) -> Self {
        Self {
            name: name.into(),
            ratio,
            at_most,
            cpu: true,
        }
    }

    /// One of counts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    pub fn count(name: impl Into<String>, ours: u64, other: u64, at_most: f64) -> Self {
        Self {
            name: name.into(),
            ratio: ours as f64 / other as f64,
            at_most,
            cpu: false,
        }
    }
}

/// The figures as one line of JSON.
///
/// # Errors
/// A ratio is no number.
pub fn json(figures: &[Figure]) -> serde_json::Result<String> {
    serde_json::to_string(figures)
}
