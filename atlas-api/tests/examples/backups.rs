//! The example that takes a backup and restores it.

use serde_json::json;
use wiremock::MockServer;
use wiremock::matchers::body_json;

use crate::support::{GROUP, Outcome, answer, call, run_with_token};

const SNAPSHOT: &str = "5b6212af87d9d663c587e259";

/// A server with one old backup, on which another can be taken. The new one comes to the status.
async fn server(status: &str) -> MockServer {
    let server = MockServer::start().await;
    let snapshots = format!("/api/atlas/v2/groups/{GROUP}/clusters/prod/backup/snapshots");
    let old = json!({"id": "old", "createdAt": "2026-01-31T10:00:00Z", "status": "completed"});
    call("GET", &snapshots)
        .respond_with(answer(200, &json!({"results": [old, {}], "totalCount": 2})))
        .expect(1)
        .mount(&server)
        .await;
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

const LISTED: &str = "old 2026-01-31T10:00:00Z completed\n(no id) - -\n";

#[tokio::test]
async fn backup_cluster_lists_backups_and_takes_one() {
    let server = server("completed").await;
    let outcome = run_with_token(&server, "backup_cluster", &[GROUP, "prod"]);
    let out = format!("{LISTED}{SNAPSHOT} is complete\n");
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
    let out = format!("{LISTED}{SNAPSHOT} is complete\nstaging has the data of prod\n");
    let err =
        format!("{SNAPSHOT} is being taken; this takes some minutes\nrestore job has started\n");
    assert_eq!(outcome, Outcome::success(&out, &err));
}

#[tokio::test]
async fn backup_cluster_restores_nothing_that_has_failed() {
    // There is no answer to a restore: it would be another error.
    let server = server("failed").await;
    let arguments = [GROUP, "prod", "--restore-to", "staging"];
    let outcome = run_with_token(&server, "backup_cluster", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), LISTED));
    assert!(outcome.err.ends_with("`status` is failed\n"), "{outcome:?}");
}
