//! What the mock does about each request: which expectation it is for, and what is recorded.

use std::any::Any;
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::answer::Answer;
use super::failure::Failure;
use super::request::Request;
use super::route::{Mismatch, Route};
use super::rule::{Rule, Step};
use super::service;
use crate::message::meta::OperationMeta;

/// All expectations, and all that came.
#[derive(Default)]
pub(super) struct Script {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rules: Vec<Arc<Rule>>,
    requests: VecDeque<Request>,
    /// What went wrong that no request may do.
    problems: VecDeque<String>,
    /// The last answers that were no success, for who looks for the cause of something else.
    failed: VecDeque<String>,
    /// How many requests and problems are kept; all without.
    kept: Option<usize>,
}

impl State {
    fn record(&mut self, request: Request) {
        push(&mut self.requests, request, self.kept);
    }

    fn complain(&mut self, problem: String) {
        push(&mut self.problems, problem, self.kept);
    }
}

/// Adds an item, in place of the oldest if there would be more than are kept.
fn push<T>(items: &mut VecDeque<T>, item: T, kept: Option<usize>) {
    items.push_back(item);
    if kept.is_some_and(|kept| items.len() > kept) {
        items.pop_front();
    }
}

impl Script {
    pub(super) fn add(&self, rule: Arc<Rule>) {
        self.state().rules.push(rule);
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.state().requests.iter().cloned().collect()
    }

    pub(super) fn clear_requests(&self) {
        self.state().requests.clear();
    }

    /// From now on keeps no more than the last requests and problems.
    pub(super) fn keep(&self, last: usize) {
        self.state().kept = Some(last);
    }

    /// The last answers that were no success.
    pub(super) fn failed(&self) -> Vec<String> {
        self.state().failed.iter().cloned().collect()
    }

    /// The requests of one operation: those that were taken for it, and those that were taken for none but
    /// are like it.
    pub(super) fn requests_of(&self, operation: &'static OperationMeta) -> Vec<Request> {
        let route = Route::of(operation);
        let requests = self.requests();
        let of_it = requests
            .iter()
            .filter_map(|request| match request.operation() {
                Some(other) if other != operation => None,
                _ => route.fit(request).ok(),
            });
        of_it.collect()
    }

    /// All that is to be said against what came so far.
    pub(super) fn problems(&self) -> Vec<String> {
        let state = self.state();
        let unmet = state.rules.iter().filter_map(|rule| rule.unmet());
        unmet.chain(state.problems.iter().cloned()).collect()
    }

    /// Answers a request, and remembers it if that is no success.
    pub(super) fn respond(&self, request: &Request) -> Answer {
        let answer = self.answer(request);
        let status = answer.response.status();
        let answered = match answer.ending {
            Some(_) => "a fault".to_owned(),
            None if status.is_success() => return answer,
            None => status.as_u16().to_string(),
        };
        let failed = format!("{answered} to {}", describe(request));
        push(&mut self.state().failed, failed, Some(NAMED));
        answer
    }

    /// Nothing of the test's own runs under the lock: it may ask the mock.
    fn answer(&self, request: &Request) -> Answer {
        if let Some(answer) = service::probe(request) {
            return answer;
        }
        let rules = self.state().rules.clone();
        let chosen = guarded(|| choose(&rules, request));
        let (rule, routed) = match chosen {
            Ok(Ok(chosen)) => chosen,
            Ok(Err(mismatches)) => {
                if let Some(answer) = service::token(request) {
                    return answer;
                }
                let problem = unexpected(request, mismatches);
                return self.refuse(request, 501, "UNEXPECTED_REQUEST", problem);
            }
            Err(panic) => {
                let problem = format!("{}: a condition panicked: {panic}", describe(request));
                return self.refuse(request, 500, "UNEXPECTED_ERROR", problem);
            }
        };
        let step = {
            // Together, so that what is recorded first has the first answer of a sequence.
            let mut state = self.state();
            state.record(routed.clone());
            rule.take()
        };
        let answer = match step {
            Some(Step::Fixed(answer)) => Ok(answer),
            Some(Step::Made(make)) => guarded(|| make(&routed)),
            None => {
                let problem = format!("{} was not expected: {rule}", describe(request));
                return Failure::new(501, "UNEXPECTED_REQUEST")
                    .detail(problem)
                    .into();
            }
        };
        answer.unwrap_or_else(|panic| {
            let problem = format!("{rule}: the answer panicked: {panic}");
            self.state().complain(problem.clone());
            Failure::new(500, "UNEXPECTED_ERROR").detail(problem).into()
        })
    }

    /// Records a request that no expectation is about.
    fn refuse(&self, request: &Request, status: u16, error_code: &str, problem: String) -> Answer {
        let mut state = self.state();
        state.record(request.clone());
        state.complain(problem.clone());
        Failure::new(status, error_code).detail(problem).into()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many are named at most: expectations that a request does not meet, and answers that were no success.
const NAMED: usize = 5;

type Mismatches<'a> = Vec<(&'a Arc<Rule>, Mismatch)>;

/// The closest expectation, of equally close ones the last. Or why none of them fits.
fn choose<'a>(
    rules: &'a [Arc<Rule>],
    request: &Request,
) -> Result<(&'a Arc<Rule>, Request), Mismatches<'a>> {
    let mut mismatches = Vec::new();
    let fitting = rules.iter().filter_map(|rule| match rule.fit(request) {
        Ok(routed) => Some((rule, routed)),
        Err(mismatch) => {
            mismatches.push((rule, mismatch));
            None
        }
    });
    fitting
        .max_by_key(|(rule, _)| rule.closeness())
        .ok_or(mismatches)
}

/// Says what came, and what about it was not expected. The reasons stand first: who reads the error of a
/// client sees the beginning only.
fn unexpected(request: &Request, mut mismatches: Mismatches<'_>) -> String {
    if mismatches.is_empty() {
        return format!(
            "{} was not expected: there is no expectation; what `on` begins counts once it has an answer",
            describe(request)
        );
    }
    mismatches.sort_by_key(|(_, mismatch)| Reverse(mismatch.clone()));
    let has_path = |mismatch: &Mismatch| !matches!(mismatch, Mismatch::Path(_));
    let no_path = !has_path(&mismatches[0].1);
    // What has the path; else what is near.
    mismatches.retain(|(_, mismatch)| match no_path {
        true => *mismatch == Mismatch::Path(true),
        false => has_path(mismatch),
    });
    let named = mismatches.iter().take(NAMED);
    let reasons = named.map(|(rule, mismatch)| match mismatch {
        Mismatch::Path(_) => format!("near it is {}", rule.route),
        _ => format!("{mismatch} ({} at {})", rule.route.name(), rule.place()),
    });
    let mut reasons: Vec<_> = reasons.collect();
    if no_path {
        reasons.insert(0, "no expectation has this path".to_owned());
    }
    if mismatches.len() > NAMED {
        reasons.push(format!("and {} more", mismatches.len() - NAMED));
    }
    let reasons = reasons.join("; ");
    format!("{} was not expected: {reasons}", describe(request))
}

fn describe(request: &Request) -> String {
    format!("{} {}", request.method(), request.target())
}

/// Runs code of the test's own, which may panic.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    // What the code has left half-done is the test's own.
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| message(&*panic))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").to_owned()
}
