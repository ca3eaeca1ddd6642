//! Lists that come in pages, as streams of pages and of items.

pub(crate) mod cursor;
pub(crate) mod items;
pub(crate) mod pages;
#[cfg(all(test, feature = "test-util"))]
mod tests;

pub use items::Items;
pub use pages::{Page, Pages};
