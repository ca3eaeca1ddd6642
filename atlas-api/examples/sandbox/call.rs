//! A call of an operation: the input of its handler, and the result.

use std::time::Duration;

use atlas_api::test_util::{Failure, Request};
use atlas_api::{OperationMeta, codes};
use serde_json::{Value as Json, json};

use crate::clock::{self, Moment};
use crate::refusals;
use crate::state::{Pending, Record, State};

/// Handles a call.
pub type Handler = fn(&mut Call) -> Result<Reply, Failure>;

/// A valid call, by an authorized caller.
pub struct Call<'a> {
    pub state: &'a mut State,
    pub request: &'a Request,
    pub operation: &'static OperationMeta,
    /// The body, or `null`.
    pub body: Json,
    /// The client id of the caller.
    pub caller: String,
    /// The duration of a change.
    pub change: Duration,
}

/// The result of a handler.
pub struct Reply {
    pub content: Content,
    /// The status, if it differs from that in the spec.
    pub status: Option<u16>,
}

pub enum Content {
    Nothing,
    One(Json),
    /// A list. The response is a page of it.
    List(Vec<Json>),
    File(Vec<u8>),
}

impl Reply {
    pub fn one(value: impl Into<Json>) -> Result<Self, Failure> {
        Ok(Content::One(value.into()).into())
    }

    pub fn list(values: impl IntoIterator<Item = Json>) -> Result<Self, Failure> {
        Ok(Content::List(values.into_iter().collect()).into())
    }

    pub fn nothing() -> Result<Self, Failure> {
        Ok(Content::Nothing.into())
    }

    /// Sets a status that differs from the spec.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

impl From<Content> for Reply {
    fn from(content: Content) -> Self {
        Self {
            content,
            status: None,
        }
    }
}

impl Call<'_> {
    /// A path argument.
    pub fn argument(&self, name: &str) -> &str {
        self.request.path_argument(name).unwrap_or_default()
    }

    /// The path of the project or the organization of the call, as the state spells it.
    pub fn scope(&self) -> String {
        match self.request.path_argument("groupId") {
            Some(id) => format!("groups/{id}"),
            None => format!("orgs/{}", self.argument("orgId")),
        }
    }

    /// The path of a list in the project or the organization.
    pub fn within(&self, list: &str) -> String {
        format!("{}/{list}", self.scope())
    }

    /// The path of a list in the cluster of the call.
    pub fn within_cluster(&self, list: &str) -> String {
        format!(
            "{}/clusters/{}/{list}",
            self.scope(),
            self.argument("clusterName")
        )
    }

    /// A date in the query. An invalid one is ignored, as the service does.
    pub fn time(&self, parameter: &str) -> Option<Moment> {
        clock::read(self.request.query(parameter)?)
    }

    /// Whether a list parameter includes a value. Without the parameter, every value is wanted.
    pub fn wants(&self, parameter: &str, value: &str) -> bool {
        let mut wanted = self.request.query_values(parameter).peekable();
        wanted.peek().is_none() || wanted.any(|it| it == value)
    }

    /// A text property of the body.
    pub fn text(&self, property: &str) -> Option<&str> {
        self.body[property].as_str()
    }

    /// Like [`text`](Self::text), for a required property.
    pub fn required(&self, property: &str) -> Result<String, Failure> {
        let text = self.text(property).filter(|text| !text.is_empty());
        text.map(str::to_owned)
            .ok_or_else(|| refusals::missing(property))
    }

    /// When a change that begins now will be done.
    pub fn done_at(&self) -> Moment {
        clock::after(self.change)
    }

    /// A change that begins now.
    pub fn pending(&self, sets: Option<Json>, event: Option<(&str, Json)>) -> Option<Pending> {
        Some(Pending {
            at: self.done_at(),
            sets,
            event: event.map(|(event, more)| (event.to_owned(), more)),
        })
    }

    /// Adds an event with the current time.
    pub fn record(&mut self, event_type: &str, more: Json) {
        let scope = self.scope();
        self.record_in(&scope, event_type, more);
    }

    pub fn record_in(&mut self, scope: &str, event_type: &str, more: Json) {
        self.state.record(clock::now(), scope, event_type, &more);
    }

    /// The cluster with this name in the project.
    pub fn cluster_named(&mut self, name: &str) -> Result<&mut Record, Failure> {
        let project = self.argument("groupId").to_owned();
        let list = self.within("clusters");
        let known = self.state.find_mut(&list, "name", name);
        known.ok_or_else(|| {
            let failure = refusals::not_found(codes::CLUSTER_NOT_FOUND, "cluster", name);
            failure.parameters([name, &project])
        })
    }

    /// The cluster of the call.
    pub fn cluster(&mut self) -> Result<&mut Record, Failure> {
        let name = self.argument("clusterName").to_owned();
        self.cluster_named(&name)
    }
}

/// The values of records.
pub fn values<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Json> {
    records.into_iter().map(|it| it.value.clone()).collect()
}

/// The properties of an event that identify a cluster.
pub fn about_cluster(name: &str) -> Json {
    json!({"clusterName": name})
}
