//! Media types: `application/vnd.atlas.2024-08-05+json`, or in an API without versions `application/json`.

use time::Date;
use time::format_description::well_known::Iso8601;

use crate::error::{Error, Result};
use crate::model::{Format, Version};

/// What the media types of a spec with versions are.
pub const HELP: &str =
    "Atlas media types are `application/vnd.atlas.<date or preview>+<json, gzip or csv>`";

/// The version and format of a media type. The version of plain JSON is that of the spec.
pub fn parse(media_type: &str, spec_version: &str, pointer: &str) -> Result<(Version, Format)> {
    if media_type == "application/json" {
        if spec_version.is_empty() {
            let message = "neither the media type nor `info.version` has a version";
            return Err(Error::at(pointer, message).help(HELP));
        }
        return Ok((Version::Whole(spec_version.to_owned()), Format::Json));
    }

    let unknown = || {
        Error::at(
            pointer,
            format!("unknown media type `{media_type}`"),
        )
        .help(HELP)
    };
    let rest = media_type
        .strip_prefix("application/vnd.atlas.")
        .ok_or_else(unknown)?;
    let (version, format) = rest.split_once('+').ok_or_else(unknown)?;
    let format = match format {
        "json" => Format::Json,
        "gzip" => Format::Gzip,
        "csv" => Format::Csv,
        _ => return Err(unknown()),
    };
    let version = match version {
        "preview" => Version::Preview,
        date if is_date(date) => Version::Date(date.to_owned()),
        _ => {
            let message = format!("invalid version `{version}`");
            return Err(Error::at(pointer, message).help("expected a date such as 2024-08-05, or `preview`"));
        }
    };
    Ok((version, format))
}

/// Whether a text is a date, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && Date::parse(text, &Iso8601::DATE).is_ok()
}
