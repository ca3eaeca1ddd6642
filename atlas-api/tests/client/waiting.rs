//! Waits for slow changes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use atlas_api::types::ClusterState;
use atlas_api::{Client, Progress, Wait, clusters, projects, ready};
use wiremock::{MockServer, ResponseTemplate};

use crate::client::support::*;

/// A service that gives these responses in turn, and then repeats the last one.
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
async fn wait_survives_transient_failures() {
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
async fn waits_for_custom_condition() {
    let (_server, client) = answers(vec![state("UPDATING"), state("REPAIRING")]).await;
    let repairing = Some(ClusterState::Repairing);
    let waiting = wait(&client).until(|cluster| cluster.state_name == repairing);
    waiting.await.unwrap();
}

#[tokio::test]
async fn failed_condition_ends_wait() {
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
async fn condition_for_other_operation_fails_immediately() {
    let (server, client) = answers(vec![json(200, r#"{"results":[{"stateName":"IDLE"}]}"#)]).await;
    let list = client.wait(clusters::list_clusters(GROUP));
    let error = list.until(ready::cluster).await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    assert!(error.to_string().contains("`stateName`"), "{error}");
    let group = client.wait(projects::get_group(GROUP));
    let error = group.until(ready::restore_job).await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    assert_eq!(requests(&server).await.len(), 2);
    // Waits for a property that may still appear.
    let silent = json(200, "{}");
    let (_server, client) = answers(vec![silent.clone(), silent, state("IDLE")]).await;
    wait(&client).until(ready::cluster).await.unwrap();
}

#[tokio::test]
async fn uses_pauses_set_on_client() {
    let (server, client) = answers(vec![state("CREATING"), state("CREATING"), state("IDLE")]).await;
    let quick = client.with(|options| options.wait_pauses(Duration::ZERO, Duration::ZERO));
    let waiting = quick
        .wait(clusters::get_cluster(GROUP, "prod"))
        .at_most(Duration::from_secs(1));
    waiting.until(ready::cluster).await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn waits_until_gone() {
    let gone = json(404, r#"{"errorCode":"CLUSTER_NOT_FOUND"}"#);
    let sequence = vec![state("DELETING"), ResponseTemplate::new(502), gone.clone()];
    let (server, client) = answers(sequence).await;
    wait(&client).until_gone().await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);

    // Otherwise it is an error like any other.
    let (server, client) = answers(vec![gone]).await;
    let error = wait(&client).until(ready::cluster).await.unwrap_err();
    assert!(error.is_code("CLUSTER_NOT_FOUND"));
    assert_eq!((requests(&server).await.len(), error.attempts()), (5, 5));
}

fn none() -> ResponseTemplate {
    json(404, r#"{"errorCode":"CLUSTER_NOT_FOUND"}"#)
}

#[tokio::test]
async fn transient_404_does_not_end_wait() {
    let sequence = vec![
        none(),
        none(),
        state("CREATING"),
        none(),
        ResponseTemplate::new(500),
        none(),
        none(),
        none(),
        state("IDLE"),
    ];
    let (server, client) = answers(sequence).await;
    wait(&client).until(ready::cluster).await.unwrap();
    assert_eq!(requests(&server).await.len(), 9);
    // A lasting failure ends it, although there was a value.
    let (server, client) = answers(vec![state("CREATING"), none()]).await;
    let error = wait(&client).until(ready::cluster).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(requests(&server).await.len(), 6);
    let last = error.last_value().unwrap();
    assert!(last.contains("CREATING") && error.to_string().contains("; the last value was "));
}

#[tokio::test]
async fn waits_until_found() {
    let mut sequence = vec![none(); 12];
    sequence.push(ResponseTemplate::new(503));
    sequence.push(state("CREATING"));
    let (server, client) = answers(sequence).await;
    let mut polls = 0;
    let (mut seen, mut failed) = (0, 0);
    let found = wait(&client)
        .on_poll(|cluster| {
            assert_eq!(cluster.name.as_deref(), Some("prod"));
            seen += 1;
        })
        .on_failed_poll(|error| {
            assert!(error.status().is_some());
            failed += 1;
        })
        .on_poll(|_| polls += 1);
    let cluster = found.until_found().await.unwrap();
    assert_eq!(cluster.state_name, Some(ClusterState::Creating));
    assert_eq!((seen, failed, polls), (1, 13, 1));
    assert_eq!(requests(&server).await.len(), 14);

    let (_server, client) = answers(vec![none()]).await;
    let never = wait(&client).at_most(Duration::from_millis(100));
    let error = never.until_found().await.unwrap_err();
    assert!(error.is_not_found() && error.attempts() > 1, "{error}");
    assert_eq!(error.last_value(), None);
    // A permanent failure ends it.
    let (server, client) = answers(vec![none(), ResponseTemplate::new(403)]).await;
    assert!(
        wait(&client)
            .until_found()
            .await
            .unwrap_err()
            .is_forbidden()
    );
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn reports_every_poll() {
    let sequence = vec![
        state("DELETING"),
        ResponseTemplate::new(502),
        state("DELETING"),
        none(),
    ];
    let (_server, client) = answers(sequence).await;
    let log = std::cell::RefCell::new(Vec::new());
    let gone = wait(&client)
        .on_poll(|cluster| log.borrow_mut().push(format!("{:?}", cluster.state_name)))
        .on_failed_poll(|error| log.borrow_mut().push(error.error_type().to_owned()));
    gone.until_gone().await.unwrap();
    let deleting = format!("{:?}", Some(ClusterState::Deleting));
    assert_eq!(log.into_inner(), [&deleting, "502", &deleting, "404"]);
}

/// The time is used up, however short it is compared to the pauses.
#[tokio::test]
async fn short_wait_polls_before_its_deadline() {
    let (server, client) = answers(vec![state("CREATING")]).await;
    let at_most = Duration::from_millis(400);
    // The pauses of a client without settings: the first is 2 s.
    let waiting = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .at_most(at_most);
    let started = Instant::now();
    let error = waiting.until(ready::cluster).await.unwrap_err();
    assert!(
        started.elapsed() > at_most * 9 / 10,
        "{:?}",
        started.elapsed()
    );
    assert!(error.is_timeout(), "{error}");
    let polls = requests(&server).await.len();
    assert!((3..=8).contains(&polls), "{polls}");
    // The deadline may end the last poll before it reaches the server.
    let attempts = error.attempts() as usize;
    assert!((polls..=polls + 1).contains(&attempts), "{attempts}");
    let last = error.last_value().unwrap();
    assert!(
        last.contains("Creating") || last.contains("CREATING"),
        "{last}"
    );
    assert_presentable(&error);
}

#[tokio::test]
async fn wait_with_zero_time_fails() {
    let (server, client) = answers(vec![state("IDLE")]).await;
    let error = wait(&client)
        .at_most(Duration::ZERO)
        .until_found()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(requests(&server).await.is_empty());
}

/// The last value is shown like in `Debug`.
#[tokio::test]
async fn wait_error_hides_secrets_of_last_value() {
    let body = r#"{"name":"prod","stateName":"CREATING","newSecret":"hush-hush"}"#;
    let (_server, client) = answers(vec![json(200, body)]).await;
    let waiting = wait(&client).until(|_| Progress::Failed("enough".to_owned()));
    let error = waiting.await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    let waiting = wait(&client)
        .at_most(Duration::from_millis(20))
        .until(|_| false);
    let error = waiting.await.unwrap_err();
    assert!(
        error
            .last_value()
            .is_some_and(|value| value.contains("prod")),
        "{error}"
    );
}

#[tokio::test]
async fn wait_ends_at_its_deadline() {
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

/// The remaining time is used, though the next pause would be longer.
#[tokio::test]
async fn polls_once_more_shortly_before_deadline() {
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
async fn pauses_grow_between_polls() {
    let (server, client) = answers(vec![state("CREATING")]).await;
    let waiting = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(Duration::from_millis(20), Duration::from_millis(100))
        .at_most(Duration::from_secs(1));
    waiting.until(ready::cluster).await.unwrap_err();
    // 20, 30, 45, 67, 100, 100, …, and shorter again at the end, rather than the fifty of constant pauses.
    let polls = requests(&server).await.len();
    assert!((3..25).contains(&polls), "{polls}");
}
