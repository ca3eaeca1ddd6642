//! The asynchronous client, and what it does with operations.
//!
//! | file | job |
//! |---|---|
//! | `handle` | [`Client`]: what it holds; `send` and `execute` |
//! | `builder` | [`ClientBuilder`]: the settings of a new client |
//! | `paging/` | lists as streams of pages and of items |
//! | `downloads/` | files |
//! | `waiting`, `watcher`, `ready` | polls until a condition holds; observers of polls; ready-made conditions |
//! | `raw_calls` | requests that no operation describes |
//!
//! Each feature adds its methods to [`Client`] in its own file. `handle` knows nothing about them.

pub(crate) mod builder;
pub(crate) mod downloads;
pub(crate) mod handle;
pub(crate) mod paging;
pub(crate) mod raw_calls;
pub mod ready;
pub(crate) mod waiting;
pub(crate) mod watcher;

pub use builder::ClientBuilder;
#[cfg(feature = "gzip")]
pub use downloads::Decompressed;
pub use downloads::Download;
pub use handle::Client;
pub use paging::{Items, Page, Pages};
pub use raw_calls::RawCall;
pub use waiting::{Progress, Wait};
