//! Walks both specs side by side, as written. Every difference is either reported by the rule of its keyword,
//! assigned to the change of the models that explains it, or reported as not classified, so none is lost.

mod errors;
mod keywords;
mod node;
mod operations;
mod place;
mod properties;
mod schemas;
mod walker;

pub(super) use walker::Walker;
