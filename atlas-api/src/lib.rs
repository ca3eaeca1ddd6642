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
//! # Operations
//! There is a module for each tag of the [official reference], such as [`clusters`], and in it a
//! function for each operation. It returns a request: a value that does nothing until a client sends
//! it. What an operation must have are arguments of the function; what it may have are methods of the
//! request. Search by the names of the official pages: they are aliases here.
//!
//! # Versions
//! `clusters::list_clusters` is the newest stable version of the operation. All others are beside it,
//! in modules such as `clusters::v2023_02_01`. Versions that MongoDB may still change are in modules
//! `preview`, with the feature `preview`; they are exempt from semver. The version goes into the
//! media types of each request, so a program gets the version that it was compiled for. What MongoDB
//! is going to remove is `#[deprecated]`, with the date; what it has withdrawn is still here, with the
//! feature `retired`. What it has renamed keeps its old name for one release, as a deprecated alias.
//!
//! # Calls
//! [`Client::send`] gives the value, [`Client::execute`] the whole response. [`Client::items`] and
//! [`Client::pages`] read lists as streams, [`Client::download`] files, [`Client::wait`] polls until
//! something has come to be, and [`Client::request`] sends what the crate does not describe. All of them
//! share the [credentials](Credentials), the [retries](RetryPolicy) and the limits of their client, and
//! [`Client::with`] changes settings for single calls. The feature `blocking` has a client with the same
//! methods for programs without an asynchronous runtime.
//!
//! # Errors
//! There is one type, [`Error`], asked by questions: [`Error::is_not_found`], [`Error::is_code`],
//! [`Error::is_retryable`]. A request was sent again before it became an error, where that could not do
//! a thing twice.
//!
//! # Nothing is lost
//! The service and its document differ in places. All fields are [`Option`]s. Enums keep values that
//! the document does not list in `Unknown`; objects keep properties that they do not know in a field
//! `unknown`, and unions keep objects of unknown type as [`Raw`] JSON. A property whose value does not
//! fit its type is set aside among the unknown ones, and [`Response::set_aside`] tells its path; the
//! rest is decoded. Encoding writes all of it back. `null` and absent are told apart by [`Nullable`]
//! where the document says that `null` means something.
//!
//! # Features
//! Each tag is a feature, named as its module; `all`, a default, turns all of them on. A program that
//! needs two tags compiles much faster with two:
//!
//! ```toml
//! atlas-api = { path = "../atlas-api/atlas-api", default-features = false, features = ["clusters", "projects", "rustls"] }
//! ```
//!
//! | feature | |
//! |---|---|
//! | `all` | every tag (default) |
//! | `preview` | preview versions |
//! | `retired` | operations and versions that are withdrawn |
//! | `rustls` | TLS by rustls (default) |
//! | `native-tls` | TLS of the platform |
//! | `digest` | API keys, by HTTP Digest (default) |
//! | `profile` | credentials of the Atlas CLI's profiles (default) |
//! | `blocking` | a client for programs without an asynchronous runtime |
//! | `gzip` | downloads that are decompressed on the way |
//! | `tracing` | spans and events of every call |
//! | `serde` | `Serialize` and `Deserialize` for the types of the API; [`to_json`] and [`from_json`] do without |
//! | `conformance` | a table to drive every operation, for tests and tools |
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

/// The table that drives every operation, for tests and tools. It is not covered by semver.
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance {
    pub use atlas_api_runtime::conformance::*;

    pub use crate::generated::codecs::CODECS;
}

/// The snippets of the README are tests.
#[cfg(all(doctest, feature = "clusters"))]
#[doc = include_str!("../../README.md")]
struct Readme;
