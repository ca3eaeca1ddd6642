//! The mock that a test starts, and then inspects.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io, thread};

use http::Method;

use super::expectation::{On, Untyped};
use super::request::Request;
use super::route::Route;
use super::script::Script;
use super::server::Server;
#[cfg(feature = "blocking")]
use crate::blocking::client as blocking;
use crate::client::builder::ClientBuilder;
use crate::client::handle::Client;
use crate::credentials::kinds::Credentials;
use crate::message::operation::Operation;
use crate::transport::retry::RetryPolicy;

/// The pause between the polls of its clients.
const PAUSE: Duration = Duration::from_millis(1);

/// How many requests an unverified mock keeps.
const KEPT: usize = 1000;

/// A mock of the service: an HTTP server on the local machine, in its own thread.
///
/// Expectations can be added at any time and from any thread, by reference. An `Arc` shares the mock between tasks. When
/// it is dropped, it stops, and [verifies](Self::verify) the requests. A test that shares the mock should end with
/// `mock.verify()`. Otherwise the last `Arc` may be dropped in a task, whose panic fails no test, or never.
pub struct Mock {
    script: Arc<Script>,
    server: Server,
    /// Whether dropping it verifies the requests.
    verifies: bool,
}

impl Mock {
    /// Starts a mock on a free port of `127.0.0.1`.
    ///
    /// # Errors
    /// A [`std::io::Error`]: there is no free port, or no thread can be started.
    pub fn start() -> io::Result<Self> {
        Self::bind("127.0.0.1:0")
    }

    /// Starts a mock at an address of the local machine, such as `127.0.0.1:8080`.
    ///
    /// # Errors
    /// A [`std::io::Error`]: the address is in use or invalid, or other machines can reach it. The mock accepts any
    /// credentials, so it must not be reachable.
    pub fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let addresses: Vec<_> = address.to_socket_addrs()?.collect();
        if !addresses.iter().all(|address| address.ip().is_loopback()) {
            let message = "a mock listens on a loopback address only";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind(&*addresses)?;
        let script = Arc::<Script>::default();
        Ok(Self {
            server: Server::start(listener, Arc::clone(&script))?,
            script,
            verifies: true,
        })
    }

    /// Returns the base URL, such as `http://127.0.0.1:38117`: for programs that read it from the environment
    /// (`MONGODB_ATLAS_BASE_URL`), and for other clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Returns the address that the mock listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns the settings of a client for the mock: its base URL, a token, the default number of attempts without
    /// pauses, and [waits](Client::wait) with pauses of a millisecond, unless a wait sets its own.
    pub fn client_builder(&self) -> ClientBuilder {
        self.settings(Client::builder())
    }

