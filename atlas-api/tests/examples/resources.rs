//! Everything in the sandbox beyond clusters and people, with a client that accepts only what the spec lists.

use atlas_api::{
    alert_configurations as configs, alerts, atlas_search, cloud_backups as backups,
    encryption_at_rest_using_customer_key_management as encryption, events, flex_clusters,
    invoices, mongo_db_cloud_users as users, monitoring_and_logs, organizations,
    performance_advisor, private_endpoint_services as endpoints, project_ip_access_list, projects,
    service_accounts, streams, types,
};
use serde_json::json;

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, listed, of, strict};
use crate::support::{GROUP, ORGANIZATION};

#[tokio::test]
async fn creates_changes_and_deletes_alert_configurations() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let config = |webhook: &str| {
        json!({
            "eventTypeName": "OUTSIDE_METRIC_THRESHOLD", "enabled": true,
            "metricThreshold": {
                "metricName": "CONNECTIONS", "mode": "AVERAGE", "operator": "GREATER_THAN",
                "threshold": 100.0, "units": "RAW",
            },
            "notifications": [
                {"typeName": "EMAIL", "emailAddress": "ops@example.com", "intervalMin": 5},
                {"typeName": "WEBHOOK", "webhookUrl": webhook, "delayMin": 0},
            ],
        })
    };
    let create = |json| configs::create_alert_config(GROUP, of::<types::GroupAlertsConfig>(json));
    let created = answer(client, create(config("https://hooks.example.com/4711"))).await;
    let id = created["id"].as_str().unwrap();
    // A secret is masked in responses.
    assert_eq!(created["notifications"][1]["webhookUrl"], "****4711");
    assert_eq!(created["groupId"], GROUP);
    let both = {
        let mut both = config("https://hooks.example.com/1");
        both["threshold"] = json!({"operator": "GREATER_THAN", "threshold": 1, "units": "HOURS"});
        both["eventTypeName"] = "REPLICATION_OPLOG_WINDOW_RUNNING_OUT".into();
        both
    };
    let refused = code(client, create(both)).await;
    assert!(
        ["DUPLICATE_THRESHOLD_FIELD", "INVALID_ATTRIBUTE"].contains(&&*refused),
        "{refused}"
    );
    let mut nobody = config("https://hooks.example.com/1");
    nobody["notifications"] = json!([]);
    assert_eq!(code(client, create(nobody)).await, "INVALID_ATTRIBUTE");

    let all = answer(client, configs::list_alert_configs(GROUP)).await;
    assert_eq!(all["totalCount"], 2);
    let toggle = configs::toggle_alert_config(
        GROUP,
        id,
        of::<types::AlertsToggle>(json!({"enabled": false})),
    );
    assert_eq!(answer(client, toggle).await["enabled"], false);
    let mut change = config("https://hooks.example.com/0815");
    change["enabled"] = false.into();
    change["notifications"].as_array_mut().unwrap().remove(0);
    let update = configs::update_alert_config(GROUP, id, of::<types::GroupAlertsConfig>(change));
    let updated = answer(client, update).await;
    assert_eq!(updated["notifications"].as_array().unwrap().len(), 1);
    assert_eq!(updated["created"], created["created"]);
    assert_eq!(
        answer(client, configs::get_alert_config(GROUP, id)).await,
        updated
    );
    client
        .send(configs::delete_alert_config(GROUP, id))
        .await
        .unwrap();
    assert_eq!(
        code(client, configs::get_alert_config(GROUP, id)).await,
        "ALERT_CONFIG_NOT_FOUND"
    );

    // Alerts and configurations refer to each other.
    let alert = "5b1e92c13b34b93b0230e6e1";
    let of_alert = answer(client, configs::get_alert_configs(GROUP, alert)).await;
    let config = of_alert["results"][0]["id"].as_str().unwrap();
    let open = answer(client, alerts::get_alert_config_alerts(GROUP, config)).await;
    assert_eq!(
        (&open["totalCount"], &open["results"][0]["id"]),
        (&json!(1), &json!(alert))
    );
}

