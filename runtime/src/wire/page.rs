//! What a page of a list says about the pages after it.

use serde_json::Value as Json;

use super::object::Object;
use super::writer::Writer;

/// What a page says about the pages after it, by links and by a count. Either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageEnd {
    /// How many items there are on all pages (`totalCount`).
    pub total: Option<u64>,
    /// Whether one of the links leads to the next page; `None` if there are no links.
    pub next: Option<bool>,
}

/// Reads it out of a page, whatever its type.
pub fn page_end<T: Object>(page: &T) -> PageEnd {
    let position = |name| T::SHAPE.properties.iter().position(|known| *known == name);
    let (total, links) = (position("totalCount"), position("links"));
    let mut end = PageEnd::default();
    page.visit(&mut |fields, _| {
        let json = |position: Option<usize>| {
            let mut writer = Writer::new();
            fields.get(position?)?.get()?.encode(&mut writer);
            serde_json::from_slice::<Json>(&writer.into_bytes()).ok()
        };
        end.total = json(total).and_then(|total| total.as_u64());
        end.next = match json(links) {
            Some(Json::Array(links)) if !links.is_empty() => Some(links.iter().any(is_next)),
            _ => None,
        };
    });
    end
}

/// RFC 8288: the relation, which older parts of the service write as a URL that ends in it.
fn is_next(link: &Json) -> bool {
    let relation = link.get("rel").and_then(Json::as_str);
    relation.is_some_and(|relation| relation.rsplit('/').next() == Some("next"))
}
