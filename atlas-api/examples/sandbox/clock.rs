//! Dates and times, as the service writes them.

use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time as the state stores it: milliseconds since 1970.
pub type Moment = i64;

const MILLION: i128 = 1_000_000;

pub fn now() -> Moment {
    moment(OffsetDateTime::now_utc())
}

/// The time after a duration from now.
pub fn after(duration: Duration) -> Moment {
    now().saturating_add(millis(duration))
}

/// The time before a duration from now.
pub fn ago(duration: Duration) -> Moment {
    now().saturating_sub(millis(duration))
}

/// The time as the service writes it, in whole seconds.
pub fn text(moment: Moment) -> String {
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(moment) * MILLION);
    let whole = time.map(|time| time.replace_nanosecond(0).unwrap_or(time));
    // This fails only for years after 9999.
    let text = whole.map(|time| time.format(&Rfc3339).unwrap_or_default());
    text.unwrap_or_default()
}

/// A time in a request: RFC 3339, or a date, which means the beginning of that day.
pub fn read(text: &str) -> Option<Moment> {
    let parsed = OffsetDateTime::parse(text, &Rfc3339);
    let parsed = parsed.or_else(|_| OffsetDateTime::parse(&format!("{text}T00:00:00Z"), &Rfc3339));
    Some(moment(parsed.ok()?))
}

/// A duration in ISO 8601 format, such as `PT1H`, in milliseconds.
pub fn span(text: &str) -> Option<Moment> {
    let (mut total, mut in_time) = (0_i64, false);
    let mut rest = text.strip_prefix('P')?;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (rest, in_time) = (time, true);
            continue;
        }
        let digits = rest.find(|it: char| !it.is_ascii_digit())?;
        let count: i64 = rest.get(..digits)?.parse().ok()?;
        let seconds = match (rest.as_bytes().get(digits)?, in_time) {
            (b'S', true) => 1,
            (b'M', true) => 60,
            (b'H', true) => 3_600,
            (b'D', false) => 86_400,
            (b'W', false) => 7 * 86_400,
            _ => return None,
        };
        total = total.checked_add(count.checked_mul(seconds * 1_000)?)?;
        rest = rest.get(digits + 1..)?;
    }
    (total > 0).then_some(total)
}

fn moment(time: OffsetDateTime) -> Moment {
    let millis = time.unix_timestamp_nanos() / MILLION;
    Moment::try_from(millis).unwrap_or(Moment::MAX)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
