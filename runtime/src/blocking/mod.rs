//! The client for programs without a runtime (feature `blocking`): the same calls, which return when
//! they are done.
//!
//! ```no_run
//! # fn example() -> Result<(), atlas_api::Error> {
//! use atlas_api::{Credentials, blocking, clusters};
//!
//! let client = blocking::Client::builder().credentials(Credentials::from_env()?).build()?;
//! for cluster in client.items(clusters::list_clusters("32b6e34b3d91647abb20e7b8")) {
//!     println!("{:?}", cluster?.name);
//! }
//! # Ok(())
//! # }
//! ```

mod download;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde_json::Value as Json;
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop::unconstrained;

#[cfg(feature = "gzip")]
pub use self::download::Decompressed;
pub use self::download::{Download, Reader};
use crate::client::builder::ClientBuilder;
use crate::client::paging::pages::Page;
use crate::client::waiting::Progress;
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;
use crate::message::paged::Paged;
use crate::message::response::Response;
use crate::transport::futures;
use crate::transport::options::Options;

/// Sends operations to the service, and returns when that is done. All settings, and all that is said of
/// retries, tokens and errors, are those of the asynchronous [`Client`](crate::Client).
///
/// A clone is cheap and shares the connections. It can be used from any thread; where asynchronous code
/// calls it, it blocks the thread of that code, as any blocking call does. A
/// [`http_client`](ClientBuilder::http_client) should be one of its own then: connections that are driven
/// by a blocked thread stand still.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    background: Background,
}

impl Client {
    /// The settings of a new client.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// Like [`Client::with`](crate::Client::with).
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        Self {
            client: self.client.with(change),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    /// Those of [`Client::send`](crate::Client::send).
    pub fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.background.run(self.client.send(operation))
    }

    /// Like [`Client::execute`](crate::Client::execute).
    ///
    /// # Errors
    /// Those of [`Client::send`](crate::Client::send).
    pub fn execute<O: Operation>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        self.background.run(self.client.execute(operation))
    }

    /// Like [`Client::request`](crate::Client::request).
    pub fn request(&self, method: Method, path: &str, version: &str) -> RawCall {
        RawCall {
            call: self.client.request(method, path, version),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::items`](crate::Client::items), as an iterator.
    ///
    /// # Errors
    /// An item can be an error, and is the last one then.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items {
            items: self.client.items(operation),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::pages`](crate::Client::pages), as an iterator.
    ///
    /// # Errors
    /// An item can be an error, and is the last one then.
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        Pages {
            pages: self.client.pages(operation),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::download`](crate::Client::download). [`Download::reader`] makes a reader of it.
    ///
    /// # Errors
    /// Those of [`Client::download`](crate::Client::download).
    pub fn download<O: Operation<Output = Bytes>>(&self, operation: O) -> Result<Download, Error> {
        let download = self.background.run(self.client.download(operation))?;
        Ok(Download::new(download, self.background.clone()))
    }

    /// Like [`Client::wait`](crate::Client::wait).
    pub fn wait<O: Operation>(&self, operation: O) -> Wait<O> {
        Wait {
            wait: self.client.wait(operation),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::revoke_token`](crate::Client::revoke_token).
    ///
    /// # Errors
    /// Those of [`Client::revoke_token`](crate::Client::revoke_token).
    pub fn revoke_token(&self) -> Result<(), Error> {
        self.background.run(self.client.revoke_token())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

impl ClientBuilder<Client> {
    /// Makes the client, and a thread that looks after its connections. Nothing is sent.
    ///
    /// # Errors
    /// Those of [`ClientBuilder::build`] for the asynchronous client, and [`Error::is_input`] where the
    /// system gives no thread.
    pub fn build(self) -> Result<Client, Error> {
        let background = Background::new()?;
        let client = background.run(async { self.build_client() })?;
        Ok(Client { client, background })
    }
}

/// The runtime behind a client and its clones. One thread looks after the connections and the timers;
/// a call itself is driven by the thread that makes it.
#[derive(Clone)]
struct Background(Arc<Stop>);

struct Stop(Option<Runtime>);

impl Background {
    fn new() -> Result<Self, Error> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder
            .worker_threads(1)
            .thread_name("atlas-api")
            .enable_all();
        match runtime.build() {
            Ok(runtime) => Ok(Self(Arc::new(Stop(Some(runtime))))),
            Err(error) => Err(Error::setting(format!(
                "no thread for the blocking client: {error}"
            ))),
        }
    }

    fn run<T>(&self, call: impl Future<Output = T>) -> T {
        // Entered, not blocked on: a runtime that blocks would panic within asynchronous code.
        let _entered = self.0.0.as_ref().map(Runtime::enter);
        // Within asynchronous code, the budget of the task that calls would run out and not be filled.
        pollster::block_on(unconstrained(call))
    }

    fn next<S: Stream + Unpin>(&self, stream: &mut S) -> Option<S::Item> {
        self.run(futures::next(stream))
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        // Waiting for its thread would panic within asynchronous code.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// A request by method and path, made by [`Client::request`].
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    call: crate::RawCall,
    background: Background,
}

impl RawCall {
    fn map(self, change: impl FnOnce(crate::RawCall) -> crate::RawCall) -> Self {
        Self {
            call: change(self.call),
            background: self.background,
        }
    }

    /// Like [`RawCall::path`](crate::RawCall::path).
    pub fn path(self, name: &str, value: impl ToString) -> Self {
        self.map(|call| call.path(name, value))
    }

    /// Like [`RawCall::query`](crate::RawCall::query).
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        self.map(|call| call.query(name, value))
    }

    /// Like [`RawCall::header`](crate::RawCall::header).
    pub fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.map(|call| call.header(name, value))
    }

    /// Like [`RawCall::json`](crate::RawCall::json).
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|call| call.json(body))
    }

    /// Like [`RawCall::send`](crate::RawCall::send).
    ///
    /// # Errors
    /// Those of [`RawCall::send`](crate::RawCall::send).
    pub fn send(self) -> Result<Json, Error> {
        self.background.run(self.call.send())
    }

    /// Like [`RawCall::execute`](crate::RawCall::execute).
    ///
    /// # Errors
    /// Those of [`RawCall::send`](crate::RawCall::send).
    pub fn execute(self) -> Result<Response<Json>, Error> {
        self.background.run(self.call.execute())
    }
}

