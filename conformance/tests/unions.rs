//! The most common unions. A realistic body becomes the right variant and round-trips completely, wherever the tag
//! is, and including properties that are unknown or have an unexpected type.

use atlas_api::types::*;
use atlas_api::{Output, Progress, Value, from_json, ready, to_json};
use bytes::Bytes;
use serde_json::{Value as Json, json};

/// Decodes a body with its properties in both orders, and checks that it round-trips.
fn check<T: Value + Output>(body: &Json, is: fn(&T) -> bool) {
    let fields = body.as_object().unwrap();
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let backwards: Vec<_> = pairs.iter().rev().cloned().collect();
    for text in [pairs.join(","), backwards.join(",")] {
        let text = format!("{{{text}}}");
        let value: T = from_json(&text).unwrap();
        assert!(is(&value), "{value:?}");
        let received: Json = serde_json::from_str(&to_json(&value)).unwrap();
        assert_eq!(*body, received);
        let mut set_aside = Vec::new();
        T::from_body(Bytes::from(text), &mut set_aside);
        assert_eq!(set_aside, [], "every property is where it belongs");
    }
}

/// The same with a tag that no spec lists, and without a tag: the JSON is kept. Without a tag it is a mismatch,
/// unless other properties decide.
fn check_unknown<T: Value + Output>(mut body: Json, tag: &str, is: fn(&T) -> bool) {
    body[tag] = json!("A_TYPE_OF_TOMORROW");
    check(&body, is);
    body.as_object_mut().unwrap().remove(tag);
    let mut set_aside = Vec::new();
    let value = T::from_body(Bytes::from(body.to_string()), &mut set_aside);
    let is_mismatch = set_aside.iter().any(|it| it.path == "$");
    assert_eq!(is(&value), is_mismatch, "{value:?}");
    let received: Json = serde_json::from_str(&to_json(&value)).unwrap();
    assert_eq!(body, received);
}

#[test]
fn decodes_alert_configurations_by_event_type() {
    let body = json!({
        "id": "5dc9d6f0a2b3c4d5e6f70819", "groupId": "32b6e34b3d91647abb20e7b8", "enabled": true,
        "eventTypeName": "OUTSIDE_METRIC_THRESHOLD", "created": "2026-01-31T12:00:00Z",
        "matchers": [{"fieldName": "HOSTNAME_AND_PORT", "operator": "EQUALS", "value": "host:27017"}],
        "metricThreshold": {
            "metricName": "CACHE_USAGE_USED", "mode": "AVERAGE", "operator": "GREATER_THAN",
            "threshold": 1.5, "units": "GIGABYTES",
        },
        "notifications": [
            {"typeName": "GROUP", "delayMin": 0, "intervalMin": 15, "emailEnabled": true, "roles": ["GROUP_OWNER"]},
            {"typeName": "PAGER_DUTY", "delayMin": 0, "serviceKey": "****************************7890", "region": "EU"},
            {"typeName": "CARRIER_PIGEON", "loft": 7},
        ],
    });
    check::<GroupAlertsConfig>(&body, |value| {
        let GroupAlertsConfig::HostMetricAlertConfigViewForNdsGroup(config) = value else {
            return false;
        };
        let threshold = config.metric_threshold.as_ref().unwrap();
        let notifications = config.notifications.as_ref().unwrap();
        matches!(
            threshold,
            HostMetricThreshold::CacheUsageUsedDataMetricThresholdView(_)
        ) && matches!(
            notifications[0],
            AlertsNotificationRootForGroup::GroupNotification(_)
        ) && matches!(
            notifications[1],
            AlertsNotificationRootForGroup::PagerDutyNotification(_)
        ) && matches!(notifications[2], AlertsNotificationRootForGroup::Unknown(_))
    });
    check_unknown(body, "eventTypeName", |value| {
        matches!(value, GroupAlertsConfig::Unknown(_))
    });
}

