//! Recorded exchanges with the service, one JSON object per line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use atlas_api::conformance::{Arguments, Codec};
use atlas_api::{Error, Json};
use bytes::Bytes;

use crate::json::{Null, difference};
use crate::place::{Bodies, Place};
use crate::refusals::Refusals;
use crate::table::{Table, add_query, path_arguments};

/// The results of all exchanges.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) exchanges: usize,
    /// How often each outcome occurred.
    outcomes: BTreeMap<Outcome, usize>,
    /// The mismatches by operation and path, with the number of occurrences.
    set_aside: BTreeMap<String, usize>,
    /// What was lost, and where.
    losses: Vec<String>,
    /// Properties that requests send and `without_read_only()` drops although no correction decides about them, each
    /// with the first place.
    undecided: BTreeMap<String, String>,
}

/// A response as received.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) content_type: &'a str,
    pub(crate) body: Bytes,
}

/// A request as recorded.
pub(crate) struct Request<'a> {
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) body: &'a Json,
}

/// The result of a request or a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    ResponseSame,
    /// Kept, but not in its typed place.
    ResponseSetAside,
    ApiError,
    ResponseLost,
    RequestSame,
    /// The crate refuses to send it; see `refusals.yaml`.
    RequestRefused,
    RequestLost,
    /// The spec no longer has the operation.
    NotInSpec,
    /// Recorded without a response.
    NoResponse,
}

impl Outcome {
    const fn text(self) -> &'static str {
        match self {
            Self::ResponseSame => "response, unchanged",
            Self::ResponseSetAside => "response, unchanged, with mismatches",
            Self::ApiError => "error of the API, kept whole",
            Self::ResponseLost => "response, LOST",
            Self::RequestSame => "request, unchanged",
            Self::RequestRefused => "request, refused before it is sent",
            Self::RequestLost => "request, LOST",
            Self::NotInSpec => "operation is not in the spec",
            Self::NoResponse => "no response recorded",
        }
    }
}

impl Report {
    /// Sends every exchange of a file through the table.
    ///
    /// # Errors
    /// A line is not a recorded exchange.
    pub fn of(text: &str, bodies: &Bodies<'_>) -> Result<Self> {
        let table = Table::new();
        let mut refusals = Refusals::read()?;
        let mut report = Self::default();
        for (number, line) in text.lines().enumerate() {
            let number = number + 1;
            let exchange: Json = line
                .parse()
                .with_context(|| format!("line {number} is not JSON"))?;
            report
                .add(&table, bodies, &mut refusals, &exchange, number)
                .with_context(|| format!("line {number}"))?;
        }
        if report.exchanges == 0 {
            bail!("the file has no exchanges");
        }
        report.losses.extend(refusals.stale());
        Ok(report)
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.losses.is_empty() && self.undecided.is_empty()
    }

