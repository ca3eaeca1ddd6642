//! The service: the steps that each call passes before its handler responds.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use atlas_api::test_util::{Answer, Failure, Mock, Request};
use atlas_api::{OperationMeta, codes};
use serde_json::Value as Json;

use crate::accounts::{self, Limits};
use crate::call::{Call, Handler, Reply};
use crate::options::Options;
use crate::spec::Spec;
use crate::state::State;
use crate::unseen;
use crate::versions::Versions;
use crate::{clock, paging, parents, refusals, routes, saving, validate};

/// The service.
pub struct Service {
    spec: Spec,
    options: Options,
    /// The base URL.
    url: String,
    state: Mutex<State>,
    limits: Mutex<Limits>,
}

impl Service {
    /// Creates a service with this base URL.
    pub fn new(options: Options, url: String, state: State) -> io::Result<Self> {
        Ok(Self {
            spec: Spec::load()?,
            options,
            url,
            state: Mutex::new(state),
            limits: Mutex::default(),
        })
    }

    /// Connects the service to a mock. Every operation of the API has a route, so all are handled the same way, whether
    /// the sandbox has them or not.
    pub fn serve(self, mock: &Mock) {
        let service = Arc::new(self);
        for versions in Versions::of_all() {
            let (service, first) = (Arc::clone(&service), versions.first());
            let route = mock.on_path(first.method.clone(), first.path);
            route.answer_with(move |request| {
                Err::<Json, _>(service.timely(service.operation(&versions, request)))
            });
        }
        for path in ["/api/oauth/token", "/api/oauth/revoke"] {
            let service = Arc::clone(&service);
            let route = mock.on_path(atlas_api::http::Method::POST, path);
            route.answer_with(move |request| {
                let lifetime = service.options.token_seconds;
                let answer = accounts::oauth(&mut service.state(), request, lifetime);
                Err::<Json, _>(service.timely(answer))
            });
        }
        mock.on_other()
            .answer_with(move |request| Err::<Json, _>(service.timely(service.elsewhere(request))));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic fails only the request that caused it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn timely(&self, answer: Answer) -> Answer {
        answer.delay(self.options.latency)
    }

    /// Responds to a request that belongs to no operation.
    fn elsewhere(&self, request: &Request) -> Answer {
        match accounts::caller(&self.state(), request) {
            Err(answer) => answer,
            // This is not part of the API, but MongoDB's own tools request their address.
            Ok(_) if request.path() == "/api/private/ipinfo" => {
                Answer::json(atlas_api::json!({"currentIpv4Address": "127.0.0.1"}))
            }
            Ok(_) => {
                refusals::not_found(codes::RESOURCE_NOT_FOUND, "resource", request.path()).into()
            }
        }
    }

    /// Responds to a request for an operation. Checks who calls, then the rate limit, then the request.
    fn operation(&self, versions: &Versions, request: &Request) -> Answer {
        let mut left = None;
        let account = match accounts::caller(&self.state(), request) {
            Ok(account) => account,
            Err(answer) => return answer,
        };
        let caller = account.text("clientId");
        if let Some(limit) = self.options.rate_limit {
            let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
            match limits.count(caller, limit) {
                Ok(count) => left = Some((limit, count)),
                Err(answer) => return answer,
            }
        }
        let faults = self.options.faults.iter();
        let mut faults = faults.filter_map(|fault| fault.of(versions.first()));
        let fault = faults.next();
        if let Some(answer) = fault.and_then(|fault| fault.answer()) {
            return answer;
        }
        let today = self.options.today.unwrap_or_else(clock::now);
        let answer = versions.resolve(request, today).and_then(|operation| {
            accounts::authorize(&account, operation, request)?;
            let mut reply = self.handle(operation, request, caller)?;
            if let Some(fault) = fault {
                fault.spoil(&mut reply.content);
            }
            Ok(paging::answer(
                &self.spec, operation, request, &self.url, reply,
            ))
        });
        let answer = answer.unwrap_or_else(Answer::from);
        match left {
            Some((limit, left)) => answer
                .header("ratelimit-limit", limit)
                .header("ratelimit-remaining", left),
            None => answer,
        }
    }

    /// Checks a request, and calls its handler. Requests are handled one after another, and changes that are done by
    /// now are finished first.
    fn handle(
        &self,
        operation: &'static OperationMeta,
        request: &Request,
        caller: &str,
    ) -> Result<Reply, Failure> {
        let handler = handler(operation)?;
        let declared = self.spec.operation(operation);
        validate::query(&self.spec, declared, request)?;
        let mut state = self.state();
        state.settle();
        parents::check(&state, request, operation)?;
        let body = self.body(declared, operation, request)?;
        let is_change = !operation.method.is_safe();
        let mut call = Call {
            state: &mut state,
            request,
            operation,
            body,
            caller: caller.to_owned(),
            change: self.options.change,
        };
        let reply = handler(&mut call)?;
        if let Some(path) = self.options.state.as_ref().filter(|_| is_change) {
            saving::save(path, &state)?;
        }
        Ok(reply)
    }

    fn body(
        &self,
        declared: &Json,
        operation: &OperationMeta,
        request: &Request,
    ) -> Result<Json, Failure> {
        let schema = self.spec.body(declared, operation);
        if schema.is_null() {
            return Ok(Json::Null);
        }
        let media_type = request.header("content-type").unwrap_or_default();
        let is_json = media_type
            .split(';')
            .next()
            .is_some_and(|it| it.trim().ends_with("json"));
        if !is_json {
            let failure =
                Failure::new(415, unseen::UNSUPPORTED_MEDIA_TYPE).parameters([media_type]);
            let detail = format!("`Content-Type` must be JSON, not `{media_type}`");
            return Err(failure.detail(detail));
        }
        let body: Json = serde_json::from_slice(request.body()).map_err(|error| {
            let failure = Failure::new(400, codes::MALFORMED_JSON);
            failure.detail(format!("the body can't be read: {error}"))
        })?;
        let rules = validate::Body {
            spec: &self.spec,
            request,
            is_change: operation.method == atlas_api::http::Method::PATCH,
        };
        rules.check(schema, &body)?;
        Ok(body)
    }
}

/// The handler of an operation in a version: that of the newest version at or before it.
fn handler(operation: &OperationMeta) -> Result<Handler, Failure> {
    let same = routes::ROUTES
        .iter()
        .filter(|(known, _)| known.path == operation.path && known.method == operation.method);
    // A format other than JSON is a different response.
    let format = |meta: &OperationMeta| meta.media_type.rsplit('+').next().map(str::to_owned);
    let same = same.filter(|(known, _)| format(known) == format(operation));
    let served = same
        .clone()
        .filter(|(known, _)| known.version <= operation.version);
    let (_, handler) = served
        .max_by_key(|(known, _)| known.version)
        .ok_or_else(|| {
            let name = operation.name;
            refusals::not_here(&match same.min_by_key(|(known, _)| known.version) {
                Some((oldest, _)) => format!(
                    "the sandbox has {name} from version {} on, not in {}",
                    oldest.version, operation.version
                ),
                None => format!("the sandbox does not have {name}; the service does"),
            })
        })?;
    Ok(*handler)
}
