//! A mock of the service, and a recorder of calls to it, for a program's own tests (feature `test-util`).
//!
//! [`Mock`] is an HTTP server on the local machine. So a test exercises what the program does in production:
//! connections, retries, broken bodies and downloads. It works with any runtime, with a blocking client, and with a
//! separate program that reads the base URL from its environment. [`Recorder`] takes the responses of the service itself, and
//! replays them.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use atlas_api::{clusters, codes};
//! use atlas_api::test_util::{Fault, Mock};
//! use atlas_api::types::{ClusterDescription20240805, ClusterState};
//!
//! let mock = Mock::start()?;
//! let cluster = ClusterDescription20240805::new().name("prod");
//! mock.on::<clusters::CreateCluster>().fail(400, codes::DUPLICATE_CLUSTER_NAME);
//! mock.on::<clusters::GetCluster>()
//!     .path("clusterName", "prod")
//!     .reply(cluster.clone().state_name(ClusterState::Creating))
//!     .then()
//!     .fault(Fault::Reset)
//!     .then()
//!     .reply(cluster.clone().state_name(ClusterState::Idle))
//!     .times(3);
//!
//! // The code under test uses this client.
//! let client = mock.client();
//! let group = "32b6e34b3d91647abb20e7b8";
//! let error = client.send(clusters::create_cluster(group, cluster)).await.unwrap_err();
//! assert!(error.is_code(codes::DUPLICATE_CLUSTER_NAME));
//! let cluster = client.send(clusters::get_cluster(group, "prod")).await?;
//! assert_eq!(cluster.state_name, Some(ClusterState::Creating));
//! // The connection breaks, and the client retries.
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
//! # Expectations
//! [`Mock::on`] names an operation in one version by its type: `clusters::v2023_02_01::ListClusters` and
//! `clusters::ListClusters` are different. Like the service, the mock distinguishes versions by the media types of the
//! request. A request that accepts anything (`*/*`) matches any version. The service accepts any date, and resolves it
//! to the newest version that is not later. The mock accepts only the exact date of a version, because it does not know
//! which other versions exist. [Conditions](On::path) restrict an expectation further.
//!
//! If a request matches several expectations, the one with the more literal path applies (`invoices/pending` before
//! `invoices/{invoiceId}`), then the one with more conditions, then the one that was added last. So one line states the
//! usual response, another an exception, and a test can override its setup. An expectation stays, however often it
//! was met.
//!
//! The mock responds with 501 to an unexpected request, and clients do not retry it. The error names the request, and says
//! why it does not match the five closest expectations, or that no expectation has its path.
//!
//! # Verification
//! [`Mock::verify`] panics if an operation was called more or less [often](Expectation::times) than expected, if an
//! unexpected request arrived, or if a function of the test panicked. Dropping the mock does the same, unless the thread
//! is already panicking or the mock is [`unverified`](Mock::unverified).
//!
//! - A test that returns an error does not panic. If it ended before the expected calls, the mock panics when it is
//!   dropped, and the harness shows that panic instead of the error. So the message includes the last failed
//!   responses.
//! - A test that shares its mock in an `Arc` should end with [`mock.verify()`](Mock::verify). In a function that
//!   [responds](On::answer_with), refer to the mock through a `Weak` (`Arc::downgrade`). An `Arc` would keep it from
//!   ever being dropped.
//!
//! # Time
//! The mock runs on its own thread, in real time. A Tokio test with `start_paused = true` does not notice that it is
//! waiting for a response: its clock advances at once to the timeout of the attempt.
//!
//! # Credentials
//! The mock accepts any credentials. A service account gets a token that is valid for an hour, and can revoke it. API
//! keys never get a challenge, so their requests carry no `Authorization`. Such requests are neither expected nor
//! recorded, unless a test [expects their path](Mock::on_path), such as `POST /api/oauth/token`.

// From the bottom up: `request` and `ending`; what is answered (`answer`, `failure`, `fault`, `pages`); which requests
// are meant (`route`) and what one expectation is (`rule`); `service` answers requests for tokens; `script` finds the rule for a
// request; `expectation` is how a test writes rules; `server` listens; `mock` holds all of it. `recorder/` needs no more
// of these than `route`.
mod answer;
mod ending;
mod expectation;
mod failure;
mod fault;
mod mock;
mod pages;
mod recorder;
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
pub use recorder::handle::Recorder;
pub use request::Request;
pub use rule::Times;
