//! All kinds of clients against the mock.

use std::sync::Arc;
use std::time::Duration;

use atlas_api::http::Method;
use atlas_api::test_util::{Failure, Mock};
use atlas_api::types::ClusterState;
use atlas_api::{Credentials, blocking, clusters};

use crate::{GROUP, client_with, cluster, got, listed, page};

#[test]
fn a_blocking_client_needs_no_runtime() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>()
        .reply_items(["a", "b", "c"].map(cluster));
    let client: blocking::Client = mock.blocking_client();
    let list = clusters::list_clusters(GROUP).items_per_page(2);
    let names: Vec<_> = client
        .items(list)
        .map(|item| item.unwrap().name.unwrap())
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_share_one_mock() {
    let mock = Arc::new(Mock::start().unwrap());
    mock.on::<clusters::GetCluster>()
        .answer_with(|request| Ok(cluster(request.path_argument("clusterName").unwrap())))
        .times(20);
    let client = mock.client();
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (client, mock) = (client.clone(), Arc::clone(&mock));
            tokio::spawn(async move {
                let name = format!("c{number}");
                assert_eq!(got(&client, &name).await.unwrap(), name);
                assert!(!mock.requests().is_empty());
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(mock.requests().len(), 20);
}

#[tokio::test]
async fn an_answer_may_ask_the_mock_and_take_its_time() {
    let mock = Arc::new(Mock::start().unwrap());
    let (begin, began) = std::sync::mpsc::channel::<()>();
    let began = std::sync::Mutex::new(began);
    let asked = Arc::downgrade(&mock);
    mock.on::<clusters::GetCluster>().answer_with(move |_| {
        // Until another request was answered.
        began.lock().unwrap().recv().unwrap();
        let seen = asked.upgrade().unwrap().requests().len();
        Ok(cluster(&seen.to_string()))
    });
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let client = mock.client();
    let slow = tokio::spawn(async move { got(&client, "prod").await });
    while mock.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    listed(&mock.client()).await.unwrap();
    begin.send(()).unwrap();
    assert_eq!(slow.await.unwrap().unwrap(), "2");
}

#[tokio::test]
async fn service_accounts_get_a_token() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let credentials = Credentials::service_account("mdb_sa_id_1", "hush-secret");
    let client = client_with(&mock, credentials);
    listed(&client).await.unwrap();
    client.revoke_token().await.unwrap();
    // What it takes to get a token is no request of the test's.
    let seen = mock.requests();
    assert_eq!(seen.len(), 1);
    assert!(
        seen[0]
            .header("authorization")
            .unwrap()
            .starts_with("Bearer ")
    );
}

#[tokio::test]
async fn tokens_can_be_refused() {
    let mock = Mock::start().unwrap();
    let refused = Failure::new(401, "invalid_client");
    mock.on_path(Method::POST, "/api/oauth/token")
        .answer(refused)
        .times(1);
    let credentials = Credentials::service_account("mdb_sa_id_1", "hush-secret");
    let client = client_with(&mock, credentials);
    let error = listed(&client).await.unwrap_err();
    assert!(error.is_authentication(), "{error:?}");
    assert_eq!(mock.requests()[0].path(), "/api/oauth/token");
}

#[tokio::test]
async fn api_keys_are_taken_without_a_challenge() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>()
        .reply(page("prod"))
        .times(1);
    mock.on::<clusters::CreateCluster>()
        .reply(cluster("prod"))
        .times(1);
    let credentials = Credentials::api_key("public", "hush-private");
    let client = client_with(&mock, credentials);
    // A body is sent only after a request that asks for a challenge.
    client
        .send(clusters::create_cluster(GROUP, cluster("prod")))
        .await
        .unwrap();
    listed(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn waiting_sees_one_answer_after_another() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>()
        .path("clusterName", "prod")
        .reply(cluster("prod").state_name(ClusterState::Creating))
        .then()
        .fail(503, "UNEXPECTED_ERROR")
        .then()
        .reply(cluster("prod").state_name(ClusterState::Idle))
        .times(3);
    let pause = Duration::from_millis(1);
    let client = mock.client();
    let wait = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(pause, pause);
    let is_idle = |state: &Option<ClusterState>| *state == Some(ClusterState::Idle);
    let cluster = wait
        .until(|cluster| is_idle(&cluster.state_name))
        .await
        .unwrap();
    assert!(is_idle(&cluster.state_name));
}

#[test]
fn it_starts_where_it_is_told_and_leaves_the_port_free() {
    let mock = Mock::start().unwrap();
    let address = mock.address();
    assert!(address.ip().is_loopback());
    assert_eq!(mock.url(), format!("http://{address}"));
    assert!(Mock::bind(address).is_err());
    drop(mock);
    let again = Mock::bind(address).unwrap();
    assert_eq!(again.address(), address);
    assert!(Mock::bind("0.0.0.0:0").is_err());
    assert!(Mock::bind("no address").is_err());
}

#[tokio::test]
async fn a_mock_that_is_gone_cannot_be_reached() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let client = mock.client();
    listed(&client).await.unwrap();
    drop(mock);
    let once = client.with(|options| options.retry(atlas_api::RetryPolicy::never()));
    assert!(listed(&once).await.unwrap_err().is_transport());
}
