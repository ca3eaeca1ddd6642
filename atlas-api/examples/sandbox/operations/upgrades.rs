//! Upgrades of free and flex clusters. A cluster keeps its name and its id.

use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::clusters::{Cluster, described, is_free};
use super::flex_clusters::flex;
use crate::call::{Call, Reply};
use crate::refusals;
use crate::resource::Resource;
use crate::state::Record;
use crate::unseen;

/// Upgrades a free cluster to a flex cluster or a dedicated one.
pub fn free(call: &mut Call) -> Result<Reply, Failure> {
    let name = call.required("name")?;
    let cluster = call.cluster_named(&name)?.clone();
    if !is_free(&cluster) {
        let code = unseen::CANNOT_UPGRADE_NON_TENANT_CLUSTER;
        return Err(refusals::conflict(
            400,
            code,
            "the cluster is not a free one",
        ));
    }
    let wanted = call.body["providerSettings"].clone();
    let text = |name: &str| wanted[name].as_str().unwrap_or_default().to_owned();
    let provider = text("providerName");
    let region = &cluster.value["replicationSpecs"][0]["regionConfigs"][0];
    let region = match wanted["regionName"].as_str() {
        Some(region) => region.into(),
        None => region["regionName"].clone(),
    };
    if provider == "FLEX" {
        let settings =
            json!({"backingProviderName": wanted["backingProviderName"], "regionName": region});
        let upgraded = flex(
            &cluster.value,
            &json!({"name": name, "providerSettings": settings}),
        );
        replace(call, ["clusters", "flexClusters"], &name, upgraded);
    } else {
        let nodes = json!({"instanceSize": text("instanceSizeName"), "nodeCount": 3});
        let region = json!({
            "providerName": provider, "regionName": region, "priority": 7, "electableSpecs": nodes,
        });
        let shard = &cluster.value["replicationSpecs"][0];
        let mut upgraded = cluster.value.clone();
        upgraded["replicationSpecs"] = json!([{
            "id": shard["id"], "zoneId": shard["zoneId"], "zoneName": shard["zoneName"],
            "regionConfigs": [region],
        }]);
        replace(call, ["clusters", "clusters"], &name, upgraded);
    }
    Reply::one(json!({
        "id": cluster.value["id"], "groupId": cluster.value["groupId"], "name": name,
        "clusterType": "REPLICASET", "stateName": "UPDATING", "providerSettings": wanted,
        "mongoDBVersion": cluster.value["mongoDBVersion"],
    }))
}

/// Upgrades a flex cluster to a dedicated one.
pub fn flex_cluster(call: &mut Call) -> Result<Reply, Failure> {
    let name = call.required("name")?;
    let list = call.within("flexClusters");
    let known = call.state.find(&list, "name", &name).cloned();
    let known =
        known.ok_or_else(|| refusals::not_found(Cluster::NOT_FOUND, Cluster::NAME, &name))?;
    let (id, project) = (
        known.text("id").to_owned(),
        call.argument("groupId").to_owned(),
    );
    let mut upgraded = Record::new(described(&id, &project, &call.body));
    upgraded.merge(&json!({
        "connectionStrings": known.value["connectionStrings"], "createDate": known.value["createDate"],
    }));
    super::clusters::name_shards(call, &mut upgraded);
    replace(call, ["flexClusters", "clusters"], &name, upgraded.value);
    let mut answer = known.value;
    answer["stateName"] = "UPDATING".into();
    Reply::one(answer)
}

/// Moves a cluster from one list to the other. It is busy for a while.
fn replace(call: &mut Call, [from, to]: [&str; 2], name: &str, mut value: Json) {
    value["stateName"] = "UPDATING".into();
    let mut upgraded = Record::new(value);
    let event = ("CLUSTER_UPDATE_COMPLETED", json!({"clusterName": name}));
    upgraded.pending = call.pending(Some(json!({"stateName": "IDLE"})), Some(event));
    let (from, to) = (call.within(from), call.within(to));
    call.state.list_mut(&from).retain(|it| !it.is("name", name));
    call.state.list_mut(&to).push(upgraded);
}
