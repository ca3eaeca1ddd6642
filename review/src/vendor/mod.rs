//! Vendors the upstream spec: extracts its facts, and keeps what upstream removed.

mod facts;
mod retired;
mod yaml;

pub use facts::{ELIDED, SENTENCE_WORDS, TITLE_WORDS, facts, is_sentence};
pub use retired::{Update, retire};
pub use yaml::to_yaml;
