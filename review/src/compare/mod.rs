//! Finds changes by walking the two models side by side, and then both specs as written.

mod comparison;
mod direction;
mod find;
mod heirs;
mod limits;
mod operations;
mod parameters;
mod schemas;
mod shapes;
mod table;
mod value;
mod verdict;
mod walk;
mod words;

pub(crate) use comparison::Comparison;
pub(crate) use find::find;
pub(crate) use table::skipped;
