//! The examples that list, create and change clusters.

use serde_json::json;
use wiremock::matchers::{body_json, header, method, query_param};
use wiremock::{Mock, MockServer};

use crate::support::{GROUP, Outcome, answer, call, failure, run_with_token, server};

#[tokio::test]
async fn list_clusters_reads_all_pages_and_shows_unknown_values() {
    let server = MockServer::start().await;
    let to = format!("/api/atlas/v2/groups/{GROUP}/clusters");
    let page = |clusters| answer(200, &json!({"results": clusters, "totalCount": 3}));
    call("GET", &to)
        .and(query_param("pageNum", "2"))
        .respond_with(page(json!([
            {"name": "trial", "stateName": "RESTING", "newSetting": {"level": 3}},
        ])))
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    call("GET", &to)
        .respond_with(page(json!([{"name": "prod", "stateName": "IDLE"}, {}])))
        .expect(1)
        .mount(&server)
        .await;

    let out = "prod: IDLE
(no name): (no state)
trial: RESTING
    unknown value \"RESTING\" of `$.stateName`
    unknown property `$.newSetting`
3 clusters
";
    let outcome = run_with_token(&server, "list_clusters", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

/// Mounts the response to `GET` for the new cluster.
async fn mount_cluster(server: &MockServer, state: &str) {
    let cluster = json!({
        "name": "prod",
        "stateName": state,
        "connectionStrings": {"standardSrv": "mongodb+srv://prod.abcde.mongodb.net"},
    });
    call(
        "GET",
        &format!("/api/atlas/v2/groups/{GROUP}/clusters/prod"),
    )
    .respond_with(answer(200, &cluster))
    .expect(1)
    .mount(server)
    .await;
}

#[tokio::test]
async fn create_cluster_waits_for_the_connection_string() {
    let server = MockServer::start().await;
    let region = json!({
        "providerName": "AWS",
        "regionName": "US_EAST_1",
        "priority": 7,
        "electableSpecs": {"instanceSize": "M10", "nodeCount": 3},
    });
    let media_type = "application/vnd.atlas.2024-10-23+json";
    call("POST", &format!("/api/atlas/v2/groups/{GROUP}/clusters"))
        .and(header("accept", media_type))
        .and(header("content-type", media_type))
        .and(body_json(json!({
            "name": "prod",
            "clusterType": "REPLICASET",
            "replicationSpecs": [{"regionConfigs": [region]}],
        })))
        .respond_with(answer(
            201,
            &json!({"name": "prod", "stateName": "CREATING"}),
        ))
        .expect(1)
        .mount(&server)
        .await;
    mount_cluster(&server, "IDLE").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    let expected = Outcome::success(
        "mongodb+srv://prod.abcde.mongodb.net\n",
        "prod is being created; this takes some minutes\n",
    );
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn create_cluster_accepts_existing_cluster() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(failure(400, "DUPLICATE_CLUSTER_NAME", "There is one."))
        .expect(1)
        .mount(&server)
        .await;
    mount_cluster(&server, "IDLE").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    let expected = Outcome::success(
        "mongodb+srv://prod.abcde.mongodb.net\n",
        "prod already exists, and is left unchanged\n",
    );
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn create_cluster_stops_waiting_for_deleted_cluster() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer(201, &json!({})))
        .mount(&server)
        .await;
    mount_cluster(&server, "DELETING").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains(": `stateName` is DELETING;"),
        "{outcome:?}"
    );
}

/// The path of the cluster to change.
fn prod() -> String {
    format!("/api/atlas/v2/groups/{GROUP}/clusters/prod")
}

#[tokio::test]
async fn pause_cluster_waits_until_paused_or_resumed() {
    for (flag, paused, out) in [
        (None, true, "prod is paused\n"),
        (Some("--resume"), false, "prod is running\n"),
    ] {
        let server = MockServer::start().await;
        let media_type = "application/vnd.atlas.2024-10-23+json";
        call("PATCH", &prod())
            .and(header("content-type", media_type))
            .and(body_json(json!({"paused": paused})))
            .respond_with(answer(
                200,
                &json!({"name": "prod", "stateName": "UPDATING"}),
            ))
            .expect(1)
            .mount(&server)
            .await;
        // The previous state: the service does not always report a change right away.
        call("GET", &prod())
            .respond_with(answer(
                200,
                &json!({"paused": !paused, "stateName": "IDLE"}),
            ))
            .up_to_n_times(1)
            .expect(1)
            .with_priority(1)
            .mount(&server)
            .await;
        call("GET", &prod())
            .respond_with(answer(200, &json!({"paused": paused, "stateName": "IDLE"})))
            .expect(1)
            .mount(&server)
            .await;

        let arguments = [Some(GROUP), Some("prod"), flag];
        let arguments: Vec<&str> = arguments.into_iter().flatten().collect();
        let outcome = run_with_token(&server, "pause_cluster", &arguments);
        let err = "prod is being changed; this takes some minutes\n";
        assert_eq!(outcome, Outcome::success(out, err));
    }
}

#[tokio::test]
async fn pause_cluster_accepts_paused_cluster() {
    let server = MockServer::start().await;
    call("PATCH", &prod())
        .respond_with(failure(409, "CLUSTER_ALREADY_PAUSED", "It is."))
        .expect(1)
        .mount(&server)
        .await;
    call("GET", &prod())
        .respond_with(answer(200, &json!({"paused": true, "stateName": "IDLE"})))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "pause_cluster", &[GROUP, "prod"]);
    assert_eq!(outcome, Outcome::success("prod is paused\n", ""));
}

