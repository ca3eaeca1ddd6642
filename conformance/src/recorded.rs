//! Recorded exchanges with the service, one JSON object per line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use atlas_api::conformance::{Arguments, Codec};
use bytes::Bytes;
use serde_json::Value;

use crate::json::{difference, without_nulls};
use crate::table::{Table, add_query, path_arguments};

/// The results of all exchanges.
#[derive(Debug, Default)]
pub struct Report {
    pub(crate) exchanges: usize,
    /// How many there are of each outcome.
    outcomes: BTreeMap<Outcome, usize>,
    /// The mismatches, by operation and path, and how often each occurred.
    set_aside: BTreeMap<String, usize>,
    /// What was lost, and where.
    losses: Vec<String>,
}

/// A response as received.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) content_type: &'a str,
    pub(crate) body: Bytes,
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
    pub fn of(text: &str) -> Result<Self> {
        let table = Table::new();
        let mut report = Self::default();
        for (number, line) in text.lines().enumerate() {
            let number = number + 1;
            let exchange: Value =
                serde_json::from_str(line).with_context(|| format!("line {number} is not JSON"))?;
            report
                .add(&table, &exchange, number)
                .with_context(|| format!("line {number}"))?;
        }
        if report.exchanges == 0 {
            bail!("the file has no exchanges");
        }
        Ok(report)
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.losses.is_empty()
    }

    /// The tables.
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
        out
    }

    fn count(&mut self, outcome: Outcome) {
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    fn add(&mut self, table: &Table, exchange: &Value, number: usize) -> Result<()> {
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
        if !exchange["request_body"].is_null() {
            let body = &exchange["request_body"];
            self.request(codec, path, text("query"), body, &place);
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
        self.response(codec, &answer, &place)
    }

    /// Decodes a response, and compares what comes out.
    pub(crate) fn response(
        &mut self,
        codec: &Codec,
        answer: &Answer<'_>,
        place: &str,
    ) -> Result<()> {
        let Answer { status, body, .. } = answer;
        let response = http::Response::builder()
            .status(*status)
            .header("content-type", answer.content_type)
            .body(body.clone())?;
        let success = response.status().is_success();
        match (codec.response)(response) {
            Ok(reencoded) if success => {
                for path in &reencoded.set_aside {
                    let place = format!("{} {}", codec.meta.name, without_indexes(path));
                    *self.set_aside.entry(place).or_default() += 1;
                }
                let same = match reencoded.set_aside.is_empty() {
                    true => Outcome::ResponseSame,
                    false => Outcome::ResponseSetAside,
                };
                // A body that is not JSON comes back as it is, which the table does not show.
                let sent: Option<Value> = serde_json::from_slice(body).ok();
                let loss = match (&sent, &reencoded.body) {
                    (Some(sent), Some(came)) => {
                        difference(&without_nulls(sent), &without_nulls(came))
                    }
                    (None, None) => None,
                    (sent, came) => Some(format!("{sent:?} became {came:?}")),
                };
                self.take(loss, same, Outcome::ResponseLost, place);
            }
            Ok(_) => {
                let loss = Some(format!("{status} is taken for a success"));
                self.take(loss, Outcome::ApiError, Outcome::ResponseLost, place);
            }
            Err(error) => {
                let loss = error_loss(&error, *status, body);
                self.take(loss, Outcome::ApiError, Outcome::ResponseLost, place);
            }
        }
        Ok(())
    }

    /// Encodes a request, and compares what comes out.
    pub(crate) fn request(
        &mut self,
        codec: &Codec,
        path: &str,
        query: Option<&str>,
        body: &Value,
        place: &str,
    ) {
        let loss = request(codec, path, query, body);
        self.take(loss, Outcome::RequestSame, Outcome::RequestLost, place);
    }

    /// Reports each mismatch as a loss.
    pub(crate) fn refuse_set_aside(&mut self) {
        let places = self.set_aside.keys();
        let losses = places.map(|place| format!("{place}: unexpected type"));
        self.losses.extend(losses);
    }

    /// Notes something that is missing.
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

/// The part of a request that differs from the recording, if any.
fn request(codec: &Codec, path: &str, query: Option<&str>, body: &Value) -> Option<String> {
    let Some(arguments) = path_arguments(codec.meta.path, path) else {
        return Some(format!("the path is not one of {}", codec.meta.path));
    };
    let mut arguments = Arguments {
        path: arguments,
        body: Some(body.clone()),
        ..Arguments::default()
    };
    add_query(&mut arguments, query.unwrap_or_default());
    let request = match (codec.request)(&arguments) {
        Ok(request) => request,
        Err(error) => return Some(error.to_string()),
    };
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().unwrap_or_default().to_owned())
    };
    let mut out = Arguments::default();
    add_query(&mut out, request.uri().query().unwrap_or_default());
    let came = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
    if path_arguments(codec.meta.path, request.uri().path()).as_ref() != Some(&arguments.path) {
        return Some(format!("the path became {}", request.uri().path()));
    }
    if out.query != arguments.query {
        return Some(format!("the query became {:?}", request.uri().query()));
    }
    if header("accept").as_deref() != Some(codec.meta.media_type) {
        return Some(format!("it accepts {:?}", header("accept")));
    }
    if header("content-type").as_deref() != codec.meta.body_media_type {
        return Some(format!("the media type is {:?}", header("content-type")));
    }
    difference(&without_nulls(body), &without_nulls(&came))
}

