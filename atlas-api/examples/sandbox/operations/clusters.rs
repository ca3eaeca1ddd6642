//! Clusters: created, changed and deleted, which takes a while.

use atlas_api::NoContent;
use atlas_api::clusters::{CreateCluster, DeleteCluster, GetCluster, ListClusters, UpdateCluster};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    ClusterDescription20240805 as Description, ClusterState,
    HardwareSpec20240805InstanceSize as Size, PaginatedClusterDescription20240805,
};
use serde_json::json;

use crate::server::Sandbox;
use crate::state::{Cluster, State};
use crate::{convert, refusals};

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
        return Err(refusals::is_being_deleted(cluster.name()).into());
    }
    cluster.begin(ClusterState::Deleting, until);
    let name = json!({"clusterName": cluster.name()});
    project.record("CLUSTER_DELETE_SUBMITTED", name);
    // The spec says 204. The service responds with 202, because the deletion has only begun.
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
