//! The position in a list, and whether another page follows.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::message::parts::Parts;
use crate::wire::page::{PageEnd, items_of};

/// The default number of items on a page: that of `itemsPerPage` in the spec.
pub(crate) const ITEMS_PER_PAGE: u64 = 100;
/// The largest number of items on a page: the maximum of `itemsPerPage` in the spec.
pub(crate) const MAX_ITEMS_PER_PAGE: u64 = 500;

/// The position in a list.
///
/// Every list ends: because the service says so, because its pages repeat, because there are more items than it
/// counts, or because page numbers run out. All but the first are errors.
#[derive(Debug)]
pub(super) struct Cursor {
    /// The page to fetch next, or `None` after the last.
    pub(super) next: Option<u32>,
    /// The first page that the operation requests.
    pub(super) start: Option<u32>,
    items_per_page: u64,
    /// The number of items up to here, including those before the start.
    seen: u64,
    /// The number of items received.
    received: u64,
    pub(super) total: Option<u64>,
    /// The hashes of the pages so far, and what the total was then. A list of one page needs none.
    pages: HashMap<u64, Option<u64>>,
    /// Why the next page can't be fetched.
    pub(super) problem: Option<Problem>,
}

/// Why a page can't be fetched.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The operation requests a page that can't exist.
    Argument(String),
    /// The list does not end.
    Endless(String),
}

/// A page of a list, reduced to what a cursor needs.
pub(super) struct Contents<'a> {
    pub(super) count: u64,
    pub(super) end: PageEnd,
    /// The JSON of the page, whose items identify it.
    pub(super) body: &'a [u8],
}

impl Cursor {
    /// The start of a list. `numbered` if its operation takes page numbers.
    pub(super) fn new(parts: &Parts, numbered: bool) -> Self {
        let (mut start, mut problem) = (None, None);
        if let Some(text) = parts.query_text("pageNum").filter(|_| numbered) {
            start = text.parse::<u32>().ok().map(|number| number.max(1));
            if start.is_none() {
                let expected = format!("expected a number from 1 to {}", u32::MAX);
                problem = Some(Problem::Argument(format!(
                    "the query parameter `pageNum` is {text}: {expected}"
                )));
            }
        }
        let items_per_page = parts.query_text("itemsPerPage");
        let items_per_page = items_per_page.and_then(|text| text.parse().ok());
        let items_per_page = items_per_page.unwrap_or(ITEMS_PER_PAGE);
        let items_per_page = items_per_page.clamp(1, MAX_ITEMS_PER_PAGE);
        let next = start.unwrap_or(1);
        Self {
            next: Some(next),
            start,
            items_per_page,
            seen: u64::from(next - 1).saturating_mul(items_per_page),
            received: 0,
            total: None,
            pages: HashMap::new(),
            problem,
        }
    }

    /// Continues after a page.
    ///
    /// # Errors
    /// The page is a repetition.
    pub(super) fn advance(&mut self, numbered: bool, page: &Contents<'_>) -> Result<(), String> {
        let count = page.count;
        let total = page.end.total_of(count);
        self.seen = self.seen.saturating_add(count);
        self.total = total.or(self.total);
        let is_full = count >= self.items_per_page;
        let counted_more = total.map(|total| self.seen < total);
        let more = match (page.end.next, counted_more) {
            (Some(true), _) => true,
            // The link is missing, but the count says that there is more. An empty page costs less than a lost one.
            (Some(false), more) => is_full && more == Some(true),
            (None, Some(more)) => more,
            // The page says nothing about the end.
            (None, None) => is_full,
        };
        // A list that shrinks while it is read may give an empty page.
        let more = more && numbered && count > 0;
        let number = self.next.unwrap_or_default();
        if more || !self.pages.is_empty() {
            let mut hasher = DefaultHasher::new();
            items_of(page.body).unwrap_or(page.body).hash(&mut hasher);
            let before = self.pages.insert(hasher.finish(), total);
            // New items at the start of a list move the others back, perhaps by a whole page.
            if before.is_some_and(|before| total <= before) {
                return Err(format!(
                    "page {number} has the items of an earlier page, so the list would not end"
                ));
            }
        }
        self.received = self.received.saturating_add(count);
        self.next = None;
        if !more {
            return Ok(());
        }
        self.problem = match (total, number.checked_add(1)) {
            // Not compared with `seen`, because pages before the start may have been smaller than the page size.
            (Some(total), _) if self.received > total => Some(format!(
                "after {} items of {total} there is another page, so the list would not end",
                self.received
            )),
            (_, None) => Some(format!(
                "there is another page after number {number}, the last one"
            )),
            (_, next) => {
                self.next = next;
                None
            }
        }
        .map(Problem::Endless);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether another page follows the first page of a list, with this many items and a page size of 10.
    fn more(count: u64, next: Option<bool>, total: Option<u64>) -> bool {
        let parts = Parts::default().query("itemsPerPage", "10".to_owned());
        let mut cursor = Cursor::new(&parts, true);
        cursor
            .advance(true, &page(count, next, total, "a"))
            .unwrap();
        cursor.next == Some(2)
    }

    fn page(count: u64, next: Option<bool>, total: Option<u64>, items: &str) -> Contents<'_> {
        let (end, body) = (PageEnd { next, total }, items.as_bytes());
        Contents { count, end, body }
    }

