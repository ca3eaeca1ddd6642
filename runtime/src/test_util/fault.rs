//! Failures of the service and of connections: a rate limit, and connections that break.

use std::time::Duration;

use bytes::Bytes;

use super::answer::Answer;
use super::ending::Ending;
use super::failure::Failure;
use crate::message::error::codes;

/// A failure instead of a response.
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
    /// 429, with `Retry-After` in whole seconds, rounded up. With zero, the client retries at once.
    RateLimited {
        /// How long the service asks the client to wait.
        retry_after: Duration,
    },
    /// The connection is reset before any response.
    Reset,
    /// A success whose body ends early: these bytes, one less than its `Content-Length` announces.
    CutBody(Bytes),
    /// No response, until the client gives up.
    Silence,
    /// A success whose body begins with these bytes, and then stalls until the client gives up.
    StalledBody(Bytes),
}

impl Fault {
    fn answer(self) -> Answer {
        let (body, ending) = match self {
            Self::RateLimited { retry_after } => {
                let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
                let failure = Failure::new(429, codes::RATE_LIMITED).detail("too many requests");
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

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        fault.answer()
    }
}
