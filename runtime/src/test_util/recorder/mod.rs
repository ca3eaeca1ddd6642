//! Records the calls of a program, and replays them afterwards.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `form` | the forms of strings, and their placeholders |
//! | `scrubber` | replaces strings by placeholders |
//! | `rewrite` | replaces the strings in JSON |
//! | `captured` | an exchange before it is scrubbed, and its line in the file |
//! | `replay` | finds the recorded exchange for a request |
//! | `handle` | [`Recorder`](handle::Recorder) |

mod captured;
mod form;
pub(super) mod handle;
mod replay;
mod rewrite;
mod scrubber;
