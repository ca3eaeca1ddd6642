//! Properties that distinguish `null` from absent.

use super::date_time::DateTime;

/// The value of a property that the spec marks as `nullable`. If the property is absent, the `Option` around it is
/// [`None`].
///
/// ```
/// use atlas_api::Nullable;
///
/// let mut description: Option<Nullable<String>> = None; // not sent at all
/// description = Some(Nullable::Null);                   // sent as null
/// description = Some("weekly".into());                  // sent as "weekly"
/// assert_eq!(description.unwrap().into_value().as_deref(), Some("weekly"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if this is not `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// A reference to the value, if this is not `null`.
    pub fn value(&self) -> Option<&T> {
        self.as_ref().into_value()
    }

    /// Like this, with a reference to the value.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&str> for Nullable<DateTime> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<i32> for Nullable<i64> {
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}
