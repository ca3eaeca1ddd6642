//! Calls every operation-version over HTTP with `Client`, on a mock server that checks requests against the spec:
//! Prism (<https://github.com/stoplightio/prism>), or one that reports in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use atlas_api::conformance::{Arguments, Codec, Reencoded};
use atlas_api::{Attempt, Client, Credentials, Error, Hook, Json, Outcome, RetryPolicy};
use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use crate::place::{Place, Places};
use crate::schema::{Schemas, operations};
use crate::table::rows_of;
use crate::valid::{Extent, arguments};

/// The header in which the server lists violations of the spec, by a request or by its own response.
const VIOLATIONS: &str = "sl-violations";

/// Known misreadings of the spec by the server.
const MISREADINGS: &str = include_str!("../misreadings.yaml");

/// Requests that the server rejects although the spec allows them, for one reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Misreading {
    reason: String,
    requests: Vec<Misread>,
}

/// The misread requests of an operation-version.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Misread {
    operation: String,
    version: String,
    /// The places in the request that the server complains about. `.*` matches everything below a place.
    at: Vec<String>,
}

/// The results of the calls.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of operation-versions that were called.
    pub operations: usize,
    /// The number of calls that the server found valid, and whose response had no mismatches.
    pub fine: usize,
    /// Calls that the server misread, by reason.
    pub misread: BTreeMap<String, Vec<String>>,
    /// Violations of the spec in our requests.
    pub violations: Vec<String>,
    /// The number of calls whose response contains an undecided union, because Prism leaves out the property that
    /// selects the branch.
    pub mismatched: usize,
    /// Responses that did not decode, or had other mismatches.
    pub undecoded: Vec<String>,
    /// Known misreadings that did not occur.
    pub unused: Vec<String>,
}

/// One complaint of the server.
#[derive(Debug, Deserialize)]
struct Violation {
    location: Vec<String>,
    severity: String,
    message: String,
}

/// Collects the violations listed in the headers of the last response.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<Violation>>>);

impl Listener {
    fn take(&self) -> Vec<Violation> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hook for Listener {
    fn after(&self, _: &Attempt<'_>, outcome: &Outcome<'_>) {
        let header = outcome.headers.and_then(|headers| headers.get(VIOLATIONS));
        let violations = header.map_or_else(Vec::new, |header| {
            let listed = serde_json::from_slice(header.as_bytes());
            let too_many = |_| match outcome.status {
                // They are about the server's own response, because it rejects requests with violations.
                Some(status) if status.is_success() => Vec::new(),
                _ => vec![Violation::unlisted(header)],
            };
            listed.unwrap_or_else(too_many)
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = violations;
    }
}

impl Report {
    /// Calls every operation-version of a spec on the server at a base URL, once with only the required arguments,
    /// and once with all.
    ///
    /// # Errors
    /// The URL is invalid, or no server responds.
    pub fn of(document: &Value, base_url: &str) -> Result<Self> {
        let misreadings: Vec<Misreading> =
            serde_yaml::from_str(MISREADINGS).context("misreadings.yaml")?;
        let mut run = Run {
            misreadings,
            ..Run::new(base_url)?
        };
        let places = Places::new(document);
        for (method, path, operation) in operations(document) {
            let rows = rows_of(method, &path).map(|(_, codec)| codec);
            for codec in rows.filter(|codec| codec.meta.retired.is_none()) {
                let answer = Schemas(document).answer(operation, codec.meta.media_type);
                let status = answer.as_ref().map(|answer| answer.status);
                let described = match answer.and_then(|answer| answer.schema) {
                    Some(schema) => places.of(schema),
                    None => places.free(),
                };
                let body = codec.meta.body_media_type;
                for extent in [Extent::Required, Extent::All] {
                    for arguments in arguments(document, operation, body, extent) {
                        run.call(codec, &arguments, status, &described)?;
                    }
                }
            }
        }
        Ok(run.finish())
    }

    /// Whether the server reported all known misreadings, and nothing else.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.violations.is_empty() && self.undecoded.is_empty() && self.unused.is_empty()
    }

    /// The report as a table, followed by the problems.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let misread: usize = self.misread.values().map(Vec::len).sum();
        for (count, of) in [
            (self.operations, "operation-versions"),
            (
                self.fine,
                "calls without a violation, whose response decodes",
            ),
            (misread, "calls that the server misreads"),
            (self.violations.len(), "calls that violate the spec"),
            (
                self.mismatched,
                "calls whose response has an undecided union",
            ),
            (
                self.undecoded.len(),
                "responses with mismatches or that do not decode",
            ),
            (self.unused.len(), "known misreadings that did not occur"),
        ] {
            let _ = writeln!(out, "{count:6} {of}");
        }
        for (reason, calls) in &self.misread {
            let _ = writeln!(out, "MISREAD {} times: {}", calls.len(), reason.trim());
            let mut calls = calls.clone();
            calls.dedup();
            let _ = writeln!(out, "    {}", calls.join(", "));
        }
        for (what, lines) in [
            ("VIOLATION", &self.violations),
            ("ANSWER", &self.undecoded),
            ("UNUSED", &self.unused),
        ] {
            for line in lines {
                let _ = writeln!(out, "{what} {line}");
            }
        }
        out
    }
}

/// Whether all mismatches are undecided unions.
fn is_undecided(answer: &Reencoded, described: &Place<'_, '_>) -> bool {
    let body = answer.body.as_deref().unwrap_or_default();
    let Ok(body) = body.parse::<Json>() else {
        return false;
    };
    let mut paths = answer.set_aside.iter();
    paths.all(|path| {
        let found = described.at(&body, path);
        found.is_some_and(|(place, value)| place.leaves_open(value))
    })
}

/// The calls, one after another.
struct Run {
    client: Client,
    runtime: tokio::runtime::Runtime,
    listener: Listener,
    misreadings: Vec<Misreading>,
    /// The known misreadings that occurred, by reason and request.
    used: BTreeSet<(usize, usize)>,
    /// The operation-versions that were called.
    called: BTreeSet<String>,
    report: Report,
}

impl Run {
    fn new(base_url: &str) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let listener = Listener::default();
        let client = Client::builder()
            .base_url(base_url)
            // The server requires a token, but accepts any.
            .credentials(Credentials::bearer_token("mock"))
            .retry(RetryPolicy::never())
            .timeout(Duration::from_secs(60))
            .hook(listener.clone())
            .build()?;
        Ok(Self {
            client,
            runtime: runtime.context("can't start a runtime")?,
            listener,
            misreadings: Vec::new(),
            used: BTreeSet::new(),
            called: BTreeSet::new(),
            report: Report::default(),
        })
    }

