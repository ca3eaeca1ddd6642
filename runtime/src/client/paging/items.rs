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
    /// The items of a list, page after page, as a [`Stream`](futures_core::Stream). A page is fetched
    /// when its first item is asked for; the last is known by what the service says of it. Where the list
    /// changes while it is read, items may be missed or come twice, as pages are counted.
    ///
    /// The page size is that of the operation (`items_per_page`), and it begins at the operation's
    /// `page_num`. See [`Items`] for the total, and for going on after an error.
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
    /// An item can be an error, one of those of [`send`](Self::send), or [`Error::is_decode`] where a
    /// page holds no list. It is the last item then.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items::new(self.pages(operation))
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

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.items.len())
            .finish()
    }
}
