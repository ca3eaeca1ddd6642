//! A download: a stream of bytes as they arrive. It holds no more than one chunk.

use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, RANGE};
use http::{HeaderMap, StatusCode};
use http_body::Body as _;

use super::content::{Content, NoFile};
use super::disposition::file_name;
use super::file;
use super::stall::StallWatch;
use crate::client::handle::Client;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::operation::Operation;
use crate::transport::concurrency::Slot;
use crate::transport::futures::next;
use crate::transport::sending::Answer;
use crate::transport::sending::Reading;

impl Client {
    /// Starts to download a file, such as a log or a CSV report, as a stream of bytes. No more than a chunk is held.
    /// See [`Download`] for writing it to a file and for decompressing it.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::monitoring_and_logs;
    ///
    /// let operation = monitoring_and_logs::download_cluster_log(
    ///     "32b6e34b3d91647abb20e7b8",
    ///     "prod-shard-00-00.abcde.mongodb.net",
    ///     "mongodb",
    /// );
    /// client.download(operation).await?.save("mongodb.gz").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of [`send`](Self::send), and [`Error::is_decode`] if the response is not a file: an HTML page from a
    /// proxy, or part of the file (206) although no `Range` header asks for it. The size of the body is not limited.
    /// Reading it may still fail.
    pub async fn download<O: Operation<Output = Bytes>>(
        &self,
        operation: O,
    ) -> Result<Download, Error> {
        let request = operation.request(self.base_url())?;
        let call = Call::from(O::META);
        let is_range = [request.headers(), &self.options.headers]
            .iter()
            .any(|headers| headers.contains_key(RANGE));
        let answer = self.exchange(call.clone(), request, Reading::Head).await?;
        let idle = self.options.timeout;
        Download::new(call, &self.shared.origin, idle, is_range, answer)
    }
}

/// A file that is being downloaded, as a [`Stream`](futures_core::Stream) of [`Bytes`]. Created by
/// [`Client::download`](crate::Client::download).
///
/// The bytes are those that the service sends: gzip stays gzip, and an empty file is an empty stream.
///
/// ```no_run
/// # async fn example(mut download: atlas_api::Download) -> Result<(), atlas_api::Error> {
/// let mut bytes = 0;
/// while let Some(chunk) = download.chunk().await? {
///     bytes += chunk.len();
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    pub(super) call: Call,
    attempts: u32,
    origin: String,
    status: StatusCode,
    headers: HeaderMap,
    /// `None` after the end, and after an error.
    body: Option<Pin<Box<reqwest::Body>>>,
    content: Content,
    bytes_received: u64,
    watch: StallWatch,
    /// `None` after the end, like the body.
    slot: Option<Slot>,
}

impl Download {
    pub(crate) fn new(
        call: Call,
        origin: &str,
        idle: Duration,
        is_range: bool,
        answer: Answer,
    ) -> Result<Self, Error> {
        let Answer {
            attempts,
            status,
            headers,
            rest,
            slot,
            ..
        } = answer;
        let expected = call.operation().map(|meta| meta.media_type);
        let content = Content::new(status, expected, media_type(&headers), is_range);
        let content = match content {
            Ok(content) => content,
            Err(NoFile { why, body }) => {
                let received = Received {
                    status,
                    headers,
                    body,
                };
                return Err(Error::no_file(call, received, why).after_attempts(attempts));
            }
        };
        let this = Self {
            call,
            attempts,
            origin: origin.to_owned(),
            status,
            headers,
            body: Some(Box::pin(rest.into())),
            content,
            bytes_received: 0,
            watch: StallWatch::new(idle),
            slot,
        };
        // No operation returns an HTML page, but a proxy that wants a login does, with a 200.
        match this.media_type() {
            Some(is) if is.eq_ignore_ascii_case("text/html") => {
                let is = is.to_owned();
                let error = Error::media_type(this.call.clone(), this.received(), is);
                Err(error.after_attempts(attempts))
            }
            _ => Ok(this),
        }
    }

