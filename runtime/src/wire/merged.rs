//! Unions whose branches can't be told apart: one object with the properties of all of them.

use super::value::{Value, from_json, to_json};

/// Makes a merged object of one of its branches. Its properties are those of all branches, so nothing
/// is lost on the way.
pub fn merge<T: Value + Default>(branch: &impl Value) -> T {
    from_json(&to_json(branch)).unwrap_or_default()
}
