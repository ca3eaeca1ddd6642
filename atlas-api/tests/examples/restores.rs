//! Restores to a point in time in the sandbox.

use atlas_api::{cloud_backups as backups, clusters, types};
use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, of, strict};
use crate::support::GROUP;

fn now() -> i64 {
    let text = atlas_api::DateTime::now();
    let moment = std::time::SystemTime::try_from(text).unwrap();
    let since = moment.duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

fn restore(more: Value) -> backups::CreateBackupRestoreJob {
    let mut body = json!({
        "deliveryType": "pointInTime", "targetClusterName": "staging", "targetGroupId": GROUP,
    });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    backups::create_backup_restore_job(
        GROUP,
        "prod",
        of::<types::DiskBackupSnapshotRestoreJob>(body),
    )
}

#[tokio::test]
async fn restores_cluster_to_a_point_in_time() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let hour_ago = || json!({"pointInTimeUTCSeconds": now() - 3_600});
    let refused = code(client, restore(hour_ago())).await;
    assert_eq!(refused, "POINT_IN_TIME_RESTORE_NOT_ENABLED");
    let on = of::<types::ClusterDescription20240805>(json!({"pitEnabled": true}));
    client
        .send(clusters::update_cluster(GROUP, "prod", on))
        .await
        .unwrap();

    let at = now() - 3_600;
    let job = answer(client, restore(json!({"pointInTimeUTCSeconds": at}))).await;
    let timestamp = job["timestamp"].as_str().unwrap();
    let restored = std::time::UNIX_EPOCH + std::time::Duration::from_secs(at.unsigned_abs());
    assert_eq!(timestamp, atlas_api::DateTime::from(restored).as_str());
    let get = backups::get_backup_restore_job(GROUP, "prod", job["id"].as_str().unwrap());
    assert_eq!(answer(client, get).await["pointInTimeUTCSeconds"], at);
    // A position in the oplog is a point in time too.
    answer(client, restore(json!({"oplogTs": at, "oplogInc": 1}))).await;
}

#[tokio::test]
async fn rejects_point_in_time_without_backup() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let on = of::<types::ClusterDescription20240805>(json!({"pitEnabled": true}));
    client
        .send(clusters::update_cluster(GROUP, "prod", on))
        .await
        .unwrap();
    let hour = 3_600;
    for (more, expected) in [
        (json!({}), "INVALID_PIT_RESTORE_TIME"),
        (json!({"oplogTs": now() - hour}), "INVALID_PIT_RESTORE_TIME"),
        (
            json!({"pointInTimeUTCSeconds": now() + hour}),
            "INVALID_PIT_RESTORE_TIME",
        ),
        (
            json!({"pointInTimeUTCSeconds": now() - 72 * hour}),
            "INVALID_PIT_RESTORE_TIME",
        ),
        // The only snapshot is six hours old.
        (
            json!({"pointInTimeUTCSeconds": now() - 12 * hour}),
            "NO_CHECKPOINT_FOR_PIT_RESTORE",
        ),
        (
            json!({"pointInTimeUTCSeconds": now() - hour, "targetClusterName": "x"}),
            "CLUSTER_NOT_FOUND",
        ),
    ] {
        assert_eq!(
            code(client, restore(more.clone())).await,
            expected,
            "{more}"
        );
    }
}
