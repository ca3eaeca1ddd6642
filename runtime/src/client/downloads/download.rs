//! A download: a stream of bytes as they arrive. It holds no more than one chunk.

use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use tokio::time::{Instant, Sleep, sleep};

use super::file;
use crate::client::handle::Client;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::operation::Operation;
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
    /// Those of [`send`](Self::send), and [`Error::is_decode`] if the response is an HTML page, as proxies send it.
    /// The size of the body is not limited. Reading it may still fail.
    pub async fn download<O: Operation<Output = Bytes>>(
        &self,
        operation: O,
    ) -> Result<Download, Error> {
        let request = operation.request(self.base_url())?;
        let call = Call::from(O::META);
        let answer = self.exchange(call.clone(), request, Reading::Head).await?;
        let idle = self.options.timeout;
        Download::new(call, &self.shared.origin, idle, answer)
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
    pub(super) body: Option<Pin<Box<reqwest::Body>>>,
    /// How long the next chunk may take.
    idle: Duration,
    idle_timer: Pin<Box<Sleep>>,
}

impl Download {
    pub(crate) fn new(
        call: Call,
        origin: &str,
        idle: Duration,
        answer: Answer,
    ) -> Result<Self, Error> {
        let Answer {
            attempts,
            status,
            headers,
            rest,
            ..
        } = answer;
        let this = Self {
            call,
            attempts,
            origin: origin.to_owned(),
            status,
            headers,
            body: Some(Box::pin(rest.into())),
            idle,
            idle_timer: Box::pin(sleep(idle)),
        };
        // No operation answers a page for people; a proxy that wants a login does, with a 200.
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
        let text = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        text.split(';').next().map(str::trim)
    }

    /// Returns the name that the service gives the file (`Content-Disposition`), without any folder, such as
    /// `prod-shard-00-00_2026-06-02T07:12:06Z_audit.log.gz`.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        let text = self.headers.get(CONTENT_DISPOSITION)?.to_str().ok()?;
        let mut parameters = text.split(';').filter_map(|it| it.trim().split_once('='));
        let (_, name) = parameters.find(|(name, _)| name.eq_ignore_ascii_case("filename"))?;
        // What comes from elsewhere must not lead out of the folder that a program saves it in.
        let name = name.trim_matches('"').rsplit(['/', '\\']).next()?;
        (!matches!(name, "" | "." | "..")).then_some(name)
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

    /// Returns the next bytes. `None` at the end of the file, and after an error.
    ///
    /// # Errors
    /// [`Error::is_transport`]: the connection broke, or nothing came for as long as an attempt
    /// [may take](crate::ClientBuilder::timeout). The file is incomplete.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        next(self).await.transpose()
    }

    /// Writes the rest of the file to a path, and returns its length.
    ///
    /// The file is first written next to the path (as `.….part`), and renamed when it is complete. So a failure leaves
    /// nothing half-written, and an existing file unchanged. A symbolic link at the path is replaced, and so is the
    /// mode of an existing file. A process that is killed leaves the `.part`.
    ///
    /// # Errors
    /// [`Error::is_transport`], as for [`chunk`](Self::chunk). [`Error::is_io`]: the file can't be written.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let call = self.call.clone();
        file::save(call, self, path.as_ref()).await
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
        let error = loop {
            match body.as_mut().poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    if let Some(next) = Instant::now().checked_add(this.idle) {
                        this.idle_timer.as_mut().reset(next);
                    }
                    // Trailers and empty chunks say nothing.
                    match frame.into_data() {
                        Ok(chunk) if !chunk.is_empty() => return Poll::Ready(Some(Ok(chunk))),
                        _ => {}
                    }
                }
                Poll::Ready(None) => {
                    this.body = None;
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(Err(error))) => break Some(error),
                Poll::Pending if this.idle_timer.as_mut().poll(cx).is_ready() => break None,
                Poll::Pending => return Poll::Pending,
            }
        };
        this.body = None;
        let (call, received) = (this.call.clone(), Some(this.received()));
        let error = match error {
            Some(error) => Error::transport(Some(call), &this.origin, received, error),
            None => Error::timeout(call, &this.origin, received, this.idle),
        };
        Poll::Ready(Some(Err(error.after_attempts(this.attempts))))
    }
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
