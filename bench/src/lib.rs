//! What the benchmarks of the crate run on: bodies and a server, types and calls to compare
//! with, and how to compare.

pub mod by_hand;
pub mod cpu;
pub mod derived;
pub mod figure;
pub mod pages;
pub mod server;
