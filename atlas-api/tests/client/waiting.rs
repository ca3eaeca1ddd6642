//! Waiting for what takes its time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use atlas_api::types::ClusterState;
use atlas_api::{Client, Progress, Wait, clusters, projects, ready};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::*;

/// A service that gives these answers in turn, and then the last one for ever.
async fn answers(answers: Vec<ResponseTemplate>) -> (MockServer, Client) {
    let calls = AtomicUsize::new(0);
    let server = server(move |_: &wiremock::Request| {
        let call = calls.fetch_add(1, Ordering::SeqCst);
        answers[call.min(answers.len() - 1)].clone()
    });
    let server = server.await;
    let client = client(&server);
    (server, client)
}

fn state(state: &str) -> ResponseTemplate {
    json(200, &format!(r#"{{"name":"prod","stateName":"{state}"}}"#))
}

fn wait(client: &Client) -> Wait<clusters::GetCluster> {
    let pause = Duration::from_millis(5);
    client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(pause, 4 * pause)
}

#[tokio::test]
async fn a_cluster_is_waited_for_through_passing_failures() {
    let sequence = vec![
        state("CREATING"),
        ResponseTemplate::new(503),
        ResponseTemplate::new(500),
        ResponseTemplate::new(429).insert_header("retry-after", "0"),
        state("SOMETHING_NEW"),
        state("IDLE"),
    ];
    let (server, client) = answers(sequence).await;
    let cluster = wait(&client).until(ready::cluster).await.unwrap();
    assert_eq!(cluster.name.as_deref(), Some("prod"));
    assert_eq!(requests(&server).await.len(), 6);
}

#[tokio::test]
async fn a_condition_is_any_question_about_the_value() {
    let (_server, client) = answers(vec![state("UPDATING"), state("REPAIRING")]).await;
    let repairing = Some(ClusterState::Repairing);
    let waiting = wait(&client).until(|cluster| cluster.state_name == repairing);
    waiting.await.unwrap();
}

#[tokio::test]
async fn a_condition_can_fail() {
    let (server, client) = answers(vec![state("CREATING"), state("DELETING")]).await;
    let error = wait(&client).until(ready::cluster).await.unwrap_err();
    assert!(error.is_failed() && !error.is_retryable() && !error.is_timeout());
    assert!(
        error.to_string().contains("`stateName` is DELETING"),
        "{error}"
    );
    assert_eq!(error.operation().unwrap().name, "getCluster");
    assert_presentable(&error);
    assert_eq!(requests(&server).await.len(), 2);

    let mut left = 2;
    let counting = wait(&client).until(|_| {
        left -= 1;
        match left {
            0 => Progress::Failed("out of patience".to_owned()),
            _ => Progress::Pending,
        }
    });
    assert!(
        counting
            .await
            .unwrap_err()
            .to_string()
            .contains("out of patience")
    );
}

#[tokio::test]
async fn a_condition_for_another_operation_fails_at_once() {
    let (server, client) = answers(vec![json(200, r#"{"results":[{"stateName":"IDLE"}]}"#)]).await;
    let list = client.wait(clusters::list_clusters(GROUP));
    let error = list.until(ready::cluster).await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    assert!(error.to_string().contains("`stateName`"), "{error}");
    let group = client.wait(projects::get_group(GROUP));
    let error = group.until(ready::restore_job).await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    assert_eq!(requests(&server).await.len(), 2);
    // A property that may come is waited for.
    let silent = json(200, "{}");
    let (_server, client) = answers(vec![silent.clone(), silent, state("IDLE")]).await;
    wait(&client).until(ready::cluster).await.unwrap();
}

#[tokio::test]
async fn the_pauses_may_be_those_of_the_client() {
    let (server, client) = answers(vec![state("CREATING"), state("CREATING"), state("IDLE")]).await;
    let hasty = client.with(|options| options.wait_pauses(Duration::ZERO, Duration::ZERO));
    let waiting = hasty
        .wait(clusters::get_cluster(GROUP, "prod"))
        .at_most(Duration::from_secs(1));
    waiting.until(ready::cluster).await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn gone_can_be_what_is_waited_for() {
    let gone = json(404, r#"{"errorCode":"CLUSTER_NOT_FOUND"}"#);
    let sequence = vec![state("DELETING"), ResponseTemplate::new(502), gone.clone()];
    let (server, client) = answers(sequence).await;
    wait(&client).until_gone().await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);

    // Otherwise it is an error like any other.
    let (server, client) = answers(vec![gone]).await;
    let error = wait(&client).until(ready::cluster).await.unwrap_err();
    assert!(error.is_code("CLUSTER_NOT_FOUND"));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn it_takes_no_longer_than_it_may() {
    let silent = state("IDLE").set_delay(Duration::from_secs(30));
    for answer in [state("CREATING"), ResponseTemplate::new(503), silent] {
        let (_server, client) = answers(vec![answer]).await;
        let started = Instant::now();
        let waiting = wait(&client).at_most(Duration::from_millis(200));
        let error = waiting.until(ready::cluster).await.unwrap_err();
        if error.status().is_none() && !error.is_transport() {
            let message = "the condition did not hold within 200ms";
            assert!(error.to_string().contains(message), "{error}");
        }
        assert!(started.elapsed() < Duration::from_secs(5));
        // It includes the last failure, if there was one.
        let failing = error.status().is_some_and(|status| status == 503);
        assert!(
            (error.is_timeout() || failing) && error.attempts() > 0,
            "{error}"
        );
        assert_presentable(&error);
    }
}

/// What is left of the time is used, though the next pause would be longer.
#[tokio::test]
async fn the_last_poll_is_near_the_end() {
    let (server, client) = answers(vec![state("CREATING"), state("CREATING"), state("IDLE")]).await;
    let waiting = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(Duration::from_secs(1), Duration::from_secs(60))
        .at_most(Duration::from_millis(2_200));
    waiting.until(ready::cluster).await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
    // The longest pauses there are.
    let waiting = wait(&client)
        .pauses(Duration::MAX, Duration::MAX)
        .at_most(Duration::MAX);
    waiting.until(ready::cluster).await.unwrap();
}

#[tokio::test]
async fn the_pauses_grow() {
    let (server, client) = answers(vec![state("CREATING")]).await;
    let waiting = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(Duration::from_millis(20), Duration::from_millis(100))
        .at_most(Duration::from_secs(1));
    waiting.until(ready::cluster).await.unwrap_err();
    // 20, 30, 45, 67, 100, 100, …, and shorter again at the end: not the fifty of even pauses.
    let polls = requests(&server).await.len();
    assert!((3..25).contains(&polls), "{polls}");
}
