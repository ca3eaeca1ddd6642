//! Dates with times, as the service writes them.

use std::fmt;

/// A date and time (`format: date-time`, RFC 3339), kept as received and written back with the same precision. As far
/// as observed, the service sends UTC.
///
/// ```
/// let created = atlas_api::DateTime::from("2026-08-10T03:07:49Z");
/// assert_eq!(created.as_str(), "2026-08-10T03:07:49Z");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(Box<str>);

impl DateTime {
    /// Returns the text as received or given. Parse it with a date-time library of your choice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for DateTime {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
