//! Calls every `GET` of the crate on the service itself, with whatever arguments an account offers.
//!
//! From the bottom up: `answers` keeps the answers so far, `arguments` finds values in them, `report` counts results,
//! and `walk` makes the calls.

mod answers;
mod arguments;
mod report;
mod walk;

pub use report::Report;
pub use walk::{Scope, client};
