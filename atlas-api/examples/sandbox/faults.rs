//! Faults requested by a flag: `--fault KIND[:OPERATION][/N]`.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use atlas_api::http::Response;
use atlas_api::test_util::{Answer, Failure, Fault as Broken};
use atlas_api::{OPERATIONS, OperationMeta, codes};
use serde_json::{Value as Json, json};

use crate::call::Content;

/// A fault.
#[derive(Debug, Clone)]
pub struct Fault {
    kind: Kind,
    /// The affected operation, by its short or long id, or `None` for all.
    operation: Option<String>,
    /// Only every Nth call is affected.
    every: u32,
    calls: Arc<AtomicU32>,
}

/// The names in the flag, and their meanings.
const KINDS: [(&str, Kind); 10] = [
    ("rate-limited", Kind::RateLimited),
    ("unavailable", Kind::Unavailable),
    ("bad-gateway", Kind::BadGateway),
    ("error", Kind::Error),
    ("expired", Kind::Expired),
    ("reset", Kind::Reset),
    ("cut", Kind::Cut),
    ("silence", Kind::Silence),
    ("mismatch", Kind::Mismatch),
    ("unknown", Kind::Unknown),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 429 with `Retry-After`.
    RateLimited,
    /// 503 with `Retry-After`.
    Unavailable,
    /// 502 with an HTML page, as a proxy sends it.
    BadGateway,
    /// 500.
    Error,
    /// 401, as for an expired token.
    Expired,
    /// The connection is reset.
    Reset,
    /// The body ends too early.
    Cut,
    /// There is no response.
    Silence,
    /// A property has an unexpected type.
    Mismatch,
    /// There is a property that the spec does not list.
    Unknown,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rest, every) = match text.split_once('/') {
            Some((rest, every)) => (rest, every.parse().unwrap_or(0)),
            None => (text, 1),
        };
        if every == 0 {
            return Err("expected a number after `/`, at least 1".to_owned());
        }
        let (kind, operation) = match rest.split_once(':') {
            Some((kind, operation)) => (kind, Some(operation)),
            None => (rest, None),
        };
        let is_known = |name: &str| {
            OPERATIONS
                .iter()
                .any(|it| [it.name, it.operation_id].contains(&name))
        };
        if let Some(unknown) = operation.filter(|name| !is_known(name)) {
            return Err(format!("there is no operation `{unknown}`"));
        }
        let known = KINDS.iter().find(|(name, _)| *name == kind);
        let (_, kind) = known.ok_or_else(|| {
            let kinds = KINDS.map(|(name, _)| name).join(", ");
            format!("there is no kind `{kind}`: expected one of {kinds}")
        })?;
        Ok(Self {
            kind: *kind,
            operation: operation.map(str::to_owned),
            every,
            calls: Arc::default(),
        })
    }
}

impl Fault {
    /// Counts a call. Returns the fault for it, if any.
    pub fn of(&self, operation: &OperationMeta) -> Option<Kind> {
        let names = [operation.name, operation.operation_id];
        let wanted = self.operation.as_deref();
        if wanted.is_some_and(|wanted| !names.contains(&wanted)) {
            return None;
        }
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        (number % self.every == 0).then_some(self.kind)
    }
}

impl Kind {
    /// The response, for faults that replace it.
    pub fn answer(self) -> Option<Answer> {
        let second = Duration::from_secs(1);
        Some(match self {
            Self::RateLimited => Broken::RateLimited {
                retry_after: second,
            }
            .into(),
            Self::Unavailable => {
                let failure = Failure::new(503, codes::SERVICE_UNAVAILABLE).detail("a fault");
                Answer::from(failure).header("retry-after", second.as_secs())
            }
            Self::BadGateway => {
                let page = "<html><body>502 Bad Gateway</body></html>";
                let answer = Answer::from(Response::new(page)).status(502);
                answer.header("content-type", "text/html")
            }
            Self::Error => Failure::new(500, codes::UNEXPECTED_ERROR)
                .detail("a fault")
                .into(),
            Self::Expired => {
                let body = json!({"error": 401, "reason": "Unauthorized", "detail": "a fault"});
                let answer = Answer::from(Response::new(body.to_string())).status(401);
                answer.header("content-type", "application/json")
            }
            Self::Reset => Broken::Reset.into(),
            Self::Cut => Broken::CutBody("{\"results\": [".into()).into(),
            Self::Silence => Broken::Silence.into(),
            Self::Mismatch | Self::Unknown => return None,
        })
    }

    /// Changes the service's response.
    pub fn spoil(self, content: &mut Content) {
        let value = match content {
            Content::One(value) => Some(value),
            Content::List(values) => values.first_mut(),
            Content::Nothing | Content::File(_) => None,
        };
        let Some(Json::Object(object)) = value else {
            return;
        };
        match self {
            Self::Mismatch => {
                let text = object.values_mut().find(|value| value.is_string());
                if let Some(text) = text {
                    *text = json!({"unexpected": 1});
                }
            }
            _ => drop(object.insert("newInThisService".to_owned(), json!({"level": 1}))),
        }
    }
}
