//! The blocking client: how it sends an operation.

use std::fmt;

use super::background::Background;
use crate::client::builder::ClientBuilder;
use crate::client::handle;
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;
use crate::message::response::Response;
use crate::transport::options::Options;

/// Sends operations to the service, and blocks until they are done. The documentation of the asynchronous
/// [`Client`](crate::Client) on settings, retries, tokens and errors also applies here.
///
/// A clone is cheap and shares the connections. The client can be used from any thread. In asynchronous code, it blocks
/// the thread, like any blocking call. There, give it its own [`http_client`](ClientBuilder::http_client), because
/// connections that are driven by a blocked thread make no progress.
#[derive(Clone)]
pub struct Client {
    pub(super) client: handle::Client,
    pub(super) background: Background,
}

impl Client {
    /// Returns the settings of a new client.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// Returns the base URL, without a trailing slash.
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
    /// The errors of [`Client::send`](crate::Client::send).
    pub fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.background.run(self.client.send(operation))
    }

    /// Like [`Client::execute`](crate::Client::execute).
    ///
    /// # Errors
    /// The errors of [`Client::send`](crate::Client::send).
    pub fn execute<O: Operation>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        self.background.run(self.client.execute(operation))
    }

    /// Like [`Client::revoke_token`](crate::Client::revoke_token).
    ///
    /// # Errors
    /// The errors of [`Client::revoke_token`](crate::Client::revoke_token).
    pub fn revoke_token(&self) -> Result<(), Error> {
        self.background.run(self.client.revoke_token())
    }

    /// Like [`Client::close`](crate::Client::close).
    ///
    /// # Errors
    /// The errors of [`Client::close`](crate::Client::close).
    pub fn close(&self) -> Result<(), Error> {
        self.background.run(self.client.close())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

impl ClientBuilder<Client> {
    /// Creates the client, and a thread that drives its connections. Nothing is sent.
    ///
    /// # Errors
    /// The errors of [`ClientBuilder::build`] for the asynchronous client, and [`Error::is_input`] if no thread can be
    /// started.
    pub fn build(self) -> Result<Client, Error> {
        let background = Background::new()?;
        let client = background.run(async { self.build_client() })?;
        Ok(Client { client, background })
    }
}