    /// Returns a client for the mock.
    ///
    /// # Panics
    /// The HTTP client can't be created, because the TLS library can't be set up.
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> Client {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("can't create a client for the mock: {error}"),
        }
    }

    /// Returns the settings of a blocking client for the mock, like [`client_builder`](Self::client_builder).
    #[cfg(feature = "blocking")]
    pub fn blocking_client_builder(&self) -> ClientBuilder<blocking::Client> {
        self.settings(blocking::Client::builder())
    }

    /// Returns a blocking client for the mock.
    ///
    /// ```
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::DeleteCluster>().reply(());
    /// mock.blocking_client().send(clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "prod"))?;
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    ///
    /// # Panics
    /// The HTTP client can't be created, because the TLS library can't be set up or no thread can be started.
    #[cfg(feature = "blocking")]
    #[must_use]
    #[track_caller]
    pub fn blocking_client(&self) -> blocking::Client {
        match self.blocking_client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("can't create a client for the mock: {error}"),
        }
    }

    fn settings<C>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        builder
            .base_url(self.url())
            .credentials(Credentials::bearer_token("token-of-the-mock"))
            .retry(RetryPolicy::default().base(Duration::ZERO))
            .wait_pauses(PAUSE, PAUSE)
    }

    /// Disables the checks when the mock is dropped: for services that keep running, and for tests that send unexpected
    /// requests. [`verify`](Self::verify) still checks.
    ///
    /// To limit its memory, the mock then keeps only the last 1000 requests and the last 1000 problems.
    #[must_use]
    pub fn unverified(mut self) -> Self {
        self.verifies = false;
        self.script.keep(KEPT);
        self
    }

    /// Starts an expectation: requests of an operation, in one version.
    #[track_caller]
    pub fn on<O: Operation>(&self) -> On<O> {
        let script = Arc::clone(&self.script);
        On::new(script, Route::of(O::META), Location::caller())
    }

    /// Starts an expectation for requests that no operation describes, such as raw calls: by method and path template,
    /// with any media types.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::http::Method;
    /// use atlas_api::test_util::{Failure, Mock};
    /// use atlas_api::{Credentials, clusters};
    ///
    /// let mock = Mock::start()?;
    /// mock.on_path(Method::GET, "/api/atlas/v2/things/{thingId}")
    ///     .answer_with(|request| Ok(request.path_argument("thingId").map(str::to_owned)));
    /// let call = mock.client().request(Method::GET, "/api/atlas/v2/things/4711", "2025-03-12");
    /// assert_eq!(call.send().await?, "4711");
    ///
    /// // The token endpoint rejects a service account.
    /// mock.on_path(Method::POST, "/api/oauth/token").answer(Failure::new(401, "invalid_client"));
    /// let credentials = Credentials::service_account("mdb_sa_id_1", "secret");
    /// let client = mock.client_builder().credentials(credentials).build()?;
    /// let operation = clusters::get_cluster("32b6e34b3d91647abb20e7b8", "prod");
    /// assert!(client.send(operation).await.unwrap_err().is_authentication());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[track_caller]
    pub fn on_path(&self, method: Method, template: impl Into<String>) -> On<Untyped> {
        let script = Arc::clone(&self.script);
        let route = Route::untyped(method, template.into());
        On::new(script, route, Location::caller())
    }

    /// Starts an expectation for requests that match no other, whatever their method and path. Requests for tokens still
    /// succeed.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::{codes, projects};
    /// use atlas_api::test_util::{Failure, Mock};
    ///
    /// let mock = Mock::start()?;
    /// mock.on_other().answer(Failure::new(404, codes::RESOURCE_NOT_FOUND));
    /// let error = mock.client().send(projects::get_group("32b6e34b3d91647abb20e7b8")).await.unwrap_err();
    /// assert!(error.is_not_found());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[track_caller]
    pub fn on_other(&self) -> On<Untyped> {
        let script = Arc::clone(&self.script);
        On::new(script, Route::any(), Location::caller())
    }

    /// Returns all requests so far in the order of their arrival, including unexpected ones and each attempt of a call.
    /// It does not return requests for tokens, nor requests that were [cleared](Self::clear_requests).
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.script.requests()
    }

    /// Returns the requests of one operation in one version: those that matched an expectation of it, and those that
    /// matched no expectation but could be requests of this operation.
    #[must_use]
    pub fn requests_of<O: Operation>(&self) -> Vec<Request> {
        self.script.requests_of(O::META)
    }

    /// Forgets the requests so far, such as those of a test's setup. [`verify`](Self::verify) still counts them, and still
    /// reports problems with them.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::DeleteCluster>().reply(()).times(2);
    /// let client = mock.client();
    /// client.send(clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "old")).await?;
    ///
    /// mock.clear_requests();
    /// client.send(clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "prod")).await?;
    /// assert_eq!(mock.requests()[0].path_argument("clusterName"), Some("prod"));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn clear_requests(&self) {
        self.script.clear_requests();
    }

    /// Checks that all requests were as expected: each operation was called [as often](super::Expectation::times) as
    /// expected, no unexpected request arrived, and no function of the test panicked. Dropping the mock
    /// [checks the same](super#verification).
    ///
    /// ```should_panic
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start().unwrap();
    /// mock.on::<clusters::DeleteCluster>().reply(()).times(1);
    /// // No request deletes the cluster.
    /// mock.verify();
    /// ```
    ///
    /// # Panics
    /// A check failed. The message lists all problems.
    #[track_caller]
    pub fn verify(&self) {
        if let Some(complaints) = self.complaints() {
            panic!("{complaints}");
        }
    }

    fn complaints(&self) -> Option<String> {
        let problems = self.script.problems();
        let list = problems.join("\n- ");
        (!problems.is_empty()).then(|| format!("the mock found problems:\n- {list}"))
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !self.verifies || thread::panicking() {
            return;
        }
        if let Some(mut complaints) = self.complaints() {
            let failed = self.script.failed();
            if !failed.is_empty() {
                // The harness shows only this panic, not an error that the test returned.
                let list = failed.join("\n- ");
                complaints += &format!(
                    "\nThe test may have ended early with an error. The last failed responses:\n- {list}"
                );
            }
            panic!("{complaints}");
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    /// Hands the mock requests past the server, which is quicker.
    fn hand_over(mock: &Mock, count: usize) {
        for number in 0..count {
            let request = http::Request::get(format!("/x?number={number}"));
            let (head, ()) = request.body(()).unwrap().into_parts();
            let answer = mock.script.respond(&Request::new(head, Bytes::new()));
            assert_eq!(answer.response.status(), 501);
        }
    }

    #[test]
    fn unverified_mock_keeps_bounded_history() {
        let mock = Mock::start().unwrap().unverified();
        hand_over(&mock, KEPT + 3);
        let seen = mock.requests();
        assert_eq!(seen.len(), KEPT);
        assert_eq!(seen[0].query("number"), Some("3"));
        assert_eq!(mock.script.problems().len(), KEPT);
    }

    #[test]
    fn verified_mock_keeps_whole_history() {
        let mock = Mock::start().unwrap();
        hand_over(&mock, KEPT + 3);
        assert_eq!(mock.requests().len(), KEPT + 3);
        assert_eq!(mock.script.problems().len(), KEPT + 3);
        drop(mock.unverified());
    }
}
