//! Waiting: an operation is sent until a condition holds for its result.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::handle::Client;
use super::watcher::{OnFailedPoll, OnPoll, Watcher};
use crate::message::error::kinds::Error;
use crate::message::meta::OperationMeta;
use crate::message::operation::Operation;
use crate::wire::output::Output;

const SHORTEST: Duration = Duration::from_millis(1);
const DEADLINE: Duration = Duration::from_secs(3_600);
/// After this many 404s in a row, a wait that does not expect any ends.
const MOST_MISSES: u32 = 5;

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
/// [`at_most`](Self::at_most) changes that. Toward the end, the pauses become shorter, so that the last poll is near
/// the end, however short the time is.
///
/// Temporary problems do not end a wait: a [retryable](Error::is_retryable) failure, such as a 503 or a lost
/// connection, or a 404. Only the fifth 404 in a row is an error, except in [`until_found`](Self::until_found) and
/// [`until_gone`](Self::until_gone).
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
///     .on_poll(|cluster| println!("{:?}", cluster.state_name))
///     .until(|cluster| cluster.paused == Some(true) && cluster.state_name == Some(ClusterState::Idle))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until `until`, `until_found` or `until_gone`"]
pub struct Wait<O, W = ()> {
    client: Client,
    operation: O,
    first: Duration,
    cap: Duration,
    at_most: Duration,
    watcher: W,
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
            watcher: (),
        }
    }
}

impl<O: Operation, W: Watcher<O::Output>> Wait<O, W> {
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

    /// Runs a function on the value of each successful poll, such as to show progress. Each call adds a function.
    pub fn on_poll<F: FnMut(&O::Output)>(self, function: F) -> Wait<O, OnPoll<W, F>> {
        self.watched(|watcher| OnPoll(watcher, function))
    }

    /// Runs a function on the error of each poll that fails, including those that do not end the wait: the 404 before
    /// something is found, and the one that shows that it is gone. Each call adds a function.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::clusters;
    ///
    /// client
    ///     .wait(clusters::get_cluster("32b6e34b3d91647abb20e7b8", "prod"))
    ///     .on_poll(|cluster| println!("{:?}", cluster.state_name))
    ///     .on_failed_poll(|error| println!("{error}"))
    ///     .until_gone()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_failed_poll<F: FnMut(&Error)>(self, function: F) -> Wait<O, OnFailedPoll<W, F>> {
        self.watched(|watcher| OnFailedPoll(watcher, function))
    }

    fn watched<V>(self, watcher: impl FnOnce(W) -> V) -> Wait<O, V> {
        Wait {
            client: self.client,
            operation: self.operation,
            first: self.first,
            cap: self.cap,
            at_most: self.at_most,
            watcher: watcher(self.watcher),
        }
    }

    /// Waits until the condition holds, and returns the value for which it holds. The condition returns a `bool`, or a
    /// [`Progress`] if it can fail.
    ///
    /// # Errors
    /// - [`Error::is_failed`]: the condition returned [`Progress::Failed`].
    /// - [`Error::is_timeout`]: the wait took too long, and the condition did not hold at the last poll.
    /// - The errors of [`Client::send`]: permanent ones at once, others only if the wait took too long. Then it is the
    ///   error of the last poll.
    ///
    /// The error has the number of polls, [`Error::attempts`], and the last value received, [`Error::last_value`].
    pub async fn until<P: Into<Progress>>(
        self,
        mut condition: impl FnMut(&O::Output) -> P,
    ) -> Result<O::Output, Error> {
        let (end, polls) = self
            .poll(Misses::Few, |value| condition(value).into())
            .await?;
        end.ok_or_else(|| polls.late())
    }

    /// Waits until the service responds with anything but 404, and returns the resource. Useful after creating
    /// something that the service shows only a moment later, such as a database user or a custom role.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::clusters;
    ///
    /// let cluster = client
    ///     .wait(clusters::get_cluster("32b6e34b3d91647abb20e7b8", "prod"))
    ///     .until_found()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of [`until`](Self::until). If the wait took too long, it is the last 404.
    pub async fn until_found(self) -> Result<O::Output, Error> {
        let (end, polls) = self.poll(Misses::Any, |_| Progress::Done).await?;
        end.ok_or_else(|| polls.late())
    }

    /// Waits until the service responds with 404. Any 404 counts, even one for the project, so make sure that the arguments
    /// are right.
    ///
    /// # Errors
    /// The errors of [`until`](Self::until).
    pub async fn until_gone(self) -> Result<(), Error> {
        self.poll(Misses::Done, |_| Progress::Pending)
            .await
            .map(drop)
    }

    /// Polls. The value is missing if the wait ended with an expected 404.
    async fn poll(
        mut self,
        misses: Misses,
        mut condition: impl FnMut(&O::Output) -> Progress,
    ) -> Result<(Option<O::Output>, Polls), Error> {
        let mut polls = Polls::new(&self, misses);
        let mut last = None;
        loop {
            let next = match polls.client().send(&self.operation).await {
                Ok(value) => {
                    polls.misses = 0;
                    self.watcher.polled(&value);
                    let next = match condition(&value) {
                        Progress::Done => return Ok((Some(value), polls)),
                        Progress::Failed(why) => Err(polls.failed(why)),
                        Progress::Pending => polls.pause(None),
                    };
                    last = Some(value);
                    next
                }
                Err(error) => {
                    self.watcher.failed(&error);
                    match polls.is_gone(&error) {
                        true => return Ok((None, polls)),
                        false => polls.pause(Some(error)),
                    }
                }
            };
            match (next, last.as_ref()) {
                (Ok(pause), _) => sleep(pause).await,
                (Err(error), Some(last)) => return Err(error.with_last_value(last.shown())),
                (Err(error), None) => return Err(error),
            }
        }
    }
}

