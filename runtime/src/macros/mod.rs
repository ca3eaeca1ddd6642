//! The macros that generated code is written in, one file for each construct, and `json!` for programs.
//!
//! Those of generated code are expanded some thousand times, so they expand to little. The work is done by functions in
//! [`wire`](crate::wire) and [`message`](crate::message), which are compiled once. What the compiler is quick with:
//!
//! - Attributes are matched as `# $attribute:tt`. It takes longer to match a `meta` fragment, or the tokens in the
//!   brackets.
//! - The texts of enums and properties are matched as `tt`, which is quicker than `literal`.
//! - Rows are matched as `$(…),* $(,)?`. If the comma is part of a row that begins with attributes, the compiler
//!   copies all that it matched so far for each row.
//! - Bodies call methods, and functions that are not generic. For a call of a closure, or of a function with a bound on
//!   the generated type, it solves the same traits for every type. `Some` is such a function too.
//! - Bodies name variants by the type. `Self::Variant` may be an associated item of any trait in scope.
//! - Traits are implemented by hand. A derive is expanded into more, because it has to fit any type.

mod conformance;
mod json;
mod object;
mod open_enum;
mod operation;
mod page;
mod serde;
mod union;