    /// The report as tables.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{:6} exchanges", self.exchanges);
        for (outcome, count) in &self.outcomes {
            let _ = writeln!(out, "{count:6} {}", outcome.text());
        }
        let _ = writeln!(out, "\nmismatches, by property: {}", self.set_aside.len());
        for (place, count) in &self.set_aside {
            let _ = writeln!(out, "{count:6} {place}");
        }
        for loss in &self.losses {
            let _ = writeln!(out, "LOST {loss}");
        }
        for (property, place) in &self.undecided {
            let _ = writeln!(
                out,
                "UNDECIDED {place}: it sends `{property}`, which the spec marks as read-only; say with `read-only` or \
                 `settable` in spec/corrections.yaml whether `without_read_only()` drops it"
            );
        }
        out
    }

    fn count(&mut self, outcome: Outcome) {
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    fn add(
        &mut self,
        table: &Table,
        bodies: &Bodies<'_>,
        refusals: &mut Refusals,
        exchange: &Json,
        number: usize,
    ) -> Result<()> {
        self.exchanges += 1;
        let text = |name: &str| exchange[name].as_str();
        let method = text("method").context("missing `method`")?;
        let template = text("template").context("missing `template`")?;
        let path = text("path").context("missing `path`")?;
        let media_type = text("content_type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        let Some(codec) = table.find(method, template, media_type, text("version")) else {
            self.count(Outcome::NotInSpec);
            return Ok(());
        };
        let place = format!("line {number}: {method} {path} ({})", codec.meta.version);
        refusals.meet(text("id"));
        if !exchange["request_body"].is_null() {
            let body = &exchange["request_body"];
            let request = Request {
                path,
                query: text("query"),
                body,
            };
            let described = bodies.request(codec);
            self.note_undecided(body, &described, bodies, &place);
            match self.request(codec, &request, &described, &place) {
                Some(error) if !refusals.explain(text("id"), &error) => {
                    self.losses.push(format!("{place}: {error}"));
                }
                _ => {}
            }
        }
        let Some(status) = exchange["status"].as_u64() else {
            self.count(Outcome::NoResponse);
            return Ok(());
        };
        let answer = Answer {
            status: u16::try_from(status)?,
            content_type: text("content_type").unwrap_or_default(),
            body: body(exchange)?,
        };
        self.response(codec, &answer, &bodies.response(codec), &place)
    }

    /// Decodes a response, and compares the result.
    pub(crate) fn response(
        &mut self,
        codec: &Codec,
        answer: &Answer<'_>,
        described: &Place<'_, '_>,
        place: &str,
    ) -> Result<()> {
        let Answer { status, body, .. } = answer;
        let response = http::Response::builder()
            .status(*status)
            .header("content-type", answer.content_type)
            .body(body.clone())?;
        let success = response.status().is_success();
        match codec.response(response) {
            Ok(reencoded) if success => {
                for path in &reencoded.set_aside {
                    let place = format!("{} {}", codec.meta.name, without_indexes(path));
                    *self.set_aside.entry(place).or_default() += 1;
                }
                let same = match reencoded.set_aside.is_empty() {
                    true => Outcome::ResponseSame,
                    false => Outcome::ResponseSetAside,
                };
                // A body that is not JSON comes back unchanged, which the table does not show.
                let came = reencoded.body.and_then(|came| came.parse().ok());
                let loss = match (&json(body), &came) {
                    (Some(sent), Some(came)) => difference(sent, came, described, Null::Absent),
                    (None, None) => None,
                    (sent, came) => Some(format!("{sent:?} became {came:?}")),
                };
                self.take(loss, same, Outcome::ResponseLost, place);
            }
            Ok(_) => {
                let loss = Some(format!("{status} is treated as a success"));
                self.take(loss, Outcome::ApiError, Outcome::ResponseLost, place);
            }
            Err(error) => {
                let loss = error_loss(&error, *status, body);
                self.take(loss, Outcome::ApiError, Outcome::ResponseLost, place);
            }
        }
        Ok(())
    }

    /// Encodes a request, and compares the result. Returns the reason if the crate refuses to send it.
    pub(crate) fn request(
        &mut self,
        codec: &Codec,
        sent: &Request<'_>,
        described: &Place<'_, '_>,
        place: &str,
    ) -> Option<String> {
        match request(codec, sent, described) {
            Err(error) if error.is_input() => {
                self.count(Outcome::RequestRefused);
                return Some(error.to_string());
            }
            result => {
                let loss = result.unwrap_or_else(|error| Some(error.to_string()));
                self.take(loss, Outcome::RequestSame, Outcome::RequestLost, place);
            }
        }
        None
    }

    /// Notes the properties of a request that `without_read_only()` drops, and that no correction decides about.
    fn note_undecided(
        &mut self,
        sent: &Json,
        described: &Place<'_, '_>,
        bodies: &Bodies<'_>,
        place: &str,
    ) {
        for item in sent.as_array().into_iter().flatten() {
            self.note_undecided(item, &described.item(), bodies, place);
        }
        for (name, value) in sent.as_object().into_iter().flat_map(|it| it.iter()) {
            for property in described.read_only(name) {
                if !bodies.decides(&property) {
                    let first = || place.to_owned();
                    self.undecided.entry(property).or_insert_with(first);
                }
            }
            let inner = described.property(name);
            let inner = inner.unwrap_or_else(|| described.value());
            self.note_undecided(value, &inner, bodies, place);
        }
    }

    /// Reports each mismatch as a loss.
    pub(crate) fn refuse_set_aside(&mut self) {
        let places = self.set_aside.keys();
        let losses = places.map(|place| format!("{place}: unexpected type"));
        self.losses.extend(losses);
    }

    /// Adds something missing to the report.
    pub(crate) fn missing(&mut self, what: String) {
        self.losses.push(what);
    }

    fn take(&mut self, loss: Option<String>, same: Outcome, lost: Outcome, place: &str) {
        match loss {
            None => self.count(same),
            Some(loss) => {
                self.count(lost);
                self.losses.push(format!("{place}: {loss}"));
            }
        }
    }
}

