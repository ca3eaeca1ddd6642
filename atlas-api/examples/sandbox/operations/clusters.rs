//! Clusters: creating, changing and deleting them takes a while.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, about_cluster};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{clock, refusals};

/// The MongoDB version of new clusters.
pub const MONGODB: &str = "8.0.4";

/// A cluster, in version 2024-08-05 or later.
pub struct Cluster;

impl Resource for Cluster {
    const NAME: &'static str = "cluster";
    const KEY: &'static str = "name";
    const ARGUMENT: &'static str = "clusterName";
    const NOT_FOUND: &'static str = codes::CLUSTER_NOT_FOUND;
    const DUPLICATE: (u16, &'static str) = (400, codes::DUPLICATE_CLUSTER_NAME);

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let name = call.required("name")?;
        check_name(call, &name)?;
        if items(&record.value["replicationSpecs"]).next().is_none() {
            return Err(refusals::missing("replicationSpecs"));
        }
        check_sizes(&record.value)?;
        let (id, project) = (call.state.new_id(), call.argument("groupId").to_owned());
        let wanted = record.value.take();
        record.value = described(&id, &project, &wanted);
        name_shards(call, record);
        let ready = json!({"stateName": "IDLE", "connectionStrings": connection_strings(&name)});
        let event = ("CLUSTER_READY", about_cluster(&name));
        record.pending = call.pending(Some(ready), Some(event));
        call.record("CLUSTER_CREATED", about_cluster(&name));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let change = call.body.clone();
        permit(call.cluster()?, &change)?;
        check_sizes(&record.value)?;
        name_shards(call, record);
        record.value["stateName"] = "UPDATING".into();
        let name = record.text("name").to_owned();
        let event = ("CLUSTER_UPDATE_COMPLETED", about_cluster(&name));
        record.pending = call.pending(Some(json!({"stateName": "IDLE"})), Some(event));
        call.record("CLUSTER_UPDATE_SUBMITTED", about_cluster(&name));
        Ok(())
    }

    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let name = record.text("name").to_owned();
        if record.is("stateName", "DELETING") {
            return Err(refusals::is_being_deleted(&name));
        }
        if record.value["terminationProtectionEnabled"] == true {
            let code = codes::CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED;
            let detail = "the cluster is protected from termination";
            return Err(refusals::conflict(400, code, detail));
        }
        record.value["stateName"] = "DELETING".into();
        let event = ("CLUSTER_DELETED", about_cluster(&name));
        record.pending = call.pending(None, Some(event));
        call.record("CLUSTER_DELETE_SUBMITTED", about_cluster(&name));
        Ok(true)
    }
}

/// All properties of a new cluster.
pub fn described(id: &str, project: &str, wanted: &Json) -> Json {
    let mut cluster = Record::new(json!({
        "backupEnabled": false,
        "biConnector": {"enabled": false, "readPreference": "secondary"},
        "configServerManagementMode": "ATLAS_MANAGED",
        "diskWarmingMode": "FULLY_WARMED",
        "encryptionAtRestProvider": "NONE",
        "globalClusterSelfManagedSharding": false,
        "labels": [],
        "links": [],
        "mongoDBMajorVersion": "8.0",
        "paused": false,
        "pitEnabled": false,
        "redactClientLogData": false,
        "rootCertType": "ISRGROOTX1",
        "tags": [],
        "terminationProtectionEnabled": false,
        "versionReleaseSystem": "LTS",
    }));
    cluster.merge(wanted);
    cluster.merge(&json!({
        "id": id,
        "groupId": project,
        "connectionStrings": {},
        "createDate": clock::text(clock::now()),
        "mongoDBVersion": MONGODB,
        "stateName": "CREATING",
    }));
    // Empty objects are not merged.
    cluster.value["connectionStrings"] = json!({});
    cluster.value
}

/// The connection strings of a cluster.
pub fn connection_strings(name: &str) -> Json {
    let nodes: Vec<String> = hosts(name).iter().map(|it| format!("{it}:27017")).collect();
    json!({
        "standard": format!("mongodb://{}/?ssl=true&authSource=admin&replicaSet={name}-shard-0", nodes.join(",")),
        "standardSrv": format!("mongodb+srv://{name}.sandbox.example"),
    })
}

/// The hosts of a cluster.
pub fn hosts(cluster: &str) -> Vec<String> {
    let host = |node| format!("{cluster}-shard-00-0{node}.sandbox.example");
    (0..3).map(host).collect()
}

/// Sets the ids of shards that have none, and one id for each zone name.
pub fn name_shards(call: &mut Call, record: &mut Record) {
    let mut zones: Vec<(String, Json)> = Vec::new();
    let shards = record.value["replicationSpecs"].as_array_mut();
    for shard in shards.into_iter().flatten() {
        if shard["id"].is_null() {
            shard["id"] = call.state.new_id().into();
        }
        let zone = shard["zoneName"].as_str().unwrap_or("Zone 1").to_owned();
        if shard["zoneId"].is_null() {
            let known = zones.iter().find(|(name, _)| *name == zone);
            let known = known.map(|(_, id)| id.clone());
            shard["zoneId"] = known.unwrap_or_else(|| call.state.new_id().into());
        }
        zones.push((zone.clone(), shard["zoneId"].clone()));
        shard["zoneName"] = zone.into();
    }
}

pub fn items(list: &Json) -> impl Iterator<Item = &Json> {
    list.as_array().into_iter().flatten()
}

