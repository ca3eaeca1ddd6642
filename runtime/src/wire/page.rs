//! What a page of a list says about the pages after it.

use super::fields::{Fields, Shape, Visitor};
use super::object::Object;
use super::reader::cursor::{JsonKind, Reader};
use super::reader::scan::nested_end;
use super::writer::Writer;

/// What a page says about the pages after it, by links and by a count. Either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageEnd {
    /// The number of items on all pages (`totalCount`).
    pub total: Option<u64>,
    /// Whether one of the links leads to the next page. `None` if there are no links.
    pub next: Option<bool>,
}

impl PageEnd {
    /// The number of items on all pages, for a page with this many items. A count of 0 with items is ignored, because
    /// the service does not count events.
    pub(crate) fn total_of(&self, count: u64) -> Option<u64> {
        self.total.filter(|total| *total > 0 || count == 0)
    }
}

/// The JSON of the items of a page: the body if it is a list, and otherwise its `results`. `None` if there is no list.
pub(crate) fn items_of(body: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(std::str::from_utf8(body).ok()?);
    if reader.kind().ok()? == JsonKind::Array {
        return Some(body);
    }
    reader.object_begin().ok()?;
    while let Some(key) = reader.next_key().ok()? {
        if key == "results" && reader.kind().ok()? == JsonKind::Array {
            let start = reader.position();
            return body.get(start..nested_end(body, start)?);
        }
        reader.skip().ok()?;
    }
    None
}

/// The items of a page that may have none.
#[inline]
pub fn listed<T>(items: &Option<Vec<T>>) -> &[T] {
    items.as_deref().unwrap_or_default()
}

/// Like [`listed`], by value.
#[inline]
pub fn into_listed<T>(items: Option<Vec<T>>) -> Vec<T> {
    items.unwrap_or_default()
}

/// Reads the end from a page, whatever its type.
pub fn page_end<T: Object>(page: &T) -> PageEnd {
    end_of(page, T::SHAPE)
}

fn end_of(page: &dyn Fields, shape: &Shape) -> PageEnd {
    let (total, links) = (shape.place("totalCount"), shape.place("links"));
    let mut end = PageEnd::default();
    page.visit(Visitor(&mut |fields, _| {
        let text = |position: Option<usize>| {
            let mut writer = Writer::new();
            fields.get(position?)?.get()?.encode(&mut writer);
            Some(writer.into_string())
        };
        end.total = text(total).and_then(|total| total.parse().ok());
        end.next = text(links).and_then(|links| leads_on(&links));
    }));
    end
}

/// Whether one of these links leads to the next page. `None` if there are none.
fn leads_on(links: &str) -> Option<bool> {
    let mut reader = Reader::new(links);
    let mut leads_on = None;
    reader.array_begin().ok()?;
    while reader.next_item().ok()? {
        let relation = reader.peek_string_property("rel").ok()?;
        // RFC 8288. Older parts of the service write the relation as a URL that ends with it.
        let is_next = relation.is_some_and(|it| it.rsplit('/').next() == Some("next"));
        leads_on = Some(leads_on == Some(true) || is_next);
        reader.skip().ok()?;
    }
    leads_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_items_among_any_properties() {
        let items = br#"[{"a":"]}\"[","b":[[],{}]}, null ]"#;
        let text = std::str::from_utf8(items).unwrap();
        for body in [
            format!(r#"{{"results":{text}}}"#),
            format!(r#"{{"links":[{{"results":[1]}}],"results" : {text} ,"totalCount":1}}"#),
            format!(r#"{{"results":null,"results":{text}}}"#),
        ] {
            assert_eq!(items_of(body.as_bytes()), Some(&items[..]), "{body}");
        }
        assert_eq!(items_of(b" [1]"), Some(&b" [1]"[..]));
        for body in [
            "",
            "{}",
            r#"{"results":1}"#,
            r#"{"Results":[1]}"#,
            r#"{"results":[{"a":"]"#,
            "\u{1}",
        ] {
            assert_eq!(items_of(body.as_bytes()), None, "{body}");
        }
        assert_eq!(items_of(b"{\"results\":[\xff]}"), None);
    }

    #[test]
    fn finds_next_link_at_any_position() {
        for (links, expected) in [
            ("[]", None),
            (r#"[{"rel": "self"}]"#, Some(false)),
            (r#"[{"rel": "next"}]"#, Some(true)),
            (r#"[{"rel": "next"}, {"rel": "self"}]"#, Some(true)),
            (
                r#"[{"rel": "self"}, {"href": "x", "rel": "next"}]"#,
                Some(true),
            ),
            (r#"[{"rel": "http://mms.mongodb.com/next"}]"#, Some(true)),
            (
                r#"[{"rel": "http://mms.mongodb.com/previous"}]"#,
                Some(false),
            ),
            (r#"[{"rel": 1}, "next", {}]"#, Some(false)),
            ("null", None),
        ] {
            assert_eq!(leads_on(links), expected, "{links}");
        }
    }

    #[test]
    fn ignores_total_count_of_zero_with_items() {
        let end = |total| PageEnd { total, next: None };
        assert_eq!(end(Some(0)).total_of(1), None);
        assert_eq!(end(Some(0)).total_of(0), Some(0));
        assert_eq!(end(Some(3)).total_of(1), Some(3));
        assert_eq!(end(None).total_of(0), None);
    }
}
