//! Emit: a [`Plan`](crate::plan::Plan) becomes modules of tokens. One emitter for each construct; nothing is
//! decided here.

mod docs;
mod gates;
mod home;
mod legacy;
mod module;
mod modules;
mod operation;
mod overview;
mod renamed;
mod types;

pub use docs::Docs;
pub use home::is_common;
pub use module::Module;
pub use modules::root as emit;
pub use renamed::{Renamed, by_module};
pub use types::ident;
