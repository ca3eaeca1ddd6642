//! What the benchmarks of the crate run on: bodies, and types to compare with.

pub mod derived;
pub mod pages;
