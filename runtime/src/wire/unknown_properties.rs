//! The properties of an object that its type does not know.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::kept::Kept;
use super::raw_json::RawJson;

/// What an object holds beyond its typed properties: properties that the document does not list, and
/// listed ones whose value did not fit their type. All of it is written back when the object is
/// encoded, byte for byte.
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
pub struct UnknownProperties(Option<Box<Inner>>);

#[derive(Debug, Clone, Default, PartialEq)]
struct Inner {
    properties: BTreeMap<String, Kept>,
    whole: Option<RawJson>,
}

impl UnknownProperties {
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
    ///
    /// It comes as close as [`serde_json::Value`] can. A number has the precision of an `f64` unless it is an
    /// integer of 64 bits, and is a string of its digits if it is beyond any `f64`; half of a surrogate pair
    /// is U+FFFD. [`text`](Self::text) has all of it.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.property(name).map(Kept::json)
    }

    /// The value of a property as JSON text: as it was received, and as it is written back.
    ///
    /// ```
    /// use atlas_api::types::ClusterDescription20240805;
    ///
    /// let json = r#"{"newId":123456789012345678901234567890}"#;
    /// let cluster: ClusterDescription20240805 = atlas_api::from_json(json)?;
    /// assert_eq!(cluster.unknown.text("newId"), Some("123456789012345678901234567890"));
    /// assert_eq!(atlas_api::to_json(&cluster), json);
    /// # Ok::<(), atlas_api::JsonError>(())
    /// ```
    pub fn text(&self, name: &str) -> Option<&str> {
        self.property(name).map(Kept::text)
    }

    /// The properties, sorted by name. The values are those of [`get`](Self::get).
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.properties().map(|(name, value)| (name, value.json()))
    }

    /// Sets a property by its name on the wire, and returns the value it had. A typed property of the
    /// same name goes before it when the object is encoded.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let properties = &mut self.0.get_or_insert_default().properties;
        let before = properties.insert(name.into(), value.into().into());
        before.map(Kept::into_json)
    }

    /// Removes a property, and returns the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let removed = self.0.as_mut()?.properties.remove(name);
        removed.map(Kept::into_json)
    }

    /// What was received where an object was expected, if it was none: `null` in a list of objects,
    /// or an empty or HTML body. The typed properties are absent then.
    pub fn whole(&self) -> Option<&RawJson> {
        self.0.as_ref()?.whole.as_ref()
    }

    /// Keeps a property as it was received.
    pub(super) fn keep(&mut self, name: &str, text: &str) {
        let properties = &mut self.0.get_or_insert_default().properties;
        properties.insert(name.to_owned(), Kept::new(text));
    }

    /// The properties as they are written back, sorted by name.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties().map(|(name, value)| (name, value.text()))
    }

    fn property(&self, name: &str) -> Option<&Kept> {
        self.0.as_ref()?.properties.get(name)
    }

    fn properties(&self) -> impl Iterator<Item = (&str, &Kept)> {
        self.0
            .iter()
            .flat_map(|inner| &inner.properties)
            .map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn of_whole(raw: RawJson) -> Self {
        Self(Some(Box::new(Inner {
            whole: Some(raw),
            ..Inner::default()
        })))
    }
}
