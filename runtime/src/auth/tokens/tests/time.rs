//! The token of a client over time: renewed, refused, revoked, closed.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use http::Method;
use tokio::time::{Instant, sleep};

use crate::auth::tokens::fetch::{Fetch, Fetched};
use crate::auth::tokens::shared_token::{Tasks, Tokens};
use crate::credentials::access_token::AccessToken;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::futures::BoxFuture;

/// Issues tokens with a lifetime of a minute, after a second. Issues none while it is `broken`.
#[derive(Clone, Default)]
struct Mint {
    asked: Arc<AtomicUsize>,
    /// How much longer the first token takes.
    first_delay: Duration,
    broken: Arc<AtomicBool>,
    /// How often it tries again.
    patience: u32,
    revoked: Arc<Mutex<Vec<String>>>,
    kept: Arc<Mutex<Vec<String>>>,
}

impl Fetch for Mint {
    fn fetch(&self, _: Option<AccessToken>) -> BoxFuture<'_, Result<Fetched, Error>> {
        Box::pin(async move {
            let number = self.asked.fetch_add(1, SeqCst) + 1;
            sleep(Duration::from_secs(1)).await;
            if number == 1 {
                sleep(self.first_delay).await;
            }
            if self.broken.load(SeqCst) {
                return Err(Error::authentication("broken".to_owned()));
            }
            let end = SystemTime::now() + Duration::from_secs(60);
            let token = AccessToken::new(format!("t{number}")).expiring_at(end);
            Ok(Fetched {
                token,
                is_new: true,
            })
        })
    }

    fn pause(&self, _: &Error, failures: u32) -> Option<Duration> {
        (failures <= self.patience).then_some(Duration::from_secs(1))
    }

    fn keep<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
        self.kept.lock().unwrap().push(token.secret().to_owned());
        Box::pin(async {})
    }

    fn revoke<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            sleep(Duration::from_secs(1)).await;
            if self.broken.load(SeqCst) {
                return Err(Error::authentication("broken".to_owned()));
            }
            self.revoked.lock().unwrap().push(token.secret().to_owned());
            Ok(())
        })
    }
}

impl Mint {
    fn revoked(&self) -> Vec<String> {
        self.revoked.lock().unwrap().clone()
    }
}

fn call() -> Call {
    Call::raw(Method::GET, "/")
}

/// A token, and how long it took to get it.
async fn get(tokens: &Arc<Tokens>) -> (Result<String, String>, u64) {
    let started = Instant::now();
    let held = tokens.get(&call(), None).await;
    let token = held.map(|held| held.unwrap().token.secret().to_owned());
    (
        token.map_err(|error| error.to_string()),
        started.elapsed().as_secs(),
    )
}

#[tokio::test(start_paused = true)]
async fn early_renewal_delays_no_call() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 1));
    sleep(Duration::from_secs(53)).await;
    assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
    assert_eq!(mint.asked.load(SeqCst), 1);
    // Now it is due in any case.
    sleep(Duration::from_millis(2_700)).await;
    assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
    assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
    sleep(Duration::from_millis(1_100)).await;
    assert_eq!(get(&tokens).await, (Ok("t2".to_owned()), 0));
    assert_eq!(mint.asked.load(SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn failed_early_renewal_is_harmless_while_token_is_valid() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    get(&tokens).await.0.unwrap();
    mint.broken.store(true, SeqCst);
    sleep(Duration::from_millis(55_600)).await;
    for _ in 0..3 {
        assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
        sleep(Duration::from_millis(400)).await;
    }
    // It was tried once, rather than with every call.
    assert_eq!(mint.asked.load(SeqCst), 2);
    sleep(Duration::from_secs(5)).await;
    let error = get(&tokens).await.0.unwrap_err();
    assert!(error.ends_with("broken"), "{error}");
    mint.broken.store(false, SeqCst);
    assert_eq!(get(&tokens).await.0.unwrap(), "t4");
}

#[tokio::test(start_paused = true)]
async fn replaced_token_leaves_the_memory() {
    let tokens = Tokens::new(Mint::default());
    let first = {
        let held = tokens.get(&call(), None).await.unwrap().unwrap();
        Arc::downgrade(&held)
    };
    assert!(first.upgrade().is_some());
    sleep(Duration::from_secs(600)).await;
    assert_eq!(get(&tokens).await.0.unwrap(), "t2");
    assert!(first.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_replacement_of_expired_token() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    get(&tokens).await.0.unwrap();
    sleep(Duration::from_secs(600)).await;
    let call = |_| {
        let tokens = Arc::clone(&tokens);
        tokio::spawn(async move { get(&tokens).await })
    };
    for call in (0..200).map(call).collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), (Ok("t2".to_owned()), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn revocation_waits_for_fetch_in_progress() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    // During the first fetch. The waiting call gets the next token.
    let waiting = Arc::clone(&tokens);
    let waiting = tokio::spawn(async move { get(&waiting).await.0 });
    sleep(Duration::from_millis(500)).await;
    tokens.revoke().await.unwrap();
    assert_eq!(mint.revoked(), ["t1"]);
    assert_eq!(waiting.await.unwrap().unwrap(), "t2");
    assert_eq!(*mint.kept.lock().unwrap(), ["t2"]);
    // During a renewal.
    sleep(Duration::from_millis(55_600)).await;
    assert_eq!(get(&tokens).await, (Ok("t2".to_owned()), 0));
    tokens.revoke().await.unwrap();
    assert_eq!(mint.revoked(), ["t1", "t3", "t2"]);
    assert_eq!(get(&tokens).await.0.unwrap(), "t4");
    assert_eq!(*mint.kept.lock().unwrap(), ["t2", "t4"]);
}

/// On a busy runtime, a call may continue long after its token has arrived.
#[tokio::test(start_paused = true)]
async fn late_call_gets_no_token_revoked_meanwhile() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    let mut waiting = Box::pin(get(&tokens));
    assert!((&mut waiting).now_or_never().is_none());
    sleep(Duration::from_secs(2)).await;
    tokens.revoke().await.unwrap();
    assert_eq!(mint.revoked(), ["t1"]);
    assert_eq!(waiting.await.0.unwrap(), "t2");
}

/// Otherwise, it would wait for ever if all tokens are that short-lived.
#[tokio::test(start_paused = true)]
async fn late_call_uses_the_token_it_waited_for() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    let mut waiting = Box::pin(get(&tokens));
    assert!((&mut waiting).now_or_never().is_none());
    sleep(Duration::from_secs(600)).await;
    assert_eq!(waiting.await.0.unwrap(), "t1");
    assert_eq!(get(&tokens).await.0.unwrap(), "t2");
}

