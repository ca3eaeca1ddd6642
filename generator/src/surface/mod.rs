//! The public surface of the crate: one list of items, with their signatures as data. The surface files, the review
//! of updates and its proof are based on it.

mod files;
mod item;
mod signature;

pub use files::files;
pub use item::{Item, Member, Owner, items, of_operation, of_type};
pub use signature::{Given, Kind, Signature};
