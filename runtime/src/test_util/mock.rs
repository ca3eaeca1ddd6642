//! The mock: what a test starts, tells what to expect, and asks what came.

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

/// Between the polls of its clients, which wait for nothing that takes time.
const PAUSE: Duration = Duration::from_millis(1);

/// How many requests are kept by a mock that runs on.
const KEPT: usize = 1000;

/// A mock of the service: an HTTP server on this machine, on a thread of its own, that answers as it is told.
///
/// It can be told at any time and from any thread, by reference; an `Arc` shares it between tasks. When it is
/// dropped, it stops, and [verifies](Self::verify) what came. So a test that shares it ends with
/// `mock.verify()`: the last `Arc` may be dropped in a task, whose panic fails no test, or never.
pub struct Mock {
    script: Arc<Script>,
    server: Server,
    /// Whether dropping it is a test's last check.
    verifies: bool,
}

impl Mock {
    /// Starts one on a free port of `127.0.0.1`.
    ///
    /// # Errors
    /// A [`std::io::Error`]: there is no free port, or no thread can be started.
    pub fn start() -> io::Result<Self> {
        Self::bind("127.0.0.1:0")
    }

    /// Starts one at an address of this machine, such as `127.0.0.1:8080`.
    ///
    /// # Errors
    /// A [`std::io::Error`]: the address is in use, is none, or can be reached from other machines, where the mock
    /// would take any credentials.
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

    /// The base URL, such as `http://127.0.0.1:38117`: for programs that take it from the environment
    /// (`MONGODB_ATLAS_BASE_URL`), and for other clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The settings of a client for the mock: its base URL, a token, the usual attempts without pauses, and
    /// [waiting](Client::wait) with pauses of a millisecond, unless the program sets them for the one wait.
    pub fn client_builder(&self) -> ClientBuilder {
        self.settings(Client::builder())
    }

    /// A client for the mock.
    ///
    /// # Panics
    /// The HTTP client can't be made: the TLS library can't be set up.
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> Client {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("no client for the mock: {error}"),
        }
    }

    /// The settings of a blocking client for the mock, as those of [`client_builder`](Self::client_builder).
    #[cfg(feature = "blocking")]
    pub fn blocking_client_builder(&self) -> ClientBuilder<blocking::Client> {
        self.settings(blocking::Client::builder())
    }

    /// A blocking client for the mock.
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
    /// The HTTP client can't be made: the TLS library can't be set up, or there is no thread left.
    #[cfg(feature = "blocking")]
    #[must_use]
    #[track_caller]
    pub fn blocking_client(&self) -> blocking::Client {
        match self.blocking_client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("no client for the mock: {error}"),
        }
    }

    fn settings<C>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        builder
            .base_url(self.url())
            .credentials(Credentials::bearer_token("token-of-the-mock"))
            .retry(RetryPolicy::default().base(Duration::ZERO))
            .wait_pauses(PAUSE, PAUSE)
    }

    /// The same mock, which checks nothing when it is dropped: for services that run on, and for tests that
    /// send what is not expected. [`verify`](Self::verify) still checks.
    ///
    /// So that it does not grow, it keeps no more than the last 1000 requests, and the last 1000 complaints.
    #[must_use]
    pub fn unverified(mut self) -> Self {
        self.verifies = false;
        self.script.keep(KEPT);
        self
    }

    /// Begins to say what is expected: requests of an operation, in one version.
    #[track_caller]
    pub fn on<O: Operation>(&self) -> On<O> {
        let script = Arc::clone(&self.script);
        On::new(script, Route::of(O::META), Location::caller())
    }

    /// Begins to say what is expected of requests that no operation describes, such as raw calls: by method
    /// and path template, whatever the media types.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::http::Method;
    /// use atlas_api::test_util::{Failure, Mock};
    /// use atlas_api::{Credentials, clusters};
    ///
    /// let mock = Mock::start()?;
    /// mock.on_path(Method::GET, "/api/atlas/v2/things/{thingId}")
    ///     .answer_with(|request| Ok(request.path_argument("thingId").into()));
    /// let call = mock.client().request(Method::GET, "/api/atlas/v2/things/4711", "2025-03-12");
    /// assert_eq!(call.send().await?, "4711");
    ///
    /// // A service account that the service does not know.
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

    /// All requests so far, in the order in which they came: also those that were not expected, and each
    /// attempt of a call. What clients send to get a token is not among them, nor is what was
    /// [cleared](Self::clear_requests).
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.script.requests()
    }

    /// The requests of one operation in one version: those that met what is expected of it, and those that
    /// met nothing that is expected of an operation, but could be its.
    #[must_use]
    pub fn requests_of<O: Operation>(&self) -> Vec<Request> {
        self.script.requests_of(O::META)
    }

    /// Forgets the requests so far, such as those of a test's set-up. What they count for stays, and so do the
    /// complaints about them: [`verify`](Self::verify) says the same.
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

    /// Checks that all came as expected: each operation [as often](super::Expectation::times) as it should, nothing
    /// that was not expected, and no panic in a function of the test. A mock that is dropped
    /// [checks it too](super#what-is-checked).
    ///
    /// ```should_panic
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start().unwrap();
    /// mock.on::<clusters::DeleteCluster>().reply(()).times(1);
    /// // Nobody deletes it.
    /// mock.verify();
    /// ```
    ///
    /// # Panics
    /// Something is wrong: the message tells all of it.
    #[track_caller]
    pub fn verify(&self) {
        if let Some(complaints) = self.complaints() {
            panic!("{complaints}");
        }
    }

    fn complaints(&self) -> Option<String> {
        let problems = self.script.problems();
        let list = problems.join("\n- ");
        (!problems.is_empty()).then(|| format!("the mock has complaints:\n- {list}"))
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
                // The harness shows this panic only, and not an error that the test returns.
                let list = failed.join("\n- ");
                complaints += &format!(
                    "\nThe test may have ended early by an error. The last answers that were no success:\n- {list}"
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
    fn a_mock_that_runs_on_does_not_grow() {
        let mock = Mock::start().unwrap().unverified();
        hand_over(&mock, KEPT + 3);
        let seen = mock.requests();
        assert_eq!(seen.len(), KEPT);
        assert_eq!(seen[0].query("number"), Some("3"));
        assert_eq!(mock.script.problems().len(), KEPT);
    }

    #[test]
    fn a_mock_of_a_test_keeps_all() {
        let mock = Mock::start().unwrap();
        hand_over(&mock, KEPT + 3);
        assert_eq!(mock.requests().len(), KEPT + 3);
        assert_eq!(mock.script.problems().len(), KEPT + 3);
        drop(mock.unverified());
    }
}
