//! How the mock handles each request: which expectation it matches, and what is recorded.

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
use crate::message::error::codes;
use crate::message::meta::OperationMeta;

/// All expectations, and all requests so far.
#[derive(Default)]
pub(super) struct Script {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rules: Vec<Arc<Rule>>,
    requests: VecDeque<Request>,
    /// Problems that no request may cause.
    problems: VecDeque<String>,
    /// The last failed responses, which may be the cause of another failure.
    failed: VecDeque<String>,
    /// How many requests and problems are kept, or `None` for all.
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

/// Adds an item. Removes the oldest if there would be too many.
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

    /// Keeps only the last requests and problems from now on.
    pub(super) fn keep(&self, last: usize) {
        self.state().kept = Some(last);
    }

    /// Returns the last failed responses.
    pub(super) fn failed(&self) -> Vec<String> {
        self.state().failed.iter().cloned().collect()
    }

    /// Returns the requests of one operation: those that matched an expectation of it, and those that matched none
    /// but could be its requests.
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

    /// Returns all problems so far.
    pub(super) fn problems(&self) -> Vec<String> {
        let state = self.state();
        let unmet = state.rules.iter().filter_map(|rule| rule.unmet());
        unmet.chain(state.problems.iter().cloned()).collect()
    }

    /// Responds to a request, and remembers a failed response.
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

    /// No code of the test runs under the lock, because it may use the mock.
    fn answer(&self, request: &Request) -> Answer {
        if let Some(answer) = service::probe(request) {
            return answer;
        }
        let rules = self.state().rules.clone();
        let chosen = guarded(|| choose(&rules, request));
        let (rule, routed) = match chosen {
            Ok(Ok((rule, routed))) => match service::token(request) {
                Some(answer) if rule.route.is_any() => return answer,
                _ => (rule, routed),
            },
            Ok(Err(mismatches)) => {
                if let Some(answer) = service::token(request) {
                    return answer;
                }
                let problem = unexpected(request, mismatches);
                return self.refuse(request, 501, "UNEXPECTED_REQUEST", problem);
            }
            Err(panic) => {
                let problem = format!("{}: a condition panicked: {panic}", describe(request));
                return self.refuse(request, 500, codes::UNEXPECTED_ERROR, problem);
            }
        };
        let step = {
            // Under one lock, so that the request recorded first gets the first response of a sequence.
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
            Failure::new(500, codes::UNEXPECTED_ERROR)
                .detail(problem)
                .into()
        })
    }

    /// Records a request that matches no expectation.
    fn refuse(&self, request: &Request, status: u16, error_code: &str, problem: String) -> Answer {
        let mut state = self.state();
        state.record(request.clone());
        state.complain(problem.clone());
        Failure::new(status, error_code).detail(problem).into()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many expectations a message names, and how many failed responses are kept.
const NAMED: usize = 5;

type Mismatches<'a> = Vec<(&'a Arc<Rule>, Mismatch)>;

/// Returns the closest expectation, the last one of equally close ones, or why none matches.
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

/// Names a request and why it was unexpected. The reasons come first, because the error of a client shows only the
/// beginning.
fn unexpected(request: &Request, mut mismatches: Mismatches<'_>) -> String {
    if mismatches.is_empty() {
        return format!(
            "{} was not expected: there is no expectation; one that `on` starts takes effect once it has a response",
            describe(request)
        );
    }
    mismatches.sort_by_key(|(_, mismatch)| Reverse(mismatch.clone()));
    let has_path = |mismatch: &Mismatch| !matches!(mismatch, Mismatch::Path(_));
    let no_path = !has_path(&mismatches[0].1);
    // Expectations with the same path, otherwise those with a similar one.
    mismatches.retain(|(_, mismatch)| match no_path {
        true => *mismatch == Mismatch::Path(true),
        false => has_path(mismatch),
    });
    let named = mismatches.iter().take(NAMED);
    let reasons = named.map(|(rule, mismatch)| match mismatch {
        Mismatch::Path(_) => format!("similar: {}", rule.route),
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

/// Runs code of the test, which may panic.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    // Broken state in the test's code is the test's concern.
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| message(&*panic))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").to_owned()
}
