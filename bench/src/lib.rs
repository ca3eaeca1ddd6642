//! Shared by the benchmarks: bodies, a server, types and calls to compare with, and the comparison.

pub mod bodies;
pub mod by_hand;
pub mod cpu;
pub mod derived;
pub mod figure;
pub mod instructions;
pub mod pages;
pub mod server;
