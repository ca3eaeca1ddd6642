//! Bodies like those of the service, of any length and the same in each run.

use serde_json::{Value, json};

/// A page of clusters, each with three regions.
#[must_use]
pub fn clusters(count: usize) -> String {
    let specs = json!({"instanceSize": "M30", "nodeCount": 3, "diskIOPS": 3000, "ebsVolumeType": "STANDARD", "diskSizeGB": 40.0});
    let region = |provider: &str, name: &str, priority: u32| {
        json!({
            "providerName": provider, "regionName": name, "priority": priority,
            "electableSpecs": specs, "readOnlySpecs": specs, "analyticsSpecs": specs,
            "autoScaling": {"compute": {"enabled": true, "scaleDownEnabled": false}, "diskGB": {"enabled": true}},
        })
    };
    let cluster = |index: usize| {
        json!({
            "acceptDataRisksAndForceReplicaSetReconfig": null,
            "advancedConfiguration": {"minimumEnabledTlsProtocol": "TLS1_2", "tlsCipherConfigMode": "DEFAULT"},
            "backupEnabled": true,
            "biConnector": {"enabled": false, "readPreference": "secondary"},
            "clusterType": "REPLICASET",
            "connectionStrings": {
                "standard": format!("mongodb://c{index}-shard-00-00.abcde.mongodb.net:27017,c{index}-shard-00-01.abcde.mongodb.net:27017/?ssl=true&authSource=admin&replicaSet=atlas-{index}-shard-0"),
                "standardSrv": format!("mongodb+srv://c{index}.abcde.mongodb.net"),
            },
            "createDate": "2026-01-31T12:00:00Z",
            "diskWarmingMode": "FULLY_WARMED",
            "encryptionAtRestProvider": "NONE",
            "featureCompatibilityVersion": "8.0",
            "globalClusterSelfManagedSharding": false,
            "groupId": "32b6e34b3d91647abb20e7b8",
            "id": format!("{index:024x}"),
            "labels": [],
            "links": [{"href": format!("https://cloud.mongodb.com/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/c{index}"), "rel": "self"}],
            "mongoDBMajorVersion": "8.0", "mongoDBVersion": "8.0.4",
            "name": format!("c{index}"),
            "paused": false, "pitEnabled": true, "redactClientLogData": false,
            "replicationSpecs": [{
                "id": format!("{:024x}", index + 1), "zoneId": format!("{:024x}", index + 2), "zoneName": "Zone 1",
                "regionConfigs": [
                    region("AWS", "EU_WEST_1", 7), region("AZURE", "EUROPE_WEST", 6), region("GCP", "WESTERN_EUROPE", 5),
                ],
            }],
            "rootCertType": "ISRGROOTX1", "stateName": "IDLE",
            "tags": [{"key": "team", "value": "shop"}, {"key": "stage", "value": "production"}],
            "terminationProtectionEnabled": true, "versionReleaseSystem": "LTS",
        })
    };
    page(count, cluster)
}

/// A page of events of five kinds.
#[must_use]
pub fn events(count: usize) -> String {
    let kinds = [
        "ALERT_ACKNOWLEDGED_AUDIT",
        "ADMIN_CLUSTER_LOCK_UPDATED",
        "CLUSTER_AUTO_SHARDING_INITIATED",
        "TEAM_ADDED_TO_GROUP",
        "JOINED_GROUP",
    ];
    let event = |index: usize| {
        json!({
            "created": "2026-01-31T12:00:00Z",
            "eventTypeName": kinds[index % kinds.len()],
            "groupId": "32b6e34b3d91647abb20e7b8",
            "id": format!("{index:024x}"),
            "isGlobalAdmin": false,
            "links": [{"href": format!("https://cloud.mongodb.com/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/events/{index:024x}"), "rel": "self"}],
            "orgId": "4888442a3354817a7320eb61",
            "remoteAddress": "192.0.2.1",
            "userId": "5dc9d6f0a2b3c4d5e6f70819",
            "username": "somebody@example.com",
        })
    };
    page(count, event)
}

/// A process with ten metrics, which have this many values in total.
#[must_use]
pub fn measurements(count: usize) -> String {
    let point = |index: usize| {
        let fraction = f64::from(u32::try_from(index).unwrap_or(0)) * 1.25;
        json!({"timestamp": "2026-01-31T12:00:00Z", "value": fraction})
    };
    let metric = |index: usize| {
        let points: Vec<Value> = (0..count / 10).map(point).collect();
        json!({"name": format!("METRIC_{index}"), "units": "BYTES", "dataPoints": points})
    };
    let metrics: Vec<Value> = (0..10).map(metric).collect();
    json!({
        "groupId": "32b6e34b3d91647abb20e7b8", "hostId": "host.example.com:27017",
        "processId": "host.example.com:27017", "granularity": "PT1M",
        "start": "2026-01-31T12:00:00Z", "end": "2026-01-31T13:00:00Z",
        "links": [], "measurements": metrics,
    })
    .to_string()
}

/// A page of stream processors, whose pipelines and statistics are free-form documents.
#[must_use]
pub fn processors(count: usize) -> String {
    let processor = |index: usize| {
        json!({
            "_id": format!("{index:024x}"), "name": format!("p{index}"), "state": "STARTED",
            "pipeline": [
                {"$source": {"connectionName": "kafka", "topic": "orders", "timeField": {"$toDate": "$at"}}},
                {"$match": {"status": {"$in": ["paid", "sent"]}, "amount": {"$gte": 100.5}, "test": false}},
                {"$tumblingWindow": {
                    "interval": {"size": 10, "unit": "second"},
                    "pipeline": [
                        {"$group": {"_id": "$customer", "total": {"$sum": "$amount"}, "count": {"$count": {}}}},
                        {"$sort": {"total": -1, "count": 1}},
                    ],
                }},
                {"$merge": {"into": {"connectionName": "atlas", "db": "shop", "coll": "totals"}}},
            ],
            "stats": {
                "inputMessageCount": 1_700_000_000 + index, "inputMessageSize": 123_456_789.25,
                "outputMessageCount": index, "dlqMessageCount": 0, "stateSize": 4096, "watermark": null,
                "latency": {"p50": 12.5, "p99": 105, "start": "2026-01-31T12:00:00Z"},
            },
        })
    };
    page(count, processor)
}

fn page(count: usize, item: impl Fn(usize) -> Value) -> String {
    let items: Vec<Value> = (0..count).map(item).collect();
    json!({"links": [], "results": items, "totalCount": count}).to_string()
}
