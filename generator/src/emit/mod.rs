//! Emit: a [`Plan`](crate::plan::Plan) becomes modules of tokens. There is one emitter for each construct, and
//! nothing is decided here.

mod docs;
mod gates;
mod home;
mod legacy;
mod module;
mod modules;
mod names;
mod operation;
mod overview;
mod renamed;
mod types;

pub use docs::{Docs, Writer};
pub use gates::is_common;
pub use module::{Declaration, Module};
pub use modules::{Make, modules, reexports, root};
pub use names::ident;
pub use renamed::{Renamed, by_module};
