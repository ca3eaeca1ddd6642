//! The cases, by what they change.

mod bodies;
mod operations;
mod parameters;
mod properties;
mod schemas;
mod values;
mod versions;

use crate::case::Case;

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    let groups = [
        operations::cases(),
        versions::cases(),
        bodies::cases(),
        parameters::cases(),
        schemas::cases(),
        properties::cases(),
        values::cases(),
    ];
    groups.into_iter().flatten().collect()
}
