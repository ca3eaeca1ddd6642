//! The asynchronous client: what it holds, and how it sends an operation.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::auth::authenticator::Authenticator;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;
use crate::message::response::Response;
use crate::transport::base_url;
use crate::transport::exchange::exchange;
use crate::transport::futures::BoxFuture;
use crate::transport::options::Options;
use crate::transport::sending::{Answer, Reading};
use crate::transport::shared::Shared;

/// Sends operations to the service.
///
/// A clone is cheap and shares the connections, the access token and the rate limiter: make one client,
/// and clone it wherever it is needed. It works inside a Tokio runtime with its timers and I/O turned on,
/// as `reqwest` does, and panics elsewhere; `blocking::Client` (feature `blocking`) needs none.
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
    /// Where Atlas is.
    pub const BASE_URL: &'static str = base_url::ATLAS;

    /// Where Atlas for Government is.
    pub const GOVERNMENT_BASE_URL: &'static str = base_url::GOVERNMENT;

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// The same client with other settings, for a single call or for many. It shares the connections,
    /// the access token and the rate limiter.
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

    /// Sends an operation and gives the value of its response.
    ///
    /// The operation may be lent, to be sent again:
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
    /// - [`Error::is_input`]: an argument can't stand in the path, or a setting of the call not in a
    ///   header; nothing was sent. Correct it.
    /// - [`Error::is_authentication`]: the service does not accept the credentials, or gives no access
    ///   token for them.
    /// - [`Error::api`]: the status is not 2xx. Look at [`Error::is_code`], [`Error::is_not_found`] and
    ///   [`Error::is_forbidden`].
    /// - [`Error::is_transport`]: the response did not arrive, or not as a whole, or not in time
    ///   ([`Error::is_timeout`]). Try again later if [`Error::is_retryable`] and the operation allows.
    /// - [`Error::is_too_large`]: the body exceeds [`ClientBuilder::max_body_bytes`](crate::ClientBuilder::max_body_bytes).
    /// - [`Error::is_decode`]: the body does not fit, and decoding is
    ///   [strict](crate::ClientBuilder::strict_decoding).
    pub async fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.execute(operation).await.map(|response| response.value)
    }

    /// Like [`send`](Self::send), with the status, the headers, and what of the body did not fit.
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
    /// Those of [`send`](Self::send).
    pub async fn execute<O: Operation>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        // All that is compiled once for each operation a program uses: keep it to these few lines.
        let request = operation.request(self.base_url())?;
        let answer = self
            .exchange(O::META.into(), request, Reading::Whole)
            .await?;
        self.decode::<O>(answer)
    }

    /// Takes back the access token of the service account (`POST /api/oauth/revoke`), as a program
    /// should that ends for good. The next call would fetch a new one. Nothing is sent if there is none.
    /// It is sent once; where it fails, it can be called again.
    ///
    /// # Errors
    /// [`Error::is_input`]: the credentials are not those of a service account. [`Error::api`] or
    /// [`Error::is_transport`]: the service did not take it, or did not answer.
    pub async fn revoke_token(&self) -> Result<(), Error> {
        self.shared.auth.revoke().await
    }

    /// Sends a request, with all that is the client's.
    // Boxed, so that the futures of a program's own functions, which hold this one, stay small.
    pub(crate) fn exchange(
        &self,
        call: Call,
        request: http::Request<Bytes>,
        reading: Reading,
    ) -> BoxFuture<'static, Result<Answer, Error>> {
        let (shared, options) = (Arc::clone(&self.shared), Arc::clone(&self.options));
        Box::pin(exchange(shared, options, call, request, reading))
    }

    /// Reads an answer as that of an operation.
    pub(crate) fn decode<O: Operation>(
        &self,
        answer: Answer,
    ) -> Result<Response<O::Output>, Error> {
        let attempts = answer.attempts;
        let body = self.options.strict_decoding.then(|| answer.body.clone());
        let response = O::decode(answer.into())?;
        match body {
            Some(body) if !response.set_aside.is_empty() => {
                Err(response.refused(O::META, body).after_attempts(attempts))
            }
            _ => Ok(response),
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
    use crate::message::meta::OperationMeta;

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
        docs_url: "",
    };

    #[tokio::test]
    async fn a_request_for_another_origin_is_not_sent() {
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
