//! A project and what is in it.

use std::time::{Duration, Instant};

use atlas_api::test_util::{Failure, Request};
use atlas_api::types::{CloudDatabaseUser, Group};
use serde_json::{Value as Json, json};

use super::access_list::Entry;
use super::backup::{RestoreJob, Snapshot};
use super::cluster::Cluster;
use super::member::{Member, YOU};
use crate::{clock, refusals};

/// A project and what is in it.
#[derive(Default)]
pub struct Project {
    pub group: Group,
    pub clusters: Vec<Cluster>,
    pub database_users: Vec<CloudDatabaseUser>,
    pub access_list: Vec<Entry>,
    pub snapshots: Vec<Snapshot>,
    pub restore_jobs: Vec<RestoreJob>,
    pub users: Vec<Member>,
    /// JSON, because they have many types.
    pub alerts: Vec<Json>,
    /// JSON for the same reason; the newest come last.
    pub events: Vec<Json>,
}

impl Project {
    pub fn id(&self) -> &str {
        self.group.id.as_deref().unwrap_or_default()
    }

    /// The project in the form of the service.
    pub fn view(&self) -> Group {
        let count = i64::try_from(self.clusters.len()).unwrap_or(i64::MAX);
        self.group.clone().cluster_count(count)
    }

    /// Whether the project has this name.
    pub fn is_named(&self, name: &str) -> bool {
        self.group.name.as_deref() == Some(name)
    }

    /// The cluster that a request is about.
    pub fn cluster(&mut self, request: &Request) -> Result<&mut Cluster, Failure> {
        let name = request.path_argument("clusterName").unwrap_or_default();
        self.cluster_named(name)
    }

    pub fn cluster_named(&mut self, name: &str) -> Result<&mut Cluster, Failure> {
        let id = self.id().to_owned();
        let mut clusters = self.clusters.iter_mut();
        let known = clusters.find(|cluster| cluster.name() == name);
        known.ok_or_else(|| refusals::no_cluster(name, &id))
    }

    /// Adds an event of now, with what such events have beyond what all have.
    pub fn record(&mut self, event_type: &str, more: Json) {
        self.record_ago(Duration::ZERO, event_type, more);
    }

    pub fn record_ago(&mut self, ago: Duration, event_type: &str, more: Json) {
        let mut event = json!({
            "id": format!("e5e47000{:016x}", self.events.len() + 1),
            "created": clock::ago(ago).as_str(),
            "eventTypeName": event_type,
            "groupId": self.id(),
            "username": YOU,
        });
        if let (Json::Object(event), Json::Object(more)) = (&mut event, more) {
            event.extend(more);
        }
        self.events.push(event);
    }

    pub fn settle(&mut self, now: Instant) {
        let mut done = Vec::new();
        for cluster in &mut self.clusters {
            if let Some(event) = cluster.settle(now) {
                done.push((event, cluster.name().to_owned()));
            }
        }
        self.clusters.retain(|cluster| !cluster.is_gone());
        for (event, name) in done {
            self.record(event, json!({"clusterName": name}));
        }
    }
}
