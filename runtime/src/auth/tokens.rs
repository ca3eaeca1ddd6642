//! The token of a client and its clones, renewed before it expires, by one request however many calls wait.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::watch;
use tokio::time::Instant;

use super::bearer::bearer;
use crate::credentials::access_token::{AccessToken, LAST_MOMENTS};
use crate::credentials::token_source::DynTokenSource;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::futures::BoxFuture;
use crate::transport::trace;

/// How long before its expiry a token is renewed, if it lives long enough. Meant for tokens of an hour.
const EARLY: Duration = Duration::from_secs(300);
/// After an early renewal has failed, the next may begin.
const RENEWAL_PAUSE: Duration = Duration::from_secs(30);

/// Gets and revokes tokens.
pub(super) trait Fetch: Send + Sync {
    /// A token other than the previous one.
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<AccessToken, Error>>;

    fn revoke(&self, token: Option<AccessToken>) -> BoxFuture<'_, Result<(), Error>>;
}

pub(super) struct ProgramsOwn(pub(super) Arc<dyn DynTokenSource>);

impl Fetch for ProgramsOwn {
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<AccessToken, Error>> {
        Box::pin(async move {
            let token = self.0.token(previous.as_ref()).await;
            token.map_err(Error::token_source)
        })
    }

    fn revoke(&self, _: Option<AccessToken>) -> BoxFuture<'_, Result<(), Error>> {
        let message = "the program gets the token from its own source, which must revoke it";
        Box::pin(async move { Err(Error::setting(message.to_owned())) })
    }
}

/// The token of a client and its clones.
pub(crate) struct Tokens {
    fetch: Arc<dyn Fetch>,
    state: Mutex<State>,
    /// Ends with the last client, and with it whatever goes on for it.
    alive: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Held>>,
    /// The renewal under way. It runs as a task of its own, so that it goes on when the call that began
    /// it is given up.
    renewal: Option<watch::Receiver<Option<Renewed>>>,
    /// Not before this, if the token at hand can still be used.
    next_early_renewal: Option<Instant>,
}

type Renewed = Result<Arc<Held>, Arc<Error>>;

/// A token in use.
pub(crate) struct Held {
    token: AccessToken,
    header: HeaderValue,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
}

impl Held {
    fn new(token: AccessToken) -> Result<Self, Error> {
        let now = Instant::now();
        let left = token.left();
        let before_end = |margin: Duration| now.checked_add(left?.saturating_sub(margin));
        let left_or_zero = left.unwrap_or_default();
        Ok(Self {
            header: bearer(token.secret())?,
            renew_at: before_end(EARLY.min(left_or_zero / 10)),
            ends_at: before_end(LAST_MOMENTS.min(left_or_zero / 20)),
            token,
        })
    }

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }
}

impl Tokens {
    pub(super) fn new(fetch: impl Fetch + 'static) -> Arc<Self> {
        Arc::new(Self {
            fetch: Arc::new(fetch),
            state: Mutex::default(),
            alive: watch::channel(()).0,
        })
    }

    /// A token, at once if there is one; otherwise waits for as long as it takes to get one.
    pub(super) async fn get(
        self: &Arc<Self>,
        call: &Call,
        refused: Option<&Held>,
    ) -> Result<Arc<Held>, Error> {
        // The task is lost where its runtime is shut down, which may not be that of this call: then once
        // more. What is lost again has panicked, in the program's own code.
        for _ in 0..2 {
            let mut renewal = match self.at_hand(refused) {
                Ok(held) => return Ok(held),
                Err(renewal) => renewal,
            };
            let renewed = renewal.wait_for(Option::is_some).await;
            if let Some(renewed) = renewed.ok().and_then(|it| it.clone()) {
                return renewed.map_err(|error| Error::token(call.clone(), error));
            }
        }
        let lost = Error::authentication("the task that fetches the token was lost".to_owned());
        Err(Error::token(call.clone(), Arc::new(lost)))
    }

    /// The token at hand, or the renewal to wait for.
    fn at_hand(
        self: &Arc<Self>,
        refused: Option<&Held>,
    ) -> Result<Arc<Held>, watch::Receiver<Option<Renewed>>> {
        let mut state = self.state();
        let Some(held) = state.held.clone() else {
            return Err(self.renew(&mut state));
        };
        let now = Instant::now();
        let passed = |time: Option<Instant>| time.is_some_and(|time| time <= now);
        let is_refused = refused.is_some_and(|refused| std::ptr::eq(refused, &*held));
        if is_refused || passed(held.ends_at) {
            return Err(self.renew(&mut state));
        }
        if passed(held.renew_at) && state.next_early_renewal.is_none_or(|next| next <= now) {
            // Nobody has to wait for it.
            self.renew(&mut state);
        }
        Ok(held)
    }

    /// Starts a renewal, unless one is under way.
    fn renew(self: &Arc<Self>, state: &mut State) -> watch::Receiver<Option<Renewed>> {
        let under_way = |renewal: &&watch::Receiver<_>| renewal.has_changed().is_ok();
        if let Some(renewal) = state.renewal.as_ref().filter(under_way) {
            return renewal.clone();
        }
        let (sender, renewal) = watch::channel(None);
        state.renewal = Some(renewal.clone());
        let previous = state.held.as_ref().map(|held| held.token.clone());
        let (tokens, fetch) = (Arc::downgrade(self), Arc::clone(&self.fetch));
        let mut alive = self.alive.subscribe();
        tokio::spawn(async move {
            let mut fetched = fetch.fetch(previous);
            let mut gone = pin!(async { alive.changed().await.is_err() });
            // What comes first: a token, or the end of the last client.
            let token = poll_fn(|cx| match fetched.as_mut().poll(cx) {
                Poll::Ready(token) => Poll::Ready(Some(token)),
                Poll::Pending => gone.as_mut().poll(cx).map(|_| None),
            });
            let (Some(token), Some(tokens)) = (token.await, tokens.upgrade()) else {
                return;
            };
            let renewed = token.and_then(Held::new).map(Arc::new).map_err(Arc::new);
            if let Err(error) = &renewed {
                trace::token_failed(error);
            }
            let mut state = tokens.state();
            match &renewed {
                Ok(held) => {
                    state.held = Some(Arc::clone(held));
                    state.next_early_renewal = None;
                }
                Err(_) => state.next_early_renewal = Some(Instant::now() + RENEWAL_PAUSE),
            }
            state.renewal = None;
            // Told with the state locked, so that nobody starts another one in between.
            let _ = sender.send(Some(renewed));
        });
        renewal
    }

