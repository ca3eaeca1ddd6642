//! The example that takes a backup and restores it.

use serde_json::json;
use wiremock::MockServer;
use wiremock::matchers::body_json;

use crate::support::{GROUP, Outcome, answer, call, run_with_token};

const SNAPSHOT: &str = "5b6212af87d9d663c587e259";

/// A server that takes a backup, which ends with this status.
async fn server(status: &str) -> MockServer {
    let server = MockServer::start().await;
    let snapshots = format!("/api/atlas/v2/groups/{GROUP}/clusters/prod/backup/snapshots");
    call("POST", &snapshots)
        .and(body_json(json!({
            "description": "by an example of atlas-api",
            "retentionInDays": 1,
        })))
        .respond_with(answer(
            200,
            &json!({"id": SNAPSHOT, "type": "replicaSet", "status": "queued"}),
        ))
        .expect(1)
        .mount(&server)
        .await;
    call("GET", &format!("{snapshots}/{SNAPSHOT}"))
        .respond_with(answer(200, &json!({"id": SNAPSHOT, "status": status})))
        .expect(1)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn backup_cluster_takes_a_backup() {
    let server = server("completed").await;
    let outcome = run_with_token(&server, "backup_cluster", &[GROUP, "prod"]);
    let out = format!("{SNAPSHOT} is complete\n");
    let err = format!("{SNAPSHOT} is being taken; this takes some minutes\n");
    assert_eq!(outcome, Outcome::success(&out, &err));
}

#[tokio::test]
async fn backup_cluster_restores_to_another_cluster() {
    let server = server("completed").await;
    let jobs = format!("/api/atlas/v2/groups/{GROUP}/clusters/prod/backup/restoreJobs");
    call("POST", &jobs)
        .and(body_json(json!({
            "deliveryType": "automated",
            "snapshotId": SNAPSHOT,
            "targetClusterName": "staging",
            "targetGroupId": GROUP,
        })))
        .respond_with(answer(200, &json!({"id": "job"})))
        .expect(1)
        .mount(&server)
        .await;
    call("GET", &format!("{jobs}/job"))
        .respond_with(answer(200, &json!({"finishedAt": "2026-01-31T11:00:00Z"})))
        .expect(1)
        .mount(&server)
        .await;

    let arguments = [GROUP, "prod", "--restore-to", "staging"];
    let outcome = run_with_token(&server, "backup_cluster", &arguments);
    let out = format!("{SNAPSHOT} is complete\nstaging has the data of prod\n");
    let err = format!("{SNAPSHOT} is being taken; this takes some minutes\n");
    assert_eq!(outcome, Outcome::success(&out, &err));
}

#[tokio::test]
async fn backup_cluster_does_not_restore_failed_snapshot() {
    // Nothing responds to a restore, so one would give another error.
    let server = server("failed").await;
    let arguments = [GROUP, "prod", "--restore-to", "staging"];
    let outcome = run_with_token(&server, "backup_cluster", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(outcome.err.contains(": `status` is failed;"), "{outcome:?}");
}
