//! What the benchmarks share: bodies, a server, types and calls to compare with, and the comparison.

pub mod by_hand;
pub mod cpu;
pub mod derived;
pub mod figure;
pub mod pages;
pub mod server;
