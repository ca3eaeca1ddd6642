//! How a test says what it expects, and what is answered.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use serde_json::Value as Json;

use super::answer::{Answer, status_code};
use super::failure::Failure;
use super::fault::Fault;
use super::request::Request;
use super::route::Route;
use super::rule::{Rule, Step, Times};
use super::script::Script;
use crate::message::operation::Operation;
use crate::message::paged::Paged;
use crate::wire::value::Value;

/// The stage of an [`On`] that has no answer yet, and takes conditions.
#[derive(Debug)]
pub enum First {}

/// The stage of an [`On`] whose expectation has an answer, and gets another.
#[derive(Debug)]
pub enum Next {}

/// In place of an operation: any request to a [path](super::Mock::on_path).
#[derive(Debug)]
pub enum Untyped {}

/// What is expected, on its way to an answer: made by [`Mock::on`](super::Mock::on), and by
/// [`Expectation::then`].
///
/// Nothing is expected before there is an answer: [`reply`](Self::reply), [`fail`](Self::fail),
/// [`fault`](Self::fault), [`answer`](Self::answer) or [`answer_with`](Self::answer_with).
#[must_use = "nothing is expected until it has an answer"]
pub struct On<O, S = First> {
    script: Arc<Script>,
    rule: Target,
    /// Of successes, where it is not the usual one.
    status: Option<u16>,
    types: PhantomData<fn() -> (O, S)>,
}

enum Target {
    /// Nobody knows of it yet.
    New(Rule),
    Known(Arc<Rule>),
}

/// Conditions. Each makes the expectation more specific: of several that a request fits, the one with the
/// most conditions is meant, and of equal ones the last.
impl<O> On<O> {
    pub(super) fn new(
        script: Arc<Script>,
        route: Route,
        declared: &'static Location<'static>,
    ) -> Self {
        Self {
            script,
            rule: Target::New(Rule::new(route, declared)),
            status: None,
            types: PhantomData,
        }
    }

    /// Only requests with this argument in the path, by its name in the template: `clusterName`.
    ///
    /// # Panics
    /// The template has no such argument: no request would ever fit.
    #[track_caller]
    pub fn path(self, name: &str, value: impl ToString) -> Self {
        if let Target::New(rule) = &self.rule {
            let known = rule.route.arguments().any(|known| known == name);
            assert!(known, "{} has no argument `{name}`", rule.route);
        }
        let (name, value) = (name.to_owned(), value.to_string());
        self.condition(format!("{name} = {value}"), move |request| {
            request.path_argument(&name) == Some(&value)
        })
    }

    /// Only requests with this query parameter, by its name on the wire: `pageNum`. Of a list, one of its
    /// values.
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        self.condition(format!("?{name}={value}"), move |request| {
            request.query_values(&name).any(|known| known == value)
        })
    }

    /// Only requests with this header. The case of its name does not matter.
    pub fn header(self, name: &str, value: impl ToString) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        // The value may be a secret.
        self.condition(format!("a certain {name}"), move |request| {
            request.header(&name) == Some(&value)
        })
    }

    /// Only requests for which this holds, for what the other conditions can't tell, such as the body.
    pub fn when(self, holds: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.condition("its own condition".to_owned(), holds)
    }

    fn condition(
        mut self,
        text: String,
        holds: impl Fn(&Request) -> bool + Send + Sync + 'static,
    ) -> Self {
        if let Target::New(rule) = &mut self.rule {
            rule.condition(text, holds);
        }
        self
    }

    /// Expects that no such request comes. One that does is answered 501, and
    /// [`verify`](super::Mock::verify) tells of it.
    pub fn never(self) {
        self.known().times(0);
    }
}

