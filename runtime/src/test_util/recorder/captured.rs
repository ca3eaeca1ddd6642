//! An exchange as it happened, and its line in the file.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;

use super::form::{Form, is_identifier};
use super::rewrite::{listed, marks_of_error, rewritten};
use super::scrubber::Scrubber;
use crate::message::call::Call;
use crate::message::path;
use crate::message::percent::encode;
use crate::message::typed::{RequestTypes, ResponseType};
use crate::test_util::route::arguments;
use crate::wire::task::Marks;
use crate::wire::writer::Writer;

/// Replaces every compressed file: a gzip file with the line `scrubbed`.
const FILE: &str = "H4sIAAAAAAAC/ytOLipNSkpN4QIARUTejAkAAAA=";
/// Replaces every other file.
const TEXT_FILE: &str = "scrubbed\n";

/// The headers of a response that a program may depend on, and that are not specific to an account.
const HEADERS: [&str; 6] = [
    "ratelimit-limit",
    "ratelimit-remaining",
    "deprecation",
    "sunset",
    "x-error-code",
    "retry-after",
];

/// An exchange, including its secrets.
pub(super) struct Captured {
    pub(super) call: Call,
    pub(super) request: http::Request<Bytes>,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// `None` for a download, which was not read yet.
    pub(super) body: Option<Bytes>,
}

/// The path of a request: its template and its arguments.
pub(super) struct FilledPath {
    pub(super) template: String,
    pub(super) arguments: Vec<(String, String)>,
}

impl FilledPath {
    /// The path of a call. `replace` is called for strings that may be specific to the account.
    pub(super) fn of(
        call: &Call,
        request: &http::Request<Bytes>,
        replace: &mut dyn FnMut(&str) -> String,
    ) -> Self {
        let types = request.extensions().get::<RequestTypes>();
        let is_listed = |name: &str| types.is_some_and(|types| types.is_listed(name));
        let template = call.path();
        let path = request.uri().path();
        // The base URL may contain a path.
        let start = path.len() - suffix(path, template).len();
        let found = arguments(template, &path[start..]).unwrap_or_default();
        let fill = |(name, value): (String, String)| match is_listed(&name) {
            true => (name, value),
            false => (name, replace(&value)),
        };
        let arguments = found.into_iter().map(fill).collect();
        let template = match call.operation() {
            Some(_) => template.to_owned(),
            None => literal(template, replace),
        };
        Self {
            template,
            arguments,
        }
    }

    fn path(&self) -> String {
        path::fill(&self.template, &self.arguments).unwrap_or_else(|_| self.template.clone())
    }
}

/// The end of a path with as many segments as the template.
fn suffix<'a>(path: &'a str, template: &str) -> &'a str {
    let segments = template.matches('/').count();
    let at = path.rmatch_indices('/').nth(segments.saturating_sub(1));
    at.map_or(path, |(at, _)| &path[at..])
}

/// The template of a raw call. Its words come from the program. Without placeholders, any of them may be a name.
fn literal(template: &str, replace: &mut dyn FnMut(&str) -> String) -> String {
    let has_placeholders = template.contains('{');
    let (template, start) = match template.split_once("/api/atlas/v2/") {
        Some((_, rest)) => (rest, "/api/atlas/v2"),
        None => (template.trim_start_matches('/'), ""),
    };
    let mut out = start.to_owned();
    for segment in template.split('/') {
        out.push('/');
        match has_placeholders && (is_identifier(segment) || segment.contains('{')) {
            true => out.push_str(segment),
            false => {
                let decoded = percent_decode_str(segment).decode_utf8_lossy();
                out.push_str(&encode(&replace(&decoded)));
            }
        }
    }
    out
}

impl Captured {
    /// Teaches the scrubber the words of the spec in both bodies.
    pub(super) fn teach(&self, scrubber: &mut Scrubber) {
        if let Some(meta) = self.call.operation() {
            scrubber.learn(meta.path);
        }
        let request = self.request.extensions().get::<RequestTypes>();
        let request = request.and_then(|types| types.marks(self.request.body()));
        let response = self
            .body
            .as_ref()
            .and_then(|body| self.response_marks(body));
        let bodies = [
            (Some(self.request.body()), request),
            (self.body.as_ref(), response),
        ];
        for (body, marks) in bodies {
            let text = body.and_then(|body| std::str::from_utf8(body).ok());
            if let (Some(text), Some(marks)) = (text, marks) {
                listed(text, &marks)
                    .into_iter()
                    .for_each(|word| scrubber.keep(word));
            }
        }
    }

    fn response_marks(&self, body: &Bytes) -> Option<Marks> {
        if !self.status.is_success() {
            return std::str::from_utf8(body).ok().map(marks_of_error);
        }
        let response = self.request.extensions().get::<ResponseType>();
        response.and_then(|of| of.marks(body))
    }

