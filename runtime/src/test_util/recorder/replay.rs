//! Finds the recorded exchange for a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use percent_encoding::percent_decode_str;

use super::captured::FilledPath;
use super::form::Form;
use super::rewrite::rewritten;
use super::scrubber::Named;
use crate::message::call::Call;
use crate::message::typed::RequestTypes;
use crate::test_util::route::arguments;
use crate::wire::json::value::Json;

/// The parts of a request that must be equal, except for its body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RequestKey {
    method: String,
    template: String,
    accept: String,
    path: Vec<(String, String)>,
    /// Sorted.
    query: Vec<(String, String)>,
}

/// An exchange read from a file.
#[derive(Debug)]
pub(super) struct Recorded {
    key: RequestKey,
    request_body: Option<Bytes>,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Its line in the file, starting at 1.
    line: usize,
    is_used: bool,
}

/// A request to be answered.
pub(super) struct Wanted<'a> {
    call: &'a Call,
    key: RequestKey,
    request: &'a http::Request<Bytes>,
    named: &'a Named,
}

impl Recorded {
    /// Reads a line of a recording.
    ///
    /// # Errors
    /// The message says what is wrong with the line.
    pub(super) fn of_line(text: &str, line: usize) -> Result<Self, String> {
        let json: Json = text.parse().map_err(|error| format!("not JSON: {error}"))?;
        let text = |name: &str| json[name].as_str();
        let needed = |name: &str| text(name).ok_or_else(|| format!("`{name}` is missing"));
        let (template, path) = (needed("template")?, needed("path")?);
        let status = json["status"]
            .as_u64()
            .and_then(|it| u16::try_from(it).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let mut headers = HeaderMap::new();
        let listed = json["headers"].as_object();
        let listed = listed.into_iter().flat_map(|it| it.iter());
        let listed = listed.filter_map(|(name, value)| Some((name, value.as_str()?)));
        let content_type = text("content_type").map(|value| (CONTENT_TYPE.as_str(), value));
        for (name, value) in listed.chain(content_type) {
            let parsed = (name.parse::<HeaderName>(), HeaderValue::try_from(value));
            let (Ok(name), Ok(value)) = parsed else {
                return Err(format!("`{name}` is not a header"));
            };
            headers.insert(name, value);
        }
        let request_body = &json["request_body"];
        Ok(Self {
            key: RequestKey {
                method: needed("method")?.to_owned(),
                template: template.to_owned(),
                accept: text("accept").unwrap_or_default().to_owned(),
                path: arguments(template, path)
                    .ok_or_else(|| format!("`path` is {path}, which does not match {template}"))?,
                query: query(text("query").unwrap_or_default(), |value| value.to_owned()),
            },
            request_body: (!request_body.is_null())
                .then(|| Bytes::copy_from_slice(request_body.text().as_bytes())),
            status: status.ok_or("`status` is not a valid response status")?,
            headers,
            body: body(&json["response_body"], text("body_kind") == Some("json"))?,
            line,
            is_used: false,
        })
    }

    pub(super) fn is_used(&self) -> bool {
        self.is_used
    }

    /// The line, the method and the path template.
    pub(super) fn describe(&self) -> String {
        let RequestKey {
            method, template, ..
        } = &self.key;
        format!("line {}: {method} {template}", self.line)
    }
}

fn body(json: &Json, is_json: bool) -> Result<Bytes, String> {
    let special = |name: &str| json.get(name).and_then(Json::as_str).filter(|_| !is_json);
    if let Some(text) = special("$text") {
        return Ok(Bytes::copy_from_slice(text.as_bytes()));
    }
    if let Some(text) = special("$base64") {
        let bytes = STANDARD.decode(text);
        let bytes = bytes.map_err(|error| format!("`$base64` is not base64: {error}"))?;
        return Ok(bytes.into());
    }
    match json.is_null() && !is_json {
        true => Ok(Bytes::new()),
        false => Ok(Bytes::copy_from_slice(json.text().as_bytes())),
    }
}

/// The arguments of a query, sorted. Dates are not compared, because they may differ when the program runs again.
fn query(query: &str, replace: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut pairs: Vec<_> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = replace(&decoded(value));
            (
                decoded(name),
                if is_date(&value) {
                    "a date".to_owned()
                } else {
                    value
                },
            )
        })
        .collect();
    pairs.sort();
    pairs
}

fn is_date(text: &str) -> bool {
    Form::of(text) == Form::Harmless && text.len() >= 10 && text.contains('-')
}

impl<'a> Wanted<'a> {
    pub(super) fn new(call: &'a Call, request: &'a http::Request<Bytes>, named: &'a Named) -> Self {
        let replace = |text: &str| named.get(text).cloned().unwrap_or_else(|| text.to_owned());
        let filled = FilledPath::of(call, request, &mut |text| replace(text));
        let accept = request.headers().get(ACCEPT);
        let accept = accept.and_then(|value| value.to_str().ok());
        Self {
            call,
            key: RequestKey {
                method: call.method().to_string(),
                template: filled.template,
                accept: accept.unwrap_or_default().to_owned(),
                path: filled.arguments,
                query: query(request.uri().query().unwrap_or_default(), replace),
            },
            request,
            named,
        }
    }

