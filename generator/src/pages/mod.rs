//! Pages of documentation that are generated from a plan.

mod api_reference;
mod unions;

use std::collections::BTreeMap;

pub use api_reference::{Reference, references};

use crate::plan::Plan;

/// The pages, by path below `docs`.
pub fn pages(plan: &Plan) -> BTreeMap<String, String> {
    let pages = [
        ("api-reference.md", api_reference::page(plan)),
        ("unions.md", unions::page(plan)),
    ];
    pages.map(|(name, page)| (name.to_owned(), page)).into()
}
