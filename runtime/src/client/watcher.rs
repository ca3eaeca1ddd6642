//! Observers of the polls of a wait: any number of a program's closures.

use crate::message::error::kinds::Error;

/// Watches the polls of a [`Wait`](crate::Wait). Implemented by what [`Wait::on_poll`](crate::Wait::on_poll) and
/// [`Wait::on_failed_poll`](crate::Wait::on_failed_poll) return, and by `()`, which watches nothing.
#[doc(hidden)]
pub trait Watcher<T> {
    fn polled(&mut self, value: &T);
    fn failed(&mut self, error: &Error);
}

impl<T> Watcher<T> for () {
    fn polled(&mut self, _: &T) {}
    fn failed(&mut self, _: &Error) {}
}

/// Watches values, after another watcher.
#[doc(hidden)]
pub struct OnPoll<W, F>(pub(super) W, pub(super) F);

impl<T, W: Watcher<T>, F: FnMut(&T)> Watcher<T> for OnPoll<W, F> {
    fn polled(&mut self, value: &T) {
        self.0.polled(value);
        self.1(value);
    }
    fn failed(&mut self, error: &Error) {
        self.0.failed(error);
    }
}

/// Watches failures, after another watcher.
#[doc(hidden)]
pub struct OnFailedPoll<W, F>(pub(super) W, pub(super) F);

impl<T, W: Watcher<T>, F: FnMut(&Error)> Watcher<T> for OnFailedPoll<W, F> {
    fn polled(&mut self, value: &T) {
        self.0.polled(value);
    }
    fn failed(&mut self, error: &Error) {
        self.0.failed(error);
        self.1(error);
    }
}
