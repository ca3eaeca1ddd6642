//! The token of a client under interleavings of calls, fetches, revocation and closing, checked by `shuttle`. The
//! code is that of the client itself, and the service is simulated.
//!
//! The scheduler may switch tasks wherever one waits, and wherever the states are locked.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex};

use http::Method;
use shuttle::future::{block_on, spawn};
use shuttle::scheduler::{DfsScheduler, RandomScheduler, Scheduler};
use shuttle::sync::atomic::{AtomicBool, Ordering};

use crate::auth::tokens::fetch::{Fetch, Fetched};
use crate::auth::tokens::shared_token::{Tasks, Tokens};
use crate::credentials::access_token::AccessToken;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::futures::BoxFuture;

thread_local! {
    /// Shuttle runs all tasks of a test on one thread.
    static IS_CHECKING: Cell<bool> = const { Cell::new(false) };
}

const TASKS: Tasks = Tasks {
    spawn: |work| drop(spawn(work)),
    switch,
};

/// Lets the scheduler switch to another task.
fn switch() {
    if IS_CHECKING.get() {
        AtomicBool::new(false).load(Ordering::SeqCst);
    }
}

/// Lets others run, like waiting for the network.
async fn network() {
    shuttle::future::yield_now().await;
}

/// A service that issues tokens, knows which ones are revoked, and keeps a store.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<Books>>);

#[derive(Default)]
struct Books {
    issued: u32,
    revoked: BTreeSet<String>,
    stored: Option<String>,
    fails_first: bool,
}

impl Service {
    fn books(&self) -> std::sync::MutexGuard<'_, Books> {
        self.0.lock().unwrap()
    }

    fn accepts(&self, token: &str) -> bool {
        !self.books().revoked.contains(token)
    }

    fn assert_all_revoked(&self) {
        let books = self.books();
        let issued: BTreeSet<_> = (1..=books.issued)
            .map(|number| format!("t{number}"))
            .collect();
        assert_eq!(books.revoked, issued, "a token has been left");
        assert_eq!(books.stored, None, "a token is stored");
    }
}

impl Fetch for Service {
    fn fetch(&self, _: Option<AccessToken>) -> BoxFuture<'_, Result<Fetched, Error>> {
        Box::pin(async move {
            network().await;
            let number = {
                let mut books = self.books();
                if std::mem::take(&mut books.fails_first) {
                    return Err(Error::authentication("not yet".to_owned()));
                }
                books.issued += 1;
                books.issued
            };
            network().await;
            let token = AccessToken::new(format!("t{number}"));
            let is_new = true;
            Ok(Fetched { token, is_new })
        })
    }

    fn keep<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            network().await;
            self.books().stored = Some(token.secret().to_owned());
        })
    }

    fn kept(&self) -> BoxFuture<'_, Option<AccessToken>> {
        Box::pin(async move {
            network().await;
            self.books().stored.clone().map(AccessToken::new)
        })
    }

    fn revoke<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            network().await;
            self.books().revoked.insert(token.secret().to_owned());
            network().await;
            let mut books = self.books();
            if books.stored.as_deref() == Some(token.secret()) {
                books.stored = None;
            }
            Ok(())
        })
    }
}

/// A call as the client makes it: if it is refused, it tries another token. `None` if the client is closed.
async fn call(service: Service, tokens: Arc<Tokens>) -> Option<bool> {
    let name = Call::raw(Method::GET, "/");
    let mut refused = None;
    for _ in 0..2 {
        let held = match tokens.get(&name, refused.as_ref()).await {
            Ok(Some(held)) => held,
            Ok(None) => return Some(false),
            Err(error) if error.is_input() => return None,
            Err(_) => return Some(false),
        };
        network().await;
        if service.accepts(held.token.secret()) {
            tokens.accepted(&held);
            return Some(true);
        }
        refused = Some(held);
    }
    tokens.replacement_was_refused();
    Some(false)
}

fn check<F: Future<Output = ()> + 'static>(
    scheduler: impl Scheduler + 'static,
    scenario: impl Fn(Service, Arc<Tokens>) -> F + Send + Sync + 'static,
) -> usize {
    IS_CHECKING.set(true);
    let runner = shuttle::Runner::new(scheduler, shuttle::Config::new());
    let orders = runner.run(move || {
        let service = Service::default();
        let tokens = Tokens::with_tasks(service.clone(), TASKS);
        block_on(scenario(service, tokens));
    });
    IS_CHECKING.set(false);
    orders
}

