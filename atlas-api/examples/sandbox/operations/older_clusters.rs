//! Clusters in version 2023-02-01: the shards of a zone are counted, and the whole cluster has one disk size.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::clusters::{Cluster, items};
use crate::call::{Call, Content, Reply};
use crate::refusals;
use crate::resource;

/// The properties of regions that describe nodes.
const NODES: [&str; 3] = ["analyticsSpecs", "electableSpecs", "readOnlySpecs"];

/// Properties of later versions.
const NEWER: [&str; 6] = [
    "adaptiveCapacity",
    "effectiveReplicationSpecs",
    "internalClusterRole",
    "redactClientLogData",
    "retainBackups",
    "useAwsTimeBasedSnapshotCopyForFastInitialSync",
];

/// Only clusters whose shards are equal. The others need a newer version.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let reply = resource::list::<Cluster>(call)?;
    let Content::List(clusters) = reply.content else {
        return Ok(reply);
    };
    Reply::list(clusters.iter().filter_map(|it| older(it).ok()))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    answer(resource::get::<Cluster>(call)?)
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    call.body = newer(&call.body, &Json::Null);
    answer(resource::create::<Cluster>(call)?)
}

pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    let known = call.cluster()?.value.clone();
    older(&known)?;
    call.body = newer(&call.body, &known);
    answer(resource::update::<Cluster>(call)?)
}

fn answer(reply: Reply) -> Result<Reply, Failure> {
    match &reply.content {
        Content::One(cluster) => Reply::one(older(cluster)?),
        _ => Ok(reply),
    }
}

/// All nodes of a shard.
fn nodes(shard: &mut Json) -> impl Iterator<Item = &mut Json> {
    let regions = shard["regionConfigs"].as_array_mut();
    let regions = regions
        .into_iter()
        .flatten()
        .filter_map(Json::as_object_mut);
    let properties = regions.flat_map(|region| region.iter_mut());
    let nodes = properties.filter(|(name, nodes)| NODES.contains(&&***name) && nodes.is_object());
    nodes.map(|(_, nodes)| nodes)
}

/// A cluster in this version.
fn older(cluster: &Json) -> Result<Json, Failure> {
    let mut zones: Vec<Json> = Vec::new();
    let mut disk = Json::Null;
    for shard in items(&cluster["replicationSpecs"]) {
        let mut zone = shard.clone();
        zone["id"] = shard["zoneId"].clone();
        zone["numShards"] = 1.into();
        for nodes in nodes(&mut zone) {
            if let Some(nodes) = nodes.as_object_mut() {
                disk = nodes.remove("diskSizeGB").unwrap_or(disk);
            }
        }
        match zones.iter_mut().find(|known| known["id"] == zone["id"]) {
            Some(known) if known["regionConfigs"] == zone["regionConfigs"] => {
                known["numShards"] = (known["numShards"].as_i64().unwrap_or(0) + 1).into();
            }
            Some(_) => {
                let code = codes::ASYMMETRIC_SHARD_UNSUPPORTED;
                let detail = "the shards differ, which versions before 2024-08-05 can't tell";
                return Err(refusals::conflict(400, code, detail));
            }
            None => zones.push(zone),
        }
    }
    let mut older = cluster.clone();
    older["replicationSpecs"] = Json::Array(zones);
    if let Some(cluster) = older.as_object_mut() {
        cluster.retain(|name, _| !NEWER.contains(&name.as_str()));
        if !disk.is_null() {
            cluster.insert("diskSizeGB".to_owned(), disk);
        }
    }
    Ok(older)
}

/// Converts a request of this version to the newer one. A change to the disks alone sends the known shards.
fn newer(request: &Json, known: &Json) -> Json {
    let mut newer = request.clone();
    let disk = newer.as_object_mut().and_then(|it| it.remove("diskSizeGB"));
    let mut shards = Vec::new();
    for zone in items(&request["replicationSpecs"]) {
        let of_zone = items(&known["replicationSpecs"]).filter(|it| it["zoneId"] == zone["id"]);
        let mut ids = of_zone.map(|it| it["id"].clone());
        for _ in 0..zone["numShards"].as_u64().unwrap_or(1).clamp(1, 50) {
            let mut shard = zone.clone();
            shard["zoneId"] = zone["id"].clone();
            shard["id"] = ids.next().unwrap_or_default();
            if let Some(shard) = shard.as_object_mut() {
                shard.retain(|name, value| name != "numShards" && !value.is_null());
            }
            shards.push(shard);
        }
    }
    if shards.is_empty() && disk.is_some() {
        shards = items(&known["replicationSpecs"]).cloned().collect();
    }
    let first = known.pointer("/replicationSpecs/0/regionConfigs/0/electableSpecs/diskSizeGB");
    if let Some(disk) = disk.as_ref().or(first) {
        for nodes in shards.iter_mut().flat_map(nodes) {
            nodes["diskSizeGB"] = disk.clone();
        }
    }
    if !shards.is_empty() {
        newer["replicationSpecs"] = json!(shards);
    }
    newer
}