/// The difference between a request and the recording, if any.
///
/// # Errors
/// The crate refuses to send the request.
fn request(
    codec: &Codec,
    sent: &Request<'_>,
    described: &Place<'_, '_>,
) -> Result<Option<String>, Error> {
    let Request { path, query, body } = *sent;
    let Some(arguments) = path_arguments(codec.meta.path, path) else {
        return Ok(Some(format!("the path is not one of {}", codec.meta.path)));
    };
    let mut arguments = Arguments {
        path: arguments,
        body: Some(body.to_string()),
        ..Arguments::default()
    };
    add_query(&mut arguments, query.unwrap_or_default());
    let request = codec.request(&arguments)?;
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().unwrap_or_default().to_owned())
    };
    let mut out = Arguments::default();
    add_query(&mut out, request.uri().query().unwrap_or_default());
    let came = json(request.body()).unwrap_or_default();
    if path_arguments(codec.meta.path, request.uri().path()).as_ref() != Some(&arguments.path) {
        return Ok(Some(format!("the path became {}", request.uri().path())));
    }
    if out.query != arguments.query {
        return Ok(Some(format!(
            "the query became {:?}",
            request.uri().query()
        )));
    }
    if header("accept").as_deref() != Some(codec.meta.media_type) {
        return Ok(Some(format!("it accepts {:?}", header("accept"))));
    }
    if header("content-type").as_deref() != codec.meta.body_media_type {
        return Ok(Some(format!(
            "the media type is {:?}",
            header("content-type")
        )));
    }
    Ok(difference(body, &came, described, Null::Absent))
}

fn json(body: &Bytes) -> Option<Json> {
    std::str::from_utf8(body).ok()?.parse().ok()
}

/// The part of an error response that [`atlas_api::Error`] lost, if any.
fn error_loss(error: &atlas_api::Error, status: u16, body: &Bytes) -> Option<String> {
    let Some(failure) = error.api() else {
        return Some(format!("not an error of the API: {error}"));
    };
    if failure.status().as_u16() != status {
        return Some(format!("the status became {}", failure.status()));
    }
    if error.body() != Some(body) {
        return Some("the body of the error changed".to_owned());
    }
    let sent = json(body);
    if failure.json() != sent.as_ref() {
        return Some("the JSON of the error changed".to_owned());
    }
    let field = |name: &str| sent.as_ref()?.get(name)?.as_str();
    [
        ("errorCode", failure.error_code()),
        ("detail", failure.detail()),
        ("reason", failure.reason()),
    ]
    .into_iter()
    // If the body lacks it, another part of the response may replace it.
    .find(|(name, came)| field(name).is_some_and(|sent| Some(sent) != *came))
    .map(|(name, came)| format!("`{name}` became {came:?}"))
}

/// The body as received.
fn body(exchange: &Json) -> Result<Bytes> {
    let body = &exchange["response_body"];
    if let Some(text) = body.get("$text").and_then(Json::as_str) {
        return Ok(Bytes::copy_from_slice(text.as_bytes()));
    }
    if let Some(text) = body.get("$base64").and_then(Json::as_str) {
        // Not decoded: what matters is that it is a file, which no JSON reader accepts.
        return Ok([b"\x1f\x8b", text.as_bytes()].concat().into());
    }
    if body.is_null() && exchange["body_kind"].as_str() != Some("json") {
        return Ok(Bytes::new());
    }
    Ok(Bytes::copy_from_slice(body.text().as_bytes()))
}