/// What a 404 means for a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Misses {
    /// A failure, if there are many in a row.
    Few,
    /// Not yet.
    Any,
    /// The end of the wait.
    Done,
}

/// The polls of one wait. Nothing here is generic, so it is compiled once.
struct Polls {
    client: Client,
    operation: &'static OperationMeta,
    at_most: Duration,
    end: Option<Instant>,
    next_pause: Duration,
    /// The remaining time, if it is too short for another poll.
    rest: Duration,
    cap: Duration,
    count: u32,
    on_miss: Misses,
    /// The number of 404s in a row.
    misses: u32,
    /// The last transient error, if no value came after it.
    fault: Option<Error>,
}

impl Polls {
    fn new<O: Operation, W>(wait: &Wait<O, W>, on_miss: Misses) -> Self {
        // Not so short that they could never grow.
        let [first, cap] = [wait.first, wait.cap].map(|pause| pause.max(SHORTEST));
        Self {
            client: wait.client.clone(),
            operation: O::META,
            at_most: wait.at_most,
            end: Instant::now().checked_add(wait.at_most),
            next_pause: first.min(cap),
            rest: first.min(wait.at_most / 50).max(SHORTEST),
            cap,
            count: 0,
            on_miss,
            misses: 0,
            fault: None,
        }
    }

    fn left(&self) -> Duration {
        let left = |end: Instant| end.saturating_duration_since(Instant::now());
        self.end.map_or(Duration::MAX, left)
    }

    /// Returns the client for the next poll. No call may outlast the wait.
    fn client(&mut self) -> Client {
        self.count = self.count.saturating_add(1);
        let left = self.left();
        self.client.with(|options| {
            let deadline = options.deadline.map_or(left, |deadline| deadline.min(left));
            options.deadline(deadline)
        })
    }

    /// Whether a failed poll is what the wait is for.
    fn is_gone(&self, error: &Error) -> bool {
        self.on_miss == Misses::Done && error.is_not_found()
    }

    /// Returns the pause before the next poll, or why the wait ends.
    fn pause(&mut self, error: Option<Error>) -> Result<Duration, Error> {
        let error = match error {
            Some(error) if !self.may_pass(&error) => return Err(error.after_attempts(self.count)),
            error => error,
        };
        let asked = error
            .as_ref()
            .and_then(Error::retry_after)
            .unwrap_or_default();
        match error {
            // The deadline of the wait ended this poll. The previous results say more.
            Some(error) if error.is_deadline() => {}
            fault => self.fault = fault,
        }
        let pause = self.next_pause.max(asked);
        self.next_pause = self
            .next_pause
            .saturating_add(self.next_pause / 2)
            .min(self.cap);
        let left = self.left();
        if pause < left {
            return Ok(pause);
        }
        // Uses the remaining time if it leaves room for another poll.
        let half = (left / 2).max(asked);
        if left > self.rest && half < left {
            return Ok(half);
        }
        Err(match self.fault.take() {
            Some(error) => error.after_attempts(self.count),
            None => self.late(),
        })
    }

    fn may_pass(&mut self, error: &Error) -> bool {
        if !error.is_not_found() {
            return error.is_retryable();
        }
        self.misses = self.misses.saturating_add(1);
        self.on_miss == Misses::Any || self.misses < MOST_MISSES
    }

    fn failed(&self, why: String) -> Error {
        Error::failed(self.operation, why).after_attempts(self.count)
    }

    fn late(&self) -> Error {
        Error::waited(self.operation, self.at_most).after_attempts(self.count)
    }
}

impl<O, W> fmt::Debug for Wait<O, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("first", &self.first)
            .field("cap", &self.cap)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}
