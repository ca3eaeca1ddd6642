//! Downloads of files, without `async`: chunk by chunk, or as readers.

use std::io;
use std::path::Path;

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::background::Background;
use super::client::Client;
use crate::client::downloads::download;
#[cfg(feature = "gzip")]
use crate::client::downloads::gzip;
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;

impl Client {
    /// Like [`Client::download`](crate::Client::download). [`Download::reader`] turns it into a reader.
    ///
    /// # Errors
    /// The errors of [`Client::download`](crate::Client::download).
    pub fn download<O: Operation<Output = Bytes>>(&self, operation: O) -> Result<Download, Error> {
        let download = self.background.run(self.client.download(operation))?;
        Ok(Download::new(download, self.background.clone()))
    }
}

/// A file that is being downloaded. Created by [`Client::download`](super::Client::download).
///
/// ```no_run
/// # fn example(download: atlas_api::blocking::Download) -> std::io::Result<()> {
/// use std::io::{BufRead, BufReader};
///
/// for line in BufReader::new(download.reader()).lines() {
///     println!("{}", line?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    download: download::Download,
    background: Background,
}

impl Download {
    fn new(download: download::Download, background: Background) -> Self {
        Self {
            download,
            background,
        }
    }

    /// Returns the status, which is always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.download.status()
    }

    /// Returns the headers as received.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.download.headers()
    }

    /// Like [`Download::media_type`](crate::Download::media_type).
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.download.media_type()
    }

    /// Like [`Download::file_name`](crate::Download::file_name).
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.download.file_name()
    }

    /// Like [`Download::length`](crate::Download::length).
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.download.length()
    }

    /// Like [`Download::bytes_received`](crate::Download::bytes_received).
    #[must_use]
    pub fn bytes_received(&self) -> u64 {
        self.download.bytes_received()
    }

    /// Like [`Download::chunk`](crate::Download::chunk).
    ///
    /// # Errors
    /// The errors of [`Download::chunk`](crate::Download::chunk).
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.background.next(&mut self.download).transpose()
    }

    /// Like [`Download::save`](crate::Download::save).
    ///
    /// # Errors
    /// The errors of [`Download::save`](crate::Download::save).
    pub fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.background.run(self.download.save(path))
    }

    /// Like [`Download::save_with`](crate::Download::save_with).
    ///
    /// # Errors
    /// The errors of [`Download::save`](crate::Download::save).
    pub fn save_with(
        self,
        path: impl AsRef<Path>,
        progress: impl FnMut(u64),
    ) -> Result<u64, Error> {
        self.background.run(self.download.save_with(path, progress))
    }

    /// Returns a reader for the rest of the file.
    pub fn reader(self) -> Reader<download::Download> {
        Reader::new(self.download, self.background)
    }

    /// Like [`Download::decompressed`](crate::Download::decompressed).
    #[cfg(feature = "gzip")]
    pub fn decompressed(self) -> Decompressed {
        Decompressed {
            file: self.download.decompressed(),
            background: self.background,
        }
    }
}

/// A download that is decompressed as it arrives. Created by [`Download::decompressed`].
#[cfg(feature = "gzip")]
#[derive(Debug)]
#[must_use = "a download does nothing until it is read"]
pub struct Decompressed {
    file: gzip::Decompressed,
    background: Background,
}

#[cfg(feature = "gzip")]
impl Decompressed {
    /// Like [`Decompressed::download`](crate::Decompressed::download).
    pub fn download(&self) -> &download::Download {
        self.file.download()
    }

    /// Like [`Decompressed::chunk`](crate::Decompressed::chunk).
    ///
    /// # Errors
    /// The errors of [`Decompressed::chunk`](crate::Decompressed::chunk).
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.background.next(&mut self.file).transpose()
    }

    /// Like [`Decompressed::save`](crate::Decompressed::save).
    ///
    /// # Errors
    /// The errors of [`Decompressed::save`](crate::Decompressed::save).
    pub fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.background.run(self.file.save(path))
    }

    /// Like [`Decompressed::save_with`](crate::Decompressed::save_with).
    ///
    /// # Errors
    /// The errors of [`Decompressed::save`](crate::Decompressed::save).
    pub fn save_with(
        self,
        path: impl AsRef<Path>,
        progress: impl FnMut(u64),
    ) -> Result<u64, Error> {
        self.background.run(self.file.save_with(path, progress))
    }

    /// Returns a reader for the rest of the file.
    pub fn reader(self) -> Reader<gzip::Decompressed> {
        Reader::new(self.file, self.background)
    }
}

/// A file as [`io::Read`]. If the download fails, reading returns an [`io::Error`] with the [`Error`] inside, and after
/// that no more bytes.
#[derive(Debug)]
#[must_use = "a reader does nothing until it is read"]
pub struct Reader<S> {
    chunks: S,
    /// The unread part of a chunk.
    rest: Bytes,
    background: Background,
}

impl<S> Reader<S> {
    fn new(chunks: S, background: Background) -> Self {
        Self {
            chunks,
            rest: Bytes::new(),
            background,
        }
    }
}

impl<S: Stream<Item = Result<Bytes, Error>> + Unpin> io::Read for Reader<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            if let Some(chunk) = self.background.next(&mut self.chunks) {
                self.rest = chunk.map_err(io::Error::other)?;
            }
        }
        let count = self.rest.len().min(buffer.len());
        self.rest.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}
