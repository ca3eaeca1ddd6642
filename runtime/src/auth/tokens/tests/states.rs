//! The states of a token, event by event.

use std::time::Duration;

use tokio::time::Instant;

use crate::auth::tokens::states::{Arrival, FetchId, Need, States, Token};

/// A numbered token. It is due for renewal after 50 s, and expires after 60 s; from number 50 on, after an hour.
#[derive(Debug, Clone, PartialEq)]
struct Numbered(u32, Instant);

impl Token for Numbered {
    fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }
    fn is_new(&self) -> bool {
        self.0 < 100
    }
    fn is_due(&self, now: Instant) -> bool {
        now >= self.1 + Duration::from_secs(50)
    }
    fn is_over(&self, now: Instant) -> bool {
        let seconds = if self.0 >= 50 { 3_600 } else { 60 };
        now >= self.1 + Duration::from_secs(seconds)
    }
}

struct Run {
    states: States<Numbered>,
    now: Instant,
}

impl Run {
    fn new() -> Self {
        Self {
            states: States::new(),
            now: Instant::now(),
        }
    }

    fn pass(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    fn need(&mut self) -> Need<Numbered> {
        self.states.need(self.now, None)
    }

    fn refused(&mut self, token: &Numbered) -> Need<Numbered> {
        self.states.need(self.now, Some(token))
    }

    fn arrive(&mut self, fetch: u64, number: u32) -> Numbered {
        let token = Numbered(number, self.now);
        let arrival = self.states.arrived(FetchId(fetch), token.clone(), self.now);
        assert_eq!(arrival, Arrival::Accepted);
        token
    }

    /// A run with a token that the service has accepted.
    fn held(number: u32) -> (Self, Numbered) {
        let mut run = Self::new();
        assert_eq!(run.need(), Need::Fetch(FetchId(1)));
        let token = run.arrive(1, number);
        run.states.accepted(&token);
        (run, token)
    }
}

#[test]
fn one_fetch_serves_all_waiting_calls() {
    let mut run = Run::new();
    assert_eq!(run.need(), Need::Fetch(FetchId(1)));
    assert_eq!(run.need(), Need::Wait(FetchId(1)));
    let token = run.arrive(1, 1);
    assert_eq!(run.need(), Need::Use(token.clone()));
    run.pass(50);
    assert_eq!(run.need(), Need::UseAndFetch(token.clone(), FetchId(2)));
    assert_eq!(run.need(), Need::Use(token));
    run.pass(10);
    assert_eq!(run.need(), Need::Wait(FetchId(2)));
    let token = run.arrive(2, 2);
    run.pass(60);
    assert_eq!(run.need(), Need::Fetch(FetchId(3)));
    assert_eq!(run.refused(&token), Need::Wait(FetchId(3)));
}

#[test]
fn failed_fetch_keeps_usable_token() {
    let (mut run, token) = Run::held(1);
    run.pass(50);
    assert_eq!(run.need(), Need::UseAndFetch(token.clone(), FetchId(2)));
    run.states.failed(FetchId(2), run.now);
    assert_eq!(run.need(), Need::Use(token.clone()), "no pause");
    run.pass(10);
    assert_eq!(run.need(), Need::Fetch(FetchId(3)));
    run.states.failed(FetchId(3), run.now);
    assert_eq!(run.need(), Need::Fetch(FetchId(4)));
    // An old fetch says nothing about the new one.
    run.states.failed(FetchId(3), run.now);
    run.states.lost(FetchId(3));
    assert_eq!(run.need(), Need::Wait(FetchId(4)));
    run.states.lost(FetchId(4));
    assert_eq!(run.need(), Need::Fetch(FetchId(5)));
}

#[test]
fn replaces_rejected_token_while_other_calls_use_it() {
    let (mut run, token) = Run::held(1);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(2)));
    assert_eq!(run.refused(&token), Need::Wait(FetchId(2)));
    assert_eq!(run.need(), Need::Use(token.clone()));
    run.states.failed(FetchId(2), run.now);
    assert_eq!(run.need(), Need::Use(token.clone()), "it may be good");
    assert_eq!(run.refused(&token), Need::TakeTheRefusal, "no pause");
    run.pass(30);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(3)));
    let next = run.arrive(3, 2);
    assert_eq!(run.refused(&token), Need::Use(next));
}

#[test]
fn renewal_in_progress_serves_rejected_calls() {
    let (mut run, token) = Run::held(1);
    run.pass(50);
    assert_eq!(run.need(), Need::UseAndFetch(token.clone(), FetchId(2)));
    assert_eq!(run.refused(&token), Need::Wait(FetchId(2)));
    assert_eq!(run.need(), Need::Use(token));
}