/// The items of a list, made by [`Client::items`].
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Items<O: Paged> {
    items: crate::Items<O>,
    background: Background,
}

impl<O: Paged> Items<O> {
    /// Like [`Items::total_count`](crate::Items::total_count).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.items.total_count()
    }

    /// Like [`Items::next_page`](crate::Items::next_page).
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.items.next_page()
    }
}

impl<O: Paged> Iterator for Items<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.background.next(&mut self.items)
    }
}

/// The pages of a list, made by [`Client::pages`].
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Pages<O: Paged> {
    pages: crate::Pages<O>,
    background: Background,
}

impl<O: Paged> Pages<O> {
    /// Like [`Pages::total_count`](crate::Pages::total_count).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// Like [`Pages::next_page`](crate::Pages::next_page).
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.pages.next_page()
    }
}

impl<O: Paged> Iterator for Pages<O> {
    type Item = Result<Page<O>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.background.next(&mut self.pages)
    }
}

/// Waits until something has come to be, made by [`Client::wait`].
#[derive(Debug)]
#[must_use = "nothing is sent until `until` or `until_gone`"]
pub struct Wait<O> {
    wait: crate::Wait<O>,
    background: Background,
}

impl<O: Operation> Wait<O> {
    /// Like [`Wait::at_most`](crate::Wait::at_most).
    pub fn at_most(mut self, time: Duration) -> Self {
        self.wait = self.wait.at_most(time);
        self
    }

    /// Like [`Wait::pauses`](crate::Wait::pauses).
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.wait = self.wait.pauses(first, longest);
        self
    }

    /// Like [`Wait::until`](crate::Wait::until).
    ///
    /// # Errors
    /// Those of [`Wait::until`](crate::Wait::until).
    pub fn until<P: Into<Progress>>(
        self,
        condition: impl FnMut(&O::Output) -> P,
    ) -> Result<O::Output, Error> {
        self.background.run(self.wait.until(condition))
    }

    /// Like [`Wait::until_gone`](crate::Wait::until_gone).
    ///
    /// # Errors
    /// Those of [`Wait::until`](crate::Wait::until).
    pub fn until_gone(self) -> Result<(), Error> {
        self.background.run(self.wait.until_gone())
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Background")
    }
}
