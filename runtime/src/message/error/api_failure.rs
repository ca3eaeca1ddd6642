//! The API's own error, as far as the response contains one.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::text::{MAX_TEXT, one_line, write_status};
use crate::wire::json::value::Json;
use crate::wire::redaction::Length;

/// What the service says about a failed operation: the properties of the spec's `ApiError`.
///
/// The service may leave out any of them, and a proxy sends none. [`json`](Self::json) returns the whole body.
#[derive(Clone)]
pub struct ApiFailure {
    status: StatusCode,
    body: Bytes,
    /// The body, if it is JSON.
    json: Option<Json>,
    /// The error code in the headers.
    header: Option<String>,
}

impl ApiFailure {
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Self {
        // Whatever its media type, because proxies and the service mislabel bodies in both directions.
        let json = std::str::from_utf8(&body)
            .ok()
            .and_then(|text| text.parse().ok());
        let header = headers.get("x-error-code").and_then(|it| it.to_str().ok());
        Self {
            status,
            body,
            json,
            header: header.map(str::to_owned),
        }
    }

    /// Returns the status of the response. The `error` property of the body, meant to be the same, is not read.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the error code, such as `GROUP_NOT_FOUND`. Programs should compare it with
    /// [`Error::is_code`](crate::Error::is_code). It is absent on 401, for example.
    ///
    /// It is in the body and in the header `X-Error-Code`. The token endpoint calls it `error` (RFC 6749, section 5.2).
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        let in_body = self.text("errorCode").or_else(|| self.text("error"));
        in_body.or(self.header.as_deref())
    }

    /// Returns what happened, for a person to read. Some parts of the service call it `message`, and the token endpoint
    /// calls it `error_description`.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        let names = ["detail", "message", "error_description"];
        names.into_iter().find_map(|name| self.text(name))
    }

    /// Returns the text of the status, as the service sends it in the body.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.text("reason")
    }

    /// Returns the values that the detail mentions, in its order. The spec calls them objects; the service sends
    /// strings.
    #[must_use]
    pub fn parameters(&self) -> &[Json] {
        let parameters = self.field("parameters").and_then(Json::as_array);
        parameters.unwrap_or_default()
    }

    /// Returns the invalid properties of the request body (`badRequestDetail.fields`), as pairs of a path and what is
    /// wrong with it.
    ///
    /// ```
    /// fn report(failure: &atlas_api::ApiFailure) {
    ///     for (field, problem) in failure.field_violations() {
    ///         println!("{field}: {problem}");
    ///     }
    /// }
    /// ```
    pub fn field_violations(&self) -> impl Iterator<Item = (&str, &str)> {
        let detail = self.field("badRequestDetail");
        let fields = detail
            .and_then(|detail| detail.get("fields"))
            .and_then(Json::as_array);
        fields.into_iter().flatten().map(|violation| {
            let text = |name| {
                violation
                    .get(name)
                    .and_then(Json::as_str)
                    .unwrap_or_default()
            };
            (text("field"), text("description"))
        })
    }

    /// Returns the body, if it is JSON of any kind.
    ///
    /// ```
    /// fn version(failure: &atlas_api::ApiFailure) -> Option<&str> {
    ///     failure.json()?.get("version")?.as_str()
    /// }
    /// ```
    #[must_use]
    pub fn json(&self) -> Option<&Json> {
        self.json.as_ref()
    }

    fn field(&self, name: &str) -> Option<&Json> {
        self.json.as_ref()?.get(name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.field(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// Describes a body without any of the properties. It may contain secrets.
    fn description(&self) -> String {
        if self.body.is_empty() {
            return "no body".to_owned();
        }
        let length = Length(self.body.len());
        if self.json.is_some() {
            return format!("a JSON body of {length} without an error code");
        }
        let head = &self.body[..self.body.len().min(4096)];
        let text = match std::str::from_utf8(head) {
            Ok(text) => text,
            // A character that was cut in half above.
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return format!("a binary body of {length}"),
        };
        if !text.trim_start().starts_with('<') {
            return format!("a text body of {length}");
        }
        html_title(text).map_or("an HTML page".to_owned(), |title| {
            format!("an HTML page, \"{}\"", one_line(title, MAX_TEXT))
        })
    }
}

impl fmt::Display for ApiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_status(f, self.status)?;
        if let Some(code) = self.error_code() {
            write!(f, ", {}", one_line(code, MAX_TEXT))?;
        }
        match self.detail().or(self.reason()) {
            Some(detail) => write!(f, ": {}", one_line(detail, MAX_TEXT))?,
            None if self.error_code().is_some() => {}
            None if self.status.is_redirection() => f.write_str(": redirects are not followed")?,
            None => write!(f, ": {}", self.description())?,
        }
        let mut violations = self.field_violations();
        if let Some((field, problem)) = violations.next() {
            write!(
                f,
                " ({}: {}",
                one_line(field, MAX_TEXT),
                one_line(problem, MAX_TEXT)
            )?;
            match violations.count() {
                0 => f.write_str(")")?,
                count => write!(f, "; and {count} more)")?,
            }
        }
        Ok(())
    }
}

/// Shows the same as `Display`: the service's words, but not the body.
impl fmt::Debug for ApiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiFailure")
            .field("message", &self.to_string())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

fn html_title(page: &str) -> Option<&str> {
    // Lowercase in ASCII only, so positions stay valid in the page.
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    Some(page[start..end].trim()).filter(|title| !title.is_empty())
}
