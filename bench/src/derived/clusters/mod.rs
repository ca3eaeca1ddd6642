//! A page of clusters as `serde` derives them: the same names, types and nesting as the crate's.

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
