//! The token of a client and its clones. Carries out what its [states](super::states) ask for.
//!
//! Only one fetch runs, however many calls wait. It is a separate task, so it continues if the call that started it
//! is dropped.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::fetch::Fetch;
use super::held::Held;
use super::states::{Arrival, FetchId, Need, States, Token};
use crate::credentials::access_token::AccessToken;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::futures::{BoxFuture, first};
use crate::transport::trace;

/// The token of a client and its clones.
pub(crate) struct Tokens {
    fetch: Arc<dyn Fetch>,
    inner: Mutex<Inner>,
    /// Locked while a token is accepted and stored, and while one is revoked and removed from the store.
    keeping: tokio::sync::Mutex<()>,
    /// Dropped with the last client. All tasks end with it.
    alive: watch::Sender<()>,
    tasks: Tasks,
}

struct Inner {
    states: States<Arc<Held>>,
    under_way: Vec<UnderWay>,
}

/// How to run tasks. Tests run them in every order.
#[derive(Clone, Copy)]
pub(super) struct Tasks {
    pub(super) spawn: fn(BoxFuture<'static, ()>),
    /// Called where another task may run in between.
    pub(super) switch: fn(),
}

const TOKIO: Tasks = Tasks {
    spawn: |work| drop(tokio::spawn(work)),
    switch: || {},
};

/// A fetch in progress.
#[derive(Clone)]
struct UnderWay {
    fetch: FetchId,
    progress: watch::Receiver<Progress>,
    /// Dropped with the task.
    sender: Weak<watch::Sender<Progress>>,
}

#[derive(Clone)]
enum Progress {
    UnderWay,
    /// Its result is no longer wanted.
    Abandoned,
    Renewed(Arc<Held>),
    Failed(Arc<Error>),
    Unwanted,
}

impl Tokens {
    pub(crate) fn new(fetch: impl Fetch) -> Arc<Self> {
        Self::with_tasks(fetch, TOKIO)
    }

    pub(super) fn with_tasks(fetch: impl Fetch, tasks: Tasks) -> Arc<Self> {
        Arc::new(Self {
            fetch: Arc::new(fetch),
            inner: Mutex::new(Inner {
                states: States::new(),
                under_way: Vec::new(),
            }),
            keeping: tokio::sync::Mutex::default(),
            alive: watch::channel(()).0,
            tasks,
        })
    }

    /// Returns a token, immediately if there is one. Otherwise, waits until there is one. `None` if the call was
    /// refused with a token, and would be refused with another one.
    pub(crate) async fn get(
        self: &Arc<Self>,
        call: &Call,
        refused: Option<&Arc<Held>>,
    ) -> Result<Option<Arc<Held>>, Error> {
        let mut lost = 0;
        loop {
            let mut under_way = match self.need(call, refused)? {
                Ready::Now(token) => return Ok(token),
                Ready::After(under_way) => under_way,
            };
            match under_way.result().await {
                Some(Progress::Renewed(held)) if self.inner().states.is_current(&held) => {
                    return Ok(Some(held));
                }
                Some(Progress::Failed(error)) => return Err(Error::token(call.clone(), error)),
                // Meanwhile, the token was revoked or the client was closed.
                Some(_) => {}
                // The task is lost if its runtime is shut down, which may not be the runtime of this call, so try once
                // more. If it is lost again, it has panicked in the program's own code.
                None => {
                    lost += 1;
                    self.inner().states.lost(under_way.fetch);
                    if lost == 2 {
                        let lost = "the task that fetches the token was lost";
                        let lost = Error::authentication(lost.to_owned());
                        return Err(Error::token(call.clone(), Arc::new(lost)));
                    }
                }
            }
        }
    }

    /// The service has accepted a token for a call.
    pub(crate) fn accepted(&self, held: &Arc<Held>) {
        self.inner().states.accepted(held);
    }

    /// A call was refused with one token and then with another.
    pub(crate) fn replacement_was_refused(&self) {
        self.inner().states.replacement_was_refused(Instant::now());
    }

    /// Revokes the token, and any that may arrive later.
    pub(crate) async fn revoke(&self) -> Result<(), Error> {
        if let Some(why) = self.fetch.cannot_revoke() {
            return Err(Error::setting(why.to_owned()));
        }
        self.end(States::revoke).await
    }

    /// Like [`revoke`](Self::revoke), permanently.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        self.end(States::close).await
    }

    fn need(self: &Arc<Self>, call: &Call, refused: Option<&Arc<Held>>) -> Result<Ready, Error> {
        let mut inner = self.inner();
        let (ready, work) = match inner.states.need(Instant::now(), refused) {
            Need::Use(held) => (Ready::Now(Some(held)), None),
            // Nobody waits for it.
            Need::UseAndFetch(held, fetch) => {
                let (_, work) = self.start(&mut inner, fetch);
                (Ready::Now(Some(held)), Some(work))
            }
            Need::Fetch(fetch) => {
                let (under_way, work) = self.start(&mut inner, fetch);
                (Ready::After(under_way), Some(work))
            }
            Need::Wait(fetch) => match inner.under_way.iter().find(|it| it.fetch == fetch) {
                Some(found) => (Ready::After(found.clone()), None),
                None => (Ready::After(UnderWay::lost(fetch)), None),
            },
            Need::TakeTheRefusal => (Ready::Now(None), None),
            Need::Fail => return Err(Error::closed(Some(call.clone()))),
        };
        drop(inner);
        if let Some(work) = work {
            (self.tasks.spawn)(work);
        }
        Ok(ready)
    }

