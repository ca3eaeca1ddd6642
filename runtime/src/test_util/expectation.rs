//! How a test states what it expects, and the responses.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use super::answer::{Answer, status_code};
use super::failure::Failure;
use super::fault::Fault;
use super::request::Request;
use super::route::Route;
use super::rule::{Rule, Step, Times};
use super::script::Script;
use crate::message::operation::Operation;
use crate::message::paged::Paged;
use crate::wire::json::value::Json;
use crate::wire::value::Value;

/// The stage of an [`On`] without a response. It takes conditions.
#[derive(Debug)]
pub enum First {}

/// The stage of an [`On`] that has a response and gets another one.
#[derive(Debug)]
pub enum Next {}

/// Stands for any request to a [path](super::Mock::on_path), instead of for an operation.
#[derive(Debug)]
pub enum Untyped {}

/// An expectation without a response. Created by [`Mock::on`](super::Mock::on) and [`Expectation::then`].
///
/// It takes effect once it has a response: [`reply`](Self::reply), [`fail`](Self::fail), [`fault`](Self::fault),
/// [`answer`](Self::answer) or [`answer_with`](Self::answer_with).
#[must_use = "an expectation does nothing until it has an answer"]
pub struct On<O, S = First> {
    script: Arc<Script>,
    rule: Target,
    /// The status of successes, if it is not the default.
    status: Option<u16>,
    types: PhantomData<fn() -> (O, S)>,
}

enum Target {
    /// Not registered yet.
    New(Rule),
    Known(Arc<Rule>),
}

/// Conditions. Each makes the expectation more specific. If a request matches several expectations, the one with the
/// most conditions applies, and among equal ones the last.
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

    /// Matches only requests with this path argument, by its name in the template, such as `clusterName`.
    ///
    /// # Panics
    /// The template has no such argument, so no request could match.
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

    /// Matches only requests with this query parameter, by its wire name, such as `pageNum`. For a list, one of the
    /// values must match.
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        self.condition(format!("?{name}={value}"), move |request| {
            request.query_values(&name).any(|known| known == value)
        })
    }

    /// Matches only requests with this header. The case of the name does not matter.
    pub fn header(self, name: &str, value: impl ToString) -> Self {
        let (name, value) = (name.to_owned(), value.to_string());
        // The value may be a secret.
        self.condition(format!("a certain {name}"), move |request| {
            request.header(&name) == Some(&value)
        })
    }

    /// Matches only requests for which a function returns `true`. It can check what other conditions can't, such as the
    /// body.
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

    /// Expects that no such request arrives. If one does, the mock responds with 501, and
    /// [`verify`](super::Mock::verify) reports it.
    pub fn never(self) {
        self.known().times(0);
    }
}

/// Responses of any operation.
impl<O, S> On<O, S> {
    /// Sets the status of a success, such as 201. By default, it is 200, or 204 if there is no content.
    ///
    /// # Panics
    /// The status is invalid.
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        // Panics here, at the line of the test that gave the status.
        self.status = Some(status_code(status).as_u16());
        self
    }

    /// Responds with an error of the API: a status, and the service's name for the error.
    ///
    /// ```
    /// # fn example() -> std::io::Result<()> {
    /// use atlas_api::{clusters, codes};
    /// use atlas_api::test_util::{Failure, Mock};
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::CreateCluster>().fail(400, codes::DUPLICATE_CLUSTER_NAME);
    ///
    /// // An error with more properties:
    /// let failure = Failure::new(404, codes::CLUSTER_NOT_FOUND).parameters(["prod"]);
    /// mock.on::<clusters::GetCluster>().answer(failure);
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    ///
    /// # Panics
    /// The status is invalid.
    #[track_caller]
    pub fn fail(self, status: u16, error_code: impl Into<String>) -> Expectation<O> {
        self.answer(Failure::new(status, error_code))
    }

    /// Fails instead of responding.
    pub fn fault(self, fault: Fault) -> Expectation<O> {
        self.answer(fault)
    }

    /// Responds with anything: a [`Failure`], a [`Fault`], an `http::Response`, or any other [`Answer`].
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

/// Responses in the types of the operation.
impl<O: Operation, S> On<O, S> {
    /// Responds with a success: the output of the operation, in its media type. Pass `()` for an operation without
    /// content, and bytes for a file. A list or a scalar becomes the [`Body`](crate::Body) of an operation that returns
    /// one.
    ///
    /// The response repeats, unless another one [follows](Expectation::then).
    pub fn reply(self, output: impl Into<O::Output>) -> Expectation<O> {
        let answer = success::<O>(output.into(), self.status);
        self.answer(answer)
    }

    /// Responds with what a function returns for each request: the output of the operation, or anything else, such as a
    /// [`Failure`]. Useful for services with state.
    ///
    /// The function runs on a thread of the mock. If it panics, the response is 500, and
    /// [`verify`](super::Mock::verify) reports the panic. A function that uses the mock itself should hold a `Weak`
    /// (`Arc::downgrade`). With an `Arc`, the mock would keep itself alive, and never be dropped.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::collections::BTreeMap;
    /// use std::sync::{Arc, Mutex};
    ///
    /// use atlas_api::{clusters, codes};
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
    ///     let none = || Failure::new(404, codes::CLUSTER_NOT_FOUND).parameters([name]);
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
    /// assert!(error.is_code(codes::CLUSTER_NOT_FOUND));
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

/// Responses of operations that return lists.
impl<O: Paged, S> On<O, S>
where
    O::Item: Value + Send + Sync,
{
    /// Responds with these items, or values that convert into them, page by page: each request gets the
    /// [page](Request::page) that it asks for.
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
        let items: Vec<O::Item> = items.into_iter().collect();
        self.answer_with(move |request| Ok(request.page::<O>(items.iter().cloned())))
    }
}

/// Responses to requests of which only the path is known.
impl<S> On<Untyped, S> {
    /// Responds with a success that has this JSON body.
    pub fn reply(self, json: impl Into<Json>) -> Expectation<Untyped> {
        let answer = with_status(Answer::json(json), self.status);
        self.answer(answer)
    }

    /// Responds with what a function returns for each request: JSON, or anything else, such as a [`Failure`]. See
    /// `answer_with` of an operation for how the function runs.
    pub fn answer_with<J: Into<Json>>(
        self,
        answer: impl Fn(&Request) -> Result<J, Answer> + Send + Sync + 'static,
    ) -> Expectation<Untyped> {
        let status = self.status;
        self.step(Step::Made(Arc::new(move |request| {
            let success = |json: J| with_status(Answer::json(json), status);
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

/// An expectation with at least one response.
pub struct Expectation<O> {
    script: Arc<Script>,
    rule: Arc<Rule>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Expectation<O> {
    /// Adds a response to the next request, which makes a sequence. The last response of the sequence repeats.
    pub fn then(self) -> On<O, Next> {
        On {
            script: self.script,
            rule: Target::Known(self.rule),
            status: None,
            types: PhantomData,
        }
    }

    /// Sets how many requests are expected in all: a number, or a range such as `1..`. By default, any number is, including
    /// none.
    ///
    /// [`verify`](super::Mock::verify) checks the number. Surplus requests still get a response.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use atlas_api::{clusters, codes};
    /// use atlas_api::test_util::Mock;
    ///
    /// let mock = Mock::start()?;
    /// mock.on::<clusters::DeleteCluster>().reply(()).times(1);
    /// mock.on::<clusters::GetCluster>().fail(404, codes::CLUSTER_NOT_FOUND).times(..=3);
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