/// The part of an error response that the error lacks, if any.
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
    let sent: Option<Value> = serde_json::from_slice(body).ok();
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
    // Where the body does not have it, another part of the response may replace it.
    .find(|(name, came)| field(name).is_some_and(|sent| Some(sent) != *came))
    .map(|(name, came)| format!("`{name}` became {came:?}"))
}

/// The body as received.
fn body(exchange: &Value) -> Result<Bytes> {
    let body = &exchange["response_body"];
    if let Some(text) = body.get("$text").and_then(Value::as_str) {
        return Ok(Bytes::copy_from_slice(text.as_bytes()));
    }
    if let Some(text) = body.get("$base64").and_then(Value::as_str) {
        // Not taken apart: what matters is that it is a file, which no JSON reader takes.
        return Ok([b"\x1f\x8b", text.as_bytes()].concat().into());
    }
    if body.is_null() && exchange["body_kind"] != "json" {
        return Ok(Bytes::new());
    }
    Ok(serde_json::to_vec(body)?.into())
}

/// A JSON path of all items of a list: `$.results[].links`.
fn without_indexes(path: &str) -> String {
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
    use super::*;

    #[test]
    fn what_is_lost_is_told() {
        let line = |body: &str| {
            format!(
                r#"{{"method":"GET","path":"/api/atlas/v2/groups/1","template":"/api/atlas/v2/groups/{{groupId}}","query":null,"status":200,"content_type":"application/json","version":null,"request_body":null,"response_body":{body},"body_kind":"json"}}"#
            )
        };
        let report = Report::of(&line(r#"{"name":"x","new":[1.0]}"#)).unwrap();
        assert!(report.passes(), "{}", report.to_text());
        let report = Report::of(&line(r#"{"name":["x"]}"#)).unwrap();
        assert!(report.passes());
        assert!(
            report.to_text().contains("1 getGroup $.name"),
            "{}",
            report.to_text()
        );
        for (text, told) in [("", "no exchanges"), ("{}", "line 1"), ("{", "not JSON")] {
            let error = Report::of(text).unwrap_err();
            assert!(format!("{error:#}").contains(told), "{error:#}");
        }
    }

    #[test]
    fn indexes_are_taken_out_of_paths() {
        assert_eq!(
            without_indexes("$.results[12].links[0]"),
            "$.results[].links[]"
        );
        assert_eq!(without_indexes("$[\"a[b\"].c"), "$[\"a[b\"].c");
        assert_eq!(without_indexes("$"), "$");
    }
}
