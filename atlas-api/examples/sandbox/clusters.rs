//! Clusters, and how their states change: CREATING and UPDATING become IDLE after a while, DELETING the end.

use std::time::Instant;

use atlas_api::NoContent;
use atlas_api::clusters::{CreateCluster, DeleteCluster, GetCluster, ListClusters, UpdateCluster};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    ClusterConnectionStrings, ClusterDescription20240805 as Description, ClusterState,
    HardwareSpec20240805InstanceSize as Size, PaginatedClusterDescription20240805,
};
use serde_json::json;

use crate::server::Sandbox;
use crate::state::State;
use crate::{clock, convert, refusals};

/// What a request does not change.
const READ_ONLY: [&str; 8] = [
    "connectionStrings",
    "createDate",
    "groupId",
    "id",
    "links",
    "mongoDBVersion",
    "name",
    "stateName",
];

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListClusters>(list);
    sandbox.on::<GetCluster>(get);
    sandbox.on_creation::<CreateCluster>(create);
    sandbox.on::<UpdateCluster>(update);
    sandbox.on::<DeleteCluster>(delete);
}

/// A cluster.
pub struct Cluster {
    pub description: Description,
    /// When what is being done is done.
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

    fn is(&self, state: &ClusterState) -> bool {
        self.description.state_name.as_ref() == Some(state)
    }

    /// The names of its machines; none while it is created or paused.
    pub fn hosts(&self) -> Vec<String> {
        if self.is(&ClusterState::Creating) || self.is_paused() {
            return Vec::new();
        }
        hosts(self.name())
    }

    /// Is not idle until then.
    pub fn begin(&mut self, state: ClusterState, until: Instant) {
        self.description.state_name = Some(state);
        self.busy_until = Some(until);
    }

    /// Finishes what is done by now, and gives the event that it is.
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
    fn permit(&self, change: &Description) -> Result<(), Failure> {
        if self.is(&ClusterState::Deleting) {
            return Err(is_deleting(self.name()));
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
            return Err(is_deleting(self.name()));
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

fn is_deleting(name: &str) -> Failure {
    let failure = Failure::new(400, "CLUSTER_ALREADY_REQUESTED_DELETION").parameters([name]);
    failure.detail(format!("{name} is being deleted"))
}

fn list(
    state: &mut State,
    request: &Request,
) -> Result<PaginatedClusterDescription20240805, Answer> {
    let project = state.project(request)?;
    let clusters = project.clusters.iter();
    Ok(request.page::<ListClusters>(clusters.map(|it| it.description.clone())))
}

fn get(state: &mut State, request: &Request) -> Result<Description, Answer> {
    let cluster = state.project(request)?.cluster(request)?;
    Ok(cluster.description.clone())
}

fn create(state: &mut State, request: &Request) -> Result<Description, Answer> {
    let (id, until) = (state.new_id(), state.done_at());
    let project = state.project(request)?;
    let wanted: Description = request.json()?;
    let Some(name) = wanted.name.clone() else {
        return Err(refusals::missing("name").into());
    };
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if name.is_empty() || name.starts_with('-') || !name.chars().all(is_allowed) {
        let failure = Failure::new(400, "CLUSTER_NAME_INVALID").parameters([name]);
        return Err(failure
            .detail("a name has letters, digits and hyphens")
            .into());
    }
    if wanted.replication_specs.iter().flatten().next().is_none() {
        return Err(refusals::missing("replicationSpecs").into());
    }
    check_sizes(&wanted)?;
    if project.cluster_named(&name).is_ok() {
        let id = project.id().to_owned();
        let detail = format!("there is a cluster {name} already");
        let failure = Failure::new(400, "DUPLICATE_CLUSTER_NAME").parameters([name, id]);
        return Err(failure.detail(detail).into());
    }
    // What the service alone sets is not taken from the request.
    let described = Description::new()
        .id(id)
        .group_id(project.id())
        .name(&*name);
    let cluster = Cluster::new(convert::merge(&described, &wanted, &READ_ONLY), Some(until));
    let answer = cluster.description.clone();
    project.clusters.push(cluster);
    project.record("CLUSTER_CREATED", json!({"clusterName": name}));
    Ok(answer)
}

fn update(state: &mut State, request: &Request) -> Result<Description, Answer> {
    let until = state.done_at();
    let project = state.project(request)?;
    let cluster = project.cluster(request)?;
    let change: Description = request.json()?;
    cluster.permit(&change)?;
    check_sizes(&change)?;
    cluster.description = convert::merge(&cluster.description, &change, &READ_ONLY);
    cluster.begin(ClusterState::Updating, until);
    let answer = cluster.description.clone();
    let name = json!({"clusterName": answer.name});
    project.record("CLUSTER_UPDATE_SUBMITTED", name);
    Ok(answer)
}

fn delete(state: &mut State, request: &Request) -> Result<NoContent, Answer> {
    let until = state.done_at();
    let project = state.project(request)?;
    let cluster = project.cluster(request)?;
    if cluster.is(&ClusterState::Deleting) {
        return Err(is_deleting(cluster.name()).into());
    }
    cluster.begin(ClusterState::Deleting, until);
    let name = json!({"clusterName": cluster.name()});
    project.record("CLUSTER_DELETE_SUBMITTED", name);
    // The document says 204; the service says 202, for it has only begun.
    Err(Answer::of::<DeleteCluster>(()).status(202))
}

/// Whether the service has machines of these sizes. A region may have none that hold an election, but only
/// such as are read or analysed.
fn check_sizes(cluster: &Description) -> Result<(), Failure> {
    let cluster = convert::to_json(cluster);
    let list = |json: &serde_json::Value, name: &str| json[name].as_array().cloned();
    for shard in list(&cluster, "replicationSpecs").unwrap_or_default() {
        for region in list(&shard, "regionConfigs").unwrap_or_default() {
            let size = region["electableSpecs"]["instanceSize"].as_str();
            let is_shared = matches!(region["providerName"].as_str(), Some("TENANT" | "FLEX"));
            if is_shared || matches!(size, Some("M0" | "M2" | "M5" | "FLEX")) {
                let detail = "the sandbox has dedicated clusters only";
                return Err(refusals::not_here(detail));
            }
            if region["electableSpecs"].is_null() {
                continue;
            }
            let Some(size) = size else {
                return Err(refusals::missing("instanceSize"));
            };
            if !Size::VALUES.contains(&size) {
                let problem = format!("there is no size {size}");
                return Err(refusals::invalid("instanceSize", &problem));
            }
        }
    }
    Ok(())
}
