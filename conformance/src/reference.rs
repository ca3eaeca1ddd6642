//! The API reference: a list of operation-versions, each with examples of its requests and responses.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use atlas_api::Json;
use atlas_api::conformance::Codec;
use generator::model::path_key;
use serde::Deserialize;

use crate::place::Bodies;
use crate::recorded::{Answer, Report, Request};
use crate::table::Table;

/// An entry of the reference.
#[derive(Debug, Deserialize)]
struct Entry {
    api: String,
    method: String,
    path: String,
    name: String,
    /// v1.0 has a single version, without a date.
    version: Option<String>,
    request_examples: Vec<Json>,
    /// By status.
    response_examples: BTreeMap<String, Vec<Json>>,
}

/// Lists the crate's names of operations, by which they are found.
const PAGE: &str = include_str!("../../docs/api-reference.md");

/// Sends every example of a file through the table. A mismatch in an example is a failure, because the service
/// documents it.
///
/// # Errors
/// The file is not a list of entries.
pub fn report(text: &str, bodies: &Bodies<'_>) -> Result<Report> {
    let entries: Vec<Entry> =
        serde_json::from_str(text).context("the file is not an API reference")?;
    if entries.is_empty() {
        bail!("the file has no entries");
    }
    let table = Table::new();
    let mut report = Report::default();
    for entry in &entries {
        report.exchanges += 1;
        let version = entry.version.as_ref().unwrap_or(&entry.api);
        let place = format!("{} {} {version}", entry.method, entry.path);
        let found = table.find(&entry.method, &entry.path, "", Some(version));
        let Some(codec) = found.filter(|codec| codec.meta.version == version) else {
            report.missing(format!("{place}: the crate does not have `{}`", entry.name));
            continue;
        };
        if !is_called(codec, &entry.name) {
            report.missing(format!(
                "{place}: search does not find it as `{}`",
                entry.name
            ));
        }
        // Any path of the operation will do.
        let path = path_key(codec.meta.path).replace("{}", "32b6e34b3d91647abb20e7b8");
        for example in &entry.request_examples {
            let request = Request {
                path: &path,
                query: None,
                body: example,
            };
            let refusal = report.request(codec, &request, &bodies.request(codec), &place);
            if let Some(error) = refusal {
                report.missing(format!("{place}: {error}"));
            }
        }
        for (status, examples) in &entry.response_examples {
            let status: u16 = status.parse().with_context(|| place.clone())?;
            let content_type = match status {
                200..=299 => codec.meta.media_type,
                _ => "application/json",
            };
            for example in examples {
                let body = example.to_string().into();
                let answer = Answer {
                    status,
                    content_type,
                    body,
                };
                report.response(codec, &answer, &bodies.response(codec), &place)?;
            }
        }
    }
    report.refuse_set_aside();
    Ok(report)
}

/// Whether the page has a row for the operation with this id.
fn is_called(codec: &Codec, id: &str) -> bool {
    let start = format!("| `{} {}` | ", codec.meta.method, codec.meta.path);
    let mut rows = PAGE.lines().filter_map(|line| line.strip_prefix(&start));
    rows.any(|row| {
        let ids = row.split(" | ").next().unwrap_or_default();
        ids.split(", ").any(|it| it.trim_matches('`') == id)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn report(text: &str) -> Result<Report> {
        super::report(text, &Bodies::new([]))
    }

    fn entry(version: &str, example: &Value) -> String {
        let (path, name) = ("/api/atlas/v2/orgs/{ORG-ID}/invites", "createOrgInvite");
        let entry = json!({
            "api": "v2", "method": "POST", "path": path, "name": name,
            "version": version, "request_examples": [{"roles": ["ORG_OWNER"]}],
            "response_examples": {"200": [example], "401": [{"error": 401, "errorCode": "NO"}]},
        });
        json!([entry]).to_string()
    }

    #[test]
    fn round_trips_examples() {
        let kept = report(&entry(
            "2023-01-01",
            &json!({"roles": ["ORG_NEW"], "unknown": 1}),
        ))
        .unwrap();
        assert!(kept.passes(), "{}", kept.to_text());
        let text = kept.to_text();
        for line in [
            "1 request, unchanged",
            "1 response, unchanged",
            "1 error of the API",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn rejects_example_with_mismatch() {
        let set_aside = report(&entry("2023-01-01", &json!({"roles": "ORG_OWNER"}))).unwrap();
        assert!(!set_aside.passes(), "{}", set_aside.to_text());
    }

    #[test]
    fn rejects_entry_with_unknown_name() {
        let text = entry("2023-01-01", &json!({})).replace("createOrgInvite", "createInvite");
        let unknown = report(&text).unwrap();
        assert!(!unknown.passes(), "{}", unknown.to_text());
    }

    #[test]
    fn rejects_entry_missing_from_the_crate() {
        let missing = report(&entry("2023-02-01", &json!({}))).unwrap();
        assert!(!missing.passes());
        assert!(report("[]").is_err() && report("{}").is_err());
    }
}
