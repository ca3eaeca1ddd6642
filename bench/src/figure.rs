//! A figure for `cargo xtask bench`, which prints it and may fail because of it.

use serde::Serialize;

/// The cost of the crate as a multiple of what it is compared with. All figures are counts, so a busy machine changes
/// nothing.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What was measured, and compared with what.
    pub name: String,
    /// The ratio.
    pub ratio: f64,
    /// The limit.
    pub at_most: f64,
}

impl Figure {
    /// Creates a figure from a ratio.
    pub fn new(name: impl Into<String>, ratio: f64, at_most: f64) -> Self {
        let name = name.into();
        Self {
            name,
            ratio,
            at_most,
        }
    }

    /// Creates a figure from two counts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    pub fn count(name: impl Into<String>, ours: u64, other: u64, at_most: f64) -> Self {
        Self::new(name, ours as f64 / other as f64, at_most)
    }
}

/// The figures as one line of JSON.
///
/// # Errors
/// Never, because figures are names and numbers.
pub fn json(figures: &[Figure]) -> serde_json::Result<String> {
    serde_json::to_string(figures)
}
