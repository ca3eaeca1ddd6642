//! A page of clusters with derived `serde`: the same names, types and nesting as in the crate.

mod connections;
mod hardware;
mod page;
mod regions;
mod settings;
mod shared;

pub use connections::*;
pub use hardware::*;
pub use page::*;
pub use regions::*;
pub use settings::*;
pub use shared::*;