#[test]
fn decodes_events_by_type_and_metrics_by_name() {
    let body = json!({
        "id": "5dc9d6f0a2b3c4d5e6f70819", "created": "2026-01-31T12:00:00Z", "isGlobalAdmin": false,
        "eventTypeName": "CLUSTER_CREATED", "groupId": "32b6e34b3d91647abb20e7b8",
        "clusterName": "prod", "username": "me@example.com", "remoteAddress": "192.0.2.1",
    });
    check::<EventViewForNdsGroup>(&body, |value| {
        matches!(value, EventViewForNdsGroup::NdsAuditViewForNdsGroup(_))
    });
    check_unknown(body, "eventTypeName", |value| {
        matches!(value, EventViewForNdsGroup::Unknown(_))
    });
    let metric = json!({
        "id": "5dc9d6f0a2b3c4d5e6f70819", "created": "2026-01-31T12:00:00Z",
        "eventTypeName": "OUTSIDE_METRIC_THRESHOLD", "metricName": "CACHE_USAGE_USED",
        "currentValue": {"number": 2.25, "units": "GIGABYTES"}, "port": 27017,
    });
    check::<EventViewForNdsGroup>(&metric, |value| {
        let EventViewForNdsGroup::HostMetricEvent(event) = value else {
            return false;
        };
        matches!(**event, HostMetricEvent::DataMetricEventView(_))
    });
}

fn metric_names() -> Vec<String> {
    let text = include_str!("../../spec/atlas-v2.yaml");
    let document = generator::Source::new("spec/atlas-v2.yaml", text)
        .parse()
        .unwrap();
    let schema = &document.tree()["components"]["schemas"]["HostMetricEvent"];
    let mapping = schema["discriminator"]["mapping"].as_object().unwrap();
    mapping.keys().cloned().collect()
}

/// Every metric name of the spec leads to a variant.
#[test]
fn every_metric_name_leads_to_a_variant() {
    let names = metric_names();
    assert!(names.len() > 100, "{}", names.len());
    for name in &names {
        let text = json!({"metricName": name, "port": 27017}).to_string();
        let event: HostMetricEvent = from_json(&text).unwrap();
        assert!(!matches!(event, HostMetricEvent::Unknown(_)), "{name}");
        let received: Json = serde_json::from_str(&to_json(&event)).unwrap();
        assert_eq!(received["metricName"], *name);
    }
}

/// The reader remembers which tags it met in a body. A list must decode like each of its items.
#[test]
fn list_of_unions_decodes_like_each_item() {
    let tags = ["OUTSIDE_METRIC_THRESHOLD", "INSIDE_METRIC_THRESHOLD"];
    let mut events = Vec::new();
    for name in metric_names() {
        for tag in tags {
            events.push(json!({"eventTypeName": tag, "metricName": name}));
            // The same text under another union's tag, and a tag that leads nowhere.
            events.push(json!({"eventTypeName": name}));
            events.push(json!({"eventTypeName": "CLUSTER_CREATED", "metricName": tag}));
        }
    }
    let text = json!({"results": events}).to_string();
    let page: GroupPaginatedEventView = from_json(&text).unwrap();
    let together = page.results.unwrap();
    assert_eq!(together.len(), events.len());
    for (one, text) in together.iter().zip(&events) {
        let alone: EventViewForNdsGroup = from_json(&text.to_string()).unwrap();
        assert_eq!(*one, alone, "{text}");
    }
}

#[test]
fn decodes_regions_by_provider_and_merges_hardware() {
    let specs = json!({"instanceSize": "M30", "nodeCount": 3, "diskIOPS": 3000, "ebsVolumeType": "STANDARD", "diskSizeGB": 10.0});
    let body = json!({
        "providerName": "AWS", "regionName": "US_EAST_1", "priority": 7, "electableSpecs": specs,
        "autoScaling": {"compute": {"enabled": false, "scaleDownEnabled": false}, "diskGB": {"enabled": true}},
    });
    check::<CloudRegionConfig20240805>(&body, |value| {
        let CloudRegionConfig20240805::AwsRegionConfig20240805(region) = value else {
            return false;
        };
        // Nothing distinguishes the hardware of the providers, so it is one object.
        region.electable_specs.as_ref().unwrap().node_count == Some(3)
    });
    check_unknown(body, "providerName", |value| {
        matches!(value, CloudRegionConfig20240805::Unknown(_))
    });
    let tenant = json!({"providerName": "TENANT", "backingProviderName": "GCP", "regionName": "CENTRAL_US",
        "electableSpecs": {"instanceSize": "M0"}});
    check::<CloudRegionConfig20240805>(&tenant, |value| {
        matches!(
            value,
            CloudRegionConfig20240805::TenantRegionConfig20240805(_)
        )
    });
}

