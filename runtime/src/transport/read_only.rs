//! Errors of a client that only reads, about calls that it refuses.

use http::Method;

use crate::wire::reader::JsonError;
use crate::wire::reader::cursor::{JsonKind, Reader};
use crate::wire::writer::Writer;

/// Why a request is refused; `None` for a read.
pub(super) fn refusal(request: &reqwest::Request) -> Option<String> {
    let method = request.method();
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let url = request.url();
    let query = url.query().map(|query| format!("?{query}"));
    let body = request.body().and_then(|body| body.as_bytes());
    let body = body.filter(|body| !body.is_empty());
    let body = body.map(|body| format!(" with {}", shown(body)));
    Some(format!(
        "the client is read-only; it would have sent {method} {}{}{}",
        url.path(),
        query.unwrap_or_default(),
        body.unwrap_or_default(),
    ))
}

/// A body without its strings, which may be secrets.
fn shown(body: &[u8]) -> String {
    let text = std::str::from_utf8(body).ok();
    let hidden = text.and_then(|text| {
        let mut writer = Writer::new();
        hide(&mut Reader::new(text), &mut writer).ok()?;
        Some(writer.into_string())
    });
    hidden.unwrap_or_else(|| format!("{} bytes", body.len()))
}

fn hide(reader: &mut Reader<'_>, writer: &mut Writer) -> Result<(), JsonError> {
    match reader.kind()? {
        JsonKind::Object => {
            reader.object_begin()?;
            writer.begin_object();
            while let Some(name) = reader.next_key()? {
                writer.key(&name);
                hide(reader, writer)?;
            }
            writer.end_object();
        }
        JsonKind::Array => {
            reader.array_begin()?;
            writer.begin_array();
            while reader.next_item()? {
                writer.item();
                hide(reader, writer)?;
            }
            writer.end_array();
        }
        JsonKind::String => {
            let length = reader.string()?.chars().count();
            writer.string(&format!("({length} characters)"));
        }
        _ => writer.raw(reader.skip()?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn hides_texts_and_shows_the_rest() {
        assert_eq!(
            shown(br#"{"a": [true, null, 1.5], "password": "s3cret"}"#),
            r#"{"a":[true,null,1.5],"password":"(6 characters)"}"#
        );
        assert_eq!(shown(b"PEM"), "3 bytes");
    }
}
