//! Everyday tasks: reading, changing and writing values concisely.
#![cfg(all(
    feature = "clusters",
    feature = "alert_configurations",
    feature = "events"
))]

use atlas_api::types::{
    AdvancedClusterDescription, AwsRegionConfig20240805, ClusterDescription20240805, ClusterState,
    EmailNotification, EventViewForNdsGroup, GroupAlertsConfig, HardwareSpec20240805,
    ReplicationSpec20240805, SlackNotification,
};
use atlas_api::types::{AlertsNotificationRootForGroup, CloudRegionConfig20240805};
use atlas_api::{Operation, UnknownKind, changes, clusters, from_json, to_json, unknowns};

const PROJECT: &str = "32b6e34b3d91647abb20e7b8";

const CLUSTER: &str = r#"{
    "connectionStrings": {"standardSrv": "mongodb+srv://prod.example.net"},
    "createDate": "2026-01-01T00:00:00Z",
    "diskSizeGB": 10.0,
    "groupId": "32b6e34b3d91647abb20e7b8",
    "id": "6650c5a0a7d8f10e8a3b1c00",
    "links": [],
    "name": "prod",
    "newSetting": {"b": 1, "a": 2},
    "replicationSpecs": [{
        "id": "6650c5a0a7d8f10e8a3b1c01",
        "zoneId": "6650c5a0a7d8f10e8a3b1c02",
        "zoneName": "Zone 1",
        "regionConfigs": [{
            "providerName": "AWS",
            "regionName": "US_EAST_1",
            "analyticsSpecs": {"instanceSize": "M10", "nodeCount": 1},
            "effectiveElectableSpecs": {"instanceSize": "M20", "nodeCount": 3},
            "autoScaling": {"compute": {"maxInstanceSize": "M40", "minInstanceSize": "M10"}}
        }]
    }],
    "stateName": "IDLE"
}"#;

fn cluster() -> ClusterDescription20240805 {
    from_json(CLUSTER).unwrap()
}

#[test]
fn removes_read_only_properties_at_any_depth() {
    let json: serde_json::Value =
        serde_json::from_str(&to_json(&cluster().without_read_only())).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "diskSizeGB": 10.0,
            "name": "prod",
            "newSetting": {"b": 1, "a": 2},
            "replicationSpecs": [{
                "id": "6650c5a0a7d8f10e8a3b1c01",
                "zoneName": "Zone 1",
                "regionConfigs": [{
                    "providerName": "AWS",
                    "regionName": "US_EAST_1",
                    "analyticsSpecs": {"instanceSize": "M10", "nodeCount": 1},
                    "autoScaling": {"compute": {"maxInstanceSize": "M40", "minInstanceSize": "M10"}}
                }]
            }]
        })
    );
}