    /// Returns the status, which is always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers as received.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the media type of the response, without parameters. It may differ from the operation's: the service
    /// sends logs as `application/gzip`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        media_type(&self.headers)
    }

    /// Returns the name that the service gives the file (`Content-Disposition`), without any folder, such as
    /// `prod-shard-00-00_2026-06-02T07:12:06Z_audit.log.gz`.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        file_name(self.headers.get(CONTENT_DISPOSITION)?.as_bytes())
    }

    /// Returns the number of bytes of the file, if the service announces it.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.headers
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// Returns how many bytes have been received so far, as they came over the network.
    #[must_use]
    pub fn bytes_received(&self) -> u64 {
        self.bytes_received
    }

    /// Returns the next bytes. `None` at the end of the file, and after an error.
    ///
    /// # Errors
    /// [`Error::is_transport`]: the connection broke, or the file stalled: nothing arrived for as long as an attempt
    /// [may take](crate::ClientBuilder::timeout), or fewer than 1,024 bytes in a minute or that time, whichever is
    /// longer. Only the time in which this method waits counts, so the program may take its time with a chunk. The
    /// file is incomplete. [`Error::is_decode`]: the body is an error of the service under the media type of the file,
    /// or it is empty because the service has only accepted the request (202).
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        next(self).await.transpose()
    }

    /// Writes the rest of the file to a path, and returns its length.
    ///
    /// The file is first written next to the path (as `.….part`), and renamed when it is complete. So a failure leaves
    /// nothing half-written, and an existing file unchanged. A symbolic link at the path is replaced, and so is the
    /// mode of an existing file. A killed process leaves the `.part` file behind.
    ///
    /// # Errors
    /// The errors of [`chunk`](Self::chunk), and [`Error::is_io`] if the file can't be written.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.save_with(path, |_| {}).await
    }

    /// Like [`save`](Self::save), and reports progress: after each chunk is written, the function gets the number of
    /// bytes received so far ([`bytes_received`](Self::bytes_received)). [`length`](Self::length) is the total, if the
    /// service announces it.
    ///
    /// ```no_run
    /// # async fn example(download: atlas_api::Download) -> Result<(), atlas_api::Error> {
    /// let total = download.length();
    /// download.save_with("mongodb.gz", |bytes| eprintln!("{bytes} of {total:?} bytes")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of [`save`](Self::save).
    pub async fn save_with(
        self,
        path: impl AsRef<Path>,
        mut progress: impl FnMut(u64),
    ) -> Result<u64, Error> {
        let call = self.call.clone();
        let progress = move |download: &Self| progress(download.bytes_received);
        file::save(call, self, path.as_ref(), progress).await
    }

    /// Ends the download with the error for a body that is not a file.
    fn refuse(&mut self, no_file: NoFile) -> Error {
        self.stop();
        let mut received = self.received();
        received.body = no_file.body;
        Error::no_file(self.call.clone(), received, no_file.why).after_attempts(self.attempts)
    }

    /// Ends the download, and frees its connection.
    pub(super) fn stop(&mut self) {
        (self.body, self.slot) = (None, None);
    }

    fn received(&self) -> Received {
        Received {
            status: self.status,
            headers: self.headers.clone(),
            body: None,
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        let mut stalled_for = Duration::ZERO;
        let error = loop {
            match body.as_mut().poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers and empty chunks say nothing.
                    let chunk = match frame.into_data() {
                        Ok(chunk) if !chunk.is_empty() => chunk,
                        _ => continue,
                    };
                    this.bytes_received += chunk.len() as u64;
                    this.watch.arrived(chunk.len());
                    match this.content.chunk(chunk) {
                        Ok(Some(chunk)) => return Poll::Ready(Some(Ok(chunk))),
                        Ok(None) => {}
                        Err(no_file) => return Poll::Ready(Some(Err(this.refuse(no_file)))),
                    }
                }
                Poll::Ready(None) => {
                    this.stop();
                    let rest = this.content.end().transpose();
                    return Poll::Ready(rest.map(|rest| rest.map_err(|it| this.refuse(it))));
                }
                Poll::Ready(Some(Err(error))) => break Some(error),
                Poll::Pending => {
                    stalled_for = ready!(this.watch.poll_stalled(cx));
                    break None;
                }
            }
        };
        this.stop();
        let (call, received) = (this.call.clone(), Some(this.received()));
        let error = match error {
            Some(error) => Error::transport(Some(call), &this.origin, received, error),
            None => Error::stalled(call, &this.origin, received, stalled_for),
        };
        Poll::Ready(Some(Err(error.after_attempts(this.attempts))))
    }
}

/// The media type of a response, without parameters.
fn media_type(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    text.split(';').next().map(str::trim)
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("media_type", &self.media_type())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}
