//! Conversions between [`DateTime`] and the types of date crates, each behind a feature with the name of the crate.
//! They convert points in time: a [`DateTime`] created by them is in UTC.

use super::date_time::{DateTime, InvalidDateTime};

/// Conversions from `DateTime`, by reference and by value, in terms of a function of seconds and nanoseconds.
macro_rules! try_from {
    ($feature:literal, $type:ty, $from:expr) => {
        #[cfg(feature = $feature)]
        impl TryFrom<&DateTime> for $type {
            type Error = InvalidDateTime;

            fn try_from(date: &DateTime) -> Result<Self, InvalidDateTime> {
                let (seconds, nanos) = date.valid_moment()?;
                let from: fn(i64, u32) -> Option<$type> = $from;
                from(seconds, nanos).ok_or_else(|| InvalidDateTime::new(date.as_str()))
            }
        }

        #[cfg(feature = $feature)]
        impl TryFrom<DateTime> for $type {
            type Error = InvalidDateTime;

            fn try_from(date: DateTime) -> Result<Self, InvalidDateTime> {
                Self::try_from(&date)
            }
        }
    };
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(time: jiff::Timestamp) -> Self {
        let nanos = time.as_nanosecond();
        of_nanos(nanos)
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Zoned> for DateTime {
    fn from(time: jiff::Zoned) -> Self {
        time.timestamp().into()
    }
}

try_from!("jiff", jiff::Timestamp, |seconds, nanos| {
    // Less than a billion.
    jiff::Timestamp::new(seconds, nanos as i32).ok()
});

#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(time: chrono::DateTime<Z>) -> Self {
        // A leap second has up to two billion nanoseconds.
        let (seconds, nanos) = (time.timestamp(), time.timestamp_subsec_nanos());
        of_nanos(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
    }
}

try_from!(
    "chrono",
    chrono::DateTime<chrono::Utc>,
    chrono::DateTime::from_timestamp
);

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for DateTime {
    fn from(time: time::OffsetDateTime) -> Self {
        of_nanos(time.unix_timestamp_nanos())
    }
}

#[cfg(feature = "time")]
impl From<time::UtcDateTime> for DateTime {
    fn from(time: time::UtcDateTime) -> Self {
        of_nanos(time.unix_timestamp_nanos())
    }
}

try_from!("time", time::OffsetDateTime, |seconds, nanos| {
    time::OffsetDateTime::from_unix_timestamp_nanos(nanos_of(seconds, nanos)).ok()
});

try_from!("time", time::UtcDateTime, |seconds, nanos| {
    time::UtcDateTime::from_unix_timestamp_nanos(nanos_of(seconds, nanos)).ok()
});

#[cfg(feature = "time")]
fn nanos_of(seconds: i64, nanos: u32) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(nanos)
}

/// A point in time, in nanoseconds since 1970. No crate exceeds the range of 64-bit seconds.
fn of_nanos(nanos: i128) -> DateTime {
    let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap_or(i64::MAX);
    DateTime::of_moment(seconds, nanos.rem_euclid(1_000_000_000) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENTS: [&str; 5] = [
        "2026-08-10T03:07:49Z",
        "2026-08-10T03:07:49.123456789Z",
        "1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z",
        "9999-12-30T21:59:59Z",
    ];

    /// Converts to another type and back.
    fn there_and_back<T>()
    where
        T: TryFrom<DateTime, Error = InvalidDateTime> + Into<DateTime>,
        T: for<'a> TryFrom<&'a DateTime, Error = InvalidDateTime>,
    {
        for text in MOMENTS {
            let date = DateTime::from(text);
            let by_reference: DateTime = T::try_from(&date).ok().unwrap().into();
            let by_value: DateTime = T::try_from(date).ok().unwrap().into();
            assert_eq!((by_reference.as_str(), by_value.as_str()), (text, text));
        }
        let east: DateTime = T::try_from(DateTime::from("2026-08-10T05:07:49+02:00"))
            .ok()
            .unwrap()
            .into();
        assert_eq!(east.as_str(), MOMENTS[0]);
        let error = T::try_from(DateTime::from("yesterday")).err().unwrap();
        assert!(error.to_string().contains("yesterday"), "{error}");
    }

    #[test]
    fn date_crates_convert_both_ways() {
        #[cfg(feature = "jiff")]
        there_and_back::<jiff::Timestamp>();
        #[cfg(feature = "chrono")]
        there_and_back::<chrono::DateTime<chrono::Utc>>();
        #[cfg(feature = "time")]
        {
            there_and_back::<time::OffsetDateTime>();
            there_and_back::<time::UtcDateTime>();
        }
    }
}
