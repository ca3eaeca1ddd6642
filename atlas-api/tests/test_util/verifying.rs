//! The complaints of the mock, when it is asked and when it is dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};

use atlas_api::clusters;
use atlas_api::http::Method;
use atlas_api::test_util::{Answer, Failure, Mock};
use serde_json::json;

use super::{GROUP, cluster, get_name, list_name, page};

fn panic_of(run: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(run)).err()?;
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or(panic.downcast_ref::<String>().cloned())
}

/// The result of verification. Dropping reports the same, and possible causes.
fn complaint(mock: Mock) -> Option<String> {
    let verified = panic_of(|| mock.verify());
    let dropped = panic_of(|| drop(mock));
    let said = dropped
        .as_deref()
        .and_then(|text| text.split("\nThe test may").next());
    assert_eq!(said, verified.as_deref());
    verified
}

#[tokio::test]
async fn counts_matching_requests() {
    for (expected, sent, says) in [
        ((2..=2), 2, None),
        ((2..=2), 1, Some("expected 2 requests, but there were 1")),
        ((1..=1), 2, Some("expected 1 request, but there were 2")),
        ((0..=0), 1, Some("expected 0 requests, but there were 1")),
        ((1..=3), 3, None),
        (
            (1..=3),
            4,
            Some("expected 1 to 3 requests, but there were 4"),
        ),
        (
            (1..=usize::MAX),
            0,
            Some("expected 1 or more requests, but there were 0"),
        ),
    ] {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>()
            .reply(page("prod"))
            .times(expected);
        for _ in 0..sent {
            // A surplus request gets a response too.
            list_name(&mock.client()).await.unwrap();
        }
        let complaint = complaint(mock);
        match says {
            None => assert_eq!(complaint, None),
            Some(says) => assert!(complaint.as_ref().unwrap().contains(says), "{complaint:?}"),
        }
    }
}

#[tokio::test]
async fn times_accepts_numbers_and_ranges() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>()
        .reply(page("prod"))
        .times(1);
    mock.on::<clusters::GetCluster>()
        .reply(cluster("prod"))
        .times(..=1);
    mock.on::<clusters::CreateCluster>()
        .reply(cluster("prod"))
        .times(1..);
    let complaint = complaint(mock).unwrap();
    assert_eq!(complaint.matches("\n- ").count(), 2, "{complaint}");
    // The line of the test identifies it.
    let (_, first) = complaint.split_once("\n- ").unwrap();
    let name = "listClusters 2024-08-05 (GET /api/atlas/v2/groups/{groupId}/clusters)";
    assert!(
        first.starts_with(name) && first.contains("verifying.rs:"),
        "{complaint}"
    );
}

#[tokio::test]
async fn rejects_request_that_must_not_arrive() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::DeleteCluster>()
        .path("clusterName", "prod")
        .never();
    mock.on::<clusters::DeleteCluster>().reply(());
    let client = mock.client();
    client
        .send(clusters::delete_cluster(GROUP, "test"))
        .await
        .unwrap();
    mock.verify();
    let error = client
        .send(clusters::delete_cluster(GROUP, "prod"))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    let complaint = complaint(mock).unwrap();
    assert!(complaint.contains("clusterName = prod"), "{complaint}");
}

