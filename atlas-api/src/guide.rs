//! Guides to common tasks, with snippets to copy.
//!
//! | guide | about |
//! |---|---|
//! | [`authentication`] | service accounts, API keys, tokens from a vault |
//! | [`versions`] | which version of an operation a program calls; sunset and retired versions |
//! | [`paging`] | lists, as streams of items or page by page |
//! | [`downloads`] | logs and reports, as streams |
//! | [`errors`] | the error type, and retries |
//! | [`limits`] | timeouts, the rate limit, and limits of memory |
//! | [`secrets`] | what logs show, masked secrets, and where credentials go |
//! | [`observability`] | traces, metrics, headers of a trace |
//! | [`waiting`] | until a cluster is ready, a backup complete, a peering deleted |
//! | [`changing`] | read, change, write: what to send back |
//! | [`unions`] | unions and lists, without a `match` for each variant |
//! | [`configuration_files`] | files that people write, and typos in them |
//! | [`nothing_lost`] | unknown values, `null`, and mismatches |
//! | [`documents`] | free-form JSON: order, digits, `json!` |
//! | [`features`] | what to compile, and how long it takes |
//! | [`testing`] | a mock of the service for a program's own tests |
//! | [`recording`] | calls recorded once, and replayed in tests |
//! | [`from_go_sdk`] | for programs that use MongoDB's Go SDK |
//! | [`from_raw_http`] | for programs that call the API directly; raw calls; other HTTP clients |
//!
//! Complete programs are in this crate's folder `examples`.

#[doc = include_str!("guide/authentication.md")]
pub mod authentication {}

#[doc = include_str!("guide/versions.md")]
pub mod versions {}

#[doc = include_str!("guide/paging.md")]
pub mod paging {}

#[doc = include_str!("guide/downloads.md")]
// Without the feature, the name links to the page on features.
#[cfg_attr(
    feature = "gzip",
    doc = "\n[`decompressed`]: crate::Download::decompressed"
)]
#[cfg_attr(
    not(feature = "gzip"),
    doc = "\n[`decompressed`]: crate::guide::features"
)]
pub mod downloads {}

#[doc = include_str!("guide/errors.md")]
pub mod errors {}

#[doc = include_str!("guide/limits.md")]
pub mod limits {}

#[doc = include_str!("guide/secrets.md")]
pub mod secrets {}

#[doc = include_str!("guide/observability.md")]
pub mod observability {}

#[doc = include_str!("guide/waiting.md")]
pub mod waiting {}

#[doc = include_str!("guide/changing.md")]
pub mod changing {}

#[doc = include_str!("guide/unions.md")]
pub mod unions {}

#[doc = include_str!("guide/configuration_files.md")]
pub mod configuration_files {}

#[doc = include_str!("guide/nothing_lost.md")]
pub mod nothing_lost {}

#[doc = include_str!("guide/documents.md")]
pub mod documents {}

#[doc = include_str!("guide/features.md")]
pub mod features {}

#[doc = include_str!("guide/testing.md")]
// Without the feature, the name links to the page on features.
#[cfg_attr(feature = "test-util", doc = "\n[`Mock`]: crate::test_util::Mock")]
#[cfg_attr(not(feature = "test-util"), doc = "\n[`Mock`]: crate::guide::features")]
pub mod testing {}

#[doc = include_str!("guide/recording.md")]
// Without the feature, the name links to the page on features.
#[cfg_attr(
    feature = "test-util",
    doc = "\n\n[`Recorder`]: crate::test_util::Recorder"
)]
#[cfg_attr(
    not(feature = "test-util"),
    doc = "\n\n[`Recorder`]: crate::guide::features"
)]
pub mod recording {}

#[doc = include_str!("guide/from_go_sdk.md")]
pub mod from_go_sdk {}

#[doc = include_str!("guide/from_raw_http.md")]
pub mod from_raw_http {}
