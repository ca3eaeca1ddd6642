//! Waiting: an operation is sent until a condition holds for its result.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::handle::Client;
use crate::message::error::kinds::Error;
use crate::message::meta::OperationMeta;
use crate::message::operation::Operation;

const SHORTEST: Duration = Duration::from_millis(1);
const DEADLINE: Duration = Duration::from_secs(3_600);

impl Client {
    /// Polls until a condition holds: sends an operation, usually a `get_…`, until the condition holds for its result.
    /// See [`Wait`], and [`ready`](crate::ready) for ready-made conditions.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::{clusters, ready};
    ///
    /// let cluster = client
    ///     .wait(clusters::get_cluster("32b6e34b3d91647abb20e7b8", "prod"))
    ///     .until(ready::cluster)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait<O: Operation>(&self, operation: O) -> Wait<O> {
        Wait::new(self.clone(), operation)
    }
}

/// The state of what is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Not yet.
    Pending,
    /// The condition holds.
    Done,
    /// The condition will never hold, for this reason.
    Failed(String),
}

/// `true` means done.
impl From<bool> for Progress {
    fn from(done: bool) -> Self {
        if done { Self::Done } else { Self::Pending }
    }
}

/// Polls until a condition holds. Created by [`Client::wait`].
///
/// The first poll is sent at once. The pause between two polls begins at 2 s and grows by half each time, up to 30 s,
/// unless the client [sets others](crate::ClientBuilder::wait_pauses). A wait takes an hour at most, unless
/// [`at_most`](Self::at_most) changes that. A failure that may pass ([`Error::is_retryable`]), such as a 503 or a lost
/// connection, does not end it.
///
/// ```no_run
/// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
/// use std::time::Duration;
///
/// use atlas_api::clusters;
/// use atlas_api::types::ClusterState;
///
/// let cluster = client
///     .wait(clusters::get_cluster("32b6e34b3d91647abb20e7b8", "prod"))
///     .at_most(Duration::from_secs(20 * 60))
///     .until(|cluster| cluster.paused == Some(true) && cluster.state_name == Some(ClusterState::Idle))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until `until` or `until_gone`"]
pub struct Wait<O> {
    client: Client,
    operation: O,
    first: Duration,
    cap: Duration,
    at_most: Duration,
}

impl<O: Operation> Wait<O> {
    pub(crate) fn new(client: Client, operation: O) -> Self {
        let (first, cap) = client.options.wait_pauses;
        Self {
            client,
            operation,
            first,
            cap,
            at_most: DEADLINE,
        }
    }

    /// Sets how long the wait may take in all. One hour by default.
    pub fn at_most(mut self, time: Duration) -> Self {
        self.at_most = time;
        self
    }

    /// Sets the pause after the first poll, and the longest pause, in place of those of the client
    /// ([`ClientBuilder::wait_pauses`](crate::ClientBuilder::wait_pauses)).
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.cap) = (first, longest);
        self
    }

    /// Waits until the condition holds, and returns the value for which it holds. The condition returns a `bool`, or a
    /// [`Progress`] if it can fail.
    ///
    /// # Errors
    /// - [`Error::is_failed`]: the condition returned [`Progress::Failed`].
    /// - [`Error::is_timeout`]: the wait took too long, and the condition did not hold at the last poll.
    /// - Those of [`Client::send`]: at once if they are not [retryable](Error::is_retryable), otherwise that of the
    ///   last poll if the wait took too long.
    ///
    /// [`Error::attempts`] returns the number of polls then.
    pub async fn until<P: Into<Progress>>(
        self,
        mut condition: impl FnMut(&O::Output) -> P,
    ) -> Result<O::Output, Error> {
        let mut polls = Polls::new(&self);
        loop {
            let pause = match polls.client().send(&self.operation).await {
                Ok(value) => match condition(&value).into() {
                    Progress::Done => return Ok(value),
                    Progress::Failed(why) => {
                        return Err(Error::failed(O::META, why).after_attempts(polls.count));
                    }
                    Progress::Pending => polls.pause(None),
                },
                Err(error) => polls.pause(Some(error)),
            };
            sleep(pause?).await;
        }
    }

    /// Waits until the service answers 404. Any 404 counts, also one for the project, so make sure that the arguments
    /// are right.
    ///
    /// # Errors
    /// Those of [`until`](Self::until).
    pub async fn until_gone(self) -> Result<(), Error> {
        match self.until(|_| Progress::Pending).await {
            Err(error) if error.is_not_found() => Ok(()),
            result => result.map(drop),
        }
    }
}

/// The polls of one wait. Nothing here is generic, so it is compiled once.
struct Polls {
    client: Client,
    operation: &'static OperationMeta,
    at_most: Duration,
    end: Option<Instant>,
    next_pause: Duration,
    shortest: Duration,
    cap: Duration,
    count: u32,
}

impl Polls {
    fn new<O: Operation>(wait: &Wait<O>) -> Self {
        // Not so short that they would never grow.
        let [first, cap] = [wait.first, wait.cap].map(|pause| pause.max(SHORTEST));
        Self {
            client: wait.client.clone(),
            operation: O::META,
            at_most: wait.at_most,
            end: Instant::now().checked_add(wait.at_most),
            next_pause: first.min(cap),
            shortest: first,
            cap,
            count: 0,
        }
    }

    fn left(&self) -> Duration {
        let left = |end: Instant| end.saturating_duration_since(Instant::now());
        self.end.map_or(Duration::MAX, left)
    }

    /// Returns the client for the next poll. No call may outlast the wait.
    fn client(&mut self) -> Client {
        self.count += 1;
        let left = self.left();
        self.client.with(|options| {
            let deadline = options.deadline.map_or(left, |deadline| deadline.min(left));
            options.deadline(deadline)
        })
    }

    /// Returns the pause before the next poll, or why the wait ends.
    fn pause(&mut self, error: Option<Error>) -> Result<Duration, Error> {
        let error = match error {
            Some(error) if !error.is_retryable() => return Err(error),
            error => error,
        };
        let asked = error.as_ref().and_then(Error::retry_after);
        let pause = self.next_pause.max(asked.unwrap_or_default());
        self.next_pause = self
            .next_pause
            .saturating_add(self.next_pause / 2)
            .min(self.cap);
        let left = self.left();
        if pause < left {
            return Ok(pause);
        }
        // Uses the remaining time if it leaves room for another poll.
        if left > self.shortest && asked.is_none() {
            return Ok(left / 2);
        }
        let late = || Error::waited(self.operation, self.at_most);
        Err(error.unwrap_or_else(late).after_attempts(self.count))
    }
}

impl<O> fmt::Debug for Wait<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("first", &self.first)
            .field("cap", &self.cap)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}