#[tokio::test]
async fn pause_cluster_says_when_it_is_too_early() {
    let code = "CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER";
    let server = server(failure(400, code, "Not yet.")).await;
    let outcome = run_with_token(&server, "pause_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome
            .err
            .starts_with("Error: the cluster must run for an hour"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn scale_cluster_changes_only_the_size() {
    // A region of each provider, analytics nodes, and properties that the crate does not know.
    let shards = |size: &str| {
        let nodes = |count: i32| json!({"instanceSize": size, "nodeCount": count, "newSetting": 1});
        let analytics = json!({"instanceSize": "M60", "nodeCount": 1});
        json!([{"id": "s1", "newSetting": true, "regionConfigs": [
            {"providerName": "AWS", "regionName": "US_EAST_1", "electableSpecs": nodes(3),
             "analyticsSpecs": analytics},
            {"providerName": "AZURE", "regionName": "US_EAST", "electableSpecs": nodes(2)},
            {"providerName": "GCP", "regionName": "EASTERN_US", "electableSpecs": nodes(2)},
            {"providerName": "MOON", "regionName": "TYCHO", "electableSpecs": {"instanceSize": "M10"}},
        ]}])
    };
    let cluster = |size| {
        answer(
            200,
            &json!({"stateName": "IDLE", "replicationSpecs": shards(size)}),
        )
    };
    let server = MockServer::start().await;
    call("GET", &prod())
        .respond_with(cluster("M10"))
        .up_to_n_times(1)
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    call("PATCH", &prod())
        .and(body_json(json!({"replicationSpecs": shards("M20")})))
        .respond_with(answer(200, &json!({"stateName": "UPDATING"})))
        .expect(1)
        .mount(&server)
        .await;
    call("GET", &prod())
        .respond_with(cluster("M20"))
        .expect(1)
        .mount(&server)
        .await;

    let outcome = run_with_token(&server, "scale_cluster", &[GROUP, "prod", "M20"]);
    let expected = Outcome::success(
        "prod now has the size M20\n",
        "prod is being changed; this takes some minutes\n",
    );
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn connection_string_fits_the_network() {
    let endpoint = |id: &str, name: &str, optimized: bool| {
        let mut string = json!({
            "endpoints": [{"endpointId": id}],
            "srvConnectionString": format!("mongodb+srv://{name}"),
        });
        if optimized {
            let optimized = format!("mongodb+srv://{name}-lb");
            string["srvShardOptimizedConnectionString"] = optimized.into();
        }
        string
    };
    let strings = json!({
        "standard": "mongodb://public",
        "standardSrv": "mongodb+srv://public",
        "private": "mongodb://peered",
        "privateEndpoint": [endpoint("vpce-1", "one", false), endpoint("vpce-2", "two", true)],
    });
    let server = server(answer(200, &json!({"connectionStrings": strings}))).await;
    for (arguments, string) in [
        (&[][..], "mongodb+srv://public"),
        (&["--peered"], "mongodb://peered"),
        (&["--endpoint", "vpce-1"], "mongodb+srv://one"),
        (&["--endpoint", "vpce-2"], "mongodb+srv://two-lb"),
    ] {
        let arguments = [&[GROUP, "prod"], arguments].concat();
        let outcome = run_with_token(&server, "connection_string", &arguments);
        assert_eq!(outcome, Outcome::success(&format!("{string}\n"), ""));
    }
    let arguments = [GROUP, "prod", "--endpoint", "vpce-3"];
    let outcome = run_with_token(&server, "connection_string", &arguments);
    let error = "Error: the cluster has no connection string for this network yet\n";
    assert_eq!(outcome, Outcome::failure(error));
}

/// A server with a project and its clusters.
async fn server_of_project(clusters: serde_json::Value) -> MockServer {
    let server = MockServer::start().await;
    let group = format!("/api/atlas/v2/groups/{GROUP}");
    call("GET", &group)
        .respond_with(answer(200, &json!({"name": "Shop"})))
        .mount(&server)
        .await;
    call("GET", &format!("{group}/clusters"))
        .respond_with(answer(200, &json!({"results": clusters})))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn teardown_deletes_the_project_after_its_clusters() {
    let server = server_of_project(json!([{"name": "prod"}, {"name": "old"}])).await;
    call("DELETE", &prod())
        .respond_with(answer(202, &json!({})))
        .expect(1)
        .mount(&server)
        .await;
    let old = prod().replace("prod", "old");
    call("DELETE", &old)
        .respond_with(failure(400, "CLUSTER_ALREADY_REQUESTED_DELETION", "It is."))
        .expect(1)
        .mount(&server)
        .await;
    for cluster in [prod(), old] {
        call("GET", &cluster)
            .respond_with(failure(404, "CLUSTER_NOT_FOUND", "It is gone."))
            .expect(1)
            .mount(&server)
            .await;
    }
    call("DELETE", &format!("/api/atlas/v2/groups/{GROUP}"))
        .respond_with(answer(200, &json!({})))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "teardown", &[GROUP, "Shop"]);
    let out = "cluster prod is deleted\ncluster old is deleted\nproject Shop is deleted\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn teardown_refuses_protected_cluster_and_wrong_name() {
    let is_protected = json!({"name": "prod", "terminationProtectionEnabled": true});
    let server = server_of_project(json!([{"name": "old"}, is_protected])).await;
    for (name, error) in [
        ("Shop", "Error: \"prod\" has termination protection\n"),
        ("Trial", "Error: the project is called Shop, not Trial\n"),
    ] {
        let outcome = run_with_token(&server, "teardown", &[GROUP, name]);
        assert_eq!(outcome, Outcome::failure(error));
    }
}