    /// Finds the exchange to replay: the first one that was not replayed yet, or else the last one again.
    ///
    /// # Errors
    /// The message names the closest recorded exchange, and how it differs.
    pub(super) fn find<'r>(&self, all: &'r mut [Recorded]) -> Result<&'r Recorded, String> {
        let wanted = self.body(self.request.body());
        let fits = |recorded: &Recorded| {
            recorded.key == self.key && self.recorded_body(recorded) == wanted
        };
        let fitting: Vec<_> = (0..all.len()).filter(|index| fits(&all[*index])).collect();
        let unused = fitting.iter().find(|index| !all[**index].is_used);
        match unused.or(fitting.last()) {
            Some(index) => {
                all[*index].is_used = true;
                Ok(&all[*index])
            }
            None => Err(self.problem(all, wanted.as_ref())),
        }
    }

    /// A body for comparison: strings that may be specific to the account are reduced to their form.
    fn body(&self, body: &Bytes) -> Option<Json> {
        let types = self.request.extensions().get::<RequestTypes>();
        let marks = types.and_then(|types| types.marks(body));
        let text = std::str::from_utf8(body).ok()?;
        let form = |text: &str| match self.named.get(text) {
            Some(named) => named.clone(),
            None if self.named.values().any(|named| named == text) => text.to_owned(),
            None if is_date(text) => "a date".to_owned(),
            None => match Form::of(text) {
                Form::Harmless => text.to_owned(),
                form => format!("{form:?}"),
            },
        };
        rewritten(text, marks.as_ref(), &mut |text| form(text))?
            .parse()
            .ok()
    }

    fn recorded_body(&self, recorded: &Recorded) -> Option<Json> {
        recorded
            .request_body
            .as_ref()
            .and_then(|body| self.body(body))
    }

    fn problem(&self, all: &[Recorded], body: Option<&Json>) -> String {
        let call = self.call;
        let key = &self.key;
        let same = all.iter().filter(|recorded| {
            let other = &recorded.key;
            (&other.method, &other.template) == (&key.method, &key.template)
        });
        let differences = same.map(|recorded| {
            let mut found = differing(&key.path, &recorded.key.path);
            found.extend(differing(&key.query, &recorded.key.query));
            if key.accept != recorded.key.accept {
                found.push(format!(
                    "it accepts `{}`, not `{}`",
                    recorded.key.accept, key.accept
                ));
            }
            let recorded_body = self.recorded_body(recorded);
            if let Some(path) = difference(recorded_body.as_ref(), body, "$") {
                found.push(format!("the body differs at `{path}`"));
            }
            (recorded, found)
        });
        // The first of equally close ones.
        match differences.min_by_key(|(_, found)| found.len()) {
            Some((recorded, found)) => format!(
                "the recording does not have {call} with these arguments; the closest is in line {}, where {}. \
                 Record it again; pass the test's own arguments to `Recorder::keep` or `Recorder::replace`",
                recorded.line,
                found.join(", and ")
            ),
            None => {
                let mut others: Vec<_> = all
                    .iter()
                    .map(|it| format!("{} {}", it.key.method, it.key.template))
                    .collect();
                others.dedup();
                others.truncate(5);
                format!(
                    "the recording does not have {call}, but {}. Record it again",
                    match others.is_empty() {
                        true => "nothing at all".to_owned(),
                        false => others.join(", "),
                    }
                )
            }
        }
    }
}

/// The arguments that differ.
fn differing(wanted: &[(String, String)], recorded: &[(String, String)]) -> Vec<String> {
    let text = |value: Option<&(String, String)>| match value {
        Some((_, value)) => format!("{value:?}"),
        None => "missing".to_owned(),
    };
    let mut names: Vec<_> = wanted
        .iter()
        .chain(recorded)
        .map(|(name, _)| name)
        .collect();
    names.sort();
    names.dedup();
    let differing = names.into_iter().filter_map(|name| {
        let of = |list: &[(String, String)]| {
            let found = list.iter().filter(|(known, _)| known == name);
            found.cloned().collect::<Vec<_>>()
        };
        let (is, was) = (of(wanted), of(recorded));
        (is != was).then(|| {
            format!(
                "`{name}` is {}, not {}",
                text(was.first()),
                text(is.first())
            )
        })
    });
    differing.collect()
}

/// The path of the first difference of two bodies.
fn difference(recorded: Option<&Json>, wanted: Option<&Json>, path: &str) -> Option<String> {
    let (recorded, wanted) = match (recorded, wanted) {
        (None, None) => return None,
        (Some(recorded), Some(wanted)) if recorded == wanted => return None,
        (Some(recorded), Some(wanted)) => (recorded, wanted),
        _ => return Some(path.to_owned()),
    };
    if let (Some(recorded), Some(wanted)) = (recorded.as_object(), wanted.as_object()) {
        let names = recorded.iter().chain(wanted.iter()).map(|(name, _)| name);
        for name in names {
            let path = format!("{path}.{name}");
            let found = difference(recorded.get(name), wanted.get(name), &path);
            if found.is_some() {
                return found;
            }
        }
    }
    if let (Some(recorded), Some(wanted)) = (recorded.as_array(), wanted.as_array()) {
        for index in 0..recorded.len().max(wanted.len()) {
            let path = format!("{path}[{index}]");
            let found = difference(recorded.get(index), wanted.get(index), &path);
            if found.is_some() {
                return found;
            }
        }
    }
    Some(path.to_owned())
}
