//! The examples that read logs, events, measurements and alerts.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use wiremock::matchers::{body_json, query_param};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{GROUP, HOST, Outcome, answer, call, failure, run_with_token, server};

#[tokio::test]
async fn download_logs_saves_compressed_or_plain_log() {
    let text = "a line of the log\n".repeat(5_000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();

    let server = MockServer::start().await;
    call(
        "GET",
        &format!("/api/atlas/v2/groups/{GROUP}/clusters/{HOST}/logs/mongodb.gz"),
    )
    .respond_with(ResponseTemplate::new(200).set_body_raw(compressed.clone(), "application/gzip"))
    .expect(2)
    .mount(&server)
    .await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mongodb.log");
    let name = file.to_str().unwrap();
    let cases: [(&[&str], &[u8]); 2] = [
        (&[GROUP, HOST, name], &compressed),
        (&[GROUP, HOST, name, "--text"], text.as_bytes()),
    ];
    for (arguments, saved) in cases {
        let outcome = run_with_token(&server, "download_logs", arguments);
        let out = format!("{name}: {} bytes\n", saved.len());
        assert_eq!(outcome, Outcome::success(&out, ""));
        assert!(std::fs::read(&file).unwrap() == saved);
    }
}

#[tokio::test]
async fn download_logs_leaves_no_partial_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mongodb.log");
    let name = file.to_str().unwrap();
    std::fs::write(&file, "as before").unwrap();

    // The head of a gzip file, and nothing else.
    let server = server(ResponseTemplate::new(200).set_body_bytes([0x1f, 0x8b, 8, 0])).await;
    let outcome = run_with_token(&server, "download_logs", &[GROUP, HOST, name, "--text"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains("can't decompress the download"),
        "{outcome:?}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "as before");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    let nowhere = folder.path().join("nowhere").join("mongodb.log");
    let arguments = [GROUP, HOST, nowhere.to_str().unwrap()];
    let outcome = run_with_token(&server, "download_logs", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(outcome.err.contains("can't write `"), "{outcome:?}");
}

#[tokio::test]
async fn page_events_resumes_at_failed_page() {
    let server = MockServer::start().await;
    let to = format!("/api/atlas/v2/groups/{GROUP}/events");
    let page = |number: &str, events| {
        call("GET", &to)
            .and(query_param("pageNum", number))
            .respond_with(answer(200, &json!({"results": events, "totalCount": 3})))
            .expect(1)
    };
    page("1", json!([
        {"created": "2026-01-31T10:00:00Z", "eventTypeName": "CLUSTER_CREATED", "username": "me@example.com"},
        {"created": "2026-01-31T09:00:00Z", "eventTypeName": "ROCKET_LAUNCHED"},
    ]))
    .mount(&server)
    .await;
    // As many times as the client tries.
    call("GET", &to)
        .and(query_param("pageNum", "2"))
        .respond_with(failure(503, "SOME_CODE", "Not now.").insert_header("retry-after", "0"))
        .up_to_n_times(4)
        .expect(4)
        .with_priority(1)
        .mount(&server)
        .await;
    page("2", json!([
        {"created": "2026-01-31T08:00:00Z", "eventTypeName": "CLUSTER_DELETED", "isGlobalAdmin": "no"},
    ]))
    .mount(&server)
    .await;

    let out = "page 1
2026-01-31T10:00:00Z CLUSTER_CREATED me@example.com
2026-01-31T09:00:00Z ROCKET_LAUNCHED -
page 2
2026-01-31T08:00:00Z CLUSTER_DELETED -
";
    let err = "listGroupEvents (GET /api/atlas/v2/groups/{groupId}/events): 503 Service Unavailable, SOME_CODE: Not now. (after 4 attempts); resuming with page 2 in 0ns
";
    let outcome = run_with_token(&server, "page_events", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, err));
}

#[tokio::test]
async fn page_events_gives_up_on_permanently_failing_page() {
    let server = MockServer::start().await;
    call("GET", &format!("/api/atlas/v2/groups/{GROUP}/events"))
        .respond_with(failure(503, "SOME_CODE", "Not now.").insert_header("retry-after", "0"))
        .expect(4)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "page_events", &[GROUP]);
    let err = "Error: listGroupEvents (GET /api/atlas/v2/groups/{groupId}/events): 503 Service Unavailable, SOME_CODE: Not now. (after 4 attempts)\n";
    assert_eq!(outcome, Outcome::failure(err));
}

#[tokio::test]
async fn sums_measurements_by_process() {
    let server = MockServer::start().await;
    let to = format!("/api/atlas/v2/groups/{GROUP}/processes");
    let processes = json!([{"id": "a.mongodb.net:27017"}, {}, {"id": "b.mongodb.net:27017"}]);
    call("GET", &to)
        .respond_with(answer(200, &json!({"results": processes, "totalCount": 3})))
        .expect(1)
        .mount(&server)
        .await;
    let points = json!([
        {"timestamp": "2026-01-31T10:00:00Z", "value": 10},
        {"timestamp": "2026-01-31T10:05:00Z", "value": null},
        {"timestamp": "2026-01-31T10:10:00Z", "value": 22.5},
    ]);
    for (host, points) in [("a", points), ("b", json!([]))] {
        let name = "SYSTEM_NORMALIZED_CPU_USER";
        let measurement = json!({"name": name, "units": "PERCENT", "dataPoints": points});
        call(
            "GET",
            &format!("{to}/{host}.mongodb.net%3A27017/measurements"),
        )
        .and(query_param("granularity", "PT5M"))
        .and(query_param("period", "PT1H"))
        .and(query_param("m", name))
        .respond_with(answer(200, &json!({"measurements": [measurement]})))
        .expect(1)
        .mount(&server)
        .await;
    }
    let out = "a.mongodb.net:27017 16.2% on average, 22.5% at most
b.mongodb.net:27017 was not measured
";
    let outcome = run_with_token(&server, "measurements", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn lists_alerts_of_every_type() {
    let server = MockServer::start().await;
    let alerts = json!([
        {"id": "a1", "created": "2026-01-31T10:00:00Z", "eventTypeName": "NO_PRIMARY",
         "clusterName": "prod"},
        {"id": "a2", "created": "2026-01-31T09:00:00Z", "eventTypeName": "OUTSIDE_METRIC_THRESHOLD",
         "hostnameAndPort": "a.mongodb.net:27017"},
        {"id": "a3", "eventTypeName": "ROCKET_LAUNCHED"},
    ]);
    call("GET", &format!("/api/atlas/v2/groups/{GROUP}/alerts"))
        .and(query_param("status", "OPEN"))
        .respond_with(answer(200, &json!({"results": alerts, "totalCount": 3})))
        .expect(1)
        .mount(&server)
        .await;
    let out = "a1 2026-01-31T10:00:00Z NO_PRIMARY prod
a2 2026-01-31T09:00:00Z OUTSIDE_METRIC_THRESHOLD -
a3 - ROCKET_LAUNCHED -
3 open alerts
";
    let outcome = run_with_token(&server, "alerts", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn acknowledges_alert_until_a_date() {
    let until = "2027-01-31T08:00:00Z";
    let to = format!("/api/atlas/v2/groups/{GROUP}/alerts/5b1e92c13b34b93b0230e6e1");
    let server = MockServer::start().await;
    call("PATCH", &to)
        .and(body_json(json!({
            "acknowledgedUntil": until,
        })))
        .respond_with(answer(
            200,
            &json!({"id": "a1", "eventTypeName": "NO_PRIMARY", "acknowledgedUntil": until}),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let alert = "5b1e92c13b34b93b0230e6e1";
    let arguments = [GROUP, "--acknowledge", alert, "--until", until];
    let outcome = run_with_token(&server, "alerts", &arguments);
    let out = "a1 - NO_PRIMARY -\n    acknowledged until 2027-01-31T08:00:00Z\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn rejects_invalid_date_before_acknowledging() {
    let server = MockServer::start().await;
    let alert = "5b1e92c13b34b93b0230e6e1";
    let arguments = [GROUP, "--acknowledge", alert, "--until", "tomorrow"];
    let outcome = run_with_token(&server, "alerts", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome
            .err
            .contains("\"tomorrow\" is not an RFC 3339 date-time"),
        "{outcome:?}"
    );
    assert!(server.received_requests().await.unwrap().is_empty());
}
