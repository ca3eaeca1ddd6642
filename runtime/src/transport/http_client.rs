//! The HTTP client for all requests. It guarantees that a request goes to its URL and nowhere else, even with a
//! client of the program's own.
//!
//! The default client follows no redirects. Whether a custom client does can't be determined, so each request is
//! built in a way that can't be repeated: `reqwest` follows a redirect that keeps the method only if it can copy the
//! body. The others turn a request into a `GET` without a body (303, and 301 or 302 after a `POST`). Before leaving
//! the origin, `reqwest` removes `Authorization` and `Cookie`. The response is rejected here, because it does not
//! answer the original request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use reqwest::{Request, Response};

use super::base_url;

/// Sends requests to their own URL.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    is_programs_own: bool,
}

/// Why there is no response to a request.
pub(crate) enum Unanswered {
    Transport(reqwest::Error),
    /// The HTTP client followed a redirect to this origin, or to one that can't be reached.
    Redirected(Option<String>),
}

impl Http {
    /// A client that follows no redirects.
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self {
            client,
            is_programs_own: false,
        }
    }

    /// A client of the program's own, which may follow redirects.
    pub(crate) fn programs_own(client: reqwest::Client) -> Self {
        Self {
            client,
            is_programs_own: true,
        }
    }

    pub(crate) async fn execute(&self, mut request: Request) -> Result<Response, Unanswered> {
        if !self.is_programs_own {
            let response = self.client.execute(request).await;
            return response.map_err(Unanswered::Transport);
        }
        let url = request.url().clone();
        let taken = Arc::new(AtomicBool::new(false));
        let once = Once {
            body: request.body_mut().take().unwrap_or_default(),
            taken: Arc::clone(&taken),
        };
        *request.body_mut() = Some(reqwest::Body::wrap(once));
        match self.client.execute(request).await {
            Ok(response) if *response.url() != url => Err(Unanswered::Redirected(Some(
                base_url::origin(response.url()),
            ))),
            Ok(response) => Ok(response),
            // The first connection succeeded, because it took the body. Another one failed.
            Err(error) if error.is_connect() && taken.load(Ordering::Acquire) => {
                Err(Unanswered::Redirected(None))
            }
            Err(error) => Err(Unanswered::Transport(error)),
        }
    }
}

/// A body that can't be copied.
struct Once {
    body: reqwest::Body,
    taken: Arc<AtomicBool>,
}

impl Body for Once {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.taken.store(true, Ordering::Release);
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.size_hint().exact() == Some(0) || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        // If the size were known to be 0, another empty body could be created. At the end of a stream, nobody asks
        // for the size.
        match self.body.size_hint() {
            empty if empty.exact() == Some(0) => SizeHint::default(),
            size => size,
        }
    }
}