#[test]
fn removes_masked_secrets_and_keeps_real_ones() {
    let json = r#"{"typeName":"SLACK","apiToken":"****wxyz","channelName":"ops"}"#;
    let notification: AlertsNotificationRootForGroup = from_json(json).unwrap();
    let sent = to_json(&notification.without_read_only());
    assert_eq!(sent, r#"{"channelName":"ops","typeName":"SLACK"}"#);
    let own: AlertsNotificationRootForGroup = SlackNotification::new().api_token("xoxb-1").into();
    assert!(to_json(&own.without_read_only()).contains("xoxb-1"));
}

#[test]
fn keeps_variant_whose_tag_is_unset() {
    let region: CloudRegionConfig20240805 = AwsRegionConfig20240805::new().priority(7).into();
    assert_eq!(region.without_read_only(), region);
    let config = AlertsNotificationRootForGroup::from(EmailNotification::default());
    assert_eq!(config.without_read_only(), config);
}

#[test]
fn keeps_explicit_null() {
    let mut cluster = cluster();
    cluster
        .set_null("mongoDBMajorVersion")
        .set_null("notListed");
    let sent = to_json(&cluster.without_read_only());
    assert!(sent.contains(r#""mongoDBMajorVersion":null"#), "{sent}");
    assert!(sent.contains(r#""notListed":null"#), "{sent}");
    // The last setter wins.
    let sent = to_json(&cluster.mongo_db_major_version("8.0"));
    assert!(sent.contains(r#""mongoDBMajorVersion":"8.0""#), "{sent}");
}

#[test]
fn changes_contain_only_differences() {
    let before = cluster();
    let mut after = before.without_read_only();
    assert_eq!(to_json(&changes(&before, &after)), "{}");
    after = after.backup_enabled(true);
    after.set_null("mongoDBMajorVersion");
    let changed = to_json(&changes(&before, &after));
    assert_eq!(
        changed,
        r#"{"backupEnabled":true,"mongoDBMajorVersion":null}"#
    );
}

#[test]
fn changes_ignore_number_notation() {
    let before: AdvancedClusterDescription = from_json(r#"{"diskSizeGB":10.0}"#).unwrap();
    let same = before.clone().disk_size_gb(10);
    assert_eq!(to_json(&changes(&before, &same)), "{}");
    let larger = before.clone().disk_size_gb(20u32);
    assert_eq!(to_json(&changes(&before, &larger)), r#"{"diskSizeGB":20}"#);
}

#[test]
fn changes_keep_whole_lists_and_split_objects() {
    let json = r#"{"biConnector":{"enabled":true,"readPreference":"primary"},"tags":[{"key":"a"},{"key":"b"}]}"#;
    let before: ClusterDescription20240805 = from_json(json).unwrap();
    let json = json.replace("true", "false").replace(r#""b""#, r#""c""#);
    let after: ClusterDescription20240805 = from_json(&json).unwrap();
    assert_eq!(
        to_json(&changes(&before, &after)),
        r#"{"biConnector":{"enabled":false},"tags":[{"key":"a"},{"key":"c"}]}"#
    );
}

#[test]
fn changes_leave_out_objects_without_differences() {
    let json = r#"{"biConnector":{"enabled":true,"readPreference":"primary"},"advancedConfiguration":{"x":{"y":1}}}"#;
    let before: ClusterDescription20240805 = from_json(json).unwrap();
    let less = json.replace(r#","readPreference":"primary""#, "");
    let after: ClusterDescription20240805 = from_json(&less).unwrap();
    assert_eq!(to_json(&changes(&before, &after)), "{}");
    // An object that `before` lacks is a difference, even without properties.
    let after: ClusterDescription20240805 = from_json(r#"{"biConnector":{}}"#).unwrap();
    let empty = ClusterDescription20240805::default();
    assert_eq!(to_json(&changes(&empty, &after)), r#"{"biConnector":{}}"#);
}

#[test]
fn changes_detect_reordered_document() {
    let before: ClusterDescription20240805 = from_json(r#"{"sort":{"a":1,"b":1}}"#).unwrap();
    let after: ClusterDescription20240805 = from_json(r#"{"sort":{"b":1,"a":1}}"#).unwrap();
    assert_eq!(
        to_json(&changes(&before, &after)),
        r#"{"sort":{"b":1,"a":1}}"#
    );
}

#[test]
fn unknowns_report_path_and_kind() {
    let json = r#"{
        "clusterType": "SHARDD",
        "paused": "yes",
        "replicationSpecs": [{"regionConfigs": [{"providerName": "MOON"}, {"providerName": "AWS", "regoinName": 1}]}],
        "tags": [null]
    }"#;
    let cluster: ClusterDescription20240805 = from_json(json).unwrap();
    let found = unknowns(&cluster);
    let mut found: Vec<_> = found
        .iter()
        .map(|it| (it.path.as_str(), &it.kind))
        .collect();
    found.sort_by_key(|(path, _)| *path);
    assert_eq!(
        found,
        [
            ("$.clusterType", &UnknownKind::Value("SHARDD".to_owned())),
            ("$.paused", &UnknownKind::Mismatch),
            (
                "$.replicationSpecs[0].regionConfigs[0]",
                &UnknownKind::Variant
            ),
            (
                "$.replicationSpecs[0].regionConfigs[1].regoinName",
                &UnknownKind::Property
            ),
            ("$.tags[0]", &UnknownKind::Mismatch),
        ]
    );
}

#[test]
fn strict_reading_names_position() {
    let error = atlas_api::from_json_strict::<ClusterDescription20240805>("{\n  \"nmae\": 1}");
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown property `$.nmae` at line 2, column 11"
    );
    assert_eq!(error.unknowns().count(), 1);
    let error = atlas_api::from_json_strict::<ClusterDescription20240805>("{\n  \"name\": x}");
    assert!(
        error
            .unwrap_err()
            .to_string()
            .ends_with("at line 2, column 11")
    );
    assert!(atlas_api::from_json_strict::<ClusterDescription20240805>(CLUSTER).is_err());
    assert!(atlas_api::from_json_strict::<ClusterDescription20240805>(r#"{"name":"x"}"#).is_ok());
}

#[test]
fn reads_and_changes_shared_properties_of_unions() {
    let mut spec = cluster().replication_specs.unwrap().remove(0);
    let region = &mut spec.region_configs.as_mut().unwrap()[0];
    assert_eq!(
        region.region_name().map(|name| name.as_str()),
        Some("US_EAST_1")
    );
    assert!(region.electable_specs_mut().is_none());
    region.set_electable_specs(HardwareSpec20240805::new().node_count(3u32));
    region.electable_specs_mut().unwrap().node_count = Some(5);
    assert_eq!(region.electable_specs().unwrap().node_count, Some(5));
    region.set_priority(7usize).set_property("newSetting", "x");
    assert_eq!(region.property("newSetting").unwrap(), "x");
    assert_eq!(region.remove_property("priority").unwrap(), 7);
    assert!(region.priority().is_none());

    let mut notification: AlertsNotificationRootForGroup = EmailNotification::new().into();
    notification.set_interval_min(30).set_delay_min(0i64);
    assert_eq!(
        to_json(&notification),
        r#"{"delayMin":0,"intervalMin":30,"typeName":"EMAIL"}"#
    );
    assert_eq!(notification.type_name(), Some("EMAIL"));

    let event =
        r#"{"id":"1","created":"2026-01-01T00:00:00Z","eventTypeName":"ALERT_CONFIG_ADDED_AUDIT"}"#;
    let event: EventViewForNdsGroup = from_json(event).unwrap();
    assert_eq!(event.id().map(String::as_str), Some("1"));
    assert_eq!(event.created().unwrap().as_str(), "2026-01-01T00:00:00Z");
    assert_eq!(event.event_type_name(), Some("ALERT_CONFIG_ADDED_AUDIT"));
}

/// What can't be sent must not turn into a `null` on the way, because that would delete a setting.
#[test]
fn unsendable_values_stay_unsendable() {
    let refusal = |name: &str, cluster: ClusterDescription20240805| {
        let operation = clusters::update_cluster(PROJECT, "prod", cluster);
        let error = operation.request(atlas_api::Client::BASE_URL);
        let error = error.expect_err(name);
        assert!(error.is_input(), "{name}: {error}");
        error.to_string()
    };
    let size = |size: f64| {
        HardwareSpec20240805::default()
            .disk_size_gb(size)
            .node_count(3)
    };
    let of = |specs: HardwareSpec20240805| {
        let region = AwsRegionConfig20240805::new().electable_specs(specs);
        let spec = ReplicationSpec20240805::default().region_configs([region.into()]);
        ClusterDescription20240805::default().replication_specs([spec])
    };
    let cluster = of(size(f64::NAN));
    let path = "$.replicationSpecs[0].regionConfigs[0].electableSpecs.diskSizeGB";
    let before = of(size(10.0));
    for (name, sent) in [
        ("as it is", cluster.clone()),
        ("without_read_only", cluster.without_read_only()),
        ("changes", changes(&before, &cluster)),
    ] {
        let shown = refusal(name, sent);
        assert!(
            shown.contains(&format!("`{path}` is NaN")),
            "{name}: {shown}"
        );
    }
    // Converted from a branch.
    let branch = atlas_api::types::AwsHardwareSpec20240805::default()
        .disk_size_gb(f64::NAN)
        .node_count(3);
    let shown = refusal("merged", of(branch.into()));
    assert!(shown.contains(&format!("`{path}` is NaN")), "{shown}");
    // As an unknown property, and as a property of an unknown variant.
    let nan = || atlas_api::json!({"size": f64::NAN});
    let mut cluster = ClusterDescription20240805::default();
    cluster.unknown.insert("newSetting", nan());
    let shown = refusal("a property", cluster.without_read_only());
    assert!(shown.contains("`$.newSetting.size` is NaN"), "{shown}");
    let mut region: CloudRegionConfig20240805 = from_json(r#"{"providerName":"NEW"}"#).unwrap();
    region.set_property("weight", nan());
    let html = CloudRegionConfig20240805::Unknown(atlas_api::RawJson::new(*b"<html>"));
    let invalid = CloudRegionConfig20240805::Unknown(nan().into());
    for region in [region, html, invalid] {
        let spec = ReplicationSpec20240805::default().region_configs([region]);
        let cluster = ClusterDescription20240805::default().replication_specs([spec]);
        for cluster in [cluster.without_read_only(), cluster] {
            let shown = refusal("an unknown variant", cluster);
            assert!(shown.contains("bytes that are not JSON"), "{shown}");
        }
    }
}

#[test]
fn merged_object_keeps_explicit_null() {
    let mut branch = atlas_api::types::AwsHardwareSpec20240805::default().node_count(3);
    branch.set_null("diskIOPS");
    let merged = HardwareSpec20240805::from(branch.clone());
    assert_eq!(to_json(&merged), to_json(&branch));
    assert!(to_json(&merged).contains(r#""diskIOPS":null"#));
}

#[test]
fn changes_unknown_variant_as_json() {
    let mut region: CloudRegionConfig20240805 = from_json(r#"{"providerName":"MOON"}"#).unwrap();
    region.set_priority(3).set_null("regionName");
    assert_eq!(
        to_json(&region),
        r#"{"providerName":"MOON","priority":3,"regionName":null}"#
    );
    region.remove_property("priority");
    assert_eq!(
        to_json(&region),
        r#"{"providerName":"MOON","regionName":null}"#
    );
}

#[test]
fn setters_infer_item_types() {
    let cluster = ClusterDescription20240805::new().tags([]);
    assert_eq!(to_json(&cluster), r#"{"tags":[]}"#);
    let (email, slack) = (EmailNotification::new(), SlackNotification::new());
    let mut config: GroupAlertsConfig =
        from_json(r#"{"eventTypeName":"CLUSTER_MONGOS_IS_MISSING"}"#).unwrap();
    config.set_notifications([email.into(), slack.into()]);
    assert_eq!(config.notifications().unwrap().len(), 2);
}

#[test]
fn setters_accept_any_number_type_without_truncation() {
    let specs = HardwareSpec20240805::new().node_count(3u32);
    assert_eq!(specs.node_count, Some(3));
    let specs = HardwareSpec20240805::new().node_count(u64::MAX);
    assert_eq!(to_json(&specs), r#"{"nodeCount":18446744073709551615}"#);
    assert_eq!(to_json(&specs.node_count(1u8)), r#"{"nodeCount":1}"#);
    let disk = AdvancedClusterDescription::new().disk_size_gb(10u32);
    assert_eq!(to_json(&disk), r#"{"diskSizeGB":10}"#);

    let size: usize = 50;
    let list = clusters::list_clusters(PROJECT).items_per_page(size);
    let uri = list
        .request("https://cloud.mongodb.com")
        .unwrap()
        .uri()
        .to_string();
    assert!(uri.ends_with("itemsPerPage=50"), "{uri}");
}

#[test]
fn maybe_applies_optional_argument() {
    let page = |size: Option<u16>| {
        let list = clusters::list_clusters(PROJECT);
        let list = list.maybe(size, |op, n| op.items_per_page(n));
        list.request("https://cloud.mongodb.com")
            .unwrap()
            .uri()
            .query()
            .map(str::to_owned)
    };
    assert_eq!(page(Some(5)).as_deref(), Some("itemsPerPage=5"));
    assert_eq!(page(None), None);
    let spec = ReplicationSpec20240805::new().maybe(Some("a"), ReplicationSpec20240805::zone_name);
    assert_eq!(to_json(&spec), r#"{"zoneName":"a"}"#);
}

#[test]
fn lists_compares_and_prints_enums() {
    assert!(ClusterState::VALUES.contains(&"IDLE"));
    assert!(ClusterState::Idle.is_known());
    let unknown = ClusterState::from("SLEEPING");
    assert!(!unknown.is_known());
    assert!(ClusterState::Creating < ClusterState::Idle);
    assert_eq!(unknown.clone(), unknown);
    let ClusterState::Unknown(value) = unknown else {
        unreachable!("it is not listed");
    };
    assert_eq!(format!("{value:>10}"), "  SLEEPING");
}