    /// The line, without anything that may be specific to the account.
    pub(super) fn to_line(&self, scrubber: &mut Scrubber) -> String {
        let types = self.request.extensions().get::<RequestTypes>();
        let is_listed = |name: &str| types.is_some_and(|types| types.is_listed(name));
        let filled = FilledPath::of(&self.call, &self.request, &mut |text| scrubber.text(text));
        let query = self.request.uri().query();
        let query = query.map(|query| scrubber.query(query, is_identifier, is_listed));
        let header = |headers: &HeaderMap, name: &str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        let accept = header(self.request.headers(), ACCEPT.as_str());
        let content_type = header(&self.headers, CONTENT_TYPE.as_str());
        let content_type = content_type.map(|value| public_media_type(&value));
        let version = match self.call.operation() {
            Some(meta) => Some(meta.version.to_owned()),
            None => accept.as_deref().and_then(version),
        };

        let mut line = Line(Writer::new());
        line.0.begin_object();
        line.text("method", Some(self.call.method().as_str()));
        line.text("template", Some(&filled.template));
        line.text("path", Some(&filled.path()));
        line.text("query", query.as_deref());
        line.text("version", version.as_deref());
        line.text("accept", accept.as_deref());
        line.0.key("request_body");
        line.0.raw(&self.request_body(scrubber));
        line.0.key("status");
        line.0.u64(self.status.as_u16().into());
        line.text("content_type", content_type.as_deref());
        line.0.key("headers");
        line.0.begin_object();
        for name in HEADERS {
            let value = header(&self.headers, name).filter(|value| is_public(value));
            if let Some(value) = value {
                line.text(name, Some(&value));
            }
        }
        line.0.end_object();
        let (kind, body) = self.response_body(scrubber);
        line.0.key("response_body");
        line.0.raw(&body);
        line.text("body_kind", Some(kind));
        line.text(
            "operationId",
            self.call.operation().map(|meta| meta.operation_id),
        );
        line.0.end_object();
        line.0.into_string()
    }

    fn request_body(&self, scrubber: &mut Scrubber) -> String {
        let body = self.request.body();
        let types = self.request.extensions().get::<RequestTypes>();
        let marks = types.and_then(|types| types.marks(body));
        let text = std::str::from_utf8(body).unwrap_or_default();
        let json = rewritten(text, marks.as_ref(), &mut |text| scrubber.text(text));
        json.unwrap_or_else(|| "null".to_owned())
    }

    /// The kind of the body, and its JSON.
    fn response_body(&self, scrubber: &mut Scrubber) -> (&'static str, String) {
        const GZIP: &[u8] = b"\x1f\x8b";
        let media_type = self.headers.get(CONTENT_TYPE);
        let media_type = media_type
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        let Some(body) = &self.body else {
            return match media_type.contains("gzip") {
                true => ("binary", wrapped("$base64", FILE)),
                false => ("text", wrapped("$text", TEXT_FILE)),
            };
        };
        if body.is_empty() {
            return ("empty", "null".to_owned());
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return match body.starts_with(GZIP) {
                true => ("binary", wrapped("$base64", FILE)),
                false => ("text", wrapped("$text", TEXT_FILE)),
            };
        };
        let marks = self.response_marks(body);
        match rewritten(text, marks.as_ref(), &mut |text| scrubber.text(text)) {
            Some(json) => ("json", json),
            None => ("text", wrapped("$text", &scrubber.text(text))),
        }
    }
}

/// The version in a media type: `2024-08-05` of `application/vnd.atlas.2024-08-05+json`.
fn version(media_type: &str) -> Option<String> {
    let version = media_type.split_once("vnd.atlas.")?.1;
    version
        .split_once('+')
        .map(|(version, _)| version.to_owned())
}

/// A media type without parameters, except for the usual character set.
fn public_media_type(value: &str) -> String {
    let (essence, parameters) = value.split_once(';').unwrap_or((value, ""));
    let of_media_type = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
    let essence = match essence.trim() {
        essence if essence.chars().all(of_media_type) => essence,
        _ => "application/octet-stream",
    };
    match parameters.trim().eq_ignore_ascii_case("charset=utf-8") {
        true => format!("{essence};charset=utf-8"),
        false => essence.to_owned(),
    }
}

/// Whether the value of a header is a number, a date or a code.
fn is_public(value: &str) -> bool {
    let is_code = |text: &str| Form::of(text) == Form::Constant;
    let is_number = value.len() <= 10 && value.bytes().all(|it| it.is_ascii_digit());
    is_number || is_code(value) || httpdate::parse_http_date(value).is_ok()
}

fn wrapped(name: &str, text: &str) -> String {
    let mut line = Line(Writer::new());
    line.0.begin_object();
    line.text(name, Some(text));
    line.0.end_object();
    line.0.into_string()
}

struct Line(Writer);

impl Line {
    fn text(&mut self, name: &str, text: Option<&str>) {
        self.0.key(name);
        match text {
            Some(text) => self.0.string(text),
            None => self.0.null(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_path_keeps_only_what_cannot_be_a_name() {
        let mut replace = |text: &str| text.to_uppercase();
        for (template, expected) in [
            (
                "/api/atlas/v2/groups/{id}/things/Prod",
                "/api/atlas/v2/groups/{id}/things/PROD",
            ),
            (
                "/api/atlas/v2/groups/1/databaseUsers/admin/bob",
                "/api/atlas/v2/GROUPS/1/DATABASEUSERS/ADMIN/BOB",
            ),
            ("/things/b%20b", "/THINGS/B%20B"),
        ] {
            assert_eq!(literal(template, &mut replace), expected);
        }
    }
}