#[tokio::test]
async fn names_unexpected_request_and_closest_expectation() {
    let mock = Mock::start().unwrap();
    let error = list_name(&mock.client()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("there is no expectation; one that `on` starts"),
        "{error}"
    );

    mock.on::<clusters::GetCluster>()
        .path("clusterName", "prod")
        .reply(cluster("prod"));
    mock.on::<clusters::v2023_02_01::ListClusters>()
        .fail(404, "NO");
    mock.on::<clusters::ListClusters>()
        .query("pageNum", 2)
        .fail(404, "NO");
    let error = list_name(&mock.client()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert_eq!(error.attempts(), 1);
    assert!(error.is_code("UNEXPECTED_REQUEST"));
    let detail = error.api().unwrap().detail().unwrap();
    let condition = detail.find("without ?pageNum=2").unwrap();
    let version = "Accept is application/vnd.atlas.2024-08-05+json, not application/vnd.atlas.2023-02-01+json";
    let version = detail.find(version).unwrap();
    assert!(
        condition < version && !detail.contains("getCluster"),
        "{detail}"
    );

    let error = get_name(&mock.client(), "test").await.unwrap_err();
    assert!(
        error.to_string().contains("without clusterName = prod"),
        "{error}"
    );
    // Other requests are not named.
    let call = mock
        .client()
        .request(http::Method::GET, "/elsewhere", "2024-08-05");
    let error = call.send().await.unwrap_err();
    assert!(
        error
            .api()
            .unwrap()
            .detail()
            .unwrap()
            .ends_with("was not expected: no expectation has this path"),
        "{error}"
    );

    assert_eq!(mock.requests().len(), 4);
    let complaint = complaint(mock).unwrap();
    assert_eq!(
        complaint.matches("was not expected").count(),
        4,
        "{complaint}"
    );
}

#[tokio::test]
async fn names_only_expectations_with_similar_paths() {
    let mock = Mock::start().unwrap().unverified();
    for template in ["/far/away/x", "/near", "/near/{id}/b/c", "/near/{id}/b"] {
        mock.on_path(Method::GET, template).reply(json!(null));
    }
    let detail = async |path| {
        let call = mock.client().request(Method::GET, path, "2024-08-05");
        let error = call.send().await.unwrap_err();
        error.api().unwrap().detail().unwrap().to_owned()
    };
    let expected =
        "GET /near/1/c was not expected: no expectation has this path; similar: GET /near/{id}/b";
    assert_eq!(detail("/near/1/c").await, expected);
    for number in 0..9 {
        mock.on_path(Method::GET, format!("/near/{{id}}/{number}"))
            .reply(json!(null));
    }
    let detail = detail("/near/1/c").await;
    assert!(detail.starts_with(expected), "{detail}");
    assert!(detail.ends_with("GET /near/{id}/3; and 5 more"), "{detail}");
}

#[tokio::test]
async fn panic_in_answer_is_a_500_and_fails_verification() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>().answer_with(|request| {
        let name = request.path_argument("clusterName").unwrap();
        match name {
            "good" => Ok(cluster(name)),
            "bad" => Err(Failure::new(400, "BAD").into()),
            _ => panic!("no cluster {name}"),
        }
    });
    mock.on::<clusters::ListClusters>()
        .when(|_| panic!("no condition"))
        .reply(page("prod"));
    let once = atlas_api::RetryPolicy::never();
    let client = mock.client_builder().retry(once).build().unwrap();
    let error = get_name(&client, "ugly").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(list_name(&client).await.unwrap_err().status().unwrap(), 500);
    // The mock keeps working.
    assert!(get_name(&client, "bad").await.unwrap_err().is_code("BAD"));
    assert_eq!(get_name(&client, "good").await.unwrap(), "good");
    let complaint = complaint(mock).unwrap();
    assert!(complaint.contains("no cluster ugly"), "{complaint}");
    assert!(complaint.contains("no condition"), "{complaint}");
    assert_eq!(complaint.matches("\n- ").count(), 2, "{complaint}");
}

#[test]
fn does_not_verify_a_test_that_already_failed() {
    let panic = panic_of(|| {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>()
            .reply(page("prod"))
            .times(1);
        panic!("the failure of the test");
    });
    assert_eq!(panic.as_deref(), Some("the failure of the test"));
}

#[tokio::test]
async fn prints_complaints_of_test_that_returns_an_error() {
    // Like a test that returns a `Result`.
    async fn test() -> Result<(), atlas_api::Error> {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>().fail(404, "NO");
        mock.on::<clusters::GetCluster>()
            .reply(cluster("prod"))
            .times(1);
        list_name(&mock.client()).await?;
        get_name(&mock.client(), "prod").await.map(drop)
    }
    let panic = tokio::spawn(test()).await.unwrap_err().into_panic();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(
        message.contains("expected 1 request, but there were 0"),
        "{message}"
    );
    let answer = format!("\n- 404 to GET /api/atlas/v2/groups/{GROUP}/clusters");
    assert!(message.ends_with(&answer), "{message}");
}

#[test]
fn unverified_mock_fails_only_explicit_verification() {
    let mock = Mock::start().unwrap().unverified();
    mock.on::<clusters::ListClusters>()
        .reply(page("prod"))
        .times(1);
    assert!(panic_of(|| mock.verify()).is_some());
    drop(mock);
}

#[test]
fn mistakes_in_the_test_panic_immediately() {
    let mock = Mock::start().unwrap();
    let unknown = panic_of(|| drop(mock.on::<clusters::GetCluster>().path("name", "prod")));
    assert!(unknown.unwrap().contains("no argument `name`"));
    for status in [0, 42, 100, 1000] {
        let failed = panic_of(|| drop(mock.on::<clusters::GetCluster>().fail(status, "NO")));
        assert!(failed.unwrap().contains(&status.to_string()));
        let failed = panic_of(|| drop(mock.on::<clusters::GetCluster>().status(status)));
        assert!(failed.unwrap().contains(&status.to_string()));
    }
    for (name, value) in [("no name", "x"), ("x-name", "no\nvalue")] {
        let failed = panic_of(|| drop(Answer::json(json!(null)).header(name, value)));
        assert!(failed.unwrap().contains("is not a valid header"));
    }
}