    /// Creates the task of a fetch.
    fn start(
        self: &Arc<Self>,
        inner: &mut Inner,
        fetch: FetchId,
    ) -> (UnderWay, BoxFuture<'static, ()>) {
        let (sender, progress) = watch::channel(Progress::UnderWay);
        let sender = Arc::new(sender);
        let under_way = UnderWay {
            fetch,
            progress,
            sender: Arc::downgrade(&sender),
        };
        inner.under_way.retain(UnderWay::is_there);
        inner.under_way.push(under_way.clone());
        let previous = inner.states.previous().map(|held| held.token.clone());
        let (tokens, fetcher) = (Arc::downgrade(self), Arc::clone(&self.fetch));
        let mut alive = self.alive.subscribe();
        let task = Box::pin(async move {
            let work = get_one(&*fetcher, previous, sender.subscribe());
            let gone = async { while alive.changed().await.is_ok() {} };
            let (Some(result), Some(tokens)) = (first(work, gone).await, tokens.upgrade()) else {
                return;
            };
            match result {
                Ok(held) => tokens.arrived(fetch, held, &sender).await,
                Err(error) => tokens.failed(fetch, error, &sender),
            }
        });
        (under_way, task)
    }

    async fn arrived(&self, fetch: FetchId, held: Arc<Held>, sender: &watch::Sender<Progress>) {
        let _keeping = self.keeping.lock().await;
        let now = Instant::now();
        let arrival = self.inner().states.arrived(fetch, Arc::clone(&held), now);
        match arrival {
            Arrival::Accepted => {
                if held.is_new() {
                    self.fetch.keep(&held.token).await;
                }
                sender.send_replace(Progress::Renewed(held));
            }
            Arrival::Unwanted => {
                // If it fails, whoever revokes or closes tries again.
                if self.fetch.revoke(&held.token).await.is_ok() {
                    self.inner().states.revoked(&held);
                }
                sender.send_replace(Progress::Unwanted);
            }
        }
    }

    fn failed(&self, fetch: FetchId, error: Error, sender: &watch::Sender<Progress>) {
        trace::token_failed(&error);
        let mut inner = self.inner();
        inner.states.failed(fetch, Instant::now());
        // Notified while the states are locked, so that nobody starts another fetch in between.
        sender.send_replace(Progress::Failed(Arc::new(error)));
    }

    async fn end(&self, end: fn(&mut States<Arc<Held>>)) -> Result<(), Error> {
        let mut under_way = {
            let mut inner = self.inner();
            end(&mut inner.states);
            inner.under_way.clone()
        };
        under_way.iter().for_each(UnderWay::abandon);
        if self.fetch.cannot_revoke().is_some() {
            return Ok(());
        }
        for under_way in &mut under_way {
            under_way.end().await;
        }
        let _keeping = self.keeping.lock().await;
        let (mut tokens, has_token) = {
            let inner = self.inner();
            (inner.states.unrevoked(), inner.states.has_token())
        };
        // This does not affect later tokens.
        if tokens.is_empty() && !has_token {
            let kept = self.fetch.kept().await;
            tokens.extend(kept.and_then(|token| Held::new(token, false).ok()));
            for held in &tokens {
                self.inner().states.found(Arc::clone(held));
            }
        }
        let mut result = Ok(());
        for held in tokens {
            match self.fetch.revoke(&held.token).await {
                Ok(()) => self.inner().states.revoked(&held),
                Err(error) => result = result.and(Err(error)),
            }
        }
        result
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        (self.tasks.switch)();
        // A panic elsewhere can't have left it half-changed.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a call must wait.
enum Ready {
    Now(Option<Arc<Held>>),
    After(UnderWay),
}

impl UnderWay {
    /// A fetch that was lost.
    fn lost(fetch: FetchId) -> Self {
        let (_, progress) = watch::channel(Progress::UnderWay);
        let sender = Weak::new();
        Self {
            fetch,
            progress,
            sender,
        }
    }

    /// Waits for the result. `None` if the task is lost.
    async fn result(&mut self) -> Option<Progress> {
        let is_told = |progress: &Progress| !matches!(progress, Progress::UnderWay);
        let progress = self.progress.wait_for(is_told).await;
        progress.ok().map(|progress| progress.clone())
    }

    /// Waits for the end of the task.
    async fn end(&mut self) {
        let is_over =
            |progress: &Progress| !matches!(progress, Progress::UnderWay | Progress::Abandoned);
        let _ = self.progress.wait_for(is_over).await;
    }

    fn is_there(&self) -> bool {
        self.sender.strong_count() > 0
    }

    fn abandon(&self) {
        if let Some(sender) = self.sender.upgrade() {
            sender.send_if_modified(|progress| {
                let is_under_way = matches!(progress, Progress::UnderWay);
                if is_under_way {
                    *progress = Progress::Abandoned;
                }
                is_under_way
            });
        }
    }
}

/// Gets a usable token. Retries as long as that may help and the token is wanted.
async fn get_one(
    fetch: &dyn Fetch,
    previous: Option<AccessToken>,
    mut progress: watch::Receiver<Progress>,
) -> Result<Arc<Held>, Error> {
    let (mut tries, mut failures) = (0, 0);
    loop {
        tries += 1;
        let error = match fetch.fetch(previous.clone()).await {
            Ok(fetched) => return Held::new(fetched.token, fetched.is_new),
            Err(error) => error.after_attempts(tries),
        };
        // The rate limit of the token endpoint does not count. The fetch waits for it to pass, and the waiting calls
        // give up at their own deadlines.
        if error.status().is_none_or(|status| status != 429) {
            failures += 1;
        }
        let Some(pause) = fetch.pause(&error, failures) else {
            return Err(error);
        };
        trace::token_delayed(&error, pause);
        let abandoned = progress.wait_for(|progress| !matches!(progress, Progress::UnderWay));
        if first(sleep(pause), abandoned).await.is_none() {
            return Err(error);
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}
