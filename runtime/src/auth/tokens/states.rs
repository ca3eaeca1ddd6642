//! The states of a client's token. Events go in, and actions come out. There is no I/O, no waiting and no clock.
//!
//! The [table](super) describes the same for people.

use std::time::Duration;

use tokio::time::Instant;

/// The pause after a failed early renewal.
const RENEWAL_PAUSE: Duration = Duration::from_secs(30);
/// The pause after a replacement that did not help.
const REFUSED_REPLACEMENT_PAUSE: Duration = Duration::from_secs(300);
/// A token that the service issued within this time, and has not accepted for a call yet, is no worse than another
/// one.
const FRESH: Duration = REFUSED_REPLACEMENT_PAUSE;
/// The time in which at most three tokens are replaced because of a 401.
const REPLACEMENTS: Duration = Duration::from_secs(180);

/// What the states need to know about a token.
pub(super) trait Token: Clone {
    /// Whether it is the same token, rather than an equal one.
    fn is(&self, other: &Self) -> bool;
    /// Whether the service issued it just now.
    fn is_new(&self) -> bool;
    /// Whether it should be renewed.
    fn is_due(&self, now: Instant) -> bool;
    /// Whether it has expired.
    fn is_over(&self, now: Instant) -> bool;
}

/// Identifies a fetch of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FetchId(pub(super) u64);

/// What a call that needs a token should do.
#[derive(Debug, PartialEq)]
pub(super) enum Need<T> {
    Use(T),
    /// Use this one, and start a fetch for later calls.
    UseAndFetch(T, FetchId),
    /// Start a fetch, and wait for it.
    Fetch(FetchId),
    Wait(FetchId),
    /// Another token would be refused as well.
    TakeTheRefusal,
    Fail,
}

/// What to do with a token that has arrived.
#[derive(Debug, PartialEq)]
pub(super) enum Arrival {
    /// Store it, and give it to the waiting calls.
    Accepted,
    /// It is no longer wanted. Revoke it.
    Unwanted,
}

enum State<T> {
    Empty,
    Fetching(FetchId),
    Held(Current<T>),
    Renewing(Current<T>, FetchId),
    Refused(Current<T>, FetchId),
    Closed,
}

/// A token that calls may use.
struct Current<T> {
    token: T,
    /// Whether the service has accepted it for a call.
    is_accepted: bool,
    since: Instant,
}

pub(super) struct States<T> {
    state: State<T>,
    fetches: u64,
    /// The last token in use, whatever happened to it. It must not be loaded from a store again.
    previous: Option<T>,
    /// Tokens that must still be revoked.
    unrevoked: Vec<T>,
    /// The earliest time of the next early renewal.
    next_renewal: Option<Instant>,
    /// The earliest time of the next replacement because of a 401.
    next_replacement: Option<Instant>,
    /// The times of the last three replacements.
    replacements: [Option<Instant>; 3],
}

impl<T: Token> States<T> {
    pub(super) fn new() -> Self {
        Self {
            state: State::Empty,
            fetches: 0,
            previous: None,
            unrevoked: Vec::new(),
            next_renewal: None,
            next_replacement: None,
            replacements: [None; 3],
        }
    }

    /// A call needs a token. `refused` is the one with which it was refused.
    pub(super) fn need(&mut self, now: Instant, refused: Option<&T>) -> Need<T> {
        let is_refused = |current: &Current<T>| refused.is_some_and(|it| it.is(&current.token));
        match &self.state {
            State::Closed => Need::Fail,
            State::Fetching(fetch) => Need::Wait(*fetch),
            State::Empty => self.fetch(|_, fetch| State::Fetching(fetch)),
            State::Held(current) if current.token.is_over(now) => {
                self.fetch(|_, fetch| State::Fetching(fetch))
            }
            State::Held(current) if is_refused(current) => self.replace(now),
            State::Held(current) if current.token.is_due(now) && self.may_renew(now) => {
                let token = current.token.clone();
                match self.fetch(State::renewing) {
                    Need::Fetch(fetch) => Need::UseAndFetch(token, fetch),
                    need => need,
                }
            }
            State::Renewing(current, fetch) if is_refused(current) => {
                let fetch = *fetch;
                self.change(|state| state.refused(fetch));
                Need::Wait(fetch)
            }
            State::Renewing(current, fetch) | State::Refused(current, fetch) => {
                match current.token.is_over(now) || is_refused(current) {
                    true => Need::Wait(*fetch),
                    false => Need::Use(current.token.clone()),
                }
            }
            State::Held(current) => Need::Use(current.token.clone()),
        }
    }

    /// The service has accepted a token for a call.
    pub(super) fn accepted(&mut self, token: &T) {
        if let Some(current) = self.state.current_mut() {
            current.is_accepted |= current.token.is(token);
        }
    }

    /// A call was refused with one token and then with the next.
    pub(super) fn replacement_was_refused(&mut self, now: Instant) {
        self.next_replacement = now.checked_add(REFUSED_REPLACEMENT_PAUSE);
    }

    /// A token has arrived.
    pub(super) fn arrived(&mut self, fetch: FetchId, token: T, now: Instant) -> Arrival {
        if self.state.fetch() != Some(fetch) {
            self.unrevoked.push(token);
            return Arrival::Unwanted;
        }
        self.next_renewal = None;
        self.previous = Some(token.clone());
        self.state = State::Held(Current {
            token,
            is_accepted: false,
            since: now,
        });
        Arrival::Accepted
    }

