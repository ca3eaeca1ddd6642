//! What an update of the Atlas document means: on the wire, and for programs that use the crate.
//!
//! It compares two models of the generator, not their text, so it sees each change once and in the
//! crate's terms. It does no I/O.

pub mod report;
pub mod rule;
