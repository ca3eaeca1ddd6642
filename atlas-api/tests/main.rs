//! The crate as programs use it. Tests that need a process of their own, or the examples as programs, are in
//! `memory.rs` and `examples/`.

// Tests start in the order of their names, so the longest one runs while those of the client wait for timers.
mod bodies;
mod client;
mod everyday;
mod test_util;
mod user_types;
