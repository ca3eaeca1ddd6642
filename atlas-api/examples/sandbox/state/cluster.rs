//! A cluster, and how its state changes: CREATING and UPDATING become IDLE after a while, DELETING the end.

use std::time::Instant;

use atlas_api::test_util::Failure;
use atlas_api::types::{
    ClusterConnectionStrings, ClusterDescription20240805 as Description, ClusterState,
};

use crate::{clock, refusals};

/// A cluster.
pub struct Cluster {
    pub description: Description,
    /// When the change in progress is done.
    busy_until: Option<Instant>,
    gone: bool,
}

impl Cluster {
    /// One that is being created, until then; at once without.
    pub fn new(description: Description, until: Option<Instant>) -> Self {
        let mut cluster = Self {
            description: description
                .create_date(clock::now())
                .mongo_db_version("8.0.4")
                .paused(false)
                .state_name(ClusterState::Creating),
            busy_until: until,
            gone: false,
        };
        if until.is_none() {
            cluster.become_idle();
        }
        cluster
    }

    pub fn name(&self) -> &str {
        self.description.name.as_deref().unwrap_or_default()
    }

    pub fn is_gone(&self) -> bool {
        self.gone
    }

    fn is_paused(&self) -> bool {
        self.description.paused == Some(true)
    }

    pub fn is(&self, state: &ClusterState) -> bool {
        self.description.state_name.as_ref() == Some(state)
    }

    /// The names of its machines; none while it is created or paused.
    pub fn hosts(&self) -> Vec<String> {
        if self.is(&ClusterState::Creating) || self.is_paused() {
            return Vec::new();
        }
        hosts(self.name())
    }

    /// Keeps the cluster busy until then.
    pub fn begin(&mut self, state: ClusterState, until: Instant) {
        self.description.state_name = Some(state);
        self.busy_until = Some(until);
    }

    /// Finishes the change if it is done by now, and returns its event.
    pub fn settle(&mut self, now: Instant) -> Option<&'static str> {
        self.busy_until.take_if(|until| *until <= now)?;
        let event = match self.description.state_name {
            Some(ClusterState::Creating) => "CLUSTER_READY",
            Some(ClusterState::Deleting) => {
                self.gone = true;
                "CLUSTER_DELETED"
            }
            _ => "CLUSTER_UPDATE_COMPLETED",
        };
        self.become_idle();
        Some(event)
    }

    fn become_idle(&mut self) {
        let name = self.name();
        let nodes: Vec<String> = hosts(name)
            .iter()
            .map(|host| format!("{host}:27017"))
            .collect();
        let strings = ClusterConnectionStrings::new()
            .standard(format!("mongodb://{}/?ssl=true", nodes.join(",")))
            .standard_srv(format!("mongodb+srv://{name}.sandbox.example"));
        self.description.connection_strings = Some(strings);
        self.description.state_name = Some(ClusterState::Idle);
    }

    /// Whether the change may be made now.
    pub fn permit(&self, change: &Description) -> Result<(), Failure> {
        if self.is(&ClusterState::Deleting) {
            return Err(refusals::is_being_deleted(self.name()));
        }
        match change.paused {
            Some(true) if self.is_paused() => {
                let failure = Failure::new(409, "CLUSTER_ALREADY_PAUSED");
                Err(failure.detail("the cluster is paused already"))
            }
            None | Some(true) if self.is_paused() => {
                let failure = Failure::new(409, "CANNOT_UPDATE_PAUSED_CLUSTER");
                Err(failure.detail("a paused cluster can only be resumed"))
            }
            _ => Ok(()),
        }
    }

    /// Whether its data may be replaced now.
    pub fn permit_restore(&self) -> Result<(), Failure> {
        if self.is(&ClusterState::Deleting) {
            return Err(refusals::is_being_deleted(self.name()));
        }
        if self.is_paused() {
            let failure = Failure::new(400, "CLUSTER_PAUSED_CANNOT_RESTORE");
            return Err(failure.detail("a paused cluster takes no data"));
        }
        Ok(())
    }
}

fn hosts(cluster: &str) -> Vec<String> {
    let host = |node| format!("{cluster}-shard-00-0{node}.sandbox.example");
    (0..3).map(host).collect()
}