#[tokio::test]
async fn builds_search_indexes() {
    let sandbox = Sandbox::start("86400");
    let client = &strict(&sandbox);
    let index = |name: &str| {
        of::<types::SearchIndexCreateRequest>(json!({
            "database": "shop", "collectionName": "orders", "name": name, "type": "search",
            "definition": {"mappings": {"dynamic": true}},
        }))
    };
    let create = |name| atlas_search::create_cluster_search_index(GROUP, "prod", index(name));
    let created = answer(client, create("default")).await;
    assert_eq!(
        (&created["status"], &created["queryable"]),
        (&json!("PENDING"), &json!(false))
    );
    assert_eq!(
        code(client, create("default")).await,
        "ATLAS_SEARCH_DUPLICATE_INDEX"
    );
    let id = created["indexID"].as_str().unwrap();
    let change = json!({"definition": {"mappings": {"dynamic": false, "fields": {"a": {"type": "string"}}}}});
    let update = atlas_search::update_cluster_search_index(
        GROUP,
        "prod",
        id,
        of::<types::SearchIndexUpdateRequest>(change),
    );
    let updated = answer(client, update).await;
    assert_eq!(
        (
            &updated["status"],
            &updated["latestDefinitionVersion"]["version"]
        ),
        (&json!("BUILDING"), &json!(1))
    );
    let by_name = atlas_search::get_index_by_name(GROUP, "prod", "shop", "orders", "default");
    assert_eq!(answer(client, by_name).await["indexID"], id);
    let of_collection = atlas_search::list_search_index(GROUP, "prod", "shop", "orders");
    assert_eq!(
        listed(client, of_collection)
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let elsewhere = atlas_search::list_search_index(GROUP, "prod", "shop", "users");
    assert_eq!(listed(client, elsewhere).await, json!([]));
    client
        .send(atlas_search::delete_cluster_search_index(GROUP, "prod", id))
        .await
        .unwrap();
    let get = atlas_search::get_cluster_search_index(GROUP, "prod", id);
    assert_eq!(code(client, get).await, "RESOURCE_NOT_FOUND");

    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    answer(client, create("default")).await;
    let all = listed(
        client,
        atlas_search::list_cluster_search_indexes(GROUP, "prod"),
    )
    .await;
    assert_eq!(
        (&all[0]["status"], &all[0]["queryable"]),
        (&json!("READY"), &json!(true))
    );
}

#[tokio::test]
async fn connects_private_endpoints() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let service = || {
        of::<types::CloudProviderEndpointServiceRequest>(
            json!({"providerName": "AWS", "region": "US_EAST_1"}),
        )
    };
    let create = || endpoints::create_private_endpoint_service(GROUP, service());
    let created = answer(client, create()).await;
    assert_eq!(created["status"], "INITIATING");
    let refused = code(client, create()).await;
    assert_eq!(
        refused,
        "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION"
    );
    let id = created["id"].as_str().unwrap();
    let get = || endpoints::get_private_endpoint_service(GROUP, "AWS", id);
    assert_eq!(answer(client, get()).await["status"], "AVAILABLE");
    let endpoint = of::<types::CreateEndpointRequest>(json!({"id": "vpce-0123456789abcdef0"}));
    let endpoint = endpoints::create_private_endpoint(GROUP, "AWS", id, endpoint);
    assert_eq!(
        answer(client, endpoint).await["connectionStatus"],
        "PENDING"
    );
    let endpoint = endpoints::get_private_endpoint(GROUP, "AWS", id, "vpce-0123456789abcdef0");
    assert_eq!(
        answer(client, endpoint).await["connectionStatus"],
        "AVAILABLE"
    );
    assert_eq!(
        answer(client, get()).await["interfaceEndpoints"],
        json!(["vpce-0123456789abcdef0"])
    );
    let delete = || endpoints::delete_private_endpoint_service(GROUP, "AWS", id);
    let refused = code(client, delete()).await;
    assert_eq!(
        refused,
        "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS"
    );
    let endpoint = endpoints::delete_private_endpoint(GROUP, "AWS", id, "vpce-0123456789abcdef0");
    client.send(endpoint).await.unwrap();
    client.send(delete()).await.unwrap();
    let all = listed(
        client,
        endpoints::list_private_endpoint_service(GROUP, "AWS"),
    )
    .await;
    assert_eq!(all, json!([]));
}

