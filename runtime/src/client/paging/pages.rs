//! The pages of a list, as a stream.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::cursor::Cursor;
use crate::client::handle::Client;
use crate::message::error::kinds::Error;
use crate::message::paged::Paged;
use crate::message::parts::Parts;
use crate::message::response::Response;
use crate::transport::futures::BoxFuture;
use crate::transport::futures::next;
use crate::transport::sending::{Answer, Reading};
use crate::wire::output::SetAside;

impl Client {
    /// Returns the pages of a list as a [`Stream`](futures_core::Stream), each with its status, its headers, and all
    /// that came with the items. Otherwise like [`items`](Self::items).
    ///
    /// # Errors
    /// Those of [`items`](Self::items).
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        Pages::new(self.clone(), &operation)
    }
}

/// A page of a list.
pub struct Page<O: Paged> {
    number: u32,
    response: Response<O::Output>,
}

impl<O: Paged> Page<O> {
    /// Returns the number of the page, starting at 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the items.
    #[must_use]
    pub fn items(&self) -> &[O::Item] {
        O::items(&self.response.value)
    }

    /// Returns the items by value, without the rest.
    #[must_use]
    pub fn into_items(self) -> Vec<O::Item> {
        O::into_items(self.response.value)
    }

    /// Returns the number of items on all pages (`totalCount`), unless the operation asks the service not to count
    /// (`includeCount`).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        O::end(&self.response.value).total
    }

    /// Returns the whole response.
    #[must_use]
    pub fn response(&self) -> &Response<O::Output> {
        &self.response
    }

    /// Returns the whole response by value.
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

/// A stream of the [pages](Page) of a list. Created by [`Client::pages`].
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

    /// Returns the next page. `None` after the last, and after an error. The same as `StreamExt::next` of
    /// `futures_util`, for programs without that crate.
    ///
    /// # Errors
    /// Those of [`Client::pages`].
    pub async fn next(&mut self) -> Option<Result<Page<O>, Error>> {
        next(self).await
    }

    /// Returns the number of items on all pages, as the last page said. `None` before the first page, and if the
    /// service does not count.
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.cursor.total
    }

    /// Returns the number of the page that is fetched next, or is being fetched. `None` after the last. After an
    /// error, it is the missing page. Pass it to the operation's `page_num` to continue.
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

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::META.name)
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}
