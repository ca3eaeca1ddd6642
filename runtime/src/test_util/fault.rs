//! What goes wrong on the way: a service under load, and connections that break.

use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::answer::{Answer, Failure};

/// What goes wrong with a request, instead of an answer.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use atlas_api::clusters;
/// use atlas_api::test_util::{Fault, Mock};
///
/// let mock = Mock::start()?;
/// mock.on::<clusters::ListClusters>()
///     .fault(Fault::Reset)
///     .then()
///     .reply(atlas_api::types::PaginatedClusterDescription20240805::new());
///
/// // The second attempt succeeds.
/// let page = mock.client().send(clusters::list_clusters("32b6e34b3d91647abb20e7b8")).await?;
/// assert_eq!(mock.requests().len(), 2);
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 429, with `Retry-After` in whole seconds, rounded up. With zero the client tries again at once.
    RateLimited {
        /// How long the client is asked to wait.
        retry_after: Duration,
    },
    /// The connection is reset before any answer.
    Reset,
    /// A success whose body ends early: these bytes, one less than its `Content-Length` tells.
    CutBody(Bytes),
    /// No answer at all, until the client gives up.
    Silence,
    /// A success whose body begins with these bytes, and does not go on until the client gives up.
    StalledBody(Bytes),
}

/// What comes of a connection that does not go on after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Reset,
    Cut,
    Silence,
    Stall,
}

impl Fault {
    pub(super) fn answer(self) -> Answer {
        let (body, ending) = match self {
            Self::RateLimited { retry_after } => {
                let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
                let failure = Failure::new(429, "RATE_LIMITED").detail("too many requests");
                return Answer::from(failure).header("retry-after", seconds);
            }
            Self::Reset => (Bytes::new(), Ending::Reset),
            Self::CutBody(body) => (body, Ending::Cut),
            Self::Silence => (Bytes::new(), Ending::Silence),
            Self::StalledBody(body) => (body, Ending::Stall),
        };
        Answer {
            ending: Some(ending),
            ..Answer::from(http::Response::new(body))
        }
    }
}

/// Ends a connection in place of an answer. The peer may be gone already, which is no matter.
pub(super) async fn end(mut stream: TcpStream, ending: Ending, response: &http::Response<Bytes>) {
    match ending {
        // Without lingering, closing it is a reset.
        Ending::Reset => drop(stream.set_zero_linger()),
        Ending::Cut => {
            drop(stream.write_all(&beginning(response)).await);
            drop(stream.shutdown().await);
        }
        Ending::Silence => until_closed(&mut stream).await,
        Ending::Stall => {
            drop(stream.write_all(&beginning(response)).await);
            until_closed(&mut stream).await;
        }
    }
}

/// A response whose body is one byte shorter than its head tells.
fn beginning(response: &http::Response<Bytes>) -> Vec<u8> {
    let (status, body) = (response.status(), response.body());
    let reason = status.canonical_reason().unwrap_or_default();
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers() {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend(format!("content-length: {}\r\n\r\n", body.len() + 1).into_bytes());
    text.extend_from_slice(body);
    text
}

async fn until_closed(stream: &mut TcpStream) {
    let mut ignored = [0; 64];
    while stream.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
}