#[tokio::test]
async fn schedules_and_downloads_backups() {
    let sandbox = Sandbox::start("86400");
    let client = &strict(&sandbox);
    let schedule = answer(client, backups::get_backup_schedule(GROUP, "prod")).await;
    let items = schedule["policies"][0]["policyItems"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let policy =
        json!({"policies": [{"id": schedule["policies"][0]["id"], "policyItems": [items[0]]}]});
    let update = backups::update_backup_schedule(
        GROUP,
        "prod",
        of::<types::DiskBackupSnapshotSchedule20240805>(policy),
    );
    let updated = answer(client, update).await;
    assert_eq!(updated["policies"][0]["policyItems"], json!([items[0]]));
    assert_eq!(
        updated["referenceHourOfDay"],
        schedule["referenceHourOfDay"]
    );

    let snapshot = "5b6212af87d9d663c587e259";
    let download = json!({"deliveryType": "download", "snapshotId": snapshot});
    let job = backups::create_backup_restore_job(
        GROUP,
        "prod",
        of::<types::DiskBackupSnapshotRestoreJob>(download),
    );
    let job = answer(client, job).await;
    assert_eq!(job["deliveryUrl"], json!([]));
    let id = job["id"].as_str().unwrap();
    client
        .send(backups::cancel_backup_restore_job(GROUP, "prod", id))
        .await
        .unwrap();
    let job = answer(client, backups::get_backup_restore_job(GROUP, "prod", id)).await;
    assert_eq!(job["cancelled"], true);
    let again = backups::cancel_backup_restore_job(GROUP, "prod", id);
    assert_eq!(code(client, again).await, "CANNOT_CANCEL_AUTOMATED_RESTORE");

    let longer = of::<types::BackupSnapshotRetention>(
        json!({"retentionUnit": "WEEKS", "retentionValue": 2}),
    );
    let kept = answer(
        client,
        backups::update_backup_snapshot(GROUP, "prod", snapshot, longer),
    )
    .await;
    assert!(kept["expiresAt"].is_string());
    client
        .send(backups::delete_cluster_backup_snapshot(
            GROUP, "prod", snapshot,
        ))
        .await
        .unwrap();
    let all = answer(client, backups::list_backup_snapshots(GROUP, "prod")).await;
    assert_eq!(all["totalCount"], 0);
}

#[tokio::test]
async fn serves_flex_clusters_and_streams() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let flex = |name: &str| {
        of::<types::FlexClusterDescriptionCreate20241113>(json!({
            "name": name, "providerSettings": {"backingProviderName": "AWS", "regionName": "US_EAST_1"},
        }))
    };
    let created = answer(
        client,
        flex_clusters::create_flex_cluster(GROUP, flex("small")),
    )
    .await;
    assert_eq!(created["stateName"], "CREATING");
    // Both kinds of clusters share a namespace.
    for name in ["small", "prod"] {
        let refused = code(
            client,
            flex_clusters::create_flex_cluster(GROUP, flex(name)),
        )
        .await;
        assert_eq!(refused, "DUPLICATE_CLUSTER_NAME");
    }
    let tags = of::<types::FlexClusterDescriptionUpdate20241113>(
        json!({"tags": [{"key": "team", "value": "shop"}]}),
    );
    answer(
        client,
        flex_clusters::update_flex_cluster(GROUP, "small", tags),
    )
    .await;
    let small = answer(client, flex_clusters::get_flex_cluster(GROUP, "small")).await;
    assert_eq!(
        (&small["stateName"], &small["tags"][0]["key"]),
        (&json!("IDLE"), &json!("team"))
    );
    client
        .send(flex_clusters::delete_flex_cluster(GROUP, "small"))
        .await
        .unwrap();
    let all = answer(client, flex_clusters::list_flex_clusters(GROUP)).await;
    assert_eq!(all["totalCount"], 0);

    let workspace = of::<types::TenantWithSampleConnections>(json!({
        "name": "ws", "dataProcessRegion": {"cloudProvider": "AWS", "region": "VIRGINIA_USA"},
    }));
    answer(
        client,
        streams::with_stream_sample_connections(GROUP, workspace),
    )
    .await;
    let processor = json!({
        "name": "solar",
        "pipeline": [{"$source": {"connectionName": "sample_stream_solar"}}, {"$emit": {"connectionName": "x"}}],
    });
    let created =
        streams::create_stream_processor(GROUP, "ws", of::<types::StreamsProcessor>(processor));
    answer(client, created).await;
    client
        .send(streams::start_stream_processor(GROUP, "ws", "solar"))
        .await
        .unwrap();
    let start = streams::start_stream_processor(GROUP, "ws", "solar");
    assert_eq!(code(client, start).await, "STREAM_PROCESSOR_GENERIC_ERROR");
    let shown = answer(client, streams::get_stream_processor(GROUP, "ws", "solar")).await;
    assert_eq!(shown["state"], "STARTED");
    let delete = || streams::delete_stream_workspace(GROUP, "ws");
    assert_eq!(
        code(client, delete()).await,
        "STREAM_TENANT_HAS_STREAM_PROCESSORS"
    );
    client
        .send(streams::stop_stream_processor(GROUP, "ws", "solar"))
        .await
        .unwrap();
    client.send(delete()).await.unwrap();
    let gone = streams::list_stream_connections(GROUP, "ws");
    assert_eq!(code(client, gone).await, "STREAM_TENANT_NOT_FOUND_FOR_NAME");
}