#[tokio::test(start_paused = true)]
async fn closed_client_fetches_and_keeps_no_token() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    let waiting = Arc::clone(&tokens);
    let waiting = tokio::spawn(async move { get(&waiting).await });
    sleep(Duration::from_millis(500)).await;
    tokens.close().await.unwrap();
    let (error, waited) = waiting.await.unwrap();
    assert!(error.unwrap_err().contains("closed"));
    assert_eq!(waited, 0, "did not end at once");
    assert_eq!(mint.revoked(), ["t1"]);
    assert!(mint.kept.lock().unwrap().is_empty());
    let error = tokens.get(&call(), None).await.err().unwrap();
    assert!(error.is_input(), "{error}");
    // Neither of them opens it again.
    tokens.revoke().await.unwrap();
    tokens.close().await.unwrap();
    assert!(tokens.get(&call(), None).await.is_err());
    assert_eq!(mint.asked.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn retries_failed_revocation_next_time() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    get(&tokens).await.0.unwrap();
    mint.broken.store(true, SeqCst);
    tokens.revoke().await.unwrap_err();
    tokens.close().await.unwrap_err();
    mint.broken.store(false, SeqCst);
    tokens.close().await.unwrap();
    tokens.close().await.unwrap();
    assert_eq!(mint.revoked(), ["t1"]);
}

/// The service accepts no token for one call, and any token for another.
#[tokio::test(start_paused = true)]
async fn persistent_401_fetches_no_new_tokens() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    let held = tokens.get(&call(), None).await.unwrap().unwrap();
    // A fresh token is refused, so that is the answer.
    assert!(tokens.get(&call(), Some(&held)).await.unwrap().is_none());
    tokens.accepted(&held);
    let next = tokens.get(&call(), Some(&held)).await.unwrap().unwrap();
    assert_eq!(mint.asked.load(SeqCst), 2);
    tokens.replacement_was_refused();
    for _ in 0..50 {
        tokens.accepted(&next);
        assert!(tokens.get(&call(), Some(&next)).await.unwrap().is_none());
    }
    // The cause is unknown for an older one.
    let again = tokens.get(&call(), Some(&held)).await.unwrap().unwrap();
    assert!(Arc::ptr_eq(&again, &next));
    assert_eq!(mint.asked.load(SeqCst), 2);
}

/// The task of a renewal is lost with its runtime. The next call starts another one.
#[test]
fn restarts_lost_renewal() {
    let mint = Mint::default();
    let tokens = Tokens::new(mint.clone());
    let run = |work: Pin<Box<dyn Future<Output = ()>>>| {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
            .block_on(work);
    };
    let first = Arc::clone(&tokens);
    run(Box::pin(async move {
        let given_up = tokio::time::timeout(Duration::from_millis(10), get(&first)).await;
        assert!(given_up.is_err());
    }));
    let second = Arc::clone(&tokens);
    run(Box::pin(async move {
        assert_eq!(get(&second).await.0.unwrap(), "t2")
    }));
    run(Box::pin(async move { tokens.close().await.unwrap() }));
    assert_eq!(mint.revoked(), ["t2"]);
}

#[tokio::test(start_paused = true)]
async fn failed_fetch_tells_its_attempts() {
    let mint = Mint {
        patience: 2,
        ..Mint::default()
    };
    mint.broken.store(true, SeqCst);
    let error = Tokens::new(mint.clone()).get(&call(), None).await;
    let text = error.err().unwrap().to_string();
    assert!(text.contains("3 attempts"), "{text}");
    assert_eq!(mint.asked.load(SeqCst), 3);
}

#[tokio::test]
async fn task_that_is_lost_twice_is_an_error() {
    let lost = Tasks {
        spawn: drop,
        switch: || {},
    };
    let mint = Mint::default();
    let tokens = Tokens::with_tasks(mint.clone(), lost);
    let error = tokens.get(&call(), None).await.err();
    let text = error.unwrap().to_string();
    assert!(
        text.contains("the task that fetches the token was lost"),
        "{text}"
    );
    assert_eq!(mint.asked.load(SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn close_waits_for_fetches_abandoned_before() {
    let mint = Mint {
        first_delay: Duration::from_secs(9),
        ..Mint::default()
    };
    let tokens = Tokens::new(mint.clone());
    let first = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { get(&tokens).await.0 }
    });
    sleep(Duration::from_millis(300)).await;
    let revoking = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { tokens.revoke().await }
    });
    // The first call gets another token, while the abandoned fetch still runs.
    assert_eq!(first.await.unwrap().unwrap(), "t2");
    tokens.close().await.unwrap();
    assert_eq!(mint.revoked(), ["t1", "t2"]);
    revoking.await.unwrap().unwrap();
}
