//! The properties of an object that its type does not know.

use serde_json::{Map, Value as Json};

use super::Raw;

/// What an object holds beyond its typed properties: properties that the document does not list, and
/// listed ones whose value did not fit their type. All of it is written back when the object is
/// encoded.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let mut cluster = ClusterDescription20240805::default();
/// cluster.unknown.insert("newSetting", true);
/// assert_eq!(cluster.unknown.get("newSetting").unwrap(), true);
/// assert_eq!(atlas_api::to_json(&cluster), r#"{"newSetting":true}"#);
/// ```
// One pointer wide, as nearly all objects have none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Inner>>);

#[derive(Debug, Clone, Default, PartialEq)]
struct Inner {
    properties: Map<String, Json>,
    whole: Option<Raw>,
}

impl Extra {
    /// Nothing.
    #[doc(hidden)]
    pub const NONE: Self = Self(None);

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|inner| inner.properties.is_empty() && inner.whole.is_none())
    }

    /// The value of a property by its name on the wire.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.properties.get(name)
    }

    /// The properties, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0
            .iter()
            .flat_map(|inner| &inner.properties)
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Sets a property by its name on the wire, and returns the value it had. A typed property of the
    /// same name goes before it when the object is encoded.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0
            .get_or_insert_default()
            .properties
            .insert(name.into(), value.into())
    }

    /// Removes a property, and returns the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.properties.remove(name)
    }

    /// What was received where an object was expected, if it was none: `null` in a list of objects,
    /// or an empty or HTML body. The typed properties are absent then.
    pub fn whole(&self) -> Option<&Raw> {
        self.0.as_ref()?.whole.as_ref()
    }

    pub(super) fn of_whole(raw: Raw) -> Self {
        Self(Some(Box::new(Inner {
            whole: Some(raw),
            ..Inner::default()
        })))
    }
}
