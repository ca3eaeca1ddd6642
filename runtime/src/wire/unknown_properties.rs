//! The properties of an object that have no field.

use std::fmt;

use super::json::value::Json;
use super::map::Map;
use super::raw_json::RawJson;

/// Properties the spec does not list, and listed ones with an unexpected type, in the order received. They are written
/// back byte for byte when the object is encoded.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let mut cluster = ClusterDescription20240805::default();
/// cluster.unknown.insert("newSetting", true);
/// assert_eq!(cluster.unknown.get("newSetting").unwrap(), true);
/// assert_eq!(atlas_api::to_json(&cluster), r#"{"newSetting":true}"#);
/// ```
// One pointer wide, because nearly all objects have none.
#[derive(Clone, Default)]
pub struct UnknownProperties(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    properties: Map<Json>,
    whole: Option<RawJson>,
    /// Whether the object is a variant of a union that lacks its tag, and is written without one.
    untagged: bool,
}

impl PartialEq for UnknownProperties {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter()) && self.whole() == other.whole()
    }
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

    /// Returns the value of a property by its wire name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.properties.get(name)
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
        self.get(name).map(Json::text)
    }

    /// Iterates over the properties in the order in which they were received or inserted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().flat_map(|inner| &inner.properties)
    }

    /// Sets a property by its wire name, and returns its previous value. If the object has a field of that name that is
    /// set, the field is encoded instead.
    ///
    /// A document whose order matters is written with [`json!`](crate::json!), not with that of `serde_json`.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let properties = &mut self.0.get_or_insert_default().properties;
        properties.insert(name.into(), value.into())
    }

    /// Removes a property, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.properties.remove(name)
    }

    /// Returns what was received instead of an object, such as `null` in a list of objects, or an empty or HTML body.
    /// The fields are `None` then.
    pub fn whole(&self) -> Option<&RawJson> {
        self.0.as_ref()?.whole.as_ref()
    }

    /// The memory needed for the first unknown property, besides the property itself.
    pub(super) const INNER: usize = size_of::<Inner>();

    /// Keeps properties as received. Returns whether some have the same name. Of those, the last one is kept.
    pub(super) fn keep(&mut self, properties: Vec<(String, Json)>) -> bool {
        let received = properties.len();
        if received == 0 {
            return false;
        }
        let inner = self.0.get_or_insert_default();
        inner.properties = Map::of_entries(properties);
        inner.properties.len() < received
    }

    pub(super) fn set_untagged(&mut self) {
        self.0.get_or_insert_default().untagged = true;
    }

    pub(super) fn is_untagged(&self) -> bool {
        self.0.as_ref().is_some_and(|inner| inner.untagged)
    }

    pub(super) fn of_whole(raw: RawJson) -> Self {
        Self(Some(Box::new(Inner {
            whole: Some(raw),
            ..Inner::default()
        })))
    }
}

/// The names, with the kinds and lengths of the values.
impl fmt::Debug for UnknownProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole() {
            Some(whole) => whole.fmt(f),
            None => f.debug_map().entries(self.iter()).finish(),
        }
    }
}
