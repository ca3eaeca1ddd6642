//! The service that the sandbox simulates: slow changes, rejected requests, and errors.

use std::time::Duration;

use atlas_api::http::Method;
use atlas_api::types::{
    AcknowledgeAlert, ClusterDescription20240805 as Cluster, ClusterState,
    DiskBackupOnDemandSnapshotRequest, DiskBackupSnapshot, DiskBackupSnapshotRestoreJob,
    DiskBackupSnapshotRestoreJobDeliveryType, Group, GroupUserRequest, NetworkPermissionEntry,
    NetworkPermissionEntryStatusStatus as EntryStatus, SnapshotStatus,
};
use atlas_api::{
    Client, Error, Operation, alerts, cloud_backups, clusters, database_users, events, invoices,
    mongo_db_cloud_users, monitoring_and_logs, organizations, project_ip_access_list, projects,
    ready,
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::support::{GROUP, ORGANIZATION, example, run};

/// An id that the sandbox does not have.
const NOWHERE: &str = "000000000000000000000000";

fn entry(block: &str) -> [NetworkPermissionEntry; 1] {
    [NetworkPermissionEntry::new().cidr_block(block)]
}

fn snapshot_request() -> DiskBackupOnDemandSnapshotRequest {
    DiskBackupOnDemandSnapshotRequest::new().retention_in_days(1)
}

fn restore(snapshot: &str, target: &str) -> DiskBackupSnapshotRestoreJob {
    DiskBackupSnapshotRestoreJob::new(DiskBackupSnapshotRestoreJobDeliveryType::Automated)
        .snapshot_id(snapshot)
        .target_group_id(GROUP)
        .target_cluster_name(target)
}

/// A cluster like an existing one, under another name.
async fn like_prod(client: &Client, name: &str) -> Cluster {
    let prod = client.send(clusters::get_cluster(GROUP, "prod")).await;
    prod.unwrap().without_read_only().name(name)
}

#[tokio::test]
async fn slow_changes_stay_pending() {
    // Longer than any test.
    let sandbox = Sandbox::start("86400");
    let client = sandbox.client();
    let state = async |name: &str| {
        let cluster = client.send(clusters::get_cluster(GROUP, name)).await;
        cluster.unwrap().state_name.unwrap()
    };

    let wanted = like_prod(&client, "trial").await;
    let created = client
        .execute(clusters::create_cluster(GROUP, wanted))
        .await;
    let created = created.unwrap();
    assert_eq!(created.status, 201);
    assert_eq!(created.value.state_name, Some(ClusterState::Creating));
    // Neither those of the original, nor its own yet.
    let strings = created.value.connection_strings.unwrap();
    assert_eq!(strings.standard_srv, None);
    assert_eq!(state("trial").await, ClusterState::Creating);

    let change = Cluster::new().backup_enabled(false);
    let changed = client
        .send(clusters::update_cluster(GROUP, "prod", change))
        .await;
    assert_eq!(changed.unwrap().backup_enabled, Some(false));
    assert_eq!(state("prod").await, ClusterState::Updating);

    client
        .send(clusters::delete_cluster(GROUP, "staging"))
        .await
        .unwrap();
    assert_eq!(state("staging").await, ClusterState::Deleting);

    let operation = project_ip_access_list::create_access_list_entry(GROUP, entry("203.0.113.7"));
    client.send(operation).await.unwrap();
    let operation = project_ip_access_list::get_access_list_status(GROUP, "203.0.113.7/32");
    let status = client.send(operation).await.unwrap().status;
    assert_eq!(status, Some(EntryStatus::Pending));

    let operation = cloud_backups::take_snapshots(GROUP, "prod", snapshot_request());
    let DiskBackupSnapshot::DiskBackupReplicaSet(taken) = client.send(operation).await.unwrap()
    else {
        panic!("prod is a replica set");
    };
    assert_eq!(taken.status, Some(SnapshotStatus::Queued));
    let id = taken.id.unwrap();
    let operation = cloud_backups::get_cluster_backup_snapshot(GROUP, "prod", &*id);
    let status = client.send(operation).await.unwrap().status;
    assert_eq!(status, Some(SnapshotStatus::InProgress));

    let job = restore(&id, "prod");
    let operation = cloud_backups::create_backup_restore_job(GROUP, "prod", job);
    let error = client.send(operation).await.unwrap_err();
    let code = "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT";
    assert!(error.is_code(code), "{error}");

    let job = restore("5b6212af87d9d663c587e259", "staging");
    let operation = cloud_backups::create_backup_restore_job(GROUP, "prod", job);
    let error = client.send(operation).await.unwrap_err();
    assert!(
        error.is_code("CLUSTER_ALREADY_REQUESTED_DELETION"),
        "{error}"
    );

    let job = restore("5b6212af87d9d663c587e259", "prod");
    let operation = cloud_backups::create_backup_restore_job(GROUP, "prod", job);
    let id = client.send(operation).await.unwrap().id.unwrap();
    let operation = cloud_backups::get_backup_restore_job(GROUP, "prod", id);
    assert_eq!(client.send(operation).await.unwrap().finished_at, None);
}

#[tokio::test]
async fn cluster_status_is_pending_during_change() {
    let sandbox = Sandbox::start("86400");
    let client = sandbox.client();
    let status = || clusters::get_cluster_status(GROUP, "prod");
    let applied = client.send(status()).await.unwrap();
    let change = atlas_api::types::ClusterDescription20240805::default().backup_enabled(true);
    let change = clusters::update_cluster(GROUP, "prod", change);
    client.send(change).await.unwrap();
    let pending = client.send(status()).await.unwrap();
    let statuses = [applied, pending].map(|it| it.change_status.unwrap().to_string());
    assert_eq!(statuses, ["APPLIED", "PENDING"]);
}

#[tokio::test]
async fn creates_changes_and_deletes_clusters() {
    let sandbox = Sandbox::start("0.1");
    let client = sandbox.client();
    let wait = || {
        let operation = clusters::get_cluster(GROUP, "trial");
        let pause = Duration::from_millis(20);
        client.wait(operation).pauses(pause, pause)
    };
    let wanted = like_prod(&client, "trial").await;
    client
        .send(clusters::create_cluster(GROUP, wanted))
        .await
        .unwrap();
    let cluster = wait().until(ready::cluster).await.unwrap();
    let strings = cluster.connection_strings.unwrap();
    let expected = "mongodb+srv://trial.sandbox.example";
    assert_eq!(strings.standard_srv.as_deref(), Some(expected));

    let pause = || clusters::update_cluster(GROUP, "trial", Cluster::new().paused(true));
    client.send(pause()).await.unwrap();
    let cluster = wait().until(ready::cluster).await.unwrap();
    assert_eq!(cluster.paused, Some(true));
    let error = client.send(pause()).await.unwrap_err();
    assert!(error.is_code("CLUSTER_ALREADY_PAUSED"), "{error}");
    let change = Cluster::new().backup_enabled(false);
    let operation = clusters::update_cluster(GROUP, "trial", change);
    let error = client.send(operation).await.unwrap_err();
    assert!(error.is_code("CANNOT_UPDATE_PAUSED_CLUSTER"), "{error}");

    client
        .send(clusters::delete_cluster(GROUP, "trial"))
        .await
        .unwrap();
    wait().until_gone().await.unwrap();
    let events = client.items(events::list_group_events(GROUP).items_per_page(2));
    let events: Vec<_> = events.try_collect().await.unwrap();
    let reported: Vec<_> = events
        .iter()
        .map(|event| serde_json::from_str::<Value>(&atlas_api::to_json(event)).unwrap())
        .filter(|event| event["clusterName"] == "trial")
        .map(|event| event["eventTypeName"].as_str().unwrap().to_owned())
        .collect();
    let expected = [
        "CLUSTER_DELETED",
        "CLUSTER_DELETE_SUBMITTED",
        "CLUSTER_UPDATE_COMPLETED",
        "CLUSTER_UPDATE_SUBMITTED",
        "CLUSTER_READY",
        "CLUSTER_CREATED",
    ];
    assert_eq!(reported, expected);
}

#[tokio::test]
async fn splits_lists_into_pages() {
    let sandbox = Sandbox::start("0");
    let client = sandbox.client();
    let list = || clusters::list_clusters(GROUP).items_per_page(1);
    let second = client.send(list().page_num(2)).await.unwrap();
    assert_eq!(second.total_count, Some(2));
    let relations: Vec<_> = second
        .links
        .iter()
        .flatten()
        .map(|it| it.rel.clone())
        .collect();
    assert_eq!(
        relations,
        [Some("self".to_owned()), Some("previous".to_owned())]
    );
    let names = |clusters: Vec<Cluster>| -> Vec<String> {
        clusters.into_iter().filter_map(|it| it.name).collect()
    };
    assert_eq!(names(second.results.unwrap()), ["staging"]);
    let all: Vec<_> = client.items(list()).try_collect().await.unwrap();
    assert_eq!(names(all), ["prod", "staging"]);
}

/// Sends an operation that is rejected, and returns the status and the code.
async fn refusal<O: Operation>(client: &Client, operation: O) -> (u16, String) {
    let error = match client.send(operation).await {
        Ok(_) => panic!("{} was not refused", O::META.name),
        Err(error) => error,
    };
    let code = |error: &Error| Some(error.api()?.error_code()?.to_owned());
    let status = error.status().unwrap().as_u16();
    (status, code(&error).unwrap_or_default())
}

macro_rules! assert_refused {
    ($client:expr, $($operation:expr => $status:literal $code:literal,)*) => {
        $(assert_eq!(refusal($client, $operation).await, ($status, $code.to_owned()));)*
    };
}

#[tokio::test]
async fn answers_404_for_missing_resources() {
    let sandbox = Sandbox::start("0");
    let client = &sandbox.client();
    assert_refused! { client,
        projects::get_group(NOWHERE) => 404 "GROUP_NOT_FOUND",
        projects::get_group_by_name("nowhere") => 404 "GROUP_NAME_NOT_FOUND",
        clusters::list_clusters(NOWHERE) => 404 "GROUP_NOT_FOUND",
        clusters::get_cluster(GROUP, "nowhere") => 404 "CLUSTER_NOT_FOUND",
        clusters::delete_cluster(GROUP, "nowhere") => 404 "CLUSTER_NOT_FOUND",
        cloud_backups::list_backup_snapshots(GROUP, "nowhere") => 404 "CLUSTER_NOT_FOUND",
        cloud_backups::get_cluster_backup_snapshot(GROUP, "prod", NOWHERE) => 404 "SNAPSHOT_NOT_FOUND",
        cloud_backups::get_backup_restore_job(GROUP, "prod", NOWHERE) => 404 "RESTORE_JOB_NOT_FOUND",
        database_users::get_database_user(GROUP, "admin", "nobody") => 404 "USERNAME_NOT_FOUND",
        project_ip_access_list::get_access_list_entry(GROUP, "203.0.113.7")
            => 404 "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND",
        alerts::get_alert(GROUP, NOWHERE) => 404 "ALERT_NOT_FOUND",
        events::get_group_event(GROUP, NOWHERE) => 404 "EVENT_NOT_FOUND",
        monitoring_and_logs::get_group_process(GROUP, "nowhere.example:27017")
            => 404 "HOSTNAME_AND_PORT_NOT_FOUND",
        organizations::get_org(NOWHERE) => 404 "ORG_NOT_FOUND",
        invoices::get_invoice(NOWHERE, NOWHERE) => 404 "ORG_NOT_FOUND",
        invoices::get_invoice(ORGANIZATION, NOWHERE) => 404 "INVOICE_NOT_FOUND",
    }
}

#[tokio::test]
async fn rejects_invalid_requests() {
    let sandbox = Sandbox::start("0");
    let client = &sandbox.client();
    let unnamed = || Cluster::new().backup_enabled(true);
    let of = |region: Value| {
        let cluster = json!({"name": "trial", "replicationSpecs": [{"regionConfigs": [region]}]});
        atlas_api::from_json::<Cluster>(&cluster.to_string()).unwrap()
    };
    let of_size =
        |size| of(json!({"providerName": "AWS", "electableSpecs": {"instanceSize": size}}));
    let flex = of(json!({"providerName": "FLEX", "backingProviderName": "AWS"}));
    let past = AcknowledgeAlert::new().acknowledged_until("2020-01-31T08:00:00Z");
    let alert = "5b1e92c13b34b93b0230e6e1";
    let user = |name: &str| GroupUserRequest::new(["GROUP_READ_ONLY"], name);
    assert_refused! { client,
        clusters::create_cluster(GROUP, unnamed()) => 400 "MISSING_ATTRIBUTE",
        clusters::create_cluster(GROUP, unnamed().name("trial")) => 400 "MISSING_ATTRIBUTE",
        clusters::create_cluster(GROUP, unnamed().name("two words")) => 400 "INVALID_ATTRIBUTE",
        clusters::create_cluster(GROUP, like_prod(client, "prod").await) => 400 "DUPLICATE_CLUSTER_NAME",
        clusters::update_cluster(GROUP, "prod", of_size("M7")) => 400 "INVALID_ENUM_VALUE",
        clusters::create_cluster(GROUP, of_size("M0")) => 400 "INVALID_ATTRIBUTE",
        clusters::create_cluster(GROUP, flex) => 400 "INVALID_ENUM_VALUE",
        clusters::create_cluster(GROUP, of(json!({"providerName": "AWS", "electableSpecs": {}})))
            => 400 "MISSING_ATTRIBUTE",
        projects::create_group(Group::new("Shop", ORGANIZATION)) => 409 "GROUP_ALREADY_EXISTS",
        projects::create_group(Group::new("Trial", NOWHERE)) => 404 "ORG_NOT_FOUND",
        projects::delete_group(GROUP) => 409 "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS",
        mongo_db_cloud_users::add_group_users(GROUP, user("nobody")) => 400 "INVALID_USERNAME",
        mongo_db_cloud_users::add_group_users(GROUP, user("you@example.com")) => 409 "USER_ALREADY_EXISTS",
        project_ip_access_list::create_access_list_entry(GROUP, entry("203.0.113.0/33"))
            => 400 "INVALID_ATTRIBUTE",
        cloud_backups::take_snapshots(GROUP, "prod", snapshot_request().retention_in_days(0))
            => 400 "INVALID_ATTRIBUTE",
        alerts::acknowledge_alert(GROUP, alert, past) => 400 "INVALID_ATTRIBUTE",
        alerts::acknowledge_alert(GROUP, alert, AcknowledgeAlert::new()) => 400 "MISSING_ATTRIBUTE",
        monitoring_and_logs::get_process_measurements(GROUP, "prod-shard-00-00.sandbox.example:27017", "PT7M")
            => 400 "INVALID_QUERY_PARAMETER",
    }

    // Nodes that are read-only.
    let read_only = json!({"providerName": "AWS", "readOnlySpecs": {"instanceSize": "M10"}});
    let taken = client.send(clusters::create_cluster(GROUP, of(read_only)));
    assert_eq!(taken.await.unwrap().name.as_deref(), Some("trial"));

    // Paths that the service lacks, that the sandbox lacks, and a removed version.
    for (path, status, code) in [
        (
            "/api/atlas/v2/nothing/of/the/kind".to_owned(),
            404,
            "RESOURCE_NOT_FOUND",
        ),
        (
            format!("/api/atlas/v2/groups/{GROUP}/clusters/prod:doNothing"),
            404,
            "CLUSTER_NOT_FOUND",
        ),
        (
            format!("/api/atlas/v1.0/groups/{GROUP}/clusters"),
            404,
            "RESOURCE_NOT_FOUND",
        ),
        (
            format!("/api/atlas/v2/groups/{GROUP}/limits"),
            501,
            "NOT_IN_SANDBOX",
        ),
    ] {
        let call = client.request(Method::GET, &path, "2025-03-12");
        let error = call.send().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
        assert!(error.is_code(code), "{error}");
    }

    // Bodies that our client would never send.
    let url = format!("{}/api/atlas/v2/groups/{GROUP}/clusters", sandbox.url());
    let token = sandbox.token().await;
    for body in ["", "nonsense", "[]", "{\"name\": "] {
        let media_type = "application/vnd.atlas.2024-10-23+json";
        let request = reqwest::Client::new().post(&url).body(body);
        let request = request
            .bearer_auth(&token)
            .header("accept", media_type)
            .header("content-type", media_type);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400, "{body}");
        let text = response.text().await.unwrap();
        assert!(
            text.contains("\"errorCode\":\"MALFORMED_JSON\""),
            "{body}: {text}"
        );
    }
}

#[tokio::test]
async fn discards_passwords() {
    let sandbox = Sandbox::start("0");
    let client = sandbox.client();
    let mut program = example("database_user", &[GROUP, "shop", "orders"]);
    program.envs(sandbox.environment());
    for out in ["was created", "has a new password"] {
        let outcome = run(&mut program);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
        assert!(outcome.out.contains(out), "{outcome:?}");
    }
    let operation = database_users::get_database_user(GROUP, "admin", "shop");
    let user = client.send(operation).await.unwrap();
    assert_eq!(user.password, None);
    // The second change had no roles, so they stay as they were.
    assert_eq!(user.roles.unwrap().len(), 1);
}

#[tokio::test]
async fn recreated_cluster_inherits_nothing() {
    let sandbox = Sandbox::start("0");
    let client = sandbox.client();
    let wanted = like_prod(&client, "prod").await;
    client
        .send(clusters::delete_cluster(GROUP, "prod"))
        .await
        .unwrap();
    client
        .send(clusters::create_cluster(GROUP, wanted))
        .await
        .unwrap();
    let snapshots = cloud_backups::list_backup_snapshots(GROUP, "prod");
    assert_eq!(client.send(snapshots).await.unwrap().total_count, Some(0));
}