    pub(super) async fn revoke(&self) -> Result<(), Error> {
        let held = self.state().held.clone();
        let token = held.as_ref().map(|held| held.token.clone());
        self.fetch.revoke(token).await?;
        let mut state = self.state();
        // Another one may have come meanwhile.
        if let (Some(old), Some(now)) = (&held, &state.held) {
            if Arc::ptr_eq(old, now) {
                state.held = None;
            }
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere can't have left it half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering::SeqCst;
    use std::sync::atomic::{AtomicBool, AtomicUsize};

    use std::pin::Pin;
    use std::time::SystemTime;

    use tokio::time::sleep;

    use super::*;

    #[test]
    fn a_token_is_renewed_well_before_its_end() {
        let in_seconds = |seconds| SystemTime::now() + Duration::from_secs(seconds);
        let margins = |seconds| {
            let held = Held::new(AccessToken::new("t").expiring_at(in_seconds(seconds))).unwrap();
            let left = |time: Option<Instant>| {
                let left = time.unwrap().duration_since(Instant::now()).as_secs_f64();
                seconds as f64 - left
            };
            (left(held.renew_at).round(), left(held.ends_at).round())
        };
        assert_eq!(margins(3_600), (300.0, 10.0));
        assert_eq!(margins(60), (6.0, 3.0));
        let forever = Held::new(AccessToken::new("t")).unwrap();
        assert_eq!((forever.renew_at, forever.ends_at), (None, None));
        let over = Held::new(AccessToken::new("t").expiring_at(SystemTime::UNIX_EPOCH)).unwrap();
        assert!(over.ends_at.unwrap() <= Instant::now());
    }

    /// Gives tokens that live for a minute, after a second; none while it is `broken`.
    #[derive(Clone, Default)]
    struct Mint {
        asked: Arc<AtomicUsize>,
        broken: Arc<AtomicBool>,
    }

    impl Fetch for Mint {
        fn fetch(&self, _: Option<AccessToken>) -> BoxFuture<'_, Result<AccessToken, Error>> {
            Box::pin(async move {
                let number = self.asked.fetch_add(1, SeqCst) + 1;
                sleep(Duration::from_secs(1)).await;
                if self.broken.load(SeqCst) {
                    return Err(Error::authentication("broken".to_owned()));
                }
                let end = SystemTime::now() + Duration::from_secs(60);
                Ok(AccessToken::new(format!("t{number}")).expiring_at(end))
            })
        }
        fn revoke(&self, _: Option<AccessToken>) -> BoxFuture<'_, Result<(), Error>> {
            Box::pin(async { Ok(()) })
        }
    }

    /// A token, and how long it took to get.
    async fn get(tokens: &Arc<Tokens>) -> (Result<String, String>, u64) {
        let call = Call::raw(http::Method::GET, "/");
        let started = Instant::now();
        let held = tokens.get(&call, None).await;
        let token = held.map(|held| held.token.secret().to_owned());
        let token = token.map_err(|error| {
            assert!(error.is_authentication());
            error.to_string()
        });
        (token, started.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn an_early_renewal_makes_nobody_wait() {
        let mint = Mint::default();
        let tokens = Tokens::new(mint.clone());
        assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 1));
        sleep(Duration::from_secs(53)).await;
        assert_eq!(
            (get(&tokens).await, mint.asked.load(SeqCst)),
            ((Ok("t1".to_owned()), 0), 1)
        );
        // Six seconds before the end.
        sleep(Duration::from_secs(2)).await;
        assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
        assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
        sleep(Duration::from_secs(2)).await;
        assert_eq!(
            (get(&tokens).await, mint.asked.load(SeqCst)),
            ((Ok("t2".to_owned()), 0), 2)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_early_renewal_harms_nobody_while_the_token_lasts() {
        let mint = Mint::default();
        let tokens = Tokens::new(mint.clone());
        get(&tokens).await.0.unwrap();
        mint.broken.store(true, SeqCst);
        sleep(Duration::from_secs(55)).await;
        for _ in 0..3 {
            assert_eq!(get(&tokens).await, (Ok("t1".to_owned()), 0));
            sleep(Duration::from_millis(600)).await;
        }
        // It was tried once, and is not tried with every call.
        assert_eq!(mint.asked.load(SeqCst), 2);
        sleep(Duration::from_secs(5)).await;
        let error = get(&tokens).await.0.unwrap_err();
        assert!(error.ends_with("broken"), "{error}");
        mint.broken.store(false, SeqCst);
        assert_eq!(get(&tokens).await.0.unwrap(), "t4");
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_that_has_ended_is_waited_for() {
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

    /// The task of a renewal is lost with its runtime; the next call begins another.
    #[test]
    fn a_renewal_that_is_lost_is_begun_again() {
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
    }
}
