//! Makes the calls, starting with those that need no arguments.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use atlas_api::conformance::{CODECS, Codec};
use atlas_api::{Client, ClientBuilder, Error, Json, RateLimiter};
use http::Method;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::answers::{Answers, Path};
use super::arguments::Sources;
use super::report::{Outcome, Report};
use crate::place::{Bodies, Place};
use crate::recorded::without_indexes;

/// The limit for a body. It is enough for any list, but not for most logs.
const MAX_BODY_BYTES: usize = 8 << 20;

/// Which operations to call.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Only the newest stable version of each operation, instead of all of them.
    pub newest: bool,
    /// How many items of each list to follow.
    pub items: usize,
}

/// Configures a client that changes nothing, and sends one request at a time and at most `per_minute` a minute.
pub fn client(builder: ClientBuilder, per_minute: u32) -> ClientBuilder {
    builder
        .read_only(true)
        .strict_decoding(true)
        .max_concurrent_requests(1)
        .max_body_bytes(MAX_BODY_BYTES)
        .rate_limiter(RateLimiter::new(per_minute, Duration::from_secs(60)).and_adaptive())
        .user_agent_suffix("conformance")
}

impl Report {
    /// Calls every `GET` of the crate whose arguments can be found, in each of its versions. `progress` is called with
    /// the operation-version before each call.
    ///
    /// # Errors
    /// The service can't be reached, or does not accept the credentials.
    pub fn of(
        documents: &[Value],
        client: &Client,
        scope: Scope,
        progress: impl FnMut(&str),
    ) -> Result<Self> {
        let mut walk = Walk {
            client,
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .context("can't start a runtime")?,
            sources: Sources::new(documents, scope.items.max(1))?,
            bodies: Bodies::new(documents),
            answers: Answers::default(),
            report: Self::default(),
            progress,
        };
        let mut pending = templates(scope);
        // An answer may contain an argument of an operation that was tried before it.
        loop {
            let count = pending.len();
            let mut missing = Vec::new();
            for (template, codecs) in pending {
                match walk.sources.paths(template, &walk.answers) {
                    Ok(paths) => walk.call_all(&codecs, &paths)?,
                    Err(parameter) => missing.push((template, codecs, parameter)),
                }
            }
            if missing.len() == count || missing.is_empty() {
                for (template, codecs, parameter) in missing {
                    let name = format!("{} {template}", codecs[0].meta.name);
                    walk.report.add_not_reached(&name, &parameter);
                }
                return Ok(walk.report);
            }
            let left = missing.into_iter();
            pending = left
                .map(|(template, codecs, _)| (template, codecs))
                .collect();
        }
    }
}

/// The operations by path, parents first, each with its versions, newest first.
fn templates(scope: Scope) -> Vec<(&'static str, Vec<&'static Codec>)> {
    let mut templates = BTreeMap::<_, Vec<_>>::new();
    for codec in CODECS {
        let meta = codec.meta;
        let is_stable = meta.version != "preview" && meta.retired.is_none();
        if meta.method == Method::GET && is_stable {
            let key = (meta.path.matches('/').count(), meta.path);
            templates.entry(key).or_default().push(codec);
        }
    }
    let templates = templates.into_iter().map(|((_, path), mut codecs)| {
        codecs.sort_by_key(|codec| std::cmp::Reverse(codec.meta.version));
        if scope.newest {
            let newest = codecs[0].meta.version;
            codecs.retain(|codec| codec.meta.version == newest);
        }
        (path, codecs)
    });
    templates.collect()
}

struct Walk<'a, T> {
    client: &'a Client,
    runtime: Runtime,
    sources: Sources<'a>,
    bodies: Bodies<'a>,
    answers: Answers,
    report: Report,
    progress: T,
}

impl<T: FnMut(&str)> Walk<'_, T> {
    fn call_all(&mut self, codecs: &[&Codec], paths: &[Path]) -> Result<()> {
        for path in paths {
            for codec in codecs {
                self.call(codec, path)?;
            }
        }
        Ok(())
    }

    fn call(&mut self, codec: &Codec, path: &Path) -> Result<()> {
        let meta = codec.meta;
        let format = meta
            .media_type
            .rsplit('+')
            .next()
            .filter(|it| !it.ends_with("json"));
        let format = format.map_or_else(String::new, |format| format!(" ({format})"));
        let name = format!("{} {}{format}", meta.name, meta.version);
        (self.progress)(&name);
        let arguments = self.sources.arguments(codec, path);
        let result = self.runtime.block_on(codec.send(self.client, &arguments));
        let outcome = match result {
            Ok(answer) => {
                let body = answer.body.and_then(|body| body.parse::<Json>().ok());
                let unknown = body
                    .as_ref()
                    .map(|body| unknown(body, &self.bodies.response(codec)));
                if let Some(body) = body {
                    self.answers.add(meta.path, path, body);
                }
                Outcome::Decoded(unknown.unwrap_or_default())
            }
            Err(error) if self.report.calls == 0 && is_hopeless(&error) => bail!("{error}"),
            Err(error) => {
                if let Some(body) = error.body().filter(|_| error.is_decode()) {
                    let body = String::from_utf8_lossy(body).parse();
                    body.into_iter()
                        .for_each(|body| self.answers.add(meta.path, path, body));
                }
                outcome(&error)
            }
        };
        self.report.add(&name, outcome);
        Ok(())
    }
}

/// Whether every other call would fail too.
fn is_hopeless(error: &Error) -> bool {
    error.is_authentication() || error.is_connect()
}

fn outcome(error: &Error) -> Outcome {
    if error.is_too_large() {
        return Outcome::TooLarge;
    }
    if error.is_decode() {
        let mut paths: Vec<_> = error
            .decode_paths()
            .iter()
            .map(|it| without_indexes(it))
            .collect();
        paths.dedup();
        return Outcome::Mismatched(if paths.is_empty() {
            vec![error.to_string()]
        } else {
            paths
        });
    }
    match (error.api(), error.status()) {
        (Some(_), Some(status)) => {
            let code = error.code().unwrap_or_default();
            Outcome::Refused(format!("{} {code}", status.as_u16()).trim_end().to_owned())
        }
        _ if error.is_input() => Outcome::Unanswered(error.to_string()),
        _ => Outcome::Unanswered(error.error_type().to_owned()),
    }
}

/// The paths of the properties that the spec does not list.
fn unknown(body: &Json, described: &Place<'_, '_>) -> Vec<String> {
    fn walk(json: &Json, place: &Place<'_, '_>, path: &str, found: &mut Vec<String>) {
        for item in json.as_array().into_iter().flatten() {
            walk(item, &place.item(), &format!("{path}[]"), found);
        }
        for (name, value) in json.as_object().into_iter().flat_map(|it| it.iter()) {
            let path = format!("{path}.{name}");
            match place.property(name) {
                Some(place) => walk(value, &place, &path, found),
                None if place.is_object() && !place.is_map() => found.push(path),
                None => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(body, described, "$", &mut found);
    found.sort();
    found.dedup();
    found
}
