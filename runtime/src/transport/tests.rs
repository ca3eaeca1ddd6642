//! Calls and their attempts, against a mock service.

use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::sending::Reading;
use super::{RateLimiter, RetryBudget};
use crate::client::builder::ClientBuilder;
use crate::client::handle::Client;
use crate::json;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::test_util::{Answer, Failure, Fault, Mock};

/// Starts a mock with a path for each kind of response.
fn service() -> Mock {
    let mock = Mock::start().unwrap();
    let on = |path: &str| mock.on_path(Method::GET, path);
    on("/fine").reply(json!({}));
    on("/missing").answer(Failure::new(404, "NO_THING"));
    on("/down").answer(Failure::new(503, "DOWN"));
    on("/limited").fault(Fault::RateLimited {
        retry_after: Duration::from_secs(3_000),
    });
    on("/flaky")
        .answer(Failure::new(503, "DOWN"))
        .then()
        .reply(json!({}));
    mock
}

fn client(mock: &Mock, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    settings(mock.client_builder()).build().unwrap()
}

async fn get(client: &Client, path: &str) -> Result<(), Error> {
    client
        .request(Method::GET, path, "2024-08-05")
        .send()
        .await
        .map(drop)
}

#[tokio::test]
async fn returns_error_of_the_last_attempt() {
    let mock = service();
    mock.on_path(Method::GET, "/worse")
        .answer(Failure::new(503, "DOWN"))
        .then()
        .answer(Failure::new(500, "BROKEN"));
    mock.on_path(Method::GET, "/html")
        .answer(Failure::new(503, "DOWN"))
        .then()
        .answer(http::Response::new("<html>"));
    let client = client(&mock, |it| it);
    for (path, attempts, code) in [
        ("/missing", 1, Some("NO_THING")),
        ("/down", 4, Some("DOWN")),
        ("/worse", 4, Some("BROKEN")),
        ("/html", 2, None),
    ] {
        mock.clear_requests();
        let error = get(&client, path).await.unwrap_err();
        assert_eq!((error.attempts(), error.code()), (attempts, code), "{path}");
        assert_eq!(mock.requests().len(), attempts as usize, "{path}");
    }
}

/// The limiter leaves no time for the second attempt.
#[tokio::test]
async fn unsent_attempt_keeps_the_previous_error() {
    let mock = service();
    let budget = RetryBudget::new(100);
    let client = client(&mock, |it| {
        let hourly = RateLimiter::new(1, Duration::from_secs(3_600));
        it.rate_limiter(hourly).retry_budget(budget.clone())
    });
    let error = get(&client, "/down").await.unwrap_err();
    assert_eq!((error.attempts(), error.code()), (1, Some("DOWN")));
    assert_eq!((mock.requests().len(), budget.tokens()), (1, 95));
    // Without an earlier response, the error is that of the limiter.
    let error = get(&client, "/down").await.unwrap_err();
    assert!(error.is_deadline() && error.attempts() == 0, "{error}");
}

#[tokio::test]
async fn retries_spend_budget_and_successes_refill_it() {
    let mock = service();
    mock.on_path(Method::POST, "/lost").fault(Fault::Reset);
    let budget = RetryBudget::new(100);
    let client = client(&mock, |it| it.retry_budget(budget.clone()));
    for (path, tokens) in [
        ("/down", 85),
        ("/fine", 86),
        // The service works, although the call failed.
        ("/missing", 87),
        ("/flaky", 87),
        // The pause would end after the deadline.
        ("/limited", 87),
    ] {
        drop(get(&client, path).await);
        assert_eq!(budget.tokens(), tokens, "{path}");
    }
    let lost = client
        .request(Method::POST, "/lost", "2024-08-05")
        .send()
        .await;
    assert!(lost.unwrap_err().is_transport());
    assert_eq!(
        budget.tokens(),
        87,
        "nobody knows whether the service works"
    );
    let client = self::client(&mock, |it| it.retry_budget(RetryBudget::new(0)));
    assert_eq!(get(&client, "/down").await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn error_names_the_shorter_time_limit() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, "/silent").fault(Fault::Silence);
    let (short, long) = (Duration::from_millis(50), Duration::from_secs(5));
    for (deadline, timeout, is_deadline) in [
        (Some(short), long, true),
        (Some(long), short, false),
        (None, short, false),
    ] {
        let limits = |it: ClientBuilder| it.retry(crate::RetryPolicy::never()).timeout(timeout);
        let client = client(&mock, |it| limits(it).deadline(deadline));
        let error = get(&client, "/silent").await.unwrap_err();
        assert!(error.is_timeout() && error.attempts() == 1, "{error}");
        assert_eq!(error.is_deadline(), is_deadline, "{error}");
    }
}

#[tokio::test]
async fn rejects_truncated_or_too_large_body() {
    let mock = Mock::start().unwrap();
    let long = |size: usize| Answer::from(http::Response::new("7".repeat(size)));
    mock.on_path(Method::GET, "/cut")
        .fault(Fault::CutBody(Bytes::from_static(b"{\"a\"")));
    mock.on_path(Method::GET, "/fits").answer(long(300_000));
    mock.on_path(Method::GET, "/long").answer(long(300_001));
    mock.on_path(Method::GET, "/error")
        .answer(long(2_000_000).status(404));
    let client = client(&mock, |it| {
        it.retry(crate::RetryPolicy::never())
            .max_body_bytes(300_000)
    });
    let error = get(&client, "/cut").await.unwrap_err();
    assert!(error.is_transport() && error.api().is_none(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    get(&client, "/fits").await.unwrap();
    let error = get(&client, "/long").await.unwrap_err();
    assert!(error.is_too_large() && error.body().is_none(), "{error}");
    // Only the beginning of an error's body is kept.
    for (max, length) in [(300_000, 300_000), (3_000_000, 1 << 20)] {
        let client = client.with(|options| options.max_body_bytes(max));
        let error = get(&client, "/error").await.unwrap_err();
        assert_eq!(
            (
                error.status().unwrap().as_u16(),
                error.body().unwrap().len()
            ),
            (404, length)
        );
    }
}

/// A download counts as a request in flight until its body is read.
#[tokio::test]
async fn request_holds_its_slot_until_body_is_read() {
    let mock = service();
    let client = client(&mock, |it| it);
    for (reading, is_held) in [(Reading::Head, true), (Reading::Whole, false)] {
        let request = http::Request::get(format!("{}/fine", mock.url()));
        let request = request.body(Bytes::new()).unwrap();
        let call = Call::raw(Method::GET, "/fine");
        let answer = client.exchange(call, request, reading).await.ok().unwrap();
        assert_eq!((answer.slot.is_some(), answer.attempts), (is_held, 1));
        assert_eq!(answer.body.is_empty(), is_held);
    }
}
