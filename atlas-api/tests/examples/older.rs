//! Clusters of the sandbox in older versions of their operations.
#![allow(deprecated, reason = "the versions have a sunset")]

use atlas_api::clusters::{self, v2023_01_01 as oldest, v2023_02_01 as older};
use atlas_api::{projects, types};
use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, of, strict};
use crate::support::GROUP;

const BEFORE_THE_SUNSET: [&str; 4] = ["--seconds", "0", "--today", "2026-01-01"];

fn region(size: &str) -> Value {
    json!({
        "providerName": "AWS", "regionName": "US_EAST_1", "priority": 7,
        "electableSpecs": {"instanceSize": size, "nodeCount": 3},
    })
}

#[tokio::test]
async fn old_version_counts_shards_and_has_one_disk_size() {
    let sandbox = Sandbox::with(&BEFORE_THE_SUNSET);
    let client = &strict(&sandbox);
    let wanted = json!({
        "name": "old", "clusterType": "SHARDED", "diskSizeGB": 40.0,
        "replicationSpecs": [{"numShards": 2, "zoneName": "Zone 1", "regionConfigs": [region("M30")]}],
    });
    let wanted = of::<types::AdvancedClusterDescription>(wanted);
    let created = answer(client, older::create_cluster(GROUP, wanted)).await;
    let zones = created["replicationSpecs"].as_array().unwrap();
    assert_eq!((zones.len(), &zones[0]["numShards"]), (1, &json!(2)));
    assert_eq!(created["diskSizeGB"], 40.0);

    let newer = answer(client, clusters::get_cluster(GROUP, "old")).await;
    let shards = newer["replicationSpecs"].as_array().unwrap();
    assert_eq!(shards.len(), 2);
    assert_eq!(shards[0]["zoneId"], zones[0]["id"]);
    for shard in shards {
        let nodes = &shard["regionConfigs"][0]["electableSpecs"];
        assert_eq!(
            (&nodes["diskSizeGB"], &nodes["instanceSize"]),
            (&json!(40.0), &json!("M30"))
        );
    }

    // An additional shard keeps the existing ones.
    let mut zone = zones[0].clone();
    zone["numShards"] = 3.into();
    zone.as_object_mut().unwrap().remove("zoneId");
    let change = of::<types::AdvancedClusterDescription>(json!({"replicationSpecs": [zone]}));
    answer(client, older::update_cluster(GROUP, "old", change)).await;
    let changed = answer(client, clusters::get_cluster(GROUP, "old")).await;
    let changed = changed["replicationSpecs"].as_array().unwrap();
    let ids =
        |shards: &[Value]| -> Vec<Value> { shards.iter().map(|it| it["id"].clone()).collect() };
    assert_eq!((changed.len(), &ids(changed)[..2]), (3, &ids(shards)[..]));
    let disks = of::<types::AdvancedClusterDescription>(json!({"diskSizeGB": 80.0}));
    let grown = answer(client, older::update_cluster(GROUP, "old", disks)).await;
    assert_eq!(
        (
            &grown["diskSizeGB"],
            &grown["replicationSpecs"][0]["numShards"]
        ),
        (&json!(80.0), &json!(3))
    );
}

#[tokio::test]
async fn different_shards_need_a_newer_version() {
    let sandbox = Sandbox::with(&BEFORE_THE_SUNSET);
    let client = &strict(&sandbox);
    let created = answer(client, clusters::get_cluster(GROUP, "prod")).await;
    let mut shards = vec![
        created["replicationSpecs"][0].clone(),
        created["replicationSpecs"][0].clone(),
    ];
    shards[1]["id"] = Value::Null;
    shards[1]["regionConfigs"][0]["electableSpecs"]["instanceSize"] = "M40".into();
    let change = of::<types::ClusterDescription20240805>(json!({"replicationSpecs": shards}));
    answer(client, clusters::update_cluster(GROUP, "prod", change)).await;
    let refused = code(client, older::get_cluster(GROUP, "prod")).await;
    assert_eq!(refused, "ASYMMETRIC_SHARD_UNSUPPORTED");
    let listed = answer(client, older::list_clusters(GROUP)).await;
    assert_eq!(
        (&listed["totalCount"], &listed["results"][0]["name"]),
        (&json!(1), &json!("staging"))
    );
    answer(client, projects::get_group(GROUP)).await;
}

/// A cluster to create in version 2023-01-01.
fn oldest_cluster(more: &Value) -> types::LegacyAtlasCluster {
    let mut cluster = json!({
        "name": "oldest", "clusterType": "REPLICASET", "diskSizeGB": 40.0, "providerBackupEnabled": true,
        "providerSettings": {"providerName": "AWS", "instanceSizeName": "M30", "regionName": "US_EAST_1"},
        "autoScaling": {"diskGBEnabled": true, "compute": {"enabled": true, "scaleDownEnabled": false}},
    });
    cluster
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    of(cluster)
}