#[test]
fn decodes_identity_providers_by_protocol_and_type() {
    let body = json!({
        "id": "5dc9d6f0a2b3c4d5e6f70819", "displayName": "People", "issuerUri": "https://id.example.com",
        "protocol": "OIDC", "idpType": "WORKFORCE", "clientId": "4711", "audience": "atlas",
        "associatedDomains": ["example.com"], "requestedScopes": ["openid"],
    });
    check::<FederationIdentityProvider>(&body, |value| {
        matches!(
            value,
            FederationIdentityProvider::FederationOidcWorkforceIdentityProvider(_)
        )
    });
    let mut workload = body.clone();
    workload["idpType"] = json!("WORKLOAD");
    workload
        .as_object_mut()
        .unwrap()
        .remove("associatedDomains");
    check::<FederationIdentityProvider>(&workload, |value| {
        matches!(
            value,
            FederationIdentityProvider::FederationOidcWorkloadIdentityProvider(_)
        )
    });
    let saml = json!({"protocol": "SAML", "idpType": "WORKFORCE", "oktaIdpId": "0oa", "ssoUrl": "https://id.example.com",
        "status": "ACTIVE", "acsUrl": "https://auth.example.com"});
    check::<FederationIdentityProvider>(&saml, |value| {
        matches!(
            value,
            FederationIdentityProvider::FederationSamlIdentityProvider(_)
        )
    });
    check_unknown(body, "protocol", |value| {
        matches!(value, FederationIdentityProvider::Unknown(_))
    });
}

#[test]
fn decodes_stream_connections_by_type() {
    let body = json!({
        "name": "orders", "type": "Kafka", "bootstrapServers": "a.example.com:9092", "state": "READY",
        "authentication": {"mechanism": "SCRAM-512", "username": "me"},
        "security": {"protocol": "SASL_SSL"}, "config": {"auto.offset.reset": "earliest"},
    });
    check::<StreamsConnection>(&body, |value| {
        matches!(value, StreamsConnection::StreamsKafkaConnection(_))
    });
    let cluster = json!({"name": "prod", "type": "Cluster", "clusterName": "prod",
        "dbRoleToExecute": {"role": "atlasAdmin", "type": "BUILT_IN"}});
    check::<StreamsConnection>(&cluster, |value| {
        matches!(value, StreamsConnection::StreamsClusterConnection(_))
    });
    check_unknown(body, "type", |value| {
        matches!(value, StreamsConnection::Unknown(_))
    });
}

#[test]
fn decodes_search_indexes_by_type() {
    let body = json!({
        "indexID": "5dc9d6f0a2b3c4d5e6f70819", "name": "default", "type": "vectorSearch", "status": "READY",
        "queryable": true, "database": "shop", "collectionName": "goods",
        "latestDefinition": {"fields": [{"type": "vector", "path": "v", "numDimensions": 3, "similarity": "cosine"}]},
    });
    check::<SearchIndexResponse>(&body, |value| {
        matches!(value, SearchIndexResponse::VectorSearchIndexResponse(_))
    });
    let mut text = body.clone();
    text["type"] = json!("search");
    text["latestDefinition"] =
        json!({"analyzer": "lucene.standard", "mappings": {"dynamic": true}});
    check::<SearchIndexResponse>(&text, |value| {
        matches!(value, SearchIndexResponse::TextSearchIndexResponse(_))
    });
    check_unknown(body, "type", |value| {
        matches!(value, SearchIndexResponse::Unknown(_))
    });
}

