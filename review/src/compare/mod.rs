//! Finds changes by walking the two models side by side.

mod comparison;
mod constraints;
mod direction;
mod facts;
mod operations;
mod parameters;
mod schemas;
mod types;
mod words;

pub(crate) use comparison::Comparison;
