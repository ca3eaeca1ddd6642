//! Clusters in version 2023-01-01: there is one cloud provider, whose settings apply to all regions, and each region
//! has numbers of nodes.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Map, Value as Json, json};

use super::clusters::items;
use super::older_clusters;
use crate::call::{Call, Content, Reply};
use crate::refusals;
use crate::state::Record;

/// The names of the kinds of nodes, in this version and in the next one.
const NODES: [(&str, &str); 3] = [
    ("electableNodes", "electableSpecs"),
    ("readOnlyNodes", "readOnlySpecs"),
    ("analyticsNodes", "analyticsSpecs"),
];

/// The properties that describe nodes. The next version has them in each region.
const NODE_SETTINGS: [&str; 6] = [
    "autoScaling",
    "numShards",
    "providerSettings",
    "replicationFactor",
    "replicationSpec",
    "replicationSpecs",
];

/// Only clusters with one cloud provider. The others need a newer version.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let reply = older_clusters::list(call)?;
    let Content::List(clusters) = reply.content else {
        return Ok(reply);
    };
    Reply::list(clusters.iter().filter_map(|it| oldest(it).ok()))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    answer(older_clusters::get(call)?)
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    call.body = newer(&call.body, &Json::Null)?;
    answer(older_clusters::create(call)?)
}

pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    let known = match get(call)?.content {
        Content::One(known) => known,
        _ => Json::Null,
    };
    call.body = newer(&call.body, &known)?;
    answer(older_clusters::update(call)?)
}

fn answer(reply: Reply) -> Result<Reply, Failure> {
    match &reply.content {
        Content::One(cluster) => Reply::one(oldest(cluster)?),
        _ => Ok(reply),
    }
}

/// A cluster in this version.
fn oldest(cluster: &Json) -> Result<Json, Failure> {
    let zones = &cluster["replicationSpecs"];
    let regions = || items(zones).flat_map(|zone| items(&zone["regionConfigs"]));
    let Some(first) = regions().next() else {
        return Ok(cluster.clone());
    };
    if regions().any(|it| it["providerName"] != first["providerName"]) {
        let detail = "the cluster has several cloud providers, which version 2023-01-01 can't tell";
        return Err(refusals::conflict(
            400,
            codes::MULTI_CLOUD_CLUSTER_INVALID,
            detail,
        ));
    }
    let mut oldest = Record::new(cluster.clone());
    let zones: Vec<Json> = items(zones).map(zone).collect();
    let nodes = &first["electableSpecs"];
    let mut provider = Record::new(json!({
        "providerName": first["providerName"], "instanceSizeName": nodes["instanceSize"],
    }));
    for (name, value) in [
        ("backingProviderName", &first["backingProviderName"]),
        ("diskIOPS", &nodes["diskIOPS"]),
        ("volumeType", &nodes["ebsVolumeType"]),
    ] {
        provider.merge(&json!({name: value}));
    }
    if regions().nth(1).is_none() {
        provider.merge(&json!({"regionName": first["regionName"]}));
    }
    let scaling = &first["autoScaling"];
    if scaling.is_object() {
        let compute = &scaling["compute"];
        oldest.merge(&json!({"autoScaling": {
            "compute": {"enabled": compute["enabled"], "scaleDownEnabled": compute["scaleDownEnabled"]},
            "diskGBEnabled": scaling["diskGB"]["enabled"],
        }}));
        provider.merge(&json!({"autoScaling": {"compute": {
            "maxInstanceSize": compute["maxInstanceSize"], "minInstanceSize": compute["minInstanceSize"],
        }}}));
    }
    if let [zone] = &zones[..] {
        let regions = zone["regionsConfig"].as_object().into_iter().flatten();
        let electable = regions.filter_map(|(_, it)| it["electableNodes"].as_i64());
        oldest.value["replicationFactor"] = electable.sum::<i64>().into();
        oldest.value["replicationSpec"] = zone["regionsConfig"].clone();
        oldest.value["numShards"] = zone["numShards"].clone();
    }
    oldest.value["replicationSpecs"] = zones.into();
    oldest.value["providerSettings"] = provider.value;
    // Backups are those of the cloud provider. This version also has legacy backups, which no longer exist.
    oldest.value["providerBackupEnabled"] = cluster["backupEnabled"].clone();
    oldest.value["backupEnabled"] = false.into();
    let strings = &cluster["connectionStrings"];
    if let Some(standard) = strings["standard"].as_str() {
        let hosts = standard.split("/?").next().unwrap_or(standard);
        oldest.merge(&json!({
            "mongoURI": hosts, "mongoURIWithOptions": standard, "mongoURIUpdated": cluster["createDate"],
            "srvAddress": strings["standardSrv"],
        }));
    }
    Ok(oldest.value)
}