    /// Makes one call. `status` is the one whose response has this version, because otherwise the server would only
    /// try the first.
    fn call(
        &mut self,
        codec: &Codec,
        arguments: &Arguments,
        status: Option<&str>,
        described: &Place<'_, '_>,
    ) -> Result<()> {
        let client = match status {
            Some(status) => {
                let value = HeaderValue::try_from(format!("code={status}"))?;
                let prefer = HeaderName::from_static("prefer");
                self.client.with(|options| options.header(prefer, value))
            }
            None => self.client.clone(),
        };
        let result = self.runtime.block_on(codec.send(&client, arguments));
        let mut violations = self.listener.take();
        let name = format!("{} {}", codec.meta.name, codec.meta.version);
        self.called.insert(name.clone());
        if let Err(error) = &result {
            if error.is_connect() {
                bail!("{error}: is the server running?");
            }
            violations.extend(listed_in_body(error));
        }
        violations.retain(|it| {
            it.severity == "Error" && it.location.first().is_some_and(|it| it == "request")
        });
        if !violations.is_empty() {
            self.judge(codec, name, &violations);
            return Ok(());
        }
        match result {
            Ok(answer) if answer.set_aside.is_empty() => self.report.fine += 1,
            Ok(answer) if is_undecided(&answer, described) => self.report.mismatched += 1,
            Ok(answer) => {
                let paths = answer.set_aside.join(", ");
                let problem = format!("{name}: mismatches: {paths}");
                self.report.undecoded.push(problem);
            }
            Err(error) => self.report.undecoded.push(format!("{name}: {error}")),
        }
        Ok(())
    }

    /// Reports violations, unless they are a known misreading.
    fn judge(&mut self, codec: &Codec, name: String, violations: &[Violation]) {
        for (reason, misreading) in self.misreadings.iter().enumerate() {
            for (index, request) in misreading.requests.iter().enumerate() {
                let is_this = request.operation == codec.meta.name
                    && request.version == codec.meta.version
                    && violations.iter().all(|it| request.covers(it));
                if is_this {
                    self.used.insert((reason, index));
                    let reason = misreading.reason.clone();
                    self.report.misread.entry(reason).or_default().push(name);
                    return;
                }
            }
        }
        let mut lines: Vec<_> = violations.iter().map(Violation::to_line).collect();
        lines.dedup();
        let lines = lines.join("; ");
        self.report.violations.push(format!("{name}: {lines}"));
    }

    /// The report, with the misreadings of the called operations that did not occur.
    fn finish(mut self) -> Report {
        for (reason, misreading) in self.misreadings.iter().enumerate() {
            for (index, request) in misreading.requests.iter().enumerate() {
                let name = format!("{} {}", request.operation, request.version);
                if self.called.contains(&name) && !self.used.contains(&(reason, index)) {
                    let unused = format!("{name} at {}", request.at.join(", "));
                    self.report.unused.push(unused);
                }
            }
        }
        self.report.operations = self.called.len();
        self.report
    }
}

impl Misread {
    fn covers(&self, violation: &Violation) -> bool {
        let place = violation.place();
        self.at.iter().any(|at| match at.strip_suffix('*') {
            Some(above) => place.starts_with(above),
            None => place == *at,
        })
    }
}

impl Violation {
    /// Stands for violations that did not fit into the header.
    fn unlisted(header: &HeaderValue) -> Self {
        Self {
            location: vec!["request".to_owned(), "unlisted".to_owned()],
            severity: "Error".to_owned(),
            message: String::from_utf8_lossy(header.as_bytes()).into_owned(),
        }
    }

    /// The place in the request.
    fn place(&self) -> String {
        self.location[1..].join(".")
    }

    fn to_line(&self) -> String {
        format!("{}: {}", self.place(), self.message)
    }
}

/// The violations in the body of an error that the server makes up itself, for operations whose spec has no suitable
/// one.
fn listed_in_body(error: &Error) -> Vec<Violation> {
    let json = error.api().and_then(|api| api.json());
    let listed = json.and_then(|json| json["validation"].as_array());
    let listed = listed.into_iter().flatten();
    let violations = listed.filter_map(|it| serde_json::from_str::<Violation>(it.text()).ok());
    let in_request = violations.map(|mut violation| {
        violation.location.insert(0, "request".to_owned());
        violation
    });
    in_request.collect()
}
