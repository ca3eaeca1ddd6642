//! Guides: how to do what programs need, with snippets to copy.
//!
//! | guide | |
//! |---|---|
//! | [`authentication`] | who calls: service accounts, API keys, tokens from a vault |
//! | [`versions`] | which version of an operation a program calls, and what goes away when |
//! | [`paging`] | lists, as streams of items or page by page |
//! | [`downloads`] | logs and reports, as they arrive |
//! | [`errors`] | what went wrong, what is sent again, and how fast |
//! | [`waiting`] | until a cluster is ready, a backup done, a peering gone |
//! | [`nothing_lost`] | values that nobody knew of, `null`, and what does not fit |
//! | [`features`] | what to compile, and what it costs |
//! | [`testing`] | a mock of the service for the tests of a program |
//! | [`from_go_sdk`] | for programs that use MongoDB's Go SDK |
//! | [`from_raw_http`] | for programs that call the API by hand; raw calls; other HTTP clients |
//!
//! Whole programs are in the folder `examples` of this crate.

#[doc = include_str!("guide/authentication.md")]
pub mod authentication {}

#[doc = include_str!("guide/versions.md")]
pub mod versions {}

#[doc = include_str!("guide/paging.md")]
pub mod paging {}

#[doc = include_str!("guide/downloads.md")]
// Where nothing is decompressed, its name leads to how that is had.
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

#[doc = include_str!("guide/waiting.md")]
pub mod waiting {}

#[doc = include_str!("guide/nothing_lost.md")]
pub mod nothing_lost {}

#[doc = include_str!("guide/features.md")]
pub mod features {}

#[doc = include_str!("guide/testing.md")]
// Where the mock is not compiled in, its name leads to how that is done.
#[cfg_attr(feature = "test-util", doc = "\n[`Mock`]: crate::test_util::Mock")]
#[cfg_attr(not(feature = "test-util"), doc = "\n[`Mock`]: crate::guide::features")]
pub mod testing {}

#[doc = include_str!("guide/from_go_sdk.md")]
pub mod from_go_sdk {}

#[doc = include_str!("guide/from_raw_http.md")]
pub mod from_raw_http {}