/// Answers of any operation.
impl<O, S> On<O, S> {
    /// The status of a success, such as 201. By default it is 200, and 204 where there is no content.
    ///
    /// # Panics
    /// There is no such status.
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        // It fails here if it fails at all, where the test says it.
        self.status = Some(status_code(status).as_u16());
        self
    }

    /// Answers an error of the API, with a status and the service's name for it.
    ///
    /// ```
    /// # fn example() -> std::io::Result<()> {
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::{Failure, Mock};
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::CreateCluster>().fail(409, "DUPLICATE_CLUSTER_NAME");
    ///
    /// // With more than that:
    /// let failure = Failure::new(404, "CLUSTER_NOT_FOUND").parameters(["prod"]);
    /// mock.on::<clusters::GetCluster>().answer(failure);
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    ///
    /// # Panics
    /// There is no such status.
    #[track_caller]
    pub fn fail(self, status: u16, error_code: impl Into<String>) -> Expectation<O> {
        self.answer(Failure::new(status, error_code))
    }

    /// Does something else than answering.
    pub fn fault(self, fault: Fault) -> Expectation<O> {
        self.answer(fault)
    }

    /// Answers anything: a [`Failure`], a [`Fault`], an `http::Response`, an [`Answer`] of any other kind.
    pub fn answer(self, answer: impl Into<Answer>) -> Expectation<O> {
        self.step(Step::Fixed(answer.into()))
    }

    fn step(self, step: Step) -> Expectation<O> {
        match &self.rule {
            Target::New(rule) => rule.push(step),
            Target::Known(rule) => rule.push(step),
        }
        self.known()
    }

    fn known(self) -> Expectation<O> {
        let rule = match self.rule {
            Target::Known(rule) => rule,
            Target::New(rule) => {
                let rule = Arc::new(rule);
                self.script.add(Arc::clone(&rule));
                rule
            }
        };
        Expectation {
            script: self.script,
            rule,
            operation: PhantomData,
        }
    }
}

/// Answers in the types of the operation.
impl<O: Operation, S> On<O, S> {
    /// Answers a success: the output of the operation, in its media type. `()` is the output of an operation
    /// without content; a list or a scalar is made the [`Body`](crate::Body) of an operation that answers
    /// one; and bytes are a file.
    ///
    /// It is answered again and again, unless something [follows](Expectation::then).
    pub fn reply(self, output: impl Into<O::Output>) -> Expectation<O> {
        let answer = success::<O>(output.into(), self.status);
        self.answer(answer)
    }

    /// Answers what a function makes of each request: the output of the operation, or anything else, such
    /// as a [`Failure`]. For services with a state of their own.
    ///
    /// It runs on a thread of the mock. If it panics, the answer is 500, and
    /// [`verify`](super::Mock::verify) tells of it. A function that asks the mock itself holds a `Weak` of it
    /// (`Arc::downgrade`): with an `Arc` the mock would keep itself, and never be dropped.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::collections::BTreeMap;
    /// use std::sync::{Arc, Mutex};
    ///
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::{Failure, Mock};
    /// use atlas_api::types::ClusterDescription20240805;
    ///
    /// let mock = Mock::start()?;
    /// let clusters = Arc::new(Mutex::new(BTreeMap::new()));
    ///
    /// let created = Arc::clone(&clusters);
    /// mock.on::<clusters::CreateCluster>().status(201).answer_with(move |request| {
    ///     let cluster: ClusterDescription20240805 = request.json()?;
    ///     let name = cluster.name.clone().unwrap_or_default();
    ///     created.lock().unwrap().insert(name, cluster.clone());
    ///     Ok(cluster)
    /// });
    /// mock.on::<clusters::GetCluster>().answer_with(move |request| {
    ///     let name = request.path_argument("clusterName").unwrap_or_default();
    ///     let clusters = clusters.lock().unwrap();
    ///     let none = || Failure::new(404, "CLUSTER_NOT_FOUND").parameters([name]);
    ///     Ok(clusters.get(name).cloned().ok_or_else(none)?)
    /// });
    ///
    /// let client = mock.client();
    /// let group = "32b6e34b3d91647abb20e7b8";
    /// let cluster = ClusterDescription20240805::new().name("prod");
    /// client.send(clusters::create_cluster(group, cluster)).await?;
    /// let cluster = client.send(clusters::get_cluster(group, "prod")).await?;
    /// assert_eq!(cluster.name.as_deref(), Some("prod"));
    /// let error = client.send(clusters::get_cluster(group, "test")).await.unwrap_err();
    /// assert!(error.is_code("CLUSTER_NOT_FOUND"));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn answer_with(
        self,
        answer: impl Fn(&Request) -> Result<O::Output, Answer> + Send + Sync + 'static,
    ) -> Expectation<O> {
        let status = self.status;
        self.step(Step::Made(Arc::new(move |request| {
            answer(request).map_or_else(|other| other, |output| success::<O>(output, status))
        })))
    }
}

