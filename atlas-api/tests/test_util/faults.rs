//! Each fault as the client sees it: without another attempt, and with the usual ones.

use std::error::Error as _;
use std::io::ErrorKind;
use std::time::Duration;

use atlas_api::bytes::Bytes;
use atlas_api::test_util::{Fault, Mock};
use atlas_api::{Client, Error, RetryPolicy, clusters, monitoring_and_logs};

use crate::{GROUP, cluster, listed, page};

const PART: Bytes = Bytes::from_static(br#"{"results":["#);

/// A client that sends everything once, and does not wait for long.
fn hasty(mock: &Mock) -> Client {
    let builder = mock.client_builder().retry(RetryPolicy::never());
    builder.timeout(Duration::from_secs(1)).build().unwrap()
}

/// What comes of a fault without another attempt.
async fn once(fault: Fault) -> Error {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().fault(fault).times(1);
    listed(&hasty(&mock)).await.unwrap_err()
}

fn is_reset(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|error| error.kind() == ErrorKind::ConnectionReset) {
            return true;
        }
        source = error.source();
    }
    false
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    for (milliseconds, seconds) in [(0, 0), (1_200, 2), (3_000, 3)] {
        let retry_after = Duration::from_millis(milliseconds);
        let error = once(Fault::RateLimited { retry_after }).await;
        assert_eq!(error.status().unwrap(), 429);
        assert!(error.is_code("RATE_LIMITED") && error.is_retryable());
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
    }
}

#[tokio::test]
async fn a_reset_comes_before_any_answer() {
    let error = once(Fault::Reset).await;
    assert!(error.is_transport() && !error.is_connect() && !error.is_timeout());
    assert!(is_reset(&error), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_cut_body_ends_before_its_length() {
    for part in [PART, Bytes::new(), Bytes::from(vec![b' '; 3 << 20])] {
        let error = once(Fault::CutBody(part)).await;
        assert!(
            error.is_transport() && !error.is_timeout() && !is_reset(&error),
            "{error:?}"
        );
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn silence_and_stalled_bodies_last_until_the_client_gives_up() {
    let error = once(Fault::Silence).await;
    assert!(error.is_timeout() && error.status().is_none(), "{error:?}");
    let error = once(Fault::StalledBody(PART)).await;
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn another_attempt_succeeds() {
    let retry_after = Duration::ZERO;
    for fault in [
        Fault::RateLimited { retry_after },
        Fault::Reset,
        Fault::CutBody(PART),
    ] {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>()
            .fault(fault)
            .then()
            .reply(page("prod"))
            .times(2);
        assert_eq!(listed(&mock.client()).await.unwrap(), "prod");
    }
    for fault in [Fault::Silence, Fault::StalledBody(PART)] {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>()
            .fault(fault)
            .then()
            .reply(page("prod"));
        // On a busy machine the good answer may come too late as well.
        let patient = RetryPolicy::default().base(Duration::ZERO).max_attempts(50);
        let client = hasty(&mock).with(|options| options.retry(patient));
        assert_eq!(listed(&client).await.unwrap(), "prod");
        assert!(mock.requests().len() > 1);
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_not_sent_again() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::CreateCluster>()
        .fault(Fault::Reset)
        .times(1);
    let operation = clusters::create_cluster(GROUP, cluster("prod"));
    let error = mock.client().send(operation).await.unwrap_err();
    assert!(error.is_transport(), "{error:?}");
}

#[tokio::test]
async fn a_download_that_is_cut_leaves_no_file() {
    let mock = Mock::start().unwrap();
    let cut = || Fault::CutBody(Bytes::from_static(b"half of a log"));
    mock.on::<monitoring_and_logs::DownloadClusterLog>()
        .fault(cut())
        .then()
        .fault(cut())
        .then()
        .reply(&b"a whole log"[..]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.gz");
    let client = mock.client();
    let log = || monitoring_and_logs::download_cluster_log(GROUP, "host", "mongodb");

    let mut download = client.download(log()).await.unwrap();
    assert_eq!(download.chunk().await.unwrap().unwrap(), "half of a log");
    assert!(download.chunk().await.unwrap_err().is_transport());

    let download = client.download(log()).await.unwrap();
    assert!(download.save(&path).await.unwrap_err().is_transport());
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);

    let download = client.download(log()).await.unwrap();
    assert_eq!(
        download.media_type(),
        Some("application/vnd.atlas.2023-02-01+gzip")
    );
    assert_eq!(download.save(&path).await.unwrap(), 11);
    assert_eq!(std::fs::read(path).unwrap(), b"a whole log");
}