fn many() -> RandomScheduler {
    RandomScheduler::new(200)
}

/// The first orders of the search, up to a limit.
fn first(orders: usize) -> DfsScheduler {
    DfsScheduler::new(Some(orders), false)
}

async fn calls_and_close(service: Service, tokens: Arc<Tokens>, calls: usize) {
    let call = |_| spawn(call(service.clone(), Arc::clone(&tokens)));
    let calls: Vec<_> = (0..calls).map(call).collect();
    tokens.close().await.unwrap();
    // No token is left, and none arrives later.
    service.assert_all_revoked();
    let issued = service.books().issued;
    assert!(issued <= 1, "{issued} fetches");
    for call in calls {
        call.await.unwrap();
    }
    service.assert_all_revoked();
    assert_eq!(service.books().issued, issued, "fetched after the end");
}

#[test]
fn close_leaves_no_token() {
    check(many(), |service, tokens| {
        calls_and_close(service, tokens, 3)
    });
}

#[test]
fn close_leaves_no_token_in_many_orders() {
    let orders = check(first(10_000), |service, tokens| {
        calls_and_close(service, tokens, 1)
    });
    assert!(orders < 10_000, "not all of them");
}

async fn calls_and_revocation(service: Service, tokens: Arc<Tokens>, calls: usize) {
    let call = |_| spawn(call(service.clone(), Arc::clone(&tokens)));
    let calls: Vec<_> = (0..calls).map(call).collect();
    tokens.revoke().await.unwrap();
    for call in calls {
        // It got the previous token or the next one; either is fine.
        assert_eq!(call.await.unwrap(), Some(true));
    }
    let issued = service.books().issued;
    assert!(issued <= 2, "{issued} fetches");
    tokens.close().await.unwrap();
    service.assert_all_revoked();
}

#[test]
fn call_survives_revocation() {
    check(many(), |service, tokens| {
        calls_and_revocation(service, tokens, 3)
    });
}

#[test]
#[ignore = "takes a minute"]
fn call_survives_revocation_in_many_orders() {
    check(first(50_000), |service, tokens| {
        calls_and_revocation(service, tokens, 1)
    });
}

async fn two_ends(service: Service, tokens: Arc<Tokens>) {
    let calling = spawn(call(service.clone(), Arc::clone(&tokens)));
    let revoking = Arc::clone(&tokens);
    let revoking = spawn(async move { revoking.revoke().await });
    tokens.close().await.unwrap();
    revoking.await.unwrap().unwrap();
    calling.await.unwrap();
    service.assert_all_revoked();
}

#[test]
fn revocation_and_close_both_finish() {
    check(many(), two_ends);
}

#[test]
#[ignore = "takes a minute"]
fn revocation_and_close_both_finish_in_many_orders() {
    check(first(50_000), two_ends);
}

/// The service revokes the token without the client.
async fn revoked_elsewhere(service: Service, tokens: Arc<Tokens>) {
    assert_eq!(call(service.clone(), Arc::clone(&tokens)).await, Some(true));
    service.books().revoked.insert("t1".to_owned());
    let calls: Vec<_> = (0..3)
        .map(|_| spawn(call(service.clone(), Arc::clone(&tokens))))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), Some(true));
    }
    assert_eq!(
        service.books().issued,
        2,
        "one token for all who were refused"
    );
}

#[test]
fn replaces_rejected_token_once() {
    check(many(), revoked_elsewhere);
}

async fn failing_once(service: Service, tokens: Arc<Tokens>) {
    service.books().fails_first = true;
    let calls: Vec<_> = (0..3)
        .map(|_| spawn(call(service.clone(), Arc::clone(&tokens))))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(call(service.clone(), Arc::clone(&tokens)).await, Some(true));
    assert_eq!(service.books().issued, 1);
    tokens.close().await.unwrap();
    service.assert_all_revoked();
}

#[test]
fn failed_fetch_leaves_no_state() {
    check(many(), failing_once);
}
