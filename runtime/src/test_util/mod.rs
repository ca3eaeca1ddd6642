//! A mock of the service for the tests of programs (feature `test-util`).
//!
//! [`Mock`] is an HTTP server on this machine. So a test goes the whole way that the program goes in
//! operation: connections, retries, broken bodies, downloads; with any runtime, with a blocking client, and
//! with a program of its own that takes the base URL from its environment.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use atlas_api::clusters;
//! use atlas_api::test_util::{Fault, Mock};
//! use atlas_api::types::{ClusterDescription20240805, ClusterState};
//!
//! let mock = Mock::start()?;
//! let cluster = ClusterDescription20240805::new().name("prod");
//! mock.on::<clusters::CreateCluster>().fail(409, "DUPLICATE_CLUSTER_NAME");
//! mock.on::<clusters::GetCluster>()
//!     .path("clusterName", "prod")
//!     .reply(cluster.clone().state_name(ClusterState::Creating))
//!     .then()
//!     .fault(Fault::Reset)
//!     .then()
//!     .reply(cluster.clone().state_name(ClusterState::Idle))
//!     .times(3);
//!
//! // What is tested is given this client.
//! let client = mock.client();
//! let group = "32b6e34b3d91647abb20e7b8";
//! let error = client.send(clusters::create_cluster(group, cluster)).await.unwrap_err();
//! assert!(error.is_code("DUPLICATE_CLUSTER_NAME"));
//! let cluster = client.send(clusters::get_cluster(group, "prod")).await?;
//! assert_eq!(cluster.state_name, Some(ClusterState::Creating));
//! // The connection breaks, and the client tries again.
//! let cluster = client.send(clusters::get_cluster(group, "prod")).await?;
//! assert_eq!(cluster.state_name, Some(ClusterState::Idle));
//!
//! let created = mock.requests_of::<clusters::CreateCluster>();
//! let body: ClusterDescription20240805 = created[0].json()?;
//! assert_eq!(body.name.as_deref(), Some("prod"));
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! # What is expected
//! [`Mock::on`] names an operation by its type, in one version: `clusters::v2023_02_01::ListClusters` and
//! `clusters::ListClusters` are two. As the service does, the mock tells them apart by the media types of the
//! request; a request that accepts anything (`*/*`) fits any version. Where the service takes any date, and
//! resolves it to the newest version that is not later, the date must be exactly that of the version here: the
//! mock does not know which other versions there are. [Conditions](On::path) restrict an expectation further.
//!
//! If several fit, the one whose path is more literal is meant (`invoices/pending` before
//! `invoices/{invoiceId}`), then the one with more conditions, then the one that was added last. So it takes
//! one line to say what is usual, another for an exception, and a test may replace what its set-up said.
//! An expectation stays, however often it was met.
//!
//! What nothing was said about is answered 501, which a client does not try again. The error tells what came,
//! and why it fits none of the five expectations that are closest, or that none has its path.
//!
//! # What is checked
//! [`Mock::verify`] panics if an operation was called more or less [often](Expectation::times) than it should
//! be, if a request came that was not expected, or if a function of the test panicked. So does dropping the
//! mock, unless the thread panics already, or the mock is [`unverified`](Mock::unverified).
//!
//! - A test that returns an error does not panic. If it did not come as far as the calls that are expected, the
//!   mock panics when it is dropped, and the harness shows that in place of the error. The message therefore
//!   names the last answers that were no success.
//! - A test that shares its mock in an `Arc` ends with [`mock.verify()`](Mock::verify). In a function that
//!   [answers](On::answer_with), a `Weak` refers to the mock (`Arc::downgrade`): an `Arc` in there keeps it
//!   from ever being dropped.
//!
//! # Time
//! The mock runs on a thread of its own, in real time. A Tokio test with `start_paused = true` does not see that
//! it is waiting for an answer: its clock runs on at once to the timeout of the attempt.
//!
//! # Credentials
//! The mock takes any. A service account gets a token that is good for an hour, and can revoke it. API keys are
//! never asked for a challenge, so their requests carry no `Authorization`. What clients send for this is neither
//! expected nor recorded, except what a test [expects by its path](Mock::on_path): `POST /api/oauth/token`.

// From the bottom up: `request` and `ending`; what is answered (`answer`, `failure`, `fault`, `pages`); which requests
// are meant (`route`) and what one expectation is (`rule`); `service` answers for tokens; `script` finds the rule for a
// request; `expectation` is how a test writes rules; `server` listens; `mock` holds all of it.
mod answer;
mod ending;
mod expectation;
mod failure;
mod fault;
mod mock;
mod pages;
mod request;
mod route;
mod rule;
mod script;
mod server;
mod service;

pub use answer::Answer;
pub use expectation::{Expectation, First, Next, On, Untyped};
pub use failure::Failure;
pub use fault::Fault;
pub use mock::Mock;
pub use request::Request;
pub use rule::Times;
