//! Finds every change between two specs.

use super::comparison::Comparison;
use super::walk::Walker;

/// Finds every change: first in the models, then in the specs as written, which proves that no difference was lost.
pub(crate) fn find(comparison: &mut Comparison<'_>) {
    comparison.operations();
    comparison.features();
    comparison.schemas();
    Walker::new(comparison).walk();
    comparison.locate();
}
