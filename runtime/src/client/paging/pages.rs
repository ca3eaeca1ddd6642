//! The pages of a list, as a stream.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::cursor::{Contents, Cursor, Problem};
use crate::client::handle::Client;
use crate::message::error::kinds::{Error, Received};
use crate::message::operation::typed;
use crate::message::paged::Paged;
use crate::message::parts::Parts;
use crate::message::response::Response;
use crate::transport::futures::BoxFuture;
use crate::transport::futures::next;
use crate::transport::sending::{Answer, Reading};
use crate::wire::output::SetAside;
use crate::wire::page::items_of;

impl Client {
    /// Returns the pages of a list as a [`Stream`](futures_core::Stream), each with its status, its headers, and all
    /// that came with the items. Otherwise like [`items`](Self::items).
    ///
    /// # Errors
    /// The errors of [`items`](Self::items).
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        Pages::new(self.clone(), &operation)
    }
}

/// A page of a list. It can be iterated over, by value or by reference.
///
/// ```no_run
/// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
/// use atlas_api::clusters;
///
/// let mut pages = client.pages(clusters::list_clusters("32b6e34b3d91647abb20e7b8"));
/// while let Some(page) = pages.next().await {
///     for cluster in &page? {
///         println!("{:?}", cluster.name);
///     }
/// }
/// # Ok(())
/// # }
/// ```
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
        let count = self.items().len() as u64;
        O::end(&self.response.value).total_of(count)
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

impl<O: Paged> IntoIterator for Page<O> {
    type Item = O::Item;
    type IntoIter = std::vec::IntoIter<O::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<'a, O: Paged> IntoIterator for &'a Page<O> {
    type Item = &'a O::Item;
    type IntoIter = std::slice::Iter<'a, O::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.items().iter()
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
            cursor: Cursor::new(&parts, O::NUMBERED),
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
    /// The errors of [`Client::pages`].
    pub async fn next(&mut self) -> Option<Result<Page<O>, Error>> {
        next(self).await
    }

    /// Returns the number of items on all pages, according to the most recent page. `None` before the first page, and
    /// if the service sends no count.
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
            return Ok(typed::<O::Output>(parts.request(O::META, base_url)?));
        }
        let request = self.parts.request(O::META, base_url)?;
        Ok(typed::<O::Output>(request))
    }

    fn page(&mut self, number: u32, answer: Answer) -> Result<Page<O>, Error> {
        let body = answer.body.clone();
        let attempts = answer.attempts;
        let mut response = self.client.decode(O::META, answer)?;
        let (count, end) = (
            O::items(&response.value).len() as u64,
            O::end(&response.value),
        );
        // A page without a list would be mistaken for an empty one, unless it says that it is.
        let is_empty = end.total == Some(0) && response.set_aside.is_empty();
        if count == 0 && !is_empty && items_of(&body).is_none() && !lacks_list(&response.set_aside)
        {
            let path = match body.is_empty() {
                true => "$".to_owned(),
                false => "$.results".to_owned(),
            };
            response.set_aside.push(SetAside { path });
        }
        let received = |status, headers| Received {
            status,
            headers,
            body: Some(body.clone()),
        };
        if lacks_list(&response.set_aside) {
            let received = received(response.status, response.headers);
            let omitted = response.set_aside_omitted;
            let error = Error::mismatches(O::META, received, response.set_aside, omitted);
            return Err(error.after_attempts(attempts));
        }
        let page = Contents {
            count,
            end,
            body: &body,
        };
        if let Err(why) = self.cursor.advance(O::NUMBERED, &page) {
            let received = received(response.status, response.headers);
            return Err(Error::list(O::META, Some(received), why).after_attempts(attempts));
        }
        Ok(Page { number, response })
    }
}

/// Whether the list of items is among the mismatches.
fn lacks_list(set_aside: &[SetAside]) -> bool {
    let is_list = |it: &SetAside| matches!(it.path.as_str(), "$" | "$.results");
    set_aside.iter().any(is_list)
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Page<O>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(problem) = this.cursor.problem.take() {
            this.failed = true;
            return Poll::Ready(Some(Err(match problem {
                Problem::Argument(why) => Error::input(O::META, why),
                Problem::Endless(why) => Error::list(O::META, None, why),
            })));
        }
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
