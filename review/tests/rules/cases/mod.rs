//! The cases, by what they change.

mod bodies;
mod operations;
mod parameters;
mod properties;
mod responses;
mod schemas;
mod values;
mod versions;

use crate::case::Case;

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    let groups = [
        operations::cases(),
        versions::cases(),
        bodies::cases(),
        parameters::cases(),
        responses::cases(),
        schemas::cases(),
        properties::cases(),
        values::cases(),
    ];
    groups.into_iter().flatten().collect()
}
