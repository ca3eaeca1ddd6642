//! Decompresses gzip as it arrives.

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use flate2::write::MultiGzDecoder;
use futures_core::Stream;

use super::download::Download;
use super::file;
use crate::message::error::kinds::Error;
use crate::transport::futures::next;

/// RFC 1952, section 2.3.1.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A download that is decompressed as it arrives, as a [`Stream`](futures_core::Stream) of [`Bytes`]. Created by
/// [`Download::decompressed`].
///
/// A file that is not gzip passes through unchanged, because a proxy may have decompressed it already. An empty file
/// stays empty. Gzip may be followed by more gzip, as in appended logs. Anything else after it counts as damage.
#[must_use = "a download does nothing until it is read"]
// Repeated for the docs of `atlas-api`, which do not show that the module is gated.
#[cfg(feature = "gzip")]
pub struct Decompressed {
    download: Download,
    decoder: Decoder,
    /// Input that was not decompressed yet.
    input: BytesMut,
}

enum Decoder {
    /// The first two bytes have not arrived.
    Undecided,
    Plain,
    // Boxed: it has a window.
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Done,
}

impl Download {
    /// Decompresses the file as it arrives.
    // Repeated for the docs of `atlas-api`, which do not show that the module is gated.
    #[cfg(feature = "gzip")]
    pub fn decompressed(self) -> Decompressed {
        Decompressed::new(self)
    }
}

impl Decompressed {
    fn new(download: Download) -> Self {
        Self {
            download,
            decoder: Decoder::Undecided,
            input: BytesMut::new(),
        }
    }

    /// Returns the download as it arrives, with its headers and its compressed length.
    pub fn download(&self) -> &Download {
        &self.download
    }

    /// Returns the next bytes, or `None` at the end of the file.
    ///
    /// # Errors
    /// The errors of [`Download::chunk`], and [`Error::is_io`] if the file is damaged.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        next(self).await.transpose()
    }

    /// Writes the rest of the file to a path, like [`Download::save`], and returns its length there.
    ///
    /// # Errors
    /// The errors of [`Download::save`], and [`Error::is_io`] if the file is damaged.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.save_with(path, |_| {}).await
    }

    /// Like [`save`](Self::save), and reports progress like [`Download::save_with`]: the number of bytes received so
    /// far, which are compressed.
    ///
    /// # Errors
    /// The errors of [`save`](Self::save).
    pub async fn save_with(
        self,
        path: impl AsRef<Path>,
        mut progress: impl FnMut(u64),
    ) -> Result<u64, Error> {
        let call = self.download.call.clone();
        let progress = move |file: &Self| progress(file.download.bytes_received());
        file::save(call, self, path.as_ref(), progress).await
    }

    /// Decompresses some of the input.
    fn step(&mut self) -> std::io::Result<Bytes> {
        match &mut self.decoder {
            Decoder::Gzip(decoder) => {
                // It consumes as much input as produces about 32 KiB.
                let taken = decoder.write(&self.input)?;
                self.input.advance(taken);
                Ok(std::mem::take(decoder.get_mut()).into())
            }
            _ => Ok(self.input.split().freeze()),
        }
    }

    /// The rest of the output. Fails if the input ends too early.
    fn finish(&mut self) -> std::io::Result<Bytes> {
        match std::mem::replace(&mut self.decoder, Decoder::Done) {
            Decoder::Gzip(decoder) => decoder.finish().map(Bytes::from),
            _ => Ok(self.input.split().freeze()),
        }
    }

    fn damaged(&mut self, error: std::io::Error) -> Error {
        self.decoder = Decoder::Done;
        self.download.stop();
        let what = "decompress the download".to_owned();
        Error::io(self.download.call.clone(), what, error)
    }
}

impl Stream for Decompressed {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if matches!(this.decoder, Decoder::Undecided) && this.input.len() >= MAGIC.len() {
                this.decoder = if this.input.starts_with(&MAGIC) {
                    Decoder::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
                } else {
                    Decoder::Plain
                };
            }
            let output = match &this.decoder {
                Decoder::Done => return Poll::Ready(None),
                Decoder::Gzip(_) | Decoder::Plain if !this.input.is_empty() => this.step(),
                _ => match ready!(Pin::new(&mut this.download).poll_next(cx)) {
                    Some(Ok(chunk)) => {
                        this.input.extend_from_slice(&chunk);
                        continue;
                    }
                    Some(Err(error)) => {
                        this.decoder = Decoder::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => this.finish(),
                },
            };
            match output {
                Ok(bytes) if bytes.is_empty() => {}
                Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Err(error) => return Poll::Ready(Some(Err(this.damaged(error)))),
            }
        }
    }
}

impl fmt::Debug for Decompressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decompressed")
            .field("download", &self.download)
            .finish_non_exhaustive()
    }
}
