//! The blocking client: how it sends an operation.

use std::fmt;

use super::background::Background;
use crate::client::builder::ClientBuilder;
use crate::client::handle;
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;
use crate::message::response::Response;
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
    pub(super) client: handle::Client,
    pub(super) background: Background,
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
