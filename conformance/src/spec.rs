//! Bodies sampled from the spec, through the table of every operation-version.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use atlas_api::conformance::{Arguments, CODECS, Codec};
use rayon::iter::{ParallelBridge, ParallelIterator};
use serde_json::Value;

use crate::json::difference;
use crate::sample::Sampler;
use crate::schema::{Schemas, operations};
use crate::valid::{Extent, Valid};

/// What came of the samples.
#[derive(Debug, Default)]
pub struct Report {
    /// Bodies of requests that were sent through.
    pub requests: usize,
    /// Bodies of responses that were sent through.
    pub responses: usize,
    /// How many of the bodies had mismatches, as they should if a type is wrong.
    pub set_aside: usize,
    /// Operation-versions that were met.
    pub operations: usize,
    /// What was lost, and where.
    pub losses: Vec<String>,
    /// Media types of the spec that no row of the table has.
    pub missing: Vec<String>,
}

impl Report {
    /// Sends samples of every request and response of a spec through the table: all of them, or
    /// every so-many-th.
    #[must_use]
    pub fn of(document: &Value, every: usize) -> Self {
        let mut rows: BTreeMap<(&str, &str), &'static Codec> = BTreeMap::new();
        for codec in CODECS {
            rows.insert((codec.meta.operation_id, codec.meta.media_type), codec);
        }
        let schemas = Schemas(document);
        // Some have thousands of bodies and most have few, so each core takes the next.
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

    /// How many bodies were sent through.
    #[must_use]
    pub fn bodies(&self) -> usize {
        self.requests + self.responses
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.losses.is_empty() && self.missing.is_empty()
    }

    /// The table, and what was lost.
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
        // The first tell what the matter is.
        for loss in self.losses.iter().take(100) {
            let _ = writeln!(out, "LOST {loss}");
        }
        for missing in &self.missing {
            let _ = writeln!(out, "MISSING {missing}");
        }
        out
    }

    /// With what came of other operations.
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
        for sent in Sampler::bodies(document, schema).iter().step_by(every) {
            self.responses += 1;
            let body = sent.to_string();
            let response = http::Response::new(body.into());
            let (loss, set_aside) = match (codec.response)(response) {
                Ok(came) => {
                    let body = came.body.unwrap_or_default();
                    (difference(sent, &body), !came.set_aside.is_empty())
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
        let arguments = Valid::new(document, Extent::Required).parameters(operation);
        for sent in Sampler::bodies(document, schema).iter().step_by(every) {
            self.requests += 1;
            let arguments = Arguments {
                body: Some(sent.clone()),
                ..arguments.clone()
            };
            let loss = match (codec.request)(&arguments) {
                Ok(request) => match serde_json::from_slice(request.body()) {
                    Ok(came) => difference(sent, &came),
                    Err(error) => Some(error.to_string()),
                },
                Err(error) => Some(error.to_string()),
            };
            self.take(codec, "request", loss, sent);
        }
    }

    fn take(&mut self, codec: &Codec, what: &str, loss: Option<String>, sent: &Value) {
        if let Some(loss) = loss {
            let (name, version) = (codec.meta.name, codec.meta.version);
            let line = format!("{name} {version}, {what}: {loss}, of {sent}");
            self.losses.push(line);
        }
    }
}
