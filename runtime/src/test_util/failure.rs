//! Errors of the API, as responses.

use http::StatusCode;

use super::answer::{Answer, status_code};
use crate::json;
use crate::message::error::codes;
use crate::wire::json::value::Json;
use crate::wire::map::Map;
use crate::wire::reader::error::JsonError;

/// An error of the API, in the format of Atlas: a JSON object with `error`, `errorCode`,
/// `detail`, `reason` and `parameters`.
///
/// ```
/// use atlas_api::codes;
/// use atlas_api::test_util::Failure;
///
/// let failure = Failure::new(404, codes::CLUSTER_NOT_FOUND)
///     .detail("there is no cluster prod in this project")
///     .parameters(["prod"]);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Failure {
    status: StatusCode,
    error_code: String,
    detail: String,
    parameters: Vec<Json>,
    fields: Vec<(String, String)>,
}

impl Failure {
    /// Creates an error from a status and the service's name for it, such as `CLUSTER_NOT_FOUND`.
    ///
    /// # Panics
    /// The status is invalid.
    #[track_caller]
    pub fn new(status: u16, error_code: impl Into<String>) -> Self {
        Self {
            status: status_code(status),
            error_code: error_code.into(),
            detail: "a response of the mock".to_owned(),
            parameters: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Sets the description of the error, for a person to read.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Sets the values that the detail mentions. None by default.
    pub fn parameters<P: Into<Json>>(mut self, parameters: impl IntoIterator<Item = P>) -> Self {
        self.parameters = parameters.into_iter().map(Into::into).collect();
        self
    }

    /// Adds an invalid field of the request body (`badRequestDetail.fields`).
    pub fn field(mut self, path: impl Into<String>, problem: impl Into<String>) -> Self {
        self.fields.push((path.into(), problem.into()));
        self
    }

    fn answer(self) -> Answer {
        let mut json: Map<Json> = [
            ("error", Json::from(u32::from(self.status.as_u16()))),
            ("errorCode", self.error_code.into()),
            ("detail", self.detail.into()),
            (
                "reason",
                self.status.canonical_reason().unwrap_or_default().into(),
            ),
            ("parameters", self.parameters.into()),
        ]
        .into();
        if !self.fields.is_empty() {
            let field = |(field, description): &(String, String)| json!({"field": field, "description": description});
            let fields: Vec<_> = self.fields.iter().map(field).collect();
            json.insert("badRequestDetail", json!({"fields": fields}));
        }
        let mut answer = Answer::json(json);
        *answer.response.status_mut() = self.status;
        answer
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        failure.answer()
    }
}

/// The response to a request whose body can't be read: 400.
impl From<JsonError> for Answer {
    fn from(error: JsonError) -> Self {
        let failure = Failure::new(400, codes::MALFORMED_JSON);
        failure
            .detail(format!("the body can't be read: {error}"))
            .into()
    }
}
