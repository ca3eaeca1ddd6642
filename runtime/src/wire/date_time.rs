//! Dates with times, as the service writes them.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use smol_str::SmolStr;

use super::redaction::{Hidden, is_date};
use super::rfc3339;

/// A date and time (`format: date-time`, RFC 3339), kept as received and written back with the same precision. As far
/// as observed, the service sends UTC.
///
/// Dates are compared as moments: `2026-08-10T03:07:49Z` equals `2026-08-10T05:07:49.000+02:00`. Text that is not an
/// RFC 3339 date-time is kept too, and sorts before all dates. It can't be sent as an argument or in a request body:
/// that is an [`Error::is_input`](crate::Error::is_input) error, because the service ignores dates that it can't read.
///
/// Conversions to and from [`SystemTime`] are built in. Those to and from the types of `jiff`, `chrono` and `time` are
/// behind features of the same names.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use atlas_api::DateTime;
///
/// let created = DateTime::from("2026-08-10T03:07:49Z");
/// assert_eq!(created.as_str(), "2026-08-10T03:07:49Z");
/// assert_eq!(created, DateTime::from("2026-08-10T05:07:49.000+02:00"));
///
/// let yesterday = DateTime::from(SystemTime::now() - Duration::from_secs(24 * 60 * 60));
/// assert!(yesterday < DateTime::now());
/// assert!(SystemTime::try_from(yesterday)? < SystemTime::now());
/// # Ok::<(), atlas_api::InvalidDateTime>(())
/// ```
#[derive(Clone)]
pub struct DateTime(SmolStr);

impl DateTime {
    /// Returns the current time in UTC.
    ///
    /// # Panics
    /// On `wasm32-unknown-unknown`, whose standard library has no clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns the text as received or given.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the text is an RFC 3339 date-time, so that it can be sent.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        rfc3339::is_valid(self.as_str())
    }

    /// Seconds since 1970 and additional nanoseconds, if the text is a date.
    pub(crate) fn moment(&self) -> Option<(i64, u32)> {
        rfc3339::parse(self.as_str())
    }

    /// The problem if the text is not a date-time.
    pub(crate) fn check(&self) -> Result<(), InvalidDateTime> {
        match self.is_valid() {
            true => Ok(()),
            false => Err(InvalidDateTime::new(self.as_str())),
        }
    }

    /// Writes a time in UTC.
    pub(crate) fn of_moment(seconds: i64, nanos: u32) -> Self {
        rfc3339::write(seconds, nanos).into()
    }

    /// Like `moment`, but with an error that names the text.
    pub(crate) fn valid_moment(&self) -> Result<(i64, u32), InvalidDateTime> {
        self.moment()
            .ok_or_else(|| InvalidDateTime::new(self.as_str()))
    }
}

impl From<&str> for DateTime {
    #[inline]
    fn from(text: &str) -> Self {
        Self(SmolStr::new(text))
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(SmolStr::from(text))
    }
}

/// Accepts only RFC 3339, unlike the conversions from text.
impl FromStr for DateTime {
    type Err = InvalidDateTime;

    fn from_str(text: &str) -> Result<Self, InvalidDateTime> {
        let date = Self::from(text);
        date.check().map(|()| date)
    }
}

/// In UTC.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = rfc3339::of_system_time(time);
        Self::of_moment(seconds, nanos)
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = InvalidDateTime;

    fn try_from(date: &DateTime) -> Result<Self, InvalidDateTime> {
        let (seconds, nanos) = date.valid_moment()?;
        rfc3339::to_system_time(seconds, nanos).ok_or_else(|| InvalidDateTime::new(date.as_str()))
    }
}

impl TryFrom<DateTime> for SystemTime {
    type Error = InvalidDateTime;

    fn try_from(date: DateTime) -> Result<Self, InvalidDateTime> {
        Self::try_from(&date)
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.moment(), other.moment()) {
            (None, None) => self.as_str().cmp(other.as_str()),
            (one, other) => one.cmp(&other),
        }
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        // Most equal dates are spelled the same.
        self.as_str() == other.as_str() || self.cmp(other).is_eq()
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.moment() {
            Some(moment) => moment.hash(state),
            None => self.as_str().hash(state),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Shows the text if it looks like a date. It may be anything that was received in place of one.
impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !is_date(self.as_str()) {
            return Hidden::string(self.as_str()).fmt(f);
        }
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Text that is not an RFC 3339 date-time, or that another type can't express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDateTime(String);

/// The longest text in a message, in characters.
const MAX_TEXT: usize = 40;

impl InvalidDateTime {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.chars().take(MAX_TEXT).collect())
    }
}

impl fmt::Display for InvalidDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.0;
        write!(
            f,
            "{text:?} is not an RFC 3339 date-time, such as `2026-08-10T03:07:49Z`"
        )
    }
}

impl Error for InvalidDateTime {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::*;

    #[test]
    fn orders_dates_by_time() {
        let sorted = [
            "",
            "2024-03-18T14:40:03+00:00Z",
            "yesterday",
            "0000-01-01T00:00:00Z",
            "2026-08-10T03:07:49+05:00",
            "2026-08-09T23:00:00Z",
            "2026-08-10T03:07:49Z",
            "2026-08-10T03:07:49.1Z",
            "2026-08-10T03:07:49-00:01",
        ];
        let dates = sorted.map(DateTime::from);
        for (index, date) in dates.iter().enumerate() {
            for (other_index, other) in dates.iter().enumerate() {
                assert_eq!(date.cmp(other), index.cmp(&other_index), "{date} {other}");
                assert_eq!(date == other, index == other_index);
            }
        }
        let same = ["2026-08-10T03:07:49Z", "2026-08-10T05:07:49.000+02:00"].map(DateTime::from);
        assert_eq!(same[0], same[1]);
        assert_eq!(HashSet::from(same).len(), 1);
    }

    #[test]
    fn formats_date_as_received_with_padding() {
        let date = DateTime::from("2026-08-10T03:07:49.100Z");
        assert_eq!(
            format!("[{date:>26}] [{date:<26}] [{date:.10}]"),
            "[  2026-08-10T03:07:49.100Z] [2026-08-10T03:07:49.100Z  ] [2026-08-10]"
        );
    }

    #[test]
    fn system_time_converts_both_ways() {
        let time = SystemTime::UNIX_EPOCH + Duration::new(1_786_331_269, 120_000_000);
        let date = DateTime::from(time);
        assert_eq!(date.as_str(), "2026-08-10T03:07:49.120Z");
        assert_eq!(SystemTime::try_from(&date), Ok(time));
        assert_eq!(SystemTime::try_from(date), Ok(time));
        assert!(DateTime::now().is_valid());
        let error = SystemTime::try_from(DateTime::from("yesterday")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"yesterday\" is not an RFC 3339 date-time, such as `2026-08-10T03:07:49Z`"
        );
        assert_eq!(
            "1710772803".parse::<DateTime>(),
            Err(InvalidDateTime("1710772803".to_owned()))
        );
        assert!("2026-08-10T03:07:49Z".parse::<DateTime>().is_ok());
    }
}
