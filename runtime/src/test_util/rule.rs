//! One expectation at work: what it is about, what it answers, and how often it was met.

use std::ops::{RangeFrom, RangeInclusive, RangeToInclusive};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, mem};

use super::answer::Answer;
use super::request::Request;
use super::route::{Mismatch, Route};

/// One expectation.
pub(super) struct Rule {
    pub(super) route: Route,
    conditions: Vec<Condition>,
    declared: &'static Location<'static>,
    progress: Mutex<Progress>,
}

/// A condition of the test's own.
struct Condition {
    text: String,
    holds: Box<dyn Fn(&Request) -> bool + Send + Sync>,
}

#[derive(Default)]
struct Progress {
    steps: Vec<Step>,
    /// How many requests have come.
    count: usize,
    times: Option<Times>,
}

/// Where an answer comes from.
#[derive(Clone)]
pub(super) enum Step {
    Fixed(Answer),
    Made(Arc<dyn Fn(&Request) -> Answer + Send + Sync>),
}

impl Rule {
    pub(super) fn new(route: Route, declared: &'static Location<'static>) -> Self {
        Self {
            route,
            conditions: Vec::new(),
            declared,
            progress: Mutex::default(),
        }
    }

    pub(super) fn condition(
        &mut self,
        text: String,
        holds: impl Fn(&Request) -> bool + Send + Sync + 'static,
    ) {
        let holds = Box::new(holds);
        self.conditions.push(Condition { text, holds });
    }

    /// Adds an answer to the sequence.
    pub(super) fn push(&self, step: Step) {
        self.progress().steps.push(step);
    }

    pub(super) fn expect(&self, times: Times) {
        self.progress().times = Some(times);
    }

    /// The request as one that this is about.
    pub(super) fn fit(&self, request: &Request) -> Result<Request, Mismatch> {
        let request = self.route.fit(request)?;
        match self.conditions.iter().find(|it| !(it.holds)(&request)) {
            Some(condition) => Err(Mismatch::Condition(condition.text.clone())),
            None => Ok(request),
        }
    }

    /// Of two that a request fits, the greater one is meant: the one with the more literal path, and of equal
    /// paths the one with more conditions.
    pub(super) fn closeness(&self) -> impl Ord + use<> {
        (self.route.literalness(), self.conditions.len())
    }

    /// Where the test says it.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.declared.file(), self.declared.line())
    }

    /// Counts a request, and gives the answer whose turn it is: the last one again and again.
    pub(super) fn take(&self) -> Option<Step> {
        let mut progress = self.progress();
        let turn = progress.count;
        progress.count += 1;
        let step = progress.steps.get(turn).or(progress.steps.last());
        step.cloned()
    }

    /// What is to be said against the number of requests so far.
    pub(super) fn unmet(&self) -> Option<String> {
        let progress = self.progress();
        let (count, times) = (progress.count, progress.times.as_ref()?);
        let wrong = !times.0.contains(&count);
        wrong.then(|| format!("{self}: expected {times}, but there were {count}"))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        // Nothing in here panics half-way.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// With the place in the test, which tells it from others.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.route.fmt(f)?;
        let mut before = " with ";
        for condition in &self.conditions {
            write!(f, "{}{}", mem::replace(&mut before, ", "), condition.text)?;
        }
        write!(f, " at {}", self.place())
    }
}

/// How many requests are expected: a number, or a range such as `1..`, `..=3` or `2..=4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times(RangeInclusive<usize>);

impl From<usize> for Times {
    fn from(times: usize) -> Self {
        Self(times..=times)
    }
}

impl From<RangeFrom<usize>> for Times {
    fn from(range: RangeFrom<usize>) -> Self {
        Self(range.start..=usize::MAX)
    }
}

impl From<RangeToInclusive<usize>> for Times {
    fn from(range: RangeToInclusive<usize>) -> Self {
        Self(0..=range.end)
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(range: RangeInclusive<usize>) -> Self {
        Self(range)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (*self.0.start(), *self.0.end());
        match end {
            _ if start == end => write!(f, "{start}")?,
            usize::MAX => write!(f, "{start} or more")?,
            _ => write!(f, "{start} to {end}")?,
        }
        f.write_str(if (start, end) == (1, 1) {
            " request"
        } else {
            " requests"
        })
    }
}
