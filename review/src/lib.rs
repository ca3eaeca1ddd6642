//! What an update of the Atlas document means: on the wire, and for programs that use the crate.
//!
//! It compares two models of the generator, not their text, so it sees each change once and in the
//! crate's terms. It does no I/O.
//!
//! ```text
//! two models -> matches -> drafts -> (surfaces: whose cause?) drafts -> report -> text, Markdown, HTML
//!               matching    compare   items, attribute           assemble   format
//! ```

mod assemble;
mod attribute;
mod compare;
mod draft;
mod items;
mod matching;
mod model;
pub mod proof;
mod reach;
pub mod report;
pub mod rule;

use compare::Comparison;
pub use model::Model;
use report::Report;
use rule::Rule;

/// Compares two documents.
pub fn compare(old: &Model, new: &Model) -> Report {
    let mut comparison = Comparison::new(old, new);
    comparison.find();
    let differences = comparison.differences();
    attribute::attribute(&mut comparison, &differences);
    assemble::report(comparison)
}

/// What a schema of the old document, as the generator names it, is called in the new one.
pub fn schema_now(report: &Report, schema: &str) -> String {
    let renamed = report
        .changes
        .iter()
        .filter(|it| it.rule == Rule::SchemaRenamed);
    let (root, rest) = schema
        .split_once('.')
        .map_or((schema, None), |(root, rest)| (root, Some(rest)));
    let root = renamed
        .filter(|it| it.before.as_deref() == Some(root))
        .find_map(|it| it.after.as_deref())
        .unwrap_or(root);
    rest.map_or_else(|| root.to_owned(), |rest| format!("{root}.{rest}"))
}
