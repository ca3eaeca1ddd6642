//! An expectation: what it matches, how it responds, and how often it was met.

use std::ops::{RangeFrom, RangeInclusive, RangeToInclusive};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, mem};

use super::answer::Answer;
use super::request::Request;
use super::route::{Mismatch, Route};

/// An expectation.
pub(super) struct Rule {
    pub(super) route: Route,
    conditions: Vec<Condition>,
    declared: &'static Location<'static>,
    progress: Mutex<Progress>,
}

/// A condition written by the test.
struct Condition {
    text: String,
    holds: Box<dyn Fn(&Request) -> bool + Send + Sync>,
}

#[derive(Default)]
struct Progress {
    steps: Vec<Step>,
    /// The number of requests so far.
    count: usize,
    times: Option<Times>,
}

/// The source of a response.
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

    /// Adds a response to the sequence.
    pub(super) fn push(&self, step: Step) {
        self.progress().steps.push(step);
    }

    pub(super) fn expect(&self, times: Times) {
        self.progress().times = Some(times);
    }

    /// Returns the request with the arguments of this route, if it matches.
    pub(super) fn fit(&self, request: &Request) -> Result<Request, Mismatch> {
        let request = self.route.fit(request)?;
        match self.conditions.iter().find(|it| !(it.holds)(&request)) {
            Some(condition) => Err(Mismatch::Condition(condition.text.clone())),
            None => Ok(request),
        }
    }

    /// If a request matches two expectations, the greater one applies: the one with the more literal path, and among
    /// equal paths the one with more conditions.
    pub(super) fn closeness(&self) -> impl Ord + use<> {
        (self.route.literalness(), self.conditions.len())
    }

    /// The line of the test that declares it.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.declared.file(), self.declared.line())
    }

    /// Counts a request, and returns the next response. The last one repeats.
    pub(super) fn take(&self) -> Option<Step> {
        let mut progress = self.progress();
        let turn = progress.count;
        progress.count += 1;
        let step = progress.steps.get(turn).or(progress.steps.last());
        step.cloned()
    }

    /// Returns what is wrong with the number of requests so far.
    pub(super) fn unmet(&self) -> Option<String> {
        let progress = self.progress();
        let (count, times) = (progress.count, progress.times.as_ref()?);
        let wrong = !times.0.contains(&count);
        wrong.then(|| format!("{self}: expected {times}, but there were {count}"))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        // Nothing panics while it holds the lock.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Includes the line of the test, which distinguishes equal expectations.
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