    fn begin(start: &str) -> Cursor {
        Cursor::new(&Parts::default().query("pageNum", start.to_owned()), true)
    }

    #[test]
    fn detects_last_page_by_links_and_count() {
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
        // Only items. Another page may follow a full one.
        assert!(more(10, None, None));
        assert!(!more(9, None, None));
        // They disagree.
        assert!(more(10, Some(false), Some(11)));
        assert!(!more(9, Some(false), Some(11)));
        assert!(!more(0, Some(true), Some(11)));
    }

    #[test]
    fn starts_at_a_later_page() {
        let mut cursor = begin("3");
        assert_eq!((cursor.next, cursor.seen), (Some(3), 200));
        let total = Some(250);
        cursor.advance(true, &page(50, None, total, "a")).unwrap();
        assert_eq!((cursor.next, cursor.total), (None, total));
        assert_eq!(cursor.problem, None);
    }

    #[test]
    fn repeated_page_ends_the_list() {
        for start in ["1", "7"] {
            let mut cursor = begin(start);
            for items in ["a", "b", "c"] {
                cursor
                    .advance(true, &page(1, Some(true), None, items))
                    .unwrap();
            }
            // It need not be the previous page.
            let error = cursor
                .advance(true, &page(1, Some(true), None, "b"))
                .unwrap_err();
            assert!(
                error.contains("has the items of an earlier page"),
                "{error}"
            );
        }
        // A list that has grown may repeat a page, but must grow again before the next repetition.
        let mut cursor = begin("1");
        for (total, items) in [(10, "a"), (12, "a"), (12, "b")] {
            let page = page(2, Some(true), Some(total), items);
            cursor.advance(true, &page).unwrap();
        }
        let page_of = |total| page(2, Some(true), total, "a");
        assert!(cursor.advance(true, &page_of(Some(12))).is_err());
        let mut cursor = begin("1");
        cursor.advance(true, &page_of(Some(10))).unwrap();
        assert!(cursor.advance(true, &page_of(None)).is_err());
        // The last page is compared, too.
        let mut cursor = begin("1");
        cursor.advance(true, &page(100, None, None, "a")).unwrap();
        assert!(
            cursor
                .advance(true, &page(1, Some(false), None, "a"))
                .is_err()
        );
    }

    #[test]
    fn more_items_than_total_count_end_the_list() {
        // With exactly as many items, the list may still be growing.
        let mut cursor = begin("1");
        cursor
            .advance(true, &page(100, Some(true), Some(100), "a"))
            .unwrap();
        assert_eq!((cursor.next, &cursor.problem), (Some(2), &None));
        let mut cursor = begin("1");
        cursor
            .advance(true, &page(100, Some(true), Some(150), "a"))
            .unwrap();
        assert_eq!((cursor.next, &cursor.problem), (Some(2), &None));
        cursor
            .advance(true, &page(100, Some(true), Some(150), "b"))
            .unwrap();
        assert_eq!(cursor.next, None);
        assert!(matches!(cursor.problem, Some(Problem::Endless(_))));
        // The pages before the start may have been small. A count of 0 with items means that there is no count, as for
        // events.
        for (start, total) in [("500", Some(200)), ("1", Some(0)), ("1", None)] {
            let mut cursor = begin(start);
            cursor
                .advance(true, &page(100, Some(true), total, "a"))
                .unwrap();
            assert!(
                cursor.next.is_some() && cursor.problem.is_none(),
                "{total:?}"
            );
            assert_eq!(cursor.total, total.filter(|total| *total > 0));
        }
    }

    #[test]
    fn ends_at_largest_page_number() {
        let mut cursor = begin("4294967295");
        cursor
            .advance(true, &page(100, Some(true), None, "a"))
            .unwrap();
        assert_eq!(cursor.next, None);
        assert!(matches!(cursor.problem, Some(Problem::Endless(_))));
        for text in ["4294967296", "-1", "99999999999999999999"] {
            assert!(
                matches!(begin(text).problem, Some(Problem::Argument(_))),
                "{text}"
            );
        }
        assert_eq!((begin("0").next, begin("0").problem), (Some(1), None));
    }
}