#[test]
fn failed_renewal_of_rejected_token_delays_its_replacement() {
    let (mut run, token) = Run::held(1);
    run.pass(50);
    assert_eq!(run.need(), Need::UseAndFetch(token.clone(), FetchId(2)));
    assert_eq!(run.refused(&token), Need::Wait(FetchId(2)));
    run.states.failed(FetchId(2), run.now);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
}

#[test]
fn knows_its_token_and_those_to_revoke() {
    let (mut run, token) = Run::held(1);
    assert!(run.states.is_current(&token));
    assert!(!run.states.is_current(&Numbered(2, run.now)));
    run.states.revoke();
    assert!(!run.states.is_current(&token));
    let found = Numbered(3, run.now);
    run.states.found(found.clone());
    assert_eq!(run.states.unrevoked(), [token, found]);
}

#[test]
fn does_not_replace_fresh_token() {
    let mut run = Run::new();
    run.need();
    let token = run.arrive(1, 1);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
    run.states.accepted(&token);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(2)));
    // A token from elsewhere is not fresh.
    let mut run = Run::new();
    run.need();
    let token = run.arrive(1, 100);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(2)));
}

#[test]
fn limits_replacements() {
    let (mut run, mut token) = Run::held(1);
    for number in 2..=4 {
        assert_eq!(run.refused(&token), Need::Fetch(FetchId(number.into())));
        token = run.arrive(number.into(), number);
        run.states.accepted(&token);
    }
    run.pass(1);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal, "the fourth");

    let (mut run, token) = Run::held(1);
    run.refused(&token);
    let token = run.arrive(2, 2);
    run.states.accepted(&token);
    run.states.replacement_was_refused(run.now);
    run.pass(40);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal, "too early");
    // The token's expiry is independent of that.
    run.pass(20);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(3)));
}

#[test]
fn replaces_tokens_again_when_the_pause_is_over() {
    // A fresh token.
    let mut run = Run::new();
    run.need();
    let token = run.arrive(1, 50);
    run.pass(299);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
    run.pass(1);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(2)));
    // After a replacement in vain.
    let (mut run, token) = Run::held(50);
    run.states.replacement_was_refused(run.now);
    run.pass(299);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
    run.pass(1);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(2)));
    // After three replacements at once, and a fourth later.
    let (mut run, mut token) = Run::held(50);
    let mut replace = |run: &mut Run, fetch: u64| {
        assert_eq!(run.refused(&token), Need::Fetch(FetchId(fetch)));
        token = run.arrive(fetch, 50 + fetch as u32);
        run.states.accepted(&token);
        token.clone()
    };
    replace(&mut run, 2);
    run.pass(100);
    replace(&mut run, 3);
    let token = replace(&mut run, 4);
    run.pass(79);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
    run.pass(1);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(5)));
    let token = run.arrive(5, 55);
    run.states.accepted(&token);
    run.pass(99);
    assert_eq!(run.refused(&token), Need::TakeTheRefusal);
    run.pass(1);
    assert_eq!(run.refused(&token), Need::Fetch(FetchId(6)));
}

#[test]
fn renews_again_when_the_pause_is_over() {
    let (mut run, token) = Run::held(50);
    run.pass(50);
    assert_eq!(run.need(), Need::UseAndFetch(token.clone(), FetchId(2)));
    run.states.failed(FetchId(2), run.now);
    run.pass(29);
    assert_eq!(run.need(), Need::Use(token.clone()));
    run.pass(1);
    assert_eq!(run.need(), Need::UseAndFetch(token, FetchId(3)));
    assert!(run.states.has_token());
    run.states.close();
    assert!(!run.states.has_token());
}

#[test]
fn revokes_token_that_arrives_after_revoke_or_close() {
    for end in [States::revoke, States::close] {
        let (mut run, token) = Run::held(1);
        run.pass(50);
        run.need();
        end(&mut run.states);
        assert_eq!(run.states.unrevoked(), std::slice::from_ref(&token));
        let late = Numbered(2, run.now);
        let arrival = run.states.arrived(FetchId(2), late.clone(), run.now);
        assert_eq!(arrival, Arrival::Unwanted);
        assert!(!run.states.is_current(&late) && !run.states.is_current(&token));
        run.states.revoked(&token);
        assert_eq!(run.states.unrevoked(), [late]);
        // The previous token must not come back from a store.
        assert_eq!(run.states.previous(), Some(&token));
    }
}

#[test]
fn closed_client_stays_closed() {
    let (mut run, token) = Run::held(1);
    run.states.close();
    run.states.revoke();
    run.states.lost(FetchId(1));
    run.states.failed(FetchId(1), run.now);
    assert_eq!(run.need(), Need::Fail);
    assert_eq!(run.refused(&token), Need::Fail);
}
