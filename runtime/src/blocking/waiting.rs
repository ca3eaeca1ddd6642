//! Polls until a condition holds, without `async`.

use std::time::Duration;

use super::background::Background;
use super::client::Client;
use crate::client::waiting::{self, Progress};
use crate::client::watcher::{OnFailedPoll, OnPoll, Watcher};
use crate::message::error::kinds::Error;
use crate::message::operation::Operation;

impl Client {
    /// Like [`Client::wait`](crate::Client::wait).
    pub fn wait<O: Operation>(&self, operation: O) -> Wait<O> {
        Wait {
            wait: self.client.wait(operation),
            background: self.background.clone(),
        }
    }
}

/// Polls until a condition holds. Created by [`Client::wait`].
#[derive(Debug)]
#[must_use = "nothing is sent until `until`, `until_found` or `until_gone`"]
pub struct Wait<O, W = ()> {
    wait: waiting::Wait<O, W>,
    background: Background,
}

impl<O: Operation, W: Watcher<O::Output>> Wait<O, W> {
    /// Like [`Wait::at_most`](crate::Wait::at_most).
    pub fn at_most(mut self, time: Duration) -> Self {
        self.wait = self.wait.at_most(time);
        self
    }

    /// Like [`Wait::pauses`](crate::Wait::pauses).
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.wait = self.wait.pauses(first, longest);
        self
    }

    /// Like [`Wait::on_poll`](crate::Wait::on_poll).
    pub fn on_poll<F: FnMut(&O::Output)>(self, function: F) -> Wait<O, OnPoll<W, F>> {
        Wait {
            wait: self.wait.on_poll(function),
            background: self.background,
        }
    }

    /// Like [`Wait::on_failed_poll`](crate::Wait::on_failed_poll).
    pub fn on_failed_poll<F: FnMut(&Error)>(self, function: F) -> Wait<O, OnFailedPoll<W, F>> {
        Wait {
            wait: self.wait.on_failed_poll(function),
            background: self.background,
        }
    }

    /// Like [`Wait::until`](crate::Wait::until).
    ///
    /// # Errors
    /// The errors of [`Wait::until`](crate::Wait::until).
    pub fn until<P: Into<Progress>>(
        self,
        condition: impl FnMut(&O::Output) -> P,
    ) -> Result<O::Output, Error> {
        self.background.run(self.wait.until(condition))
    }

    /// Like [`Wait::until_found`](crate::Wait::until_found).
    ///
    /// # Errors
    /// The errors of [`Wait::until_found`](crate::Wait::until_found).
    pub fn until_found(self) -> Result<O::Output, Error> {
        self.background.run(self.wait.until_found())
    }

    /// Like [`Wait::until_gone`](crate::Wait::until_gone).
    ///
    /// # Errors
    /// The errors of [`Wait::until`](crate::Wait::until).
    pub fn until_gone(self) -> Result<(), Error> {
        self.background.run(self.wait.until_gone())
    }
}
