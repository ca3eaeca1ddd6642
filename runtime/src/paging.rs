//! Lists that come in pages, as streams of items and of pages.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use futures_core::Stream;

use crate::auth::BoxFuture;
use crate::client::{Answer, Client, Reading};
use crate::message::error::kinds::Error;
use crate::message::paged::Paged;
use crate::message::parts::Parts;
use crate::message::response::Response;
use crate::stream::next;
use crate::wire::output::SetAside;
use crate::wire::page::PageEnd;

/// How many items a page has that was not asked for another number: the default of `itemsPerPage` in
/// the document.
pub(crate) const ITEMS_PER_PAGE: u64 = 100;
/// How many it has at most, whatever is asked: the maximum of `itemsPerPage` in the document.
pub(crate) const MAX_ITEMS_PER_PAGE: u64 = 500;

/// A page of a list.
pub struct Page<O: Paged> {
    number: u32,
    response: Response<O::Output>,
}

impl<O: Paged> Page<O> {
    /// Its number, the first being 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Its items.
    #[must_use]
    pub fn items(&self) -> &[O::Item] {
        O::items(&self.response.value)
    }

    /// Its items, without the rest.
    #[must_use]
    pub fn into_items(self) -> Vec<O::Item> {
        O::into_items(self.response.value)
    }

    /// How many items the list has on all pages (`totalCount`), if the service says so: not where the
    /// operation asks it not to count (`includeCount`).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        O::end(&self.response.value).total
    }

    /// The whole response.
    #[must_use]
    pub fn response(&self) -> &Response<O::Output> {
        &self.response
    }

    /// The whole response.
    #[must_use]
    pub fn into_response(self) -> Response<O::Output> {
        self.response
    }
}

impl<O: Paged> fmt::Debug for Page<O>
where
    O::Output: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("number", &self.number)
            .field("response", &self.response)
            .finish()
    }
}

/// Where a list is being read.
#[derive(Debug)]
struct Cursor {
    /// The page to be fetched next; `None` after the last.
    next: Option<u32>,
    /// Where the operation says where to begin.
    start: Option<u32>,
    items_per_page: u64,
    /// How many items there are up to here, those before the start included.
    seen: u64,
    total: Option<u64>,
}

impl Cursor {
    fn new(parts: &Parts) -> Self {
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
    fn advance(&mut self, count: u64, numbered: bool, end: &PageEnd) {
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

/// The pages of a list, made by [`Client::pages`]: a stream of [`Page`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<O: Paged> {
    client: Client,
    parts: Parts,
    cursor: Cursor,
    pending: Option<BoxFuture<'static, Result<Answer, Error>>>,
    failed: bool,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> Pages<O> {
    pub(crate) fn new(client: Client, operation: &O) -> Self {
        let parts = operation.parts().clone();
        Self {
            cursor: Cursor::new(&parts),
            client,
            parts,
            pending: None,
            failed: false,
            operation: PhantomData,
        }
    }

    /// The next page; `None` after the last, and after an error. The same as `StreamExt::next` of
    /// `futures_util`, for programs that don't have it.
    ///
    /// # Errors
    /// Those of [`Client::pages`].
    pub async fn next(&mut self) -> Option<Result<Page<O>, Error>> {
        next(self).await
    }

    /// How many items the list has on all pages, as the last page said; `None` before the first, and where
    /// the service does not count.
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.cursor.total
    }

    /// The number of the page that is fetched next, or is being fetched; `None` after the last. After
    /// an error it is the page that is missing: give it to the operation's `page_num` to go on.
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.cursor.next
    }

    fn request(&self, number: u32) -> Result<http::Request<Bytes>, Error> {
        let base_url = self.client.base_url();
        if O::NUMBERED && self.cursor.start.unwrap_or(1) != number {
            let parts = self.parts.clone().query("pageNum", number.to_string());
            return parts.request(O::META, base_url);
        }
        self.parts.request(O::META, base_url)
    }

    fn page(&mut self, number: u32, answer: Answer) -> Result<Page<O>, Error> {
        let body = answer.body.clone();
        let attempts = answer.attempts;
        let mut response = self.client.decode::<O>(answer)?;
        // A page that holds something else than a list, or nothing, would pass for an empty one.
        if body.is_empty() {
            let path = "$".to_owned();
            response.set_aside.push(SetAside { path });
        }
        let is_list = |it: &SetAside| matches!(it.path.as_str(), "$" | "$.results");
        if response.set_aside.iter().any(is_list) {
            let error = response.refused(O::META, body);
            return Err(error.after_attempts(attempts));
        }
        let count = O::items(&response.value).len() as u64;
        let end = O::end(&response.value);
        self.cursor.advance(count, O::NUMBERED, &end);
        Ok(Page { number, response })
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Page<O>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let (Some(number), false) = (this.cursor.next, this.failed) else {
            return Poll::Ready(None);
        };
        if this.pending.is_none() {
            this.pending = Some(match this.request(number) {
                Ok(request) => this
                    .client
                    .exchange(O::META.into(), request, Reading::Whole),
                Err(error) => Box::pin(async { Err(error) }),
            });
        }
        let Some(pending) = &mut this.pending else {
            return Poll::Ready(None);
        };
        let result = ready!(pending.as_mut().poll(cx));
        this.pending = None;
        let page = result.and_then(|answer| this.page(number, answer));
        this.failed = page.is_err();
        Poll::Ready(Some(page))
    }
}

/// The items of a list, made by [`Client::items`]: a stream of items.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: Paged> Items<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            items: vec![].into_iter(),
        }
    }

    /// The next item; `None` after the last, and after an error. The same as `StreamExt::next` of
    /// `futures_util`, for programs that don't have it.
    ///
    /// # Errors
    /// Those of [`Client::items`].
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        next(self).await
    }

    /// How many items the list has on all pages, as the last page said; `None` before the first, and where
    /// the service does not count.
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// The number of the page that is fetched next; `None` after the last. After an error it is the page
    /// that is missing, and all items before it have been given: give it to the operation's `page_num`
    /// to go on.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client, group: &str) -> Result<(), atlas_api::Error> {
    /// use atlas_api::events;
    /// use futures_util::TryStreamExt;
    ///
    /// let mut start = 1;
    /// let mut items = client.items(events::list_group_events(group));
    /// loop {
    ///     match (items.try_next().await, items.next_page()) {
    ///         (Ok(Some(event)), _) => println!("{event:?}"),
    ///         (Ok(None), _) => break,
    ///         // Only where pages have come: one that keeps failing ends it.
    ///         (Err(error), Some(page)) if error.is_retryable() && page > start => {
    ///             start = page;
    ///             items = client.items(events::list_group_events(group).page_num(page));
    ///         }
    ///         (Err(error), _) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.pages.next_page()
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            // The room of the last page's items is not held while the next is read.
            this.items = vec![].into_iter();
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => this.items = page.into_items().into_iter(),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::META.name)
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.items.len())
            .finish()
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
