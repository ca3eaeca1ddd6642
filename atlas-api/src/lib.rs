//! A client for the MongoDB Atlas Administration API: every operation, in every API version. Nothing is
//! lost on the wire.
//!
//! ```no_run
//! # #[cfg(feature = "clusters")]
//! # async fn example() -> Result<(), atlas_api::Error> {
//! use atlas_api::{Client, Credentials, clusters};
//!
//! let client = Client::builder().credentials(Credentials::from_env()?).build()?;
//!
//! let project = "32b6e34b3d91647abb20e7b8";
//! let page = client.send(clusters::list_clusters(project).items_per_page(50)).await?;
//! for cluster in page {
//!     println!("{:?} {:?}", cluster.name, cluster.state_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each tag of the [official reference] is a module, such as `clusters`, with a function for each operation.
//! The function returns a request: a value that does nothing until a client sends it. Required parameters are
//! arguments of the function, and optional ones are methods of the request. Search finds a function by its name
//! in the official reference, including older names, and by what it is for, such as "pause cluster".
//!
//! Atlas calls a project a *group* in its API: `projects::list_groups` lists your projects with their ids.
//!
//! # Guides
//!
//! | guide | about |
//! |---|---|
//! | [authentication](guide::authentication) | service accounts, API keys, tokens from a vault: [`Credentials`] |
//! | [versions](guide::versions) | `clusters::list_clusters` is the newest version, `clusters::v2023_02_01::list_clusters` a fixed one |
//! | [paging](guide::paging) | [`Client::items`] and [`Client::pages`] read lists as streams |
//! | [downloads](guide::downloads) | [`Client::download`] reads files as they arrive, and [saves](Download::save) them whole or not at all |
//! | [errors and retries](guide::errors) | one [`Error`], inspected through predicates; retries that do nothing twice: [`RetryPolicy`] |
//! | [limits](guide::limits) | timeouts and deadlines, the service's rate limit: [`RateLimiter`] |
//! | [secrets](guide::secrets) | what `Debug` and logs show, masked secrets |
//! | [observability](guide::observability) | traces, metrics and request ids: [`Hook`] |
//! | [waiting](guide::waiting) | [`Client::wait`] polls until a condition holds, such as one of [`ready`] |
//! | [changing things](guide::changing) | read, change, write: read-only properties, lists, `null`, masked secrets |
//! | [unions and lists](guide::unions) | what all variants share, without a `match` |
//! | [configuration files](guide::configuration_files) | strict reading, and what is unknown in a value |
//! | [nothing lost](guide::nothing_lost) | unknown values, `null`, and mismatches |
//! | [free-form documents](guide::documents) | pipelines and index keys, in order and with all digits: [`Json`] |
//! | [features and compile time](guide::features) | two tags compile much faster than all |
//! | [testing](guide::testing), [recording](guide::recording) | a mock of the service, and a recorder of calls |
//! | [from the Go SDK](guide::from_go_sdk), [from raw HTTP](guide::from_raw_http) | the same calls with this crate |
//!
//! # Calls
//!
//! | method | returns |
//! |---|---|
//! | [`Client::send`] | the value of the response |
//! | [`Client::execute`] | the response: its status, headers, value and mismatches |
//! | [`Client::items`], [`Client::pages`] | a list, as a stream |
//! | [`Client::download`] | a file, as a stream of bytes |
//! | [`Client::wait`] | the result of an operation once a condition holds |
//! | [`Client::request`] | JSON, from any path |
//! | [`Client::with`] | the same client with other settings, for single calls |
//!
//! A client requires a Tokio runtime. With the feature `blocking`, `blocking::Client` has the same methods for programs
//! without an asynchronous runtime.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `all` | yes | every tag |
//! | `clusters`, `projects`, `database_users`, … | by `all` | one tag each, with the name of its module |
//! | `rustls` | yes | TLS through rustls |
//! | `native-tls` | | the platform's TLS |
//! | `digest` | yes | API keys, through HTTP Digest |
//! | `profile` | yes | credentials from profiles of the Atlas CLI |
//! | `blocking` | | a client without `async` |
//! | `gzip` | | decompresses downloads as they arrive |
//! | `tracing` | | spans and events for every attempt, following OpenTelemetry's conventions |
//! | `jiff`, `chrono`, `time` | | conversions of dates from and to the types of these crates |
//! | `serde` | | `Serialize` and `Deserialize` for the types of the API; [`to_json`] and [`from_json`] work without it |
//! | `test-util` | | a mock of the service and a recorder of calls, for a program's own tests |
//! | `preview` | | versions that MongoDB may still change |
//! | `retired` | | operations and versions that MongoDB has removed |
//! | `v1` | | the legacy API v1.0, for projects and organizations |
//! | `conformance` | | a table of all operations, for tests and tools |
//!
//! [official reference]: https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
// With few features, a module of types may be empty. An `allow` for each function would take the compiler longer.
#[allow(deprecated, unused_imports, clippy::too_many_arguments)]
mod generated;

#[doc(inline)]
pub use atlas_api_runtime::*;
include!("generated/reexports.rs");

// Compiled for documentation only. Its snippets are tests if all features that they use are enabled.
#[cfg(any(
    all(doc, not(doctest)),
    all(
        doctest,
        feature = "alert_configurations",
        feature = "blocking",
        feature = "clusters",
        feature = "database_users",
        feature = "digest",
        feature = "events",
        feature = "gzip",
        feature = "invoices",
        feature = "monitoring_and_logs",
        feature = "profile",
        feature = "rustls",
        feature = "serde",
        feature = "test-util",
        feature = "v1",
    )
))]
// docs.rs would otherwise list these features as required by the guides.
#[cfg_attr(docsrs, doc(auto_cfg = false))]
pub mod guide;

/// A table of all operations, for tests and tools. It is exempt from semver.
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance {
    pub use atlas_api_runtime::conformance::*;

    pub use crate::generated::operations::CODECS;
}
