//! The examples that list, create and change clusters.

use serde_json::json;
use wiremock::matchers::{body_json, header, method, query_param};
use wiremock::{Mock, MockServer};

use crate::support::{
    GROUP, Outcome, TOKEN, answer, call, example, failure, run, run_with_token, server,
};

#[tokio::test]
async fn list_clusters_goes_through_all_pages_and_shows_what_is_new() {
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
    new state: RESTING
    new property: newSetting = {\"level\":3}
3 clusters
";
    let outcome = run_with_token(&server, "list_clusters", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn list_clusters_says_what_to_do() {
    for (status, help) in [
        (401, "create a service account"),
        (
            403,
            "the caller needs one of these roles: Project Read Only",
        ),
        (404, "PROJECT_ID is the id of a project"),
    ] {
        let server = server(failure(status, "SOME_CODE", "What is wrong.")).await;
        let outcome = run_with_token(&server, "list_clusters", &[GROUP]);
        assert!(
            outcome.err.contains(&format!("\nhelp: {help}")),
            "{outcome:?}"
        );
    }
    let outcome = run(example("list_clusters", &[GROUP])
        .env("MONGODB_ATLAS_BASE_URL", "http://cloud.mongodb.com")
        .env("MONGODB_ATLAS_ACCESS_TOKEN", TOKEN));
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.err.contains("must begin with https://"),
        "{outcome:?}"
    );
}

/// Mounts the answer to `GET` of the cluster that is created.
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
async fn create_cluster_takes_one_that_exists() {
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
async fn create_cluster_does_not_wait_for_what_will_never_be() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer(201, &json!({})))
        .mount(&server)
        .await;
    mount_cluster(&server, "DELETING").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.ends_with("`stateName` is DELETING\n"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn create_cluster_names_the_fields_that_are_wrong() {
    let fields = json!([
        {"field": "name", "description": "too long"},
        {"field": "clusterType", "description": "unknown"},
    ]);
    let body = json!({"errorCode": "VALIDATION_ERROR", "badRequestDetail": {"fields": fields}});
    let server = server(answer(400, &body)).await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    let lines = "\n    name: too long\n    clusterType: unknown\n";
    assert!(outcome.err.ends_with(lines), "{outcome:?}");
}

/// The path of the cluster that is changed.
fn prod() -> String {
    format!("/api/atlas/v2/groups/{GROUP}/clusters/prod")
}

#[tokio::test]
async fn pause_cluster_waits_for_what_it_asked_for() {
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
        // As it was before: the service is not always quick to say that it is changing something.
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
async fn pause_cluster_takes_one_that_is_paused() {
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
            .contains("\nhelp: the cluster must run for an hour"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn scale_cluster_changes_the_size_and_nothing_else() {
    // A region of each provider, nodes for analytics, and properties that the crate does not know.
    let shards = |size: &str| {
        let nodes = |count: i32| json!({"instanceSize": size, "nodeCount": count, "newSetting": 1});
        let analytics = json!({"instanceSize": "M60", "nodeCount": 1});
        json!([{"id": "s1", "newSetting": true, "regionConfigs": [
            {"providerName": "AWS", "regionName": "US_EAST_1", "electableSpecs": nodes(3),
             "readOnlySpecs": nodes(1), "analyticsSpecs": analytics},
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
async fn scale_cluster_sends_no_empty_list_of_shards() {
    for cluster in [
        json!({"stateName": "IDLE"}),
        json!({"replicationSpecs": []}),
    ] {
        let server = MockServer::start().await;
        call("GET", &prod())
            .respond_with(answer(200, &cluster))
            .expect(1)
            .mount(&server)
            .await;
        let outcome = run_with_token(&server, "scale_cluster", &[GROUP, "prod", "M20"]);
        let error = "error: prod has no shards to resize\n";
        assert_eq!(outcome, Outcome::failure(error));
    }
}

#[tokio::test]
async fn scale_cluster_says_what_to_do() {
    for (status, code, help) in [
        (
            409,
            "CANNOT_UPDATE_PAUSED_CLUSTER",
            "resume the cluster first",
        ),
        (400, "INVALID_ATTRIBUTE", "sizes are M10"),
    ] {
        let server = MockServer::start().await;
        call("GET", &prod())
            .respond_with(answer(200, &json!({"replicationSpecs": [{}]})))
            .mount(&server)
            .await;
        call("PATCH", &prod())
            .respond_with(failure(status, code, "No."))
            .expect(1)
            .mount(&server)
            .await;
        let outcome = run_with_token(&server, "scale_cluster", &[GROUP, "prod", "M7"]);
        assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
        assert!(
            outcome.err.contains(&format!("\nhelp: {help}")),
            "{outcome:?}"
        );
    }
}