/// A JSON path of all items of a list: `$.results[].links`.
pub(crate) fn without_indexes(path: &str) -> String {
    let mut out = String::new();
    for part in path.split_inclusive('[') {
        let index = part.find(']').filter(|_| out.ends_with('['));
        let digits = index.is_some_and(|end| part[..end].chars().all(|c| c.is_ascii_digit()));
        out += if digits {
            &part[index.unwrap_or(0)..]
        } else {
            part
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use generator::openapi::extensions::READ_ONLY_PROPERTIES;

    use super::*;

    #[test]
    fn reports_lost_values() {
        let line = |body: &str| {
            format!(
                r#"{{"method":"GET","path":"/api/atlas/v2/groups/1","template":"/api/atlas/v2/groups/{{groupId}}","query":null,"status":200,"content_type":"application/json","version":null,"request_body":null,"response_body":{body},"body_kind":"json"}}"#
            )
        };
        let of = |text: &str| Report::of(text, &Bodies::new([]));
        let report = of(&line(r#"{"name":"x","new":[1.0]}"#)).unwrap();
        assert!(report.passes(), "{}", report.to_text());
        let report = of(&line(r#"{"name":["x"]}"#)).unwrap();
        assert!(report.passes());
        assert!(
            report.to_text().contains("1 getGroup $.name"),
            "{}",
            report.to_text()
        );
        for (text, told) in [("", "no exchanges"), ("{}", "line 1"), ("{", "not JSON")] {
            let error = of(text).unwrap_err();
            assert!(format!("{error:#}").contains(told), "{error:#}");
        }
    }

    #[test]
    fn rejected_request_fails_unless_known_to_be_wrong() {
        let line = |id: &str, body: &str| {
            format!(
                r#"{{"id":"{id}","method":"PATCH","path":"/api/atlas/v2/groups/x1/alerts/x1","template":"/api/atlas/v2/groups/{{groupId}}/alerts/{{alertId}}","version":"2023-01-01","request_body":{body}}}"#
            )
        };
        let wrong = r#"{"acknowledgedUntil":"2016-10-01T00:00:00-0400"}"#;
        let of = |text: &str| Report::of(text, &Bodies::new([])).unwrap();
        assert!(of(&line("p1114", wrong)).passes());
        let text = of(&line("other", wrong)).to_text();
        assert!(
            text.contains("LOST line 1") && text.contains("acknowledgedUntil"),
            "{text}"
        );
        let text = of(&line("p1114", "{}")).to_text();
        assert!(text.contains("`p1114` is no longer refused"), "{text}");
    }

    #[test]
    fn sent_read_only_property_needs_a_decision() {
        let spec = |decision: &str| {
            let text = format!(
                r##"{{"paths": {{"/api/atlas/v2/groups/{{groupId}}": {{"patch": {{"operationId": "updateGroup", "requestBody": {{
                    "content": {{"application/vnd.atlas.2023-01-01+json": {{"schema": {{"$ref": "#/components/schemas/G"}}}}}}
                }}}}}}}}, "components": {{"schemas": {{"G": {{{decision}"allOf": [{{"properties": {{
                    "name": {{"type": "string"}}, "id": {{"type": "string", "readOnly": true}}
                }}}}]}}}}}}}}"##
            );
            serde_json::from_str::<serde_json::Value>(&text).unwrap()
        };
        let line = r#"{"method":"PATCH","path":"/api/atlas/v2/groups/1","template":"/api/atlas/v2/groups/{groupId}","version":"2023-01-01","request_body":{"name":"x","id":"1"}}"#;
        let of = |decision: &str| Report::of(line, &Bodies::new([&spec(decision)])).unwrap();
        let undecided = of("");
        assert!(!undecided.passes());
        let text = undecided.to_text();
        assert!(
            text.contains("UNDECIDED line 1") && text.contains("`G.id`"),
            "{text}"
        );
        for decision in ["true", "false"] {
            let decision = format!(r#""{READ_ONLY_PROPERTIES}": {{"id": {decision}}}, "#);
            assert!(of(&decision).passes());
        }
    }

    #[test]
    fn removes_indexes_from_paths() {
        assert_eq!(
            without_indexes("$.results[12].links[0]"),
            "$.results[].links[]"
        );
        assert_eq!(without_indexes("$[\"a[b\"].c"), "$[\"a[b\"].c");
        assert_eq!(without_indexes("$"), "$");
    }
}
