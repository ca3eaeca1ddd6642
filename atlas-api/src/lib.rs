//! Client of the MongoDB Atlas Administration API: every operation in every API version, and nothing
//! lost on the wire.
//!
//! ```no_run
//! # #[cfg(feature = "clusters")]
//! # async fn example() -> Result<(), atlas_api::Error> {
//! use atlas_api::{Client, Credentials, clusters};
//!
//! let client = Client::builder().credentials(Credentials::from_env()?).build()?;
//!
//! let page = client.send(clusters::list_clusters("32b6e34b3d91647abb20e7b8").items_per_page(50)).await?;
//! for cluster in page.results.unwrap_or_default() {
//!     println!("{:?} {:?}", cluster.name, cluster.state_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! There is a module for each tag of the [official reference], such as `clusters`, and in it a function for
//! each operation. It returns a request: a value that does nothing until a client sends it. What an operation
//! must have are arguments of the function; what it may have are methods of the request. Search by the names
//! of the official pages, or by older ones: they are aliases here.
//!
//! # Guides
//!
//! | | |
//! |---|---|
//! | [authentication](guide::authentication) | service accounts, API keys, tokens from a vault: [`Credentials`] |
//! | [versions](guide::versions) | `clusters::list_clusters` is the newest, `clusters::v2023_02_01::list_clusters` one of them |
//! | [paging](guide::paging) | [`Client::items`] and [`Client::pages`] read lists as streams |
//! | [downloads](guide::downloads) | [`Client::download`] reads files as they arrive, and [saves](Download::save) them whole or not at all |
//! | [errors and retries](guide::errors) | one [`Error`], asked by questions; nothing is done twice: [`RetryPolicy`] |
//! | [waiting](guide::waiting) | [`Client::wait`] polls until something has come to be: [`ready`] |
//! | [nothing lost](guide::nothing_lost) | unknown values, `null`, and what does not fit |
//! | [features and compile time](guide::features) | two tags compile much faster than all |
//! | [testing](guide::testing) | a mock of the service |
//! | [from the Go SDK](guide::from_go_sdk), [from raw HTTP](guide::from_raw_http) | what is called how here |
//!
//! # Calls
//!
//! | | gives |
//! |---|---|
//! | [`Client::send`] | the value of the response |
//! | [`Client::execute`] | the response: its status, its headers, and what of its body did not fit |
//! | [`Client::items`], [`Client::pages`] | a list, as a stream |
//! | [`Client::download`] | a file, as a stream of bytes |
//! | [`Client::wait`] | what an operation answers when a condition holds |
//! | [`Client::request`] | JSON, of a path that the crate does not describe |
//! | [`Client::with`] | the same client with other settings, for single calls |
//!
//! The feature `blocking` has a client with the same methods for programs without an asynchronous runtime.
//!
//! # Features
//!
//! | feature | default | |
//! |---|---|---|
//! | `all` | yes | every tag |
//! | `clusters`, `projects`, `database_users`, … | by `all` | one tag each, named as its module |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | | TLS of the platform |
//! | `digest` | yes | API keys, by HTTP Digest |
//! | `profile` | yes | credentials of the Atlas CLI's profiles |
//! | `blocking` | | a client for programs without an asynchronous runtime |
//! | `gzip` | | downloads that are decompressed on the way |
//! | `tracing` | | spans and events of every call |
//! | `serde` | | `Serialize` and `Deserialize` for the types of the API; [`to_json`] and [`from_json`] do without |
//! | `test-util` | | a mock of the service, for the tests of programs |
//! | `preview` | | versions that MongoDB may still change |
//! | `retired` | | operations and versions that MongoDB has withdrawn |
//! | `v1` | | the older API v1.0, of projects and organizations |
//! | `conformance` | | a table to drive every operation, for tests and tools |
//!
//! [official reference]: https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
// With few features, a module of types may be left with nothing in it.
#[allow(deprecated, unused_imports)]
mod generated;

#[doc(inline)]
pub use atlas_api_runtime::*;
pub use generated::*;

// Only for documentation, and compiled for nothing else. Its snippets are tests where all is compiled in that they show.
#[cfg(any(
    all(doc, not(doctest)),
    all(
        doctest,
        feature = "blocking",
        feature = "clusters",
        feature = "digest",
        feature = "events",
        feature = "gzip",
        feature = "invoices",
        feature = "monitoring_and_logs",
        feature = "profile",
        feature = "rustls",
        feature = "test-util",
        feature = "v1",
    )
))]
// It does not depend on these features where it is read.
#[cfg_attr(docsrs, doc(auto_cfg = false))]
pub mod guide;

/// The table that drives every operation, for tests and tools. It is not covered by semver.
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance {
    pub use atlas_api_runtime::conformance::*;

    pub use crate::generated::operations::CODECS;
}
