//! Types as `serde` derives them, to compare with: the same names, types and nesting as the crate's, but
//! nothing unknown is kept. Of the events they have only what [`pages`](crate::pages) has.
#![allow(
    missing_docs,
    reason = "they are the crate's, where they are documented"
)]

pub mod clusters;
pub mod events;
pub mod measurements;
