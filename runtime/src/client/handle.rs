//! The asynchronous client: what it holds, and how it sends an operation.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use crate::auth::authenticator::Authenticator;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::message::meta::OperationMeta;
use crate::message::operation::Operation;
use crate::message::response::Response;
use crate::transport::base_url;
use crate::transport::exchange::exchange;
use crate::transport::futures::BoxFuture;
use crate::transport::options::Options;
use crate::transport::sending::{Answer, Reading};
use crate::transport::shared::Shared;
use crate::wire::limits::Limits;
use crate::wire::output::Output;

/// Sends operations to the service.
///
/// A clone is cheap and shares the connections, the access token and the rate limiter. Create one client, and clone it
/// wherever it is needed. Like `reqwest`, it requires a Tokio runtime with timers and I/O enabled, and panics
/// elsewhere. `blocking::Client` (feature `blocking`) requires none.
///
/// ```no_run
/// # async fn example() -> Result<(), atlas_api::Error> {
/// use atlas_api::{clusters, Client, Credentials};
///
/// let client = Client::builder().credentials(Credentials::from_env()?).build()?;
/// let page = client.send(clusters::list_clusters("32b6e34b3d91647abb20e7b8")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared<Authenticator>>,
    pub(super) options: Arc<Options>,
}

impl Client {
    /// The base URL of Atlas.
    pub const BASE_URL: &'static str = base_url::ATLAS;

    /// The base URL of Atlas for Government.
    pub const GOVERNMENT_BASE_URL: &'static str = base_url::GOVERNMENT;