    /// The task of a fetch was lost, with unknown result.
    pub(super) fn lost(&mut self, fetch: FetchId) {
        if self.state.fetch() == Some(fetch) {
            self.change(State::without_fetch);
        }
    }

    /// The fetch failed, so there is no token.
    pub(super) fn failed(&mut self, fetch: FetchId, now: Instant) {
        if self.state.fetch() != Some(fetch) {
            return;
        }
        let pause = now.checked_add(RENEWAL_PAUSE);
        match self.state {
            State::Renewing(..) => self.next_renewal = pause,
            State::Refused(..) => self.next_replacement = self.next_replacement.max(pause),
            _ => {}
        }
        self.change(State::without_fetch);
    }

    /// No existing or expected token may be used any longer.
    pub(super) fn revoke(&mut self) {
        if !self.is_closed() {
            self.end(State::Empty);
        }
    }

    /// Like [`revoke`](Self::revoke), permanently.
    pub(super) fn close(&mut self) {
        self.end(State::Closed);
    }

    /// A token found in a store, from this client or another program, must be revoked as well.
    pub(super) fn found(&mut self, token: T) {
        self.unrevoked.push(token);
    }

    /// The tokens that must still be revoked.
    pub(super) fn unrevoked(&self) -> Vec<T> {
        self.unrevoked.clone()
    }

    pub(super) fn revoked(&mut self, token: &T) {
        self.unrevoked.retain(|it| !it.is(token));
    }

    /// Whether calls may use this token.
    pub(super) fn is_current(&self, token: &T) -> bool {
        self.state.current().is_some_and(|it| it.token.is(token))
    }

    /// Whether there is a token that calls may use.
    pub(super) fn has_token(&self) -> bool {
        self.state.current().is_some()
    }

    fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// The last token in use.
    pub(super) fn previous(&self) -> Option<&T> {
        self.previous.as_ref()
    }

    /// A call was refused with the current token.
    fn replace(&mut self, now: Instant) -> Need<T> {
        let is_fresh = self.state.current().is_some_and(|current| {
            current.token.is_new() && !current.is_accepted && now < current.since + FRESH
        });
        let is_too_soon = self.next_replacement.is_some_and(|next| now < next);
        let [oldest, ..] = self.replacements;
        let are_too_many = oldest.is_some_and(|oldest| now < oldest + REPLACEMENTS);
        if is_fresh || is_too_soon || are_too_many {
            return Need::TakeTheRefusal;
        }
        self.replacements.rotate_left(1);
        self.replacements[2] = Some(now);
        self.fetch(State::refused)
    }

    fn may_renew(&self, now: Instant) -> bool {
        self.next_renewal.is_none_or(|next| next <= now)
    }

    fn fetch(&mut self, then: impl FnOnce(State<T>, FetchId) -> State<T>) -> Need<T> {
        self.fetches += 1;
        let fetch = FetchId(self.fetches);
        self.change(|state| then(state, fetch));
        Need::Fetch(fetch)
    }

    fn end(&mut self, end: State<T>) {
        let state = std::mem::replace(&mut self.state, end);
        self.unrevoked
            .extend(state.into_current().map(|it| it.token));
    }

    fn change(&mut self, change: impl FnOnce(State<T>) -> State<T>) {
        let state = std::mem::replace(&mut self.state, State::Empty);
        self.state = change(state);
    }
}

impl<T> State<T> {
    fn fetch(&self) -> Option<FetchId> {
        match self {
            Self::Fetching(fetch) | Self::Renewing(_, fetch) | Self::Refused(_, fetch) => {
                Some(*fetch)
            }
            Self::Empty | Self::Held(_) | Self::Closed => None,
        }
    }

    fn current(&self) -> Option<&Current<T>> {
        match self {
            Self::Held(current) | Self::Renewing(current, _) | Self::Refused(current, _) => {
                Some(current)
            }
            Self::Empty | Self::Fetching(_) | Self::Closed => None,
        }
    }

    fn current_mut(&mut self) -> Option<&mut Current<T>> {
        match self {
            Self::Held(current) | Self::Renewing(current, _) | Self::Refused(current, _) => {
                Some(current)
            }
            Self::Empty | Self::Fetching(_) | Self::Closed => None,
        }
    }

    fn into_current(self) -> Option<Current<T>> {
        match self {
            Self::Held(current) | Self::Renewing(current, _) | Self::Refused(current, _) => {
                Some(current)
            }
            Self::Empty | Self::Fetching(_) | Self::Closed => None,
        }
    }

    fn renewing(self, fetch: FetchId) -> Self {
        match self.into_current() {
            Some(current) => Self::Renewing(current, fetch),
            None => Self::Fetching(fetch),
        }
    }

    fn refused(self, fetch: FetchId) -> Self {
        match self.into_current() {
            Some(current) => Self::Refused(current, fetch),
            None => Self::Fetching(fetch),
        }
    }

    fn without_fetch(self) -> Self {
        match self.into_current() {
            Some(current) => Self::Held(current),
            None => Self::Empty,
        }
    }
}