/// The initial state, and everything that can only be read.
#[tokio::test]
async fn initial_state_fits_the_spec() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let host = "prod-shard-00-00.sandbox.example:27017";
    answer(client, organizations::list_orgs()).await;
    answer(client, organizations::get_org(ORGANIZATION)).await;
    answer(client, organizations::get_org_groups(ORGANIZATION)).await;
    answer(client, projects::get_group(GROUP)).await;
    answer(client, users::list_org_users(ORGANIZATION)).await;
    answer(client, users::list_group_users(GROUP)).await;
    answer(
        client,
        service_accounts::list_org_service_accounts(ORGANIZATION),
    )
    .await;
    answer(client, atlas_api::clusters::list_clusters(GROUP)).await;
    answer(client, atlas_api::clusters::list_cluster_details()).await;
    answer(
        client,
        atlas_api::database_users::list_database_users(GROUP),
    )
    .await;
    answer(
        client,
        project_ip_access_list::list_access_list_entries(GROUP),
    )
    .await;
    answer(client, alerts::list_alerts(GROUP)).await;
    answer(client, configs::list_alert_configs(GROUP)).await;
    answer(client, backups::list_backup_snapshots(GROUP, "prod")).await;
    // The service names the cluster in its events, which the spec does not list.
    let raw = events::list_group_events(GROUP).include_raw(true);
    client.send(raw).await.unwrap();
    answer(client, events::list_org_events(ORGANIZATION)).await;
    answer(client, invoices::list_invoices(ORGANIZATION)).await;
    answer(client, invoices::list_invoice_pending(ORGANIZATION)).await;
    answer(
        client,
        invoices::get_invoice(ORGANIZATION, "5f1b2c3d4e5f60718293a401"),
    )
    .await;
    answer(client, monitoring_and_logs::list_group_processes(GROUP)).await;
    let measurements = monitoring_and_logs::get_process_measurements(GROUP, host, "PT1M");
    let hour = answer(client, measurements.period("PT1H")).await;
    assert_eq!(
        hour["measurements"][0]["dataPoints"]
            .as_array()
            .unwrap()
            .len(),
        60
    );
    answer(
        client,
        performance_advisor::list_cluster_suggested_indexes(GROUP, "prod"),
    )
    .await;
    answer(
        client,
        performance_advisor::list_drop_index_suggestions(GROUP, "prod"),
    )
    .await;
    answer(
        client,
        performance_advisor::list_schema_advice(GROUP, "prod"),
    )
    .await;
    answer(
        client,
        performance_advisor::list_slow_query_logs(GROUP, host),
    )
    .await;
    answer(client, encryption::get_encryption_at_rest(GROUP)).await;
    answer(client, streams::list_stream_workspaces(GROUP)).await;
    let account = streams::get_account_details(GROUP, "AWS", "VIRGINIA_USA");
    answer(client, account).await;
}
