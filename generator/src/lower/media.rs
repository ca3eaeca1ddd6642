//! Media types: `application/vnd.atlas.2024-08-05+json`, or in an API without versions `application/json`.

use crate::error::{Error, Result};
use crate::model::{Format, Version};

/// What the media types of a document with versions are.
pub const HELP: &str =
    "Atlas media types are `application/vnd.atlas.<date or preview>+<json, gzip or csv>`";

/// The version and format that a media type tells. The version of plain JSON is that of the document.
pub fn parse(media_type: &str, document: &str, pointer: &str) -> Result<(Version, Format)> {
    if media_type == "application/json" {
        if document.is_empty() {
            let message = "neither media types nor the document tell a version";
            return Err(Error::at(pointer, message).help(HELP));
        }
        return Ok((Version::Whole(document.to_owned()), Format::Json));
    }

    let unknown = || {
        Error::at(
            pointer,
            format!("the media type `{media_type}` is not known"),
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
            let message = format!("the version `{version}` is neither a date nor `preview`");
            return Err(Error::at(pointer, message));
        }
    };
    Ok((version, format))
}

/// `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && ("01"..="12").contains(&&text[5..7])
        && ("01"..="31").contains(&&text[8..])
}