#[test]
fn decodes_peering_connections_by_provider() {
    let body = json!({
        "providerName": "AWS", "id": "5dc9d6f0a2b3c4d5e6f70819", "awsAccountId": "123456789012",
        "vpcId": "vpc-0a1b2c3d", "routeTableCidrBlock": "10.0.0.0/16", "statusName": "AVAILABLE",
    });
    check::<BaseNetworkPeeringConnectionSettings>(&body, |value| {
        matches!(
            value,
            BaseNetworkPeeringConnectionSettings::AwsNetworkPeeringConnectionSettings(_)
        )
    });
    let gcp = json!({"providerName": "GCP", "gcpProjectId": "shop", "networkName": "default", "status": "WAITING_FOR_USER"});
    check::<BaseNetworkPeeringConnectionSettings>(&gcp, |value| {
        matches!(
            value,
            BaseNetworkPeeringConnectionSettings::GcpNetworkPeeringConnectionSettings(_)
        )
    });
    check_unknown(body, "providerName", |value| {
        matches!(value, BaseNetworkPeeringConnectionSettings::Unknown(_))
    });
}

#[test]
fn decodes_users_by_status() {
    let body = json!({
        "id": "5dc9d6f0a2b3c4d5e6f70819", "orgMembershipStatus": "PENDING", "roles": ["GROUP_OWNER"],
        "username": "me@example.com", "invitationCreatedAt": "2026-01-31T12:00:00Z", "invitationExpiresAt": null,
    });
    check::<GroupUserResponse>(&body, |value| {
        matches!(value, GroupUserResponse::GroupPendingUserResponse(_))
    });
    let mut active = body.clone();
    active["orgMembershipStatus"] = json!("ACTIVE");
    active["lastAuth"] = json!("2026-01-31T12:00:00Z");
    for name in ["invitationCreatedAt", "invitationExpiresAt"] {
        active.as_object_mut().unwrap().remove(name);
    }
    check::<GroupUserResponse>(&active, |value| {
        matches!(value, GroupUserResponse::GroupActiveUserResponse(_))
    });
    check_unknown(body, "orgMembershipStatus", |value| {
        matches!(value, GroupUserResponse::Unknown(_))
    });
}

#[test]
fn untagged_union_is_decided_only_without_doubt() {
    let container = |text: &str| from_json::<CloudProviderContainer>(text).unwrap();
    let aws = r#"{"atlasCidrBlock":"10.0.0.0/16","regionName":"US_EAST_1","vpcId":"vpc-1"}"#;
    let is_aws = |it: &_| matches!(it, CloudProviderContainer::AwsCloudProviderContainer(_));
    assert!(is_aws(&container(aws)), "{:?}", container(aws));
    for doubtful in [
        r#"{"atlasCidrBlock":"10.0.0.0/16"}"#,
        r#"{"vpcId":"vpc-1","networkName":"default"}"#,
        r#"{"providerName":"DIGITAL_OCEAN","vpcId":"vpc-1"}"#,
    ] {
        let unknown = container(doubtful);
        let is_unknown = matches!(unknown, CloudProviderContainer::Unknown(_));
        assert!(is_unknown, "{unknown:?}");
        assert_eq!(to_json(&unknown), doubtful);
    }
    assert_eq!(to_json(&container(aws)), aws);
    let index = r#"{"collectionName":"c","database":"d","name":"n","mappings":{"dynamic":true}}"#;
    let index: ClusterSearchIndex = from_json(index).unwrap();
    assert!(
        matches!(index, ClusterSearchIndex::SearchIndex(_)),
        "{index:?}"
    );
}

#[test]
fn condition_stays_pending_on_undecided_union() {
    for (body, progress) in [
        (r#"{"status":"AVAILABLE"}"#, Progress::Pending),
        (
            r#"{"status":"AVAILABLE","cloudProvider":null}"#,
            Progress::Pending,
        ),
        (
            r#"{"status":"AVAILABLE","cloudProvider":"AWS"}"#,
            Progress::Done,
        ),
        (
            r#"{"status":"AVAILABLE","interfaceEndpoints":[]}"#,
            Progress::Done,
        ),
    ] {
        let service = EndpointService::from_body(body.into(), &mut Vec::new());
        assert_eq!(
            ready::private_endpoint_service(&service),
            progress,
            "{body}"
        );
    }
}

/// The discriminator has it, but the enum of the spec does not.
#[test]
fn lists_values_known_only_to_discriminator() {
    assert!(StreamsConnectionType::VALUES.contains(&"S3"));
}
