//! The properties of an object that have no field.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::kept::Kept;
use super::raw_json::RawJson;

/// Properties the spec does not list, and listed ones with an unexpected type. They are written back byte for byte when
/// the object is encoded.
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
    /// No properties.
    #[doc(hidden)]
    pub const NONE: Self = Self(None);

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|inner| inner.properties.is_empty() && inner.whole.is_none())
    }

    /// Returns the value of a property by its wire name, as closely as [`serde_json::Value`] allows.
    ///
    /// A number has the precision of an `f64`, unless it is a 64-bit integer. A number beyond any `f64` becomes a
    /// string of its digits. An unpaired surrogate becomes U+FFFD. [`text`](Self::text) returns the exact JSON.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.property(name).map(Kept::json)
    }

    /// Returns the value of a property as JSON text, exactly as received and written back.
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

    /// Iterates over the properties, sorted by name. The values are those of [`get`](Self::get).
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.properties().map(|(name, value)| (name, value.json()))
    }

    /// Sets a property by its wire name, and returns its previous value. If the object has a field of that name that is
    /// set, the field is encoded instead.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let properties = &mut self.0.get_or_insert_default().properties;
        let before = properties.insert(name.into(), value.into().into());
        before.map(Kept::into_json)
    }

    /// Removes a property, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let removed = self.0.as_mut()?.properties.remove(name);
        removed.map(Kept::into_json)
    }

    /// Returns what was received instead of an object, such as `null` in a list of objects, or an empty or HTML body.
    /// The fields are `None` then.
    pub fn whole(&self) -> Option<&RawJson> {
        self.0.as_ref()?.whole.as_ref()
    }

    /// Keeps a property as received.
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
