//! The client for programs without an asynchronous runtime (feature `blocking`): the same calls, which return when
//! they are done.
//!
//! ```no_run
//! # fn example() -> Result<(), atlas_api::Error> {
//! use atlas_api::{Credentials, blocking, clusters};
//!
//! let client = blocking::Client::builder().credentials(Credentials::from_env()?).build()?;
//! for cluster in client.items(clusters::list_clusters("32b6e34b3d91647abb20e7b8")) {
//!     println!("{:?}", cluster?.name);
//! }
//! # Ok(())
//! # }
//! ```

mod background;
pub(crate) mod client;
mod downloads;
mod paging;
mod raw_calls;
mod waiting;

pub use client::Client;
#[cfg(feature = "gzip")]
pub use downloads::Decompressed;
pub use downloads::{Download, Reader};
pub use paging::{Items, Pages};
pub use raw_calls::RawCall;
pub use waiting::Wait;
