//! Checks what `Debug` shows of bodies with secrets in every possible place.

use std::collections::BTreeMap;

use atlas_api::conformance::{CODECS, Codec};
use atlas_api::{Json, json};
use serde_json::Value;

use crate::place::{Place, Places};
use crate::sample::Sampler;
use crate::schema::{Schemas, operations};

/// The text that stands for a secret.
pub const SECRET: &str = "hush";

/// Which values become secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Targets {
    /// All values except plain strings of listed properties. This includes numbers and tags of unions.
    Everything,
    /// Like [`Everything`](Self::Everything), without values that have their own types, so that unions keep their
    /// variants.
    Texts,
    /// The plain strings of listed properties, which become signed links.
    Links,
}

/// The results.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of bodies that were shown.
    pub bodies: usize,
    /// The number of bodies that contained a secret.
    pub secrets: usize,
    /// The bodies whose secret was shown.
    pub leaks: Vec<String>,
}

/// Puts secrets into one in `every` samples of all responses of a spec, and looks for them in the output of `Debug`.
#[must_use]
pub fn report(document: &Value, every: usize) -> Report {
    let mut report = Report::default();
    each(document, every, |codec, _, secrets, body| {
        report.look(codec, secrets, body);
    });
    report
}

/// Calls a function with one in `every` samples of all responses of a spec, with secrets in every possible place.
/// Passes the row, the operation, and which values became secrets.
pub fn each<'a>(
    document: &'a Value,
    every: usize,
    mut look: impl FnMut(&'static Codec, &'a Value, Targets, &Json),
) {
    let mut rows: BTreeMap<(&str, &str), &'static Codec> = BTreeMap::new();
    for codec in CODECS {
        rows.insert((codec.meta.operation_id, codec.meta.media_type), codec);
    }
    let places = Places::new(document);
    for (_, _, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        for answer in Schemas(document).success(operation) {
            let codec = rows.get(&(id, answer.media_type));
            let is_json = answer.media_type.ends_with("json");
            let (Some(codec), Some(schema), true) = (codec, answer.schema, is_json) else {
                continue;
            };
            let place = places.of(schema);
            for body in Sampler::bodies(document, schema).iter().step_by(every) {
                for secrets in [Targets::Everything, Targets::Texts, Targets::Links] {
                    look(
                        codec,
                        operation,
                        secrets,
                        &secrets.marked(body, &place, false),
                    );
                }
            }
        }
    }
}

impl Report {
    fn look(&mut self, codec: &Codec, secrets: Targets, body: &Json) {
        let text = body.to_string();
        self.bodies += 1;
        self.secrets += usize::from(text.contains(SECRET));
        let shown = codec.shown(http::Response::new(text.into()));
        let shown = shown.unwrap_or_else(|error| error.to_string());
        if let Some(at) = shown.find(SECRET) {
            let start = shown[..at]
                .char_indices()
                .rev()
                .nth(80)
                .map_or(0, |(at, _)| at);
            let around = &shown[start..at + SECRET.len()];
            let (name, version) = (codec.meta.name, codec.meta.version);
            self.leaks.push(format!(
                "{name} {version}, {secrets:?}: {around:?} of {body}"
            ));
        }
    }
}

impl Targets {
    /// A value with secrets. `is_listed` says whether it is a listed property, or an item of one.
    fn marked(self, value: &Json, place: &Place<'_, '_>, is_listed: bool) -> Json {
        if let Some(items) = value.as_array() {
            let place = place.item();
            return items
                .iter()
                .map(|item| self.marked(item, &place, is_listed))
                .collect();
        }
        if let Some(properties) = value.as_object() {
            let is_map = !place.is_object();
            let marked = |(name, value): (&str, &Json)| match place.property(name) {
                Some(place) => (name.to_owned(), self.marked(value, &place, true)),
                None => {
                    let name = match is_map && self != Self::Links {
                        true => format!("{SECRET} {name}"),
                        false => name.to_owned(),
                    };
                    (name, self.marked(value, &place.value(), false))
                }
            };
            return properties.iter().map(marked).collect();
        }
        let is_plain = is_listed && place.is_text();
        let is_text = value.as_str().is_some();
        match self {
            Self::Links if is_plain && is_text => {
                json!(format!("https://example.com/file?signature={SECRET}"))
            }
            Self::Everything if !is_plain && !value.is_null() => json!(SECRET),
            Self::Texts if !is_plain && is_text && !place.is_enum() => json!(SECRET),
            _ => value.clone(),
        }
    }
}
