//! Where a list is being read, and whether another page follows.

use crate::message::parts::Parts;
use crate::wire::page::PageEnd;

/// The default number of items on a page: that of `itemsPerPage` in the spec.
pub(crate) const ITEMS_PER_PAGE: u64 = 100;
/// The largest number of items on a page: the maximum of `itemsPerPage` in the spec.
pub(crate) const MAX_ITEMS_PER_PAGE: u64 = 500;

/// Where a list is being read.
#[derive(Debug)]
pub(super) struct Cursor {
    /// The page to fetch next, or `None` after the last.
    pub(super) next: Option<u32>,
    /// Where the operation asks to begin.
    pub(super) start: Option<u32>,
    items_per_page: u64,
    /// How many items there are up to here, those before the start included.
    seen: u64,
    pub(super) total: Option<u64>,
}

impl Cursor {
    pub(super) fn new(parts: &Parts) -> Self {
        let number = |name| parts.query_text(name)?.parse::<u64>().ok();
        let start = number("pageNum").and_then(|start| u32::try_from(start.max(1)).ok());
        let items_per_page = number("itemsPerPage").unwrap_or(ITEMS_PER_PAGE);
        let items_per_page = items_per_page.clamp(1, MAX_ITEMS_PER_PAGE);
        let next = start.unwrap_or(1);
        Self {
            next: Some(next),
            start,
            items_per_page,
            seen: u64::from(next - 1).saturating_mul(items_per_page),
            total: None,
        }
    }

    /// Goes on after a page of so many items.
    pub(super) fn advance(&mut self, count: u64, numbered: bool, end: &PageEnd) {
        self.seen = self.seen.saturating_add(count);
        self.total = end.total.or(self.total);
        let is_full = count >= self.items_per_page;
        let counted_more = end.total.map(|total| self.seen < total);
        let more = match (end.next, counted_more) {
            (Some(true), _) => true,
            // A link is missing, but there are more by the count: an empty page costs less than a loss.
            (Some(false), more) => is_full && more == Some(true),
            (None, Some(more)) => more,
            // It says nothing at all.
            (None, None) => is_full,
        };
        // A list that shrinks while it is read may give an empty page.
        let more = more && numbered && count > 0;
        self.next = self
            .next
            .filter(|_| more)
            .and_then(|number| number.checked_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether another page follows one of so many items, the first of a list with 10 a page.
    fn more(count: u64, next: Option<bool>, total: Option<u64>) -> bool {
        let mut cursor = Cursor::new(&Parts::default().query("itemsPerPage", "10".to_owned()));
        cursor.advance(count, true, &PageEnd { next, total });
        cursor.next == Some(2)
    }

    #[test]
    fn the_last_page_is_known_by_what_the_service_says() {
        // As the service does: links and a count that agree.
        assert!(more(10, Some(true), Some(25)));
        assert!(!more(10, Some(false), Some(10)));
        assert!(!more(3, Some(false), Some(3)));
        // Without a count, and without links.
        assert!(more(10, Some(true), None));
        assert!(!more(10, Some(false), None));
        assert!(more(10, None, Some(11)));
        assert!(!more(10, None, Some(10)));
        // The service may cap the page size.
        assert!(more(5, None, Some(11)));
        // Nothing but the items: a full page may be followed by another.
        assert!(more(10, None, None));
        assert!(!more(9, None, None));
        // They disagree.
        assert!(more(10, Some(false), Some(11)));
        assert!(!more(9, Some(false), Some(11)));
        assert!(!more(0, Some(true), Some(11)));
    }

    #[test]
    fn a_list_can_be_read_from_a_later_page() {
        let parts = Parts::default().query("pageNum", "3".to_owned());
        let mut cursor = Cursor::new(&parts);
        assert_eq!((cursor.next, cursor.seen), (Some(3), 200));
        let total = Some(250);
        cursor.advance(50, true, &PageEnd { next: None, total });
        assert_eq!((cursor.next, cursor.total), (None, total));
    }
}
