//! Each fault as the client sees it, without retries and with the usual ones.

use std::io::ErrorKind;
use std::time::Duration;

use atlas_api::bytes::Bytes;
use atlas_api::test_util::{Fault, Mock};
use atlas_api::{Client, Error, RetryPolicy, clusters, monitoring_and_logs};

use super::{GROUP, cluster, list_name, page};

const PART: Bytes = Bytes::from_static(br#"{"results":["#);

/// A client without retries and with a short timeout.
fn impatient(mock: &Mock) -> Client {
    let builder = mock.client_builder().retry(RetryPolicy::never());
    builder.timeout(Duration::from_secs(1)).build().unwrap()
}

/// The error for a fault, without retries.
async fn once(fault: Fault) -> Error {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().fault(fault).times(1);
    list_name(&impatient(&mock)).await.unwrap_err()
}

fn is_reset(error: &Error) -> bool {
    let mut source = error.inner();
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
async fn rate_limit_sends_retry_after() {
    for (milliseconds, seconds) in [(0, 0), (1_200, 2), (3_000, 3)] {
        let retry_after = Duration::from_millis(milliseconds);
        let error = once(Fault::RateLimited { retry_after }).await;
        assert_eq!(error.status().unwrap(), 429);
        assert!(error.is_code("RATE_LIMITED") && error.is_retryable());
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
    }
}

#[tokio::test]
async fn reset_precedes_any_response() {
    let error = once(Fault::Reset).await;
    assert!(error.is_transport() && !error.is_connect() && !error.is_timeout());
    assert!(is_reset(&error), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn cut_body_is_shorter_than_its_length() {
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
async fn silence_and_stalled_body_last_until_timeout() {
    let (silence, stalled) = tokio::join!(once(Fault::Silence), once(Fault::StalledBody(PART)));
    assert!(
        silence.is_timeout() && silence.status().is_none(),
        "{silence:?}"
    );
    assert!(stalled.is_timeout(), "{stalled:?}");
    assert_eq!(stalled.status().unwrap(), 200);
}

#[tokio::test]
async fn retry_after_fault_succeeds() {
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
        assert_eq!(list_name(&mock.client()).await.unwrap(), "prod");
    }
    let succeeds = async |fault| {
        let mock = Mock::start().unwrap();
        mock.on::<clusters::ListClusters>()
            .fault(fault)
            .then()
            .reply(page("prod"));
        // On a busy machine the good response may also be too late.
        let patient = RetryPolicy::default().base(Duration::ZERO).max_attempts(50);
        let client = impatient(&mock).with(|options| options.retry(patient));
        assert_eq!(list_name(&client).await.unwrap(), "prod");
        assert!(mock.requests().len() > 1);
    };
    tokio::join!(succeeds(Fault::Silence), succeeds(Fault::StalledBody(PART)));
}

#[tokio::test]
async fn create_is_not_repeated_after_reset() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::CreateCluster>()
        .fault(Fault::Reset)
        .times(1);
    let operation = clusters::create_cluster(GROUP, cluster("prod"));
    let error = mock.client().send(operation).await.unwrap_err();
    assert!(error.is_transport(), "{error:?}");
}

#[tokio::test]
async fn cut_download_leaves_no_file() {
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
