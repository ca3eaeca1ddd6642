//! Media types: `application/vnd.atlas.2024-08-05+json`, or `application/json` in an API without versions.

use time::Date;
use time::format_description::well_known::Iso8601;

use crate::error::{Error, Result};
use crate::model::{Format, Version};

/// What the media types of a versioned spec look like.
pub const HELP: &str = "Atlas media types are `application/vnd.atlas.<version>+<format>`, such as `application/vnd.atlas.2024-08-05+json`; a \
     version is a date, a date with `.upcoming`, or `preview`";

/// The media type of calls without a version.
pub const WITHOUT_VERSION: &str = "application/json";

/// The version and format of a media type. Plain JSON has the version of the spec.
pub fn parse(media_type: &str, spec_version: &str, pointer: &str) -> Result<(Version, Format)> {
    if media_type == WITHOUT_VERSION {
        if spec_version.is_empty() {
            let message = "neither the media type nor `info.version` has a version";
            return Err(Error::at(pointer, message).help(HELP));
        }
        return Ok((Version::Whole(spec_version.to_owned()), Format::Json));
    }

    let unknown = || Error::at(pointer, format!("unknown media type `{media_type}`")).help(HELP);
    let rest = media_type
        .strip_prefix("application/vnd.atlas.")
        .ok_or_else(unknown)?;
    let (version, format) = rest.split_once('+').ok_or_else(unknown)?;
    let format = match format.to_ascii_lowercase().as_str() {
        "json" => Format::Json,
        "gzip" => Format::Gzip,
        "csv" => Format::Csv,
        suffix if is_suffix(suffix) => Format::Other(suffix.to_owned()),
        _ => return Err(unknown()),
    };
    let Some(known) = self::version(version) else {
        let message = format!("invalid version `{version}`");
        return Err(Error::at(pointer, message).help(
            "expected a date such as 2024-08-05, a date followed by `.upcoming`, or `preview`",
        ));
    };
    Ok((known, format))
}

/// Whether a text is the suffix of a media type, without parameters such as `; charset=utf-8`.
fn is_suffix(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(is_allowed)
}

/// A version as media types spell it.
fn version(text: &str) -> Option<Version> {
    if text == "preview" {
        return Some(Version::Preview);
    }
    if let Some(date) = text.strip_suffix(".upcoming") {
        return is_date(date).then(|| Version::Upcoming(date.to_owned()));
    }
    is_date(text).then(|| Version::Date(text.to_owned()))
}

/// Whether a sunset date means never, because no version lives that long.
pub fn is_never(date: &str) -> bool {
    date >= "2099"
}

/// Whether a string is a calendar date, as `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    // ISO 8601 allows other forms of a date, such as `2024-W05-4`. Printing a date gives this one.
    Date::parse(text, &Iso8601::DATE).is_ok_and(|date| date.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn rejects_impossible_dates() {
        for date in [
            "2023-01-01",
            "2024-02-29",
            "2024-12-31",
            "0000-01-01",
            "9999-12-31",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in [
            "",
            "2024-02-30",
            "2023-02-29",
            "2024-04-31",
            "2024-00-01",
            "2024-13-01",
            "2024-01-00",
            "2024-1-1",
            "20240101",
            "2024-W05-4",
            "2024-036",
            "+2024-01-01",
            "-2024-01-01",
            "+002024-01-01",
            "2024-01-01T00:00:00Z",
            " 2024-01-01",
            "2024-01-01 ",
            "2024/01/01",
            "soon",
            "２０２４-01-01",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