    /// Returns the base URL, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Returns the same client with other settings, for one call or many. It shares the connections, the access token
    /// and the rate limiter.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use atlas_api::{Client, RetryPolicy};
    ///
    /// fn hasty(client: &Client) -> Client {
    ///     client.with(|options| options.timeout(Duration::from_secs(2)).retry(RetryPolicy::never()))
    /// }
    /// ```
    #[must_use]
    pub fn with(&self, change: impl FnOnce(Options) -> Options) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(change((*self.options).clone())),
        }
    }

    /// Sends an operation and returns the value of its response.
    ///
    /// The operation may be borrowed, to send it again:
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// async fn twice<O: Operation>(client: &Client, operation: O) -> Result<O::Output, Error> {
    ///     match client.send(&operation).await {
    ///         Err(error) if error.is_connect() => client.send(&operation).await,
    ///         result => result,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// After the attempts that the [`RetryPolicy`](crate::RetryPolicy) allows:
    /// - [`Error::is_input`]: an argument is not valid in the path, or a setting of the call is not valid in a header.
    ///   Nothing was sent.
    /// - [`Error::is_authentication`]: the service does not accept the credentials, or issues no access token for them.
    /// - [`Error::api`]: the status is not 2xx. See [`Error::is_code`], [`Error::is_not_found`] and
    ///   [`Error::is_forbidden`].
    /// - [`Error::is_transport`]: no response arrived, only a part of it, or none in time ([`Error::is_timeout`]). Try
    ///   again later if [`Error::is_retryable`] and the operation allow it.
    /// - [`Error::is_too_large`]: the body exceeds
    ///   [`ClientBuilder::max_body_bytes`](crate::ClientBuilder::max_body_bytes).
    /// - [`Error::is_decode`]: the body has mismatches, and decoding is
    ///   [strict](crate::ClientBuilder::strict_decoding).
    pub async fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.execute(operation).await.map(|response| response.value)
    }

    /// Like [`send`](Self::send), with the status, the headers, and the mismatches in the body.
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// async fn logged<O: Operation>(client: &Client, operation: O) -> Result<O::Output, Error> {
    ///     let response = client.execute(operation).await?;
    ///     println!("{} {:?} {:?}", response.status, response.request_id(), response.rate_limit());
    ///     Ok(response.value)
    /// }
    /// ```
    ///
    /// # Errors
    /// The errors of [`send`](Self::send).
    pub async fn execute<O: Operation>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        // Only these few lines are compiled for each operation that a program uses.
        let request = operation.request(self.base_url())?;
        let answer = self
            .exchange(O::META.into(), request, Reading::Whole)
            .await?;
        self.decode(O::META, answer)
    }

    /// Revokes the access token of the service account (`POST /api/oauth/revoke`). To revoke it at shutdown, use
    /// [`close`](Self::close).
    ///
    /// From now on, the token is not used, even if this fails; the next call fetches another. If a token is being
    /// fetched or renewed, this waits for it and revokes it as well. A [`TokenStore`](crate::TokenStore) forgets it. If
    /// there is no token, nothing is sent. The request is sent once. If it fails, call this again: the token is not
    /// forgotten.
    ///
    /// # Errors
    /// [`Error::is_input`]: the credentials are not those of a service account, or the client is closed. [`Error::api`] or
    /// [`Error::is_transport`]: the service rejected the request, or did not respond.
    pub async fn revoke_token(&self) -> Result<(), Error> {
        self.shared.auth.revoke().await
    }

    /// Ends the client and all its clones: no more calls are sent, no token is fetched or renewed, and the token of a
    /// service account is [revoked](Self::revoke_token). Call it at shutdown.
    ///
    /// Calls that are waiting for a token end at once. Those that were sent complete as usual, but the service may
    /// reject their token, so let them finish first. Later calls fail, and [`Error::is_input`] is true.
    ///
    /// With other credentials, nothing is sent. With a [`TokenStore`](crate::TokenStore), its token is revoked too: to
    /// leave it for the next run, drop the client instead.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// client.close().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::api`] or [`Error::is_transport`]: the token could not be revoked. The client is closed in any case. Call
    /// this again to revoke the token.
    pub async fn close(&self) -> Result<(), Error> {
        self.shared.auth.close().await
    }

    /// Sends a request with the client's connections and settings.
    // Boxed, so that the futures of a program's own functions, which hold this one, stay small.
    pub(crate) fn exchange(
        &self,
        call: Call,
        request: http::Request<Bytes>,
        reading: Reading,
    ) -> BoxFuture<'static, Result<Answer, Error>> {
        let (shared, options) = (Arc::clone(&self.shared), Arc::clone(&self.options));
        #[cfg(feature = "test-util")]
        if let Some(tape) = shared.tape.clone() {
            let (named, copy) = (call.clone(), request.clone());
            let send = Box::pin(exchange(shared, options, call, request, reading));
            return tape.play(named, copy, reading, send);
        }
        Box::pin(exchange(shared, options, call, request, reading))
    }

    /// Decodes an answer as the response to an operation.
    pub(crate) fn decode<T: Output>(
        &self,
        meta: &'static OperationMeta,
        answer: Answer,
    ) -> Result<Response<T>, Error> {
        let (attempts, deadline) = (answer.attempts, answer.deadline);
        let is_late = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let limits = Limits {
            memory: self.options.max_decoded_bytes,
            is_late: Some(&is_late),
        };
        let strict = self.options.strict_decoding;
        match Response::decode(meta, answer.into(), limits, strict) {
            Ok(response) => Ok(response),
            Err(error) => Err(error.after_attempts(attempts)),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .field("authentication", &self.shared.auth)
            .field("limiter", &self.shared.limiter)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static META: OperationMeta = OperationMeta {
        operation_id: "getSystemStatus",
        name: "getSystemStatus",
        tag: "Root",
        method: http::Method::GET,
        path: "/api/atlas/v2",
        version: "2023-01-01",
        media_type: "application/vnd.atlas.2023-01-01+json",
        body_media_type: None,
        deprecated: false,
        sunset: None,
        retired: None,
        roles: &[],
        idempotent: true,
        docs_page: crate::message::meta::DocsPage::None,
    };

    #[tokio::test]
    async fn rejects_request_to_other_origin() {
        let client = Client::builder()
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        for url in [
            "http://127.0.0.1:10/",
            "http://127.0.0.1:90/",
            "http://127.0.0.1:9@localhost/",
            "http://127.0.0.1/",
            "https://127.0.0.1:9/",
            "http://localhost:9/",
        ] {
            let request = http::Request::get(url).body(Bytes::new()).unwrap();
            let call = Call::from(&META);
            let result = client.exchange(call, request, Reading::Whole).await;
            let error = result.err().unwrap();
            assert!(error.is_input(), "{error}");
            assert_eq!(error.attempts(), 0);
        }
    }
}