/// Checks that a new cluster may have this name. Both kinds of clusters share a namespace.
pub fn check_name(call: &Call, name: &str) -> Result<(), Failure> {
    let lists = ["clusters", "flexClusters"].map(|list| call.within(list));
    if lists
        .iter()
        .any(|list| call.state.find(list, "name", name).is_some())
    {
        let (status, code) = Cluster::DUPLICATE;
        return Err(refusals::duplicate(status, code, "cluster", name));
    }
    Ok(())
}

/// Checks that a cluster may be changed in this way now.
fn permit(cluster: &Record, change: &Json) -> Result<(), Failure> {
    if cluster.is("stateName", "DELETING") {
        return Err(refusals::is_being_deleted(cluster.text("name")));
    }
    let paused = change["paused"].as_bool();
    if is_free(cluster) && paused.is_some() {
        let code = codes::TENANT_ATTRIBUTE_READ_ONLY;
        return Err(refusals::refused(
            code,
            "paused",
            "is read-only for free clusters",
        ));
    }
    match (cluster.value["paused"] == true, paused) {
        (true, Some(true)) => {
            let code = codes::CLUSTER_ALREADY_PAUSED;
            Err(refusals::conflict(
                409,
                code,
                "the cluster is paused already",
            ))
        }
        (true, None) => {
            let code = codes::CANNOT_UPDATE_PAUSED_CLUSTER;
            Err(refusals::conflict(
                409,
                code,
                "a paused cluster can only be resumed",
            ))
        }
        _ => Ok(()),
    }
}

/// Whether this is a free cluster.
pub fn is_free(cluster: &Record) -> bool {
    let region = &cluster.value["replicationSpecs"][0]["regionConfigs"][0];
    region["providerName"] == "TENANT"
}

/// Checks that each region has nodes with a size. A region need not have electable nodes, but may have only read-only
/// or analytics nodes.
fn check_sizes(cluster: &Json) -> Result<(), Failure> {
    let shards = items(&cluster["replicationSpecs"]);
    for region in shards.flat_map(|shard| items(&shard["regionConfigs"])) {
        let nodes = &region["electableSpecs"];
        if nodes.is_object() && nodes["instanceSize"].is_null() {
            return Err(refusals::missing("instanceSize"));
        }
        let size = nodes["instanceSize"].as_str();
        let is_free = region["providerName"] == "TENANT";
        if is_free && region["backingProviderName"].is_null() {
            return Err(refusals::missing("backingProviderName"));
        }
        // The service no longer creates the other shared sizes.
        if size.is_some_and(|size| is_free != (size == "M0")) {
            let problem = "is not a size that this provider offers";
            return Err(refusals::invalid("instanceSize", problem));
        }
    }
    Ok(())
}

/// The response is empty, because the deletion has only begun.
pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    Ok(resource::delete::<Cluster>(call)?.status(202))
}

/// Whether changes, such as new database users, have reached the cluster.
pub fn status(call: &mut Call) -> Result<Reply, Failure> {
    let is_changing = call.cluster()?.pending.is_some();
    let status = if is_changing { "PENDING" } else { "APPLIED" };
    Reply::one(json!({"changeStatus": status, "links": []}))
}

/// The clusters of all projects that the caller has access to.
pub fn details(call: &mut Call) -> Result<Reply, Failure> {
    let projects = super::projects::views(call);
    let organization = call.state.list("orgs").first();
    let organization = organization.map(|it| it.text("name")).unwrap_or_default();
    let of_project = |project: &Json| {
        let id = project["id"].as_str().unwrap_or_default();
        let clusters = call.state.list(&format!("groups/{id}/clusters"));
        let clusters: Vec<Json> = clusters.iter().map(detail).collect();
        json!({
            "clusters": clusters, "groupId": id, "groupName": project["name"],
            "orgId": project["orgId"], "orgName": organization, "planType": "Atlas", "tags": [],
        })
    };
    Reply::list(projects.iter().map(of_project).collect::<Vec<_>>())
}

fn detail(cluster: &Record) -> Json {
    json!({
        "alertCount": 0,
        "authEnabled": true,
        "availability": "available",
        "backupEnabled": cluster.value["backupEnabled"],
        "clusterId": cluster.value["id"],
        "dataSizeBytes": 1_258_291_200,
        "name": cluster.value["name"],
        "nodeCount": 3,
        "sslEnabled": true,
        "type": match cluster.text("clusterType") {
            "REPLICASET" => "REPLICA_SET",
            _ => "SHARDED_CLUSTER",
        },
        "versions": [cluster.value["mongoDBVersion"]],
    })
}

/// Loads sample data, which takes a while.
pub fn load_samples(call: &mut Call) -> Result<Reply, Failure> {
    let name = call.argument("name").to_owned();
    call.cluster_named(&name)?;
    let mut job = Record::new(json!({
        "_id": call.state.new_id(), "clusterName": name,
        "createDate": clock::text(clock::now()), "state": "WORKING",
    }));
    let done = json!({"state": "COMPLETED", "completeDate": clock::text(call.done_at())});
    job.pending = call.pending(Some(done), None);
    let list = call.within("sampleDatasetLoad");
    call.state.list_mut(&list).push(job.clone());
    Reply::one(job.value)
}

pub fn get_samples(call: &mut Call) -> Result<Reply, Failure> {
    let id = call.argument("sampleDatasetId");
    let known = call
        .state
        .find(&call.within("sampleDatasetLoad"), "_id", id);
    let known = known.map(|it| it.value.clone());
    Reply::one(
        known.ok_or_else(|| {
            refusals::not_found(codes::RESOURCE_NOT_FOUND, "load of sample data", id)
        })?,
    )
}