/// A zone in this version.
fn zone(zone: &Json) -> Json {
    let region = |region: &Json| {
        let mut counts = Map::new();
        for (name, specs) in NODES {
            let count = region[specs]["nodeCount"].as_i64();
            counts.insert(name.to_owned(), count.unwrap_or(0).into());
        }
        counts.insert("priority".to_owned(), region["priority"].clone());
        let name = region["regionName"].as_str().unwrap_or_default();
        (name.to_owned(), Json::Object(counts))
    };
    let regions: Map<String, Json> = items(&zone["regionConfigs"]).map(region).collect();
    json!({
        "id": zone["id"], "numShards": zone["numShards"], "regionsConfig": regions,
        "zoneName": zone["zoneName"],
    })
}

/// Converts a request of this version to the next one. A change to some node settings sends all of them.
fn newer(request: &Json, known: &Json) -> Result<Json, Failure> {
    if request["backupEnabled"] == true {
        let code = codes::CONTINUOUS_BACKUP_NOT_SUPPORTED_ON_NEW_CLUSTERS;
        return Err(refusals::refused(
            code,
            "backupEnabled",
            "can't be set anymore",
        ));
    }
    let mut newer = request.clone();
    let Some(properties) = newer.as_object_mut() else {
        return Ok(newer);
    };
    properties.remove("backupEnabled");
    if let Some(enabled) = properties.remove("providerBackupEnabled") {
        properties.insert("backupEnabled".to_owned(), enabled);
    }
    let sets_nodes = NODE_SETTINGS.iter().any(|name| !request[name].is_null());
    properties.retain(|name, _| !NODE_SETTINGS.contains(&name.as_str()));
    if !sets_nodes {
        return Ok(newer);
    }
    let mut all = Record::new(known.clone());
    all.merge(request);
    let zones = zones(request, &all.value);
    let zones: Vec<Json> = zones
        .iter()
        .map(|it| newer_zone(it, &all.value))
        .collect::<Result<_, _>>()?;
    newer["replicationSpecs"] = zones.into();
    Ok(newer)
}

/// The zones of a request: those that it names, or one with the region and the numbers that it names, or the known
/// ones.
fn zones(request: &Json, all: &Json) -> Vec<Json> {
    let names_zones = items(&request["replicationSpecs"]).next().is_some();
    let region = &request["providerSettings"]["regionName"];
    let known = items(&all["replicationSpecs"]).cloned().collect::<Vec<_>>();
    let is_new = known.is_empty() || region.is_string() || request["replicationSpec"].is_object();
    let mut zones = known;
    if !names_zones && is_new {
        let factor = all["replicationFactor"].as_i64().unwrap_or(3);
        let regions = match (&request["replicationSpec"], region.as_str()) {
            (Json::Object(regions), _) => Json::Object(regions.clone()),
            (_, Some(region)) => json!({region: {"electableNodes": factor, "priority": 7}}),
            _ => json!({}),
        };
        let mut zone = json!({"numShards": all["numShards"], "regionsConfig": regions});
        for name in ["id", "zoneName"] {
            let known = zones.first().map(|known| known[name].clone());
            zone[name] = known.unwrap_or_default();
        }
        zones = vec![zone];
    }
    if let (false, [zone]) = (names_zones, &mut zones[..]) {
        if !request["numShards"].is_null() {
            zone["numShards"] = request["numShards"].clone();
        }
    }
    zones
}

/// A zone in the next version.
fn newer_zone(zone: &Json, all: &Json) -> Result<Json, Failure> {
    let provider = &all["providerSettings"];
    let (Some(name), Some(_)) = (
        provider["providerName"].as_str(),
        provider["instanceSizeName"].as_str(),
    ) else {
        return Err(refusals::missing("providerSettings"));
    };
    let region = |(region, counts): (&String, &Json)| {
        let mut config = Record::new(json!({"providerName": name, "regionName": region}));
        config.merge(&json!({
            "priority": counts["priority"], "backingProviderName": provider["backingProviderName"],
        }));
        for (count, specs) in NODES {
            let count = counts[count].as_i64().unwrap_or(0);
            if count > 0 || specs == "electableSpecs" {
                config.merge(&json!({specs: {
                    "instanceSize": provider["instanceSizeName"], "diskIOPS": provider["diskIOPS"],
                    "ebsVolumeType": provider["volumeType"], "nodeCount": count,
                }}));
            }
        }
        let (scaling, bounds) = (&all["autoScaling"], &provider["autoScaling"]["compute"]);
        if scaling.is_object() {
            config.merge(&json!({"autoScaling": {
                "compute": {
                    "enabled": scaling["compute"]["enabled"],
                    "scaleDownEnabled": scaling["compute"]["scaleDownEnabled"],
                    "maxInstanceSize": bounds["maxInstanceSize"],
                    "minInstanceSize": bounds["minInstanceSize"],
                },
                "diskGB": {"enabled": scaling["diskGBEnabled"]},
            }}));
        }
        config.value
    };
    let regions = zone["regionsConfig"].as_object().into_iter().flatten();
    let regions: Vec<Json> = regions.map(region).collect();
    if regions.is_empty() {
        return Err(refusals::missing("replicationSpecs"));
    }
    let mut newer = Record::new(json!({"regionConfigs": regions}));
    newer.merge(&json!({
        "id": zone["id"], "numShards": zone["numShards"], "zoneName": zone["zoneName"],
    }));
    Ok(newer.value)
}
