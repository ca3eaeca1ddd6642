//! The macros that generated code is written in, one file for each construct, and `json!` for programs.
//!
//! Those of generated code are expanded some thousand times, so they expand to little. The work is done by functions in
//! [`wire`](crate::wire) and [`message`](crate::message), which are compiled once. Attributes are matched as tokens,
//! which the compiler expands faster than `meta` fragments.

mod conformance;
mod json;
mod object;
mod open_enum;
mod operation;
mod page;
mod serde;
mod union;