#[tokio::test]
async fn oldest_version_has_one_provider_and_numbers_of_nodes() {
    let sandbox = Sandbox::with(&BEFORE_THE_SUNSET);
    let client = &strict(&sandbox);
    let wanted = oldest_cluster(&json!({}));
    let created = answer(client, oldest::create_cluster(GROUP, wanted)).await;
    assert_eq!(
        (&created["numShards"], &created["replicationFactor"]),
        (&json!(1), &json!(3))
    );
    assert_eq!(
        (&created["providerBackupEnabled"], &created["backupEnabled"]),
        (&json!(true), &json!(false))
    );
    let region =
        json!({"electableNodes": 3, "priority": 7, "readOnlyNodes": 0, "analyticsNodes": 0});
    assert_eq!(
        created["replicationSpecs"][0]["regionsConfig"],
        json!({"US_EAST_1": region})
    );

    let newer = answer(client, clusters::get_cluster(GROUP, "oldest")).await;
    let config = &newer["replicationSpecs"][0]["regionConfigs"][0];
    assert_eq!(
        config["electableSpecs"],
        json!({"instanceSize": "M30", "nodeCount": 3, "diskSizeGB": 40.0})
    );
    assert_eq!(config["autoScaling"]["diskGB"]["enabled"], true);
    assert_eq!(newer["backupEnabled"], true);
    let get = || oldest::get_cluster(GROUP, "oldest");
    let shown = answer(client, get()).await;
    assert_eq!(shown["autoScaling"]["compute"]["enabled"], true);
    assert_eq!(shown["providerSettings"]["regionName"], "US_EAST_1");
    let hosts = shown["mongoURI"].as_str().unwrap();
    assert!(
        hosts.starts_with("mongodb://") && !hosts.contains('?'),
        "{hosts}"
    );

    // A change of one setting keeps the others.
    let size = json!({"providerSettings": {"providerName": "AWS", "instanceSizeName": "M40"}});
    let change = oldest::update_cluster(GROUP, "oldest", of::<types::LegacyAtlasCluster>(size));
    let changed = answer(client, change).await;
    assert_eq!(changed["providerSettings"]["instanceSizeName"], "M40");
    assert_eq!(
        (&changed["replicationFactor"], &changed["diskSizeGB"]),
        (&json!(3), &json!(40.0))
    );
    let id = &changed["replicationSpecs"][0]["id"];
    assert_eq!(*id, created["replicationSpecs"][0]["id"]);
    let two = json!({"replicationSpecs": [{"id": id, "numShards": 1, "zoneName": "Zone 1", "regionsConfig": {
        "US_EAST_1": {"electableNodes": 2, "priority": 7},
        "US_WEST_2": {"electableNodes": 1, "priority": 6, "readOnlyNodes": 2},
    }}]});
    // The spec does not allow two electable nodes.
    let refused = oldest::update_cluster(
        GROUP,
        "oldest",
        of::<types::LegacyAtlasCluster>(two.clone()),
    );
    assert_eq!(code(client, refused).await, "INVALID_ENUM_VALUE");
    let two = of::<types::LegacyAtlasCluster>(
        two.to_string()
            .replace("\"electableNodes\":2", "\"electableNodes\":3")
            .replace("\"electableNodes\":1", "\"electableNodes\":0")
            .parse()
            .unwrap(),
    );
    let changed = answer(client, oldest::update_cluster(GROUP, "oldest", two)).await;
    assert_eq!(changed["providerSettings"]["regionName"], Value::Null);
    assert_eq!(changed["replicationSpec"]["US_WEST_2"]["readOnlyNodes"], 2);
    client
        .send(atlas_api::clusters::delete_cluster(GROUP, "oldest"))
        .await
        .unwrap();
    assert_eq!(code(client, get()).await, "CLUSTER_NOT_FOUND");
}

#[tokio::test]
async fn oldest_version_lacks_second_provider_and_legacy_backups() {
    let sandbox = Sandbox::with(&BEFORE_THE_SUNSET);
    let client = &strict(&sandbox);
    let wanted = oldest_cluster(&json!({"backupEnabled": true}));
    let refused = code(client, oldest::create_cluster(GROUP, wanted)).await;
    assert_eq!(refused, "CONTINUOUS_BACKUP_NOT_SUPPORTED_ON_NEW_CLUSTERS");
    let wanted = oldest_cluster(&json!({"providerSettings": {"providerName": "AWS"}}));
    let refused = code(client, oldest::create_cluster(GROUP, wanted)).await;
    assert_eq!(refused, "MISSING_ATTRIBUTE");

    let mut shards =
        answer(client, clusters::get_cluster(GROUP, "prod")).await["replicationSpecs"].clone();
    let mut second = shards[0]["regionConfigs"][0].clone();
    second["providerName"] = "AZURE".into();
    second["regionName"] = "US_EAST".into();
    second["priority"] = 6.into();
    shards[0]["regionConfigs"]
        .as_array_mut()
        .unwrap()
        .push(second);
    let change = of::<types::ClusterDescription20240805>(json!({"replicationSpecs": shards}));
    answer(client, clusters::update_cluster(GROUP, "prod", change)).await;
    let refused = code(client, oldest::get_cluster(GROUP, "prod")).await;
    assert_eq!(refused, "MULTI_CLOUD_CLUSTER_INVALID");
    let listed = answer(client, oldest::list_clusters(GROUP)).await;
    assert_eq!(
        (&listed["totalCount"], &listed["results"][0]["name"]),
        (&json!(1), &json!("staging"))
    );
}
