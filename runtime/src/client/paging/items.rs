//! The items of a list, page after page, as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::pages::Pages;
use crate::client::handle::Client;
use crate::message::error::kinds::Error;
use crate::message::paged::Paged;
use crate::transport::futures::next;

impl Client {
    /// Returns the items of a list, page after page, as a [`Stream`](futures_core::Stream).
    ///
    /// A page is fetched when its first item is polled. The service says which page is the last. Every list ends: if
    /// pages repeat, if there are more items than the service counts, or if page numbers run out, the last item is an
    /// error ([`Error::is_endless_list`]). If the list changes while it is read, items may be missed or appear twice,
    /// because pages are counted.
    ///
    /// The page size is the operation's `items_per_page`, and the first page is its `page_num`. See [`Items`] for the
    /// total, and for continuing after an error.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::clusters;
    /// use futures_util::TryStreamExt;
    ///
    /// let clusters: Vec<_> = client
    ///     .items(clusters::list_clusters("32b6e34b3d91647abb20e7b8").items_per_page(500))
    ///     .try_collect()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// An item can be an error of [`send`](Self::send), [`Error::is_decode`] if a page holds no list, or
    /// [`Error::is_endless_list`]. An error is always the last item.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items::new(self.pages(operation))
    }
}

/// A stream of the items of a list. Created by [`Client::items`].
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

    /// Returns the next item. `None` after the last, and after an error. The same as `StreamExt::next` of
    /// `futures_util`, for programs without that crate.
    ///
    /// # Errors
    /// The errors of [`Client::items`].
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        next(self).await
    }

    /// Returns the number of items on all pages, according to the most recent page. `None` before the first page, and
    /// if the service sends no count.
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// Returns the number of the next page, or `None` after the last. After an error, it is the missing page, and all
    /// items before it have been returned. Pass it to the operation's `page_num` to continue.
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
    ///         // Resumes only after progress: a page that keeps failing ends the loop.
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
            // Frees the previous page's items before the next page is read.
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

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.items.len())
            .finish()
    }
}
