//! Sends bodies sampled from the spec through the table of every operation-version.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use atlas_api::Json;
use atlas_api::conformance::{Arguments, CODECS, Codec};
use rayon::iter::{ParallelBridge, ParallelIterator};
use serde_json::Value;

use crate::json::{Null, difference};
use crate::place::{Place, Places};
use crate::sample::{NO_DATE, Sampler};
use crate::schema::{Schemas, operations};
use crate::valid::{Extent, Valid};

/// The results of all samples.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of request bodies.
    pub requests: usize,
    /// The number of response bodies.
    pub responses: usize,
    /// The number of bodies with mismatches. Bodies with a wrong type should have some.
    pub set_aside: usize,
    /// The number of operation-versions.
    pub operations: usize,
    /// What was lost, and where.
    pub losses: Vec<String>,
    /// Media types of the spec that no row of the table has.
    pub missing: Vec<String>,
}

/// The difference between a text and what was sent.
fn loss(sent: &Json, came: &str, place: &Place<'_, '_>) -> Option<String> {
    match came.parse() {
        Ok(came) => difference(sent, &came, place, Null::Itself),
        Err(error) => Some(format!("{error}: {came}")),
    }
}

impl Report {
    /// Sends one in `every` samples of all requests and responses of a spec through the table.
    #[must_use]
    pub fn of(document: &Value, every: usize) -> Self {
        let mut rows: BTreeMap<(&str, &str), &'static Codec> = BTreeMap::new();
        for codec in CODECS {
            rows.insert((codec.meta.operation_id, codec.meta.media_type), codec);
        }
        let schemas = Schemas(document);
        // Some have thousands of bodies and most have few, so each core takes the next one.
        let operations = operations(document).par_bridge();
        let reports = operations.map(|(method, path, operation)| {
            let mut report = Self::default();
            let id = operation["operationId"].as_str().unwrap_or_default();
            let mut met = BTreeSet::new();
            for answer in schemas.success(operation) {
                let Some(codec) = rows.get(&(id, answer.media_type)) else {
                    let row = format!("{method} {path}: {}", answer.media_type);
                    report.missing.push(row);
                    continue;
                };
                met.insert(answer.media_type);
                report.responses(document, codec, answer.schema, every);
                report.requests(document, codec, operation, every);
            }
            report.operations = met.len();
            report
        });
        let mut report = reports.reduce(Self::default, Self::and);
        report.losses.sort_unstable();
        report.missing.sort_unstable();
        report
    }

    /// The number of bodies that were sent.
    #[must_use]
    pub fn bodies(&self) -> usize {
        self.requests + self.responses
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.losses.is_empty() && self.missing.is_empty()
    }

    /// The report as a table, followed by the losses.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for (count, of) in [
            (self.operations, "operation-versions"),
            (self.requests, "bodies of requests"),
            (self.responses, "bodies of responses"),
            (self.set_aside, "response bodies with mismatches"),
            (self.losses.len(), "lost"),
            (self.missing.len(), "media types without a row in the table"),
        ] {
            let _ = writeln!(out, "{count:6} {of}");
        }
        // The first ones show what is wrong.
        for loss in self.losses.iter().take(100) {
            let _ = writeln!(out, "LOST {loss}");
        }
        for missing in &self.missing {
            let _ = writeln!(out, "MISSING {missing}");
        }
        out
    }

    /// Adds the results of other operations.
    fn and(mut self, other: Self) -> Self {
        self.requests += other.requests;
        self.responses += other.responses;
        self.set_aside += other.set_aside;
        self.operations += other.operations;
        self.losses.extend(other.losses);
        self.missing.extend(other.missing);
        self
    }

    fn responses(&mut self, document: &Value, codec: &Codec, schema: Option<&Value>, every: usize) {
        let is_json = codec.meta.media_type.ends_with("json");
        let Some(schema) = schema.filter(|_| is_json) else {
            return;
        };
        let places = Places::new(document);
        let place = places.of(schema);
        for sent in Sampler::bodies(document, schema).iter().step_by(every) {
            self.responses += 1;
            let body = sent.to_string();
            let response = http::Response::new(body.into());
            let (loss, set_aside) = match codec.response(response) {
                Ok(came) => {
                    let body = came.body.unwrap_or_default();
                    (loss(sent, &body, &place), !came.set_aside.is_empty())
                }
                Err(error) => (Some(error.to_string()), false),
            };
            self.set_aside += usize::from(set_aside);
            self.take(codec, "response", loss, sent);
        }
    }

    fn requests(&mut self, document: &Value, codec: &Codec, operation: &Value, every: usize) {
        let Some(media_type) = codec.meta.body_media_type else {
            return;
        };
        let Some(schema) = Schemas(document).request_body(operation, media_type) else {
            return;
        };
        let places = Places::new(document);
        let place = places.of(schema);
        let arguments = Valid::new(document, Extent::Required).parameters(operation);
        for sent in Sampler::bodies(document, schema).iter().step_by(every) {
            self.requests += 1;
            let arguments = Arguments {
                body: Some(sent.to_string()),
                ..arguments.clone()
            };
            let loss = match codec.request(&arguments) {
                Ok(request) => {
                    let came = String::from_utf8_lossy(request.body());
                    loss(sent, &came, &place)
                }
                // An invalid date is rejected before anything is sent.
                Err(error) if error.is_input() && sent.to_string().contains(NO_DATE) => None,
                Err(error) => Some(error.to_string()),
            };
            self.take(codec, "request", loss, sent);
        }
    }

    fn take(&mut self, codec: &Codec, what: &str, loss: Option<String>, sent: &Json) {
        if let Some(loss) = loss {
            let (name, version) = (codec.meta.name, codec.meta.version);
            let line = format!("{name} {version}, {what}: {loss}, of {sent}");
            self.losses.push(line);
        }
    }
}
