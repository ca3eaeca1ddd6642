//! Streams without the crate that has all their methods.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

/// The next item.
pub(crate) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}
