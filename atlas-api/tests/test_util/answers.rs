//! The responses of the mock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use atlas_api::clusters;
use atlas_api::http::{self, StatusCode};
use atlas_api::test_util::{Answer, Failure, Mock};
use atlas_api::types::ClusterDescription20240805;

use super::{GROUP, cluster, get_name, list_name, page};

#[tokio::test]
async fn repeats_typed_answer() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    for _ in 0..3 {
        let answer = mock
            .client()
            .execute(clusters::list_clusters(GROUP))
            .await
            .unwrap();
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.headers["content-type"],
            "application/vnd.atlas.2024-08-05+json"
        );
        assert_eq!(answer.value, page("prod"));
        assert!(answer.set_aside.is_empty());
    }
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn plays_answers_in_order_and_repeats_the_last() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>()
        .reply(cluster("first"))
        .then()
        .fail(404, "CLUSTER_NOT_FOUND")
        .then()
        .reply(cluster("last"));
    let client = mock.client();
    assert_eq!(get_name(&client, "prod").await.unwrap(), "first");
    assert!(get_name(&client, "prod").await.unwrap_err().is_not_found());
    assert_eq!(get_name(&client, "prod").await.unwrap(), "last");
    assert_eq!(get_name(&client, "prod").await.unwrap(), "last");
}

#[tokio::test]
async fn failure_looks_like_service_error() {
    let mock = Mock::start().unwrap();
    let failure = Failure::new(409, "DUPLICATE_CLUSTER_NAME")
        .detail("there is one")
        .parameters(["prod"])
        .field("name", "taken");
    mock.on::<clusters::CreateCluster>().answer(failure);
    let operation = clusters::create_cluster(GROUP, cluster("prod"));
    let error = mock.client().send(operation).await.unwrap_err();
    assert!(error.is_code("DUPLICATE_CLUSTER_NAME"));
    assert_eq!(error.status(), Some(StatusCode::CONFLICT));
    let api = error.api().unwrap();
    assert_eq!(api.detail(), Some("there is one"));
    assert_eq!(api.reason(), Some("Conflict"));
    assert_eq!(api.parameters(), ["prod"]);
    assert_eq!(
        api.field_violations().collect::<Vec<_>>(),
        [("name", "taken")]
    );
    assert_eq!(api.json().unwrap()["error"], 409);
}

#[tokio::test]
async fn success_status_is_the_declared_one_unless_set() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::CreateCluster>()
        .status(201)
        .reply(cluster("prod"));
    mock.on::<clusters::DeleteCluster>().reply(());
    let client = mock.client();
    let created = client
        .execute(clusters::create_cluster(GROUP, cluster("prod")))
        .await;
    assert_eq!(created.unwrap().status, 201);
    let deleted = client
        .execute(clusters::delete_cluster(GROUP, "prod"))
        .await
        .unwrap();
    assert_eq!(deleted.status, 204);
    assert!(!deleted.headers.contains_key("content-type"));
}

#[tokio::test]
async fn computes_typed_answers() {
    let mock = Mock::start().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    mock.on::<clusters::CreateCluster>()
        .status(201)
        .answer_with(move |request| {
            let body: ClusterDescription20240805 = request.json()?;
            if body.name.is_none() {
                Err(Failure::new(400, "VALIDATION_ERROR"))?;
            }
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(body)
        });
    let client = mock.client();
    let create = |body| client.execute(clusters::create_cluster(GROUP, body));
    let created = create(cluster("prod")).await.unwrap();
    assert_eq!(
        (created.status, created.value),
        (StatusCode::CREATED, cluster("prod"))
    );
    let nameless = ClusterDescription20240805::new();
    assert!(
        create(nameless)
            .await
            .unwrap_err()
            .is_code("VALIDATION_ERROR")
    );
    assert_eq!(count.load(Ordering::Relaxed), 1);

    let url = format!("{}/api/atlas/v2/groups/{GROUP}/clusters", mock.url());
    let broken = reqwest::Client::new()
        .post(url)
        .body("{")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn answers_with_any_http_response() {
    let mock = Mock::start().unwrap();
    let proxy = http::Response::builder()
        .status(403)
        .body("<html><title>No</title></html>");
    mock.on::<clusters::ListClusters>().answer(proxy.unwrap());
    let error = list_name(&mock.client()).await.unwrap_err();
    assert!(
        error.is_forbidden() && error.to_string().contains("\"No\""),
        "{error}"
    );

    let answer = Answer::of::<clusters::ListClusters>(page("prod")).header("X-Request-Id", 4711);
    mock.on::<clusters::ListClusters>().answer(answer);
    let answer = mock
        .client()
        .execute(clusters::list_clusters(GROUP))
        .await
        .unwrap();
    assert_eq!(answer.request_id(), Some("4711"));
}

#[tokio::test]
async fn corrects_content_length_of_recorded_response() {
    let mock = Mock::start().unwrap();
    let recorded = http::Response::builder()
        .header("content-length", "2")
        .header("transfer-encoding", "chunked")
        .body(r#"{"totalCount":3}"#);
    mock.on::<clusters::ListClusters>()
        .answer(recorded.unwrap());
    let page = mock
        .client()
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap();
    assert_eq!(page.total_count, Some(3));
}
