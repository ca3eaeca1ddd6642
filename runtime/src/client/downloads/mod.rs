//! Downloads of files: as streams of bytes, saved whole or not at all, decompressed as they arrive.

mod content;
mod disposition;
pub(crate) mod download;
mod file;
#[cfg(feature = "gzip")]
pub(crate) mod gzip;
mod stall;

pub use download::Download;
#[cfg(feature = "gzip")]
pub use gzip::Decompressed;
