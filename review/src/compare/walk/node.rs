//! Values of the two specs, with their pointers.

use std::collections::BTreeSet;

use generator::source::escape;
use serde_json::Value;

/// A value of a spec.
#[derive(Debug, Clone)]
pub(super) struct Node<'v> {
    pub(super) value: &'v Value,
    pub(super) pointer: String,
}

/// The same value in each spec that has it.
pub(super) type Sides<'v> = [Option<Node<'v>>; 2];

impl<'v> Node<'v> {
    /// The value at a pointer.
    pub(super) fn at(tree: &'v Value, pointer: &str) -> Option<Self> {
        let value = tree.pointer(pointer)?;
        let pointer = pointer.to_owned();
        Some(Self { value, pointer })
    }

    pub(super) fn child(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        let pointer = format!("{}/{}", self.pointer, escape(key));
        Some(Self { value, pointer })
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        let items = items.map(|(index, value)| Self {
            value,
            pointer: format!("{}/{index}", self.pointer),
        });
        items.collect()
    }

    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&'v str> {
        self.value.get(key)?.as_str()
    }

    /// The component that a schema refers to.
    pub(super) fn component(&self) -> Option<&'v str> {
        self.text("$ref")?.rsplit('/').next()
    }
}

/// Whether both sides have the same value.
pub(super) fn is_same(sides: &Sides<'_>) -> bool {
    let [old, new] = sides
        .each_ref()
        .map(|side| side.as_ref().map(|it| it.value));
    old == new
}

/// The keys of two values that may be missing.
pub(super) fn names<'v>(sides: &Sides<'v>) -> BTreeSet<&'v str> {
    let entries = sides.iter().flatten();
    let entries = entries.filter_map(|side| side.value.as_object());
    entries.flatten().map(|(key, _)| key.as_str()).collect()
}

/// The children under a key.
pub(super) fn children<'v>(sides: &Sides<'v>, key: &str) -> Sides<'v> {
    sides.each_ref().map(|side| side.as_ref()?.child(key))
}

/// The strings of a list, in a set.
pub(super) fn texts<'v>(side: Option<&Node<'v>>) -> BTreeSet<&'v str> {
    let items = side.and_then(|side| side.value.as_array());
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
