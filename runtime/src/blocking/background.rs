//! The runtime behind a blocking client.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop::unconstrained;

use crate::message::error::kinds::Error;
use crate::transport::futures;

/// The runtime behind a client and its clones. One thread drives the connections and the timers, and the calling
/// thread drives the call itself.
#[derive(Clone)]
pub(super) struct Background(Arc<Stop>);

struct Stop(Option<Runtime>);

impl Background {
    pub(super) fn new() -> Result<Self, Error> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder
            .worker_threads(1)
            .thread_name("atlas-api")
            .enable_all();
        match runtime.build() {
            Ok(runtime) => Ok(Self(Arc::new(Stop(Some(runtime))))),
            Err(error) => Err(Error::setting(format!(
                "can't start a thread for the blocking client: {error}"
            ))),
        }
    }

    pub(super) fn run<T>(&self, call: impl Future<Output = T>) -> T {
        // Entered rather than blocked on, because blocking on a runtime panics in async code.
        let _entered = self.0.0.as_ref().map(Runtime::enter);
        // In async code, the budget of the calling task would run out and not be refilled.
        pollster::block_on(unconstrained(call))
    }

    pub(super) fn next<S: Stream + Unpin>(&self, stream: &mut S) -> Option<S::Item> {
        self.run(futures::next(stream))
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        // Waiting for its thread would panic in async code.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Background")
    }
}
