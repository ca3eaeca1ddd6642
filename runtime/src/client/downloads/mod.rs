//! Downloads of files: as streams of bytes, saved whole or not at all, decompressed on the way.

pub(crate) mod download;
mod file;
#[cfg(feature = "gzip")]
pub(crate) mod gzip;

pub use download::Download;
#[cfg(feature = "gzip")]
pub use gzip::Decompressed;
