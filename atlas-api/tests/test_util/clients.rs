//! All kinds of clients, against the mock.

use std::sync::Arc;
use std::time::Duration;

use atlas_api::http::Method;
use atlas_api::test_util::{Failure, Mock};
use atlas_api::types::ClusterState;
use atlas_api::{Credentials, blocking, clusters};

use super::{GROUP, client_with, cluster, get_name, list_name, page};

#[test]
fn serves_blocking_client_without_runtime() {
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
                assert_eq!(get_name(&client, &name).await.unwrap(), name);
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
async fn slow_answer_does_not_block_the_mock() {
    let mock = Arc::new(Mock::start().unwrap());
    let (begin, began) = std::sync::mpsc::channel::<()>();
    let began = std::sync::Mutex::new(began);
    let asked = Arc::downgrade(&mock);
    mock.on::<clusters::GetCluster>().answer_with(move |_| {
        // Waits until another request was answered.
        began.lock().unwrap().recv().unwrap();
        let seen = asked.upgrade().unwrap().requests().len();
        Ok(cluster(&seen.to_string()))
    });
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let client = mock.client();
    let slow = tokio::spawn(async move { get_name(&client, "prod").await });
    while mock.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    list_name(&mock.client()).await.unwrap();
    begin.send(()).unwrap();
    assert_eq!(slow.await.unwrap().unwrap(), "2");
}

#[tokio::test]
async fn issues_tokens_to_service_accounts() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let credentials = Credentials::service_account("mdb_sa_id_1", "hush-secret");
    let client = client_with(&mock, credentials);
    list_name(&client).await.unwrap();
    client.revoke_token().await.unwrap();
    // Requests for tokens do not count as the test's.
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
async fn rejects_tokens_on_request() {
    let mock = Mock::start().unwrap();
    let refused = Failure::new(401, "invalid_client");
    mock.on_path(Method::POST, "/api/oauth/token")
        .answer(refused)
        .times(1);
    let credentials = Credentials::service_account("mdb_sa_id_1", "hush-secret");
    let client = client_with(&mock, credentials);
    let error = list_name(&client).await.unwrap_err();
    assert!(error.is_authentication(), "{error:?}");
    assert_eq!(mock.requests()[0].path(), "/api/oauth/token");
}

#[tokio::test]
async fn accepts_api_keys_without_challenge() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>()
        .reply(page("prod"))
        .times(1);
    mock.on::<clusters::CreateCluster>()
        .reply(cluster("prod"))
        .times(1);
    let credentials = Credentials::api_key("public", "hush-private");
    let client = client_with(&mock, credentials);
    // A body is sent only after a request for a challenge.
    client
        .send(clusters::create_cluster(GROUP, cluster("prod")))
        .await
        .unwrap();
    list_name(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn wait_sees_answers_in_order() {
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
fn binds_given_address_and_frees_port() {
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
async fn dropped_mock_is_unreachable() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let client = mock.client();
    list_name(&client).await.unwrap();
    drop(mock);
    let once = client.with(|options| options.retry(atlas_api::RetryPolicy::never()));
    assert!(list_name(&once).await.unwrap_err().is_transport());
}
