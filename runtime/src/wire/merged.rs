//! Unions whose branches can't be distinguished: one object with the properties of all of them.

use super::limits::Limits;
use super::value::{Value, read_json, to_json};

/// Creates a merged object from one of its branches. It has the properties of all branches, so nothing is lost.
pub fn merge<T: Value + Default>(branch: &impl Value) -> T {
    read_json(&to_json(branch), Limits::NONE).unwrap_or_default()
}
