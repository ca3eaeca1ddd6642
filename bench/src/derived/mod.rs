//! Types with derived `serde`, to compare with: the same names, types and nesting as in the crate, but unknown
//! properties are dropped. The events and the stream
//! processors have only the properties in [`pages`](crate::pages).
#![allow(
    missing_docs,
    reason = "they are the crate's, where they are documented"
)]

pub mod clusters;
pub mod events;
pub mod measurements;
pub mod processors;
