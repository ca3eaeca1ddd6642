//! Pages of documentation that are made of a plan.

mod api_reference;
mod unions;

use std::collections::BTreeMap;

use crate::plan::Plan;

/// The pages, by their names below `docs`.
pub fn pages(plan: &Plan) -> BTreeMap<String, String> {
    let pages = [
        ("api-reference.md", api_reference::page(plan)),
        ("unions.md", unions::page(plan)),
    ];
    pages.map(|(name, page)| (name.to_owned(), page)).into()
}
