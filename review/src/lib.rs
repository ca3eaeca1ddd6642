//! Reports what changes between two Atlas specs: on the wire, and for programs that use the crate.
//!
//! It compares two models of the generator, not text, so it reports each change once and in terms of the crate. It does
//! no I/O.
//!
//! ```text
//! two models -> matches -> drafts -> (surfaces: whose cause?) drafts -> report -> text, Markdown, HTML
//!               matching    compare   items, attribute           assemble   format
//! ```

// The unit tests and the browser test share the file that builds a sample report.
#[cfg(test)]
extern crate self as review;

mod assemble;
mod attribute;
mod compare;
mod draft;
mod features;
pub mod format;
mod items;
mod lines;
mod matching;
mod model;
pub mod proof;
mod proposals;
mod reach;
pub mod report;
pub mod rule;
mod severity;
mod sunsets;
pub mod vendor;

use std::collections::BTreeSet;

use compare::Comparison;
pub use model::Model;
pub use proposals::{Proposals, Stayed, proposals};
use report::Report;
pub use sunsets::{Sunset, sunsets};

/// Compares two specs. Old names kept by the proposals break no program. Without proposals, old names are removed.
pub fn compare(old: &Model, new: &Model, stays: Option<&Proposals>) -> Report {
    let none = BTreeSet::new();
    let kept = stays.map_or(&none, |proposals| &proposals.kept);
    let mut comparison = Comparison::new(old, new);
    compare::find(&mut comparison);
    let differences = comparison.differences();
    attribute::attribute(&mut comparison, &differences, kept);
    assemble::report(comparison)
}