/// Answers of operations that answer lists.
impl<O: Paged, S> On<O, S>
where
    O::Item: Value + Send + Sync,
{
    /// Answers these items, page by page: each request gets the [page](Request::page) that it asks for.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    /// use atlas_api::types::ClusterDescription20240805;
    /// use futures_util::TryStreamExt;
    ///
    /// let mock = Mock::start()?;
    /// let cluster = |name| ClusterDescription20240805::new().name(name);
    /// mock.on::<clusters::ListClusters>().reply_items(["a", "b", "c"].map(cluster));
    ///
    /// let operation = clusters::list_clusters("32b6e34b3d91647abb20e7b8").items_per_page(2);
    /// let all: Vec<_> = mock.client().items(operation).try_collect().await?;
    /// assert_eq!(all.len(), 3);
    /// assert_eq!(mock.requests()[1].query("pageNum"), Some("2"));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn reply_items(self, items: impl IntoIterator<Item = O::Item>) -> Expectation<O> {
        let items: Vec<_> = items.into_iter().collect();
        self.answer_with(move |request| Ok(request.page::<O>(items.iter().cloned())))
    }
}

/// Answers where only the path is known.
impl<S> On<Untyped, S> {
    /// Answers a success with JSON.
    pub fn reply(self, json: impl Into<Json>) -> Expectation<Untyped> {
        let answer = with_status(Answer::json(json), self.status);
        self.answer(answer)
    }

    /// Answers what a function makes of each request: JSON, or anything else, such as a [`Failure`]. It runs
    /// as that of an operation does.
    pub fn answer_with(
        self,
        answer: impl Fn(&Request) -> Result<Json, Answer> + Send + Sync + 'static,
    ) -> Expectation<Untyped> {
        let status = self.status;
        self.step(Step::Made(Arc::new(move |request| {
            let success = |json: Json| with_status(Answer::json(json), status);
            answer(request).map_or_else(|other| other, success)
        })))
    }
}

fn success<O: Operation>(output: O::Output, status: Option<u16>) -> Answer {
    with_status(Answer::of::<O>(output), status)
}

fn with_status(answer: Answer, status: Option<u16>) -> Answer {
    match status {
        Some(status) => answer.status(status),
        None => answer,
    }
}

impl<O, S> fmt::Debug for On<O, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = match &self.rule {
            Target::New(rule) => rule,
            Target::Known(rule) => rule,
        };
        write!(f, "On({rule})")
    }
}

/// What is expected, with at least one answer.
pub struct Expectation<O> {
    script: Arc<Script>,
    rule: Arc<Rule>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Expectation<O> {
    /// Another answer to the request after the last one, so that answers are a sequence. The last of them is
    /// answered again and again.
    pub fn then(self) -> On<O, Next> {
        On {
            script: self.script,
            rule: Target::Known(self.rule),
            status: None,
            types: PhantomData,
        }
    }

    /// How many requests are expected in all: a number, or a range such as `1..`. Any number by default, none
    /// among them.
    ///
    /// It is for [`verify`](super::Mock::verify): a request too many is answered all the same.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::DeleteCluster>().reply(()).times(1);
    /// mock.on::<clusters::GetCluster>().fail(404, "CLUSTER_NOT_FOUND").times(..=3);
    /// mock.on::<clusters::CreateCluster>().never();
    ///
    /// let client = mock.client();
    /// client.send(clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "prod")).await?;
    /// mock.verify();
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn times(self, times: impl Into<Times>) -> Self {
        self.rule.expect(times.into());
        self
    }
}

impl<O> fmt::Debug for Expectation<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expectation({})", self.rule)
    }
}
