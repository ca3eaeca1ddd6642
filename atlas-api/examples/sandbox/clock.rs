//! Points in time, as the service writes them.

use std::time::Duration;

use atlas_api::DateTime;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub fn now() -> DateTime {
    text(OffsetDateTime::now_utc())
}

pub fn ago(duration: Duration) -> DateTime {
    text(OffsetDateTime::now_utc() - duration)
}

pub fn after(duration: Duration) -> DateTime {
    text(OffsetDateTime::now_utc() + duration)
}

/// Whether a text is a point in time, and if so, whether it is in the future.
pub fn is_to_come(text: &str) -> Option<bool> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(time > OffsetDateTime::now_utc())
}

/// To the second.
fn text(time: OffsetDateTime) -> DateTime {
    let whole = time.replace_nanosecond(0).unwrap_or(time);
    // It fails for years after 9999 only.
    DateTime::from(whole.format(&Rfc3339).unwrap_or_default())
}
