//! Futures and streams without the crate that has all their methods.

use std::future::{Future, poll_fn};
use std::pin::Pin;

use futures_core::Stream;

/// A future behind a pointer, as trait objects return it.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The next item of a stream.
pub(crate) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}
