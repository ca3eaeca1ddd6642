//! Dates that the service can't read are not sent.

use atlas_api::types::ClusterDescription20240805;
use atlas_api::{DateTime, Error, clusters, events, monitoring_and_logs};

use crate::client::support::*;

const NO_DATES: [&str; 6] = [
    "",
    "yesterday",
    "1710772803",
    "2024-03-18",
    "2024-03-18T14:40:03+00:00Z",
    "2024-02-30T14:40:03Z",
];

fn assert_refused(error: &Error, argument: &str, text: &str) {
    assert!(error.is_input() && error.attempts() == 0, "{error}");
    let message = error.to_string();
    for part in [
        argument,
        &format!("{text:?}"),
        "such as `2026-08-10T03:07:49Z`",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_presentable(error);
}

#[tokio::test]
async fn rejects_invalid_date_in_query() {
    let server = server(json(200, r#"{"results":[]}"#)).await;
    let client = client(&server);
    for text in NO_DATES {
        let list = events::list_group_events(GROUP).min_date(text);
        let error = client.send(&list).await.unwrap_err();
        assert_refused(&error, "the query parameter `minDate`", text);
        let error = client.items(&list).next().await.unwrap().unwrap_err();
        assert_refused(&error, "`minDate`", text);
        let operation =
            monitoring_and_logs::get_process_measurements(GROUP, "h:27017", "PT1M").end(text);
        let error = client.send(operation).await.unwrap_err();
        assert_refused(&error, "`end`", text);
        // The last call of a setter counts.
        client.send(list.min_date(DateTime::now())).await.unwrap();
    }
    assert_eq!(requests(&server).await.len(), NO_DATES.len());
}

#[tokio::test]
async fn rejects_invalid_date_in_body() {
    let server = server(json(200, "{}")).await;
    let client = client(&server);
    for text in NO_DATES {
        let cluster = ClusterDescription20240805::new()
            .name("prod")
            .accept_data_risks_and_force_replica_set_reconfig(text);
        // A value keeps it unchanged.
        assert!(atlas_api::to_json(&cluster).contains(&format!("{text:?}")));
        let update = clusters::update_cluster(GROUP, "prod", cluster);
        let error = client.send(update).await.unwrap_err();
        let place =
            "the body can't be sent: `$.acceptDataRisksAndForceReplicaSetReconfig` is invalid";
        assert_refused(&error, place, text);
    }
    assert!(requests(&server).await.is_empty());
    let cluster = ClusterDescription20240805::new()
        .accept_data_risks_and_force_replica_set_reconfig("2026-08-10T05:07:49.10+02:00");
    client
        .send(clusters::update_cluster(GROUP, "prod", cluster))
        .await
        .unwrap();
    let body = only_request(&server).await.body;
    let expected =
        r#"{"acceptDataRisksAndForceReplicaSetReconfig":"2026-08-10T05:07:49.10+02:00"}"#;
    assert_eq!(body, expected.as_bytes());
}
