//! The macros that generated code is written in, one file for each construct.
//!
//! They are expanded some thousand times, so they expand to little. The work is done by functions in
//! [`wire`](crate::wire) and [`message`](crate::message), which are compiled once.

mod conformance;
mod object;
mod open_enum;
mod operation;
mod serde;
mod union;
