//! Decides when a request is retried, and after which pause.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// The longest pause that the service may ask for, unless the policy sets another.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// How often a request is sent, and how long the client waits in between.
///
/// A request is retried only if that can't do anything twice:
///
/// | failure | retried operations |
/// |---|---|
/// | 429; 503 with `Retry-After`; no connection | all: the service has not done anything |
/// | 500, 502, 503, 504; a lost connection; a timeout | [idempotent](crate::OperationMeta::idempotent) ones: by default those with `GET`, `HEAD`, `PUT` or `DELETE` |
///
/// Permanent failures are not retried: an untrusted certificate, an invalid URL or header, and any other status. A host
/// name that can't be resolved is retried, because the resolver itself may have failed. A
/// [`classifier`](Self::classifier) can override this.
///
/// The pause is at least what `Retry-After` asks for. Without it, the pause is a random time below `base`, doubled
/// with each attempt up to `cap` (exponential backoff with full jitter). There is no retry
///
/// - if it would begin after the [deadline](crate::ClientBuilder::deadline) of the call,
/// - if the service asks for a pause above [`longest_retry_after`](Self::longest_retry_after),
/// - if the [`RetryBudget`](crate::RetryBudget) of the client is used up.
///
/// If the response to a successful `DELETE` is lost, the call may end in a 404.
///
/// ```
/// use std::time::Duration;
///
/// use atlas_api::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().max_attempts(8).cap(Duration::from_secs(60));
/// let client = Client::builder().retry(patient).build()?;
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base: Duration,
    cap: Duration,
    longest_retry_after: Duration,
    classifier: Option<Arc<Classifier>>,
}

type Classifier = dyn Fn(&Error) -> RetryDecision + Send + Sync;

/// What a [classifier](RetryPolicy::classifier) decides about a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// The rules of [`RetryPolicy`] decide.
    Default,
    /// Retry, whatever the operation. It may be carried out twice.
    Retry,
    /// Do not retry.
    Stop,
}

impl Default for RetryPolicy {
    /// Four attempts; waits below 0.5 s, 1 s and 2 s, or as long as the service asks, up to an hour.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(30),
            longest_retry_after: LONGEST_RETRY_AFTER,
            classifier: None,
        }
    }
}

impl RetryPolicy {
    /// Sends every call once, apart from authentication: a request that is rejected because of its token or nonce is
    /// sent once more with another. A token of a service account is requested up to five times if the cause may be
    /// temporary, and until the deadline of the call if the service responds with 429.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of times a request is sent, including the first. 4 by default; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the bound of the first pause. 500 ms by default.
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the bound of any pause that the service does not ask for. 30 s by default.
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Sets the longest pause that the service may ask for with `Retry-After`. One hour by default. If it asks for
    /// more, the call ends with that error; it is never retried earlier than asked.
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Sets a function that is asked about each failed attempt that was sent, before the rules apply. The number of
    /// attempts, the pauses, the deadline and the [`RetryBudget`](crate::RetryBudget) apply to what it decides, too. A
    /// second classifier replaces the first.
    ///
    /// ```
    /// use atlas_api::{Client, RetryDecision, RetryPolicy};
    ///
    /// let policy = RetryPolicy::default().classifier(|error| match error.code() {
    ///     // Another change of the cluster is in progress.
    ///     Some("CANNOT_UPDATE_CLUSTER_WHILE_PROVISIONING") => RetryDecision::Retry,
    ///     _ => RetryDecision::Default,
    /// });
    /// let client = Client::builder().retry(policy).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    pub fn classifier(
        mut self,
        classifier: impl Fn(&Error) -> RetryDecision + Send + Sync + 'static,
    ) -> Self {
        self.classifier = Some(Arc::new(classifier));
        self
    }

    /// Returns how long to wait after an attempt, starting at 1, has failed. `None` if it was the last.
    pub(crate) fn wait(&self, call: &Call, attempt: u32, error: &Error) -> Option<Duration> {
        if attempt >= self.max_attempts || !self.may_repeat(call, error) {
            return None;
        }
        // With any status: a server that asks for a pause gets one.
        match error.retry_after() {
            None => Some(self.backoff(attempt)),
            Some(asked) if asked > self.longest_retry_after => None,
            // Clients that were given the same time should not all return at once.
            Some(asked) => Some(asked.saturating_add(self.backoff(1) / 4)),
        }
    }

    /// Returns a random pause after an attempt, starting at 1.
    pub(crate) fn backoff(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self.base.saturating_mul(1 << doublings).min(self.cap);
        bound.mul_f64(fastrand::f64())
    }

    fn may_repeat(&self, call: &Call, error: &Error) -> bool {
        let decision = match &self.classifier {
            Some(classifier) => classifier(error),
            None => RetryDecision::Default,
        };
        match decision {
            RetryDecision::Default => may_repeat(call, error),
            // Fetching a token has been tried often enough, and after a deadline there is no time left.
            RetryDecision::Retry => error.is_of_exchange(),
            RetryDecision::Stop => false,
        }
    }
}

fn may_repeat(call: &Call, error: &Error) -> bool {
    if !error.is_of_exchange() || !error.is_retryable() {
        return false;
    }
    let status = error.api().map(|failure| failure.status().as_u16());
    match status {
        Some(429) => true,
        Some(503) if error.retry_after().is_some() => true,
        Some(500 | 502 | 503 | 504) => call.is_idempotent(),
        // The program may retry later.
        Some(_) => false,
        None => error.is_connect() || call.is_idempotent(),
    }
}

impl PartialEq for RetryPolicy {
    /// Two classifiers are equal if one is a clone of the other.
    fn eq(&self, other: &Self) -> bool {
        let same_classifier = match (&self.classifier, &other.classifier) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        let numbers = |it: &Self| (it.max_attempts, it.base, it.cap, it.longest_retry_after);
        same_classifier && numbers(self) == numbers(other)
    }
}

impl Eq for RetryPolicy {}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("base", &self.base)
            .field("cap", &self.cap)
            .field("longest_retry_after", &self.longest_retry_after)
            .field("classifier", &self.classifier.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, StatusCode};

    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    fn call(method: Method) -> Call {
        Call::raw(method, "/")
    }

    fn refused(method: Method, status: u16, retry_after: Option<&str>) -> (Call, Error) {
        let call = call(method);
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert("retry-after", text.parse().unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        let error = Error::from_response(call.clone(), status, headers, Bytes::new());
        (call, error)
    }

    /// The pause after the first attempt.
    fn pause(policy: &RetryPolicy, (call, error): (Call, Error)) -> Option<Duration> {
        policy.wait(&call, 1, &error)
    }

    #[test]
    fn backoff_doubles_up_to_cap() {
        let policy = RetryPolicy::default()
            .base(Duration::from_secs(1))
            .cap(Duration::from_secs(10));
        for (attempt, bound) in [
            (0, 1),
            (1, 1),
            (2, 2),
            (4, 8),
            (5, 10),
            (40, 10),
            (u32::MAX, 10),
        ] {
            let waits: Vec<_> = (0..200).map(|_| policy.backoff(attempt)).collect();
            let bound = Duration::from_secs(bound);
            assert!(waits.iter().all(|wait| *wait <= bound), "{attempt}");
            // Full jitter: all of the range, not its upper half.
            assert!(waits.iter().any(|wait| *wait < bound / 4), "{attempt}");
            assert!(waits.iter().any(|wait| *wait > bound * 3 / 4), "{attempt}");
        }
    }

    #[test]
    fn retries_only_harmless_requests() {
        let policy = RetryPolicy::default();
        for (status, retry_after, get, post) in [
            (429, None, true, true),
            (429, Some("0"), true, true),
            (503, Some("0"), true, true),
            (503, None, true, false),
            (500, None, true, false),
            (500, Some("0"), true, false),
            (502, None, true, false),
            (504, None, true, false),
            (400, None, false, false),
            (404, Some("0"), false, false),
            (501, None, false, false),
        ] {
            let is_repeated =
                |method| pause(&policy, refused(method, status, retry_after)).is_some();
            let repeated = (is_repeated(Method::GET), is_repeated(Method::POST));
            assert_eq!(repeated, (get, post), "{status} {retry_after:?}");
        }
        // A request without a response may have arrived.
        for (method, expected) in [(Method::DELETE, true), (Method::PATCH, false)] {
            let error = Error::timeout(call(method.clone()), "", None, PAUSE);
            assert_eq!(
                policy.wait(&call(method), 1, &error).is_some(),
                expected,
                "{error}"
            );
        }
        // Another attempt would have no time left, or the same credentials.
        let get = call(Method::GET);
        let late = Error::deadline(get.clone(), None, "the request was under way");
        assert_eq!(policy.wait(&get, 1, &late), None);
        let (_, limited) = refused(Method::GET, 429, None);
        let no_token = Error::token(get.clone(), Arc::new(limited));
        assert_eq!(policy.wait(&get, 1, &no_token), None);
    }

    #[tokio::test]
    async fn retries_request_that_never_reached_the_service() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let error = client.post(&url).send().await.unwrap_err();
        let post = call(Method::POST);
        let error = Error::transport(Some(post.clone()), &url, None, error);
        assert!(RetryPolicy::default().wait(&post, 1, &error).is_some());
    }

    #[test]
    fn max_attempts_limits_retries() {
        let (call, error) = refused(Method::GET, 500, None);
        for (policy, attempts) in [
            (RetryPolicy::default(), 4),
            (RetryPolicy::never(), 1),
            (RetryPolicy::default().max_attempts(0), 1),
            (RetryPolicy::default().max_attempts(7), 7),
        ] {
            for attempt in 1..10 {
                let wait = policy.wait(&call, attempt, &error);
                assert_eq!(
                    wait.is_some(),
                    attempt < attempts,
                    "{attempt} of {attempts}"
                );
            }
        }
    }

    #[test]
    fn honors_retry_after_up_to_its_limit() {
        let policy = RetryPolicy::default();
        let asked = |seconds: &str| pause(&policy, refused(Method::GET, 429, Some(seconds)));
        let waits: Vec<_> = (0..200).map(|_| asked("30").unwrap()).collect();
        let spread = policy.base / 4;
        assert!(waits.iter().all(|wait| *wait >= PAUSE));
        assert!(waits.iter().all(|wait| *wait <= PAUSE + spread));
        assert!(waits.iter().any(|wait| *wait > PAUSE + spread / 2));
        assert!(asked("3600").is_some());
        assert_eq!(asked("3601"), None);
        let impatient = policy.clone().longest_retry_after(PAUSE);
        let asked = |seconds| pause(&impatient, refused(Method::GET, 429, Some(seconds)));
        assert!(asked("30").is_some());
        assert_eq!(asked("31"), None);
    }

    #[test]
    fn classifier_overrides_rules() {
        let decides = |decision| RetryPolicy::default().classifier(move |_| decision);
        let is_repeated = |decision, failure| pause(&decides(decision), failure).is_some();
        let (limited, wrong) = (
            || refused(Method::GET, 429, None),
            || refused(Method::POST, 400, None),
        );
        assert!(is_repeated(RetryDecision::Default, limited()));
        assert!(!is_repeated(RetryDecision::Default, wrong()));
        assert!(is_repeated(RetryDecision::Retry, wrong()));
        assert!(!is_repeated(RetryDecision::Stop, limited()));
        // Nothing was sent.
        let get = call(Method::GET);
        let input = Error::input(get.clone(), "no such day".to_owned());
        assert!(!is_repeated(RetryDecision::Retry, (get, input)));
    }

    #[test]
    fn equal_policies_have_equal_settings() {
        let policy = RetryPolicy::default;
        assert_eq!(policy(), policy());
        assert_ne!(policy(), policy().max_attempts(5));
        assert_ne!(policy(), policy().base(PAUSE));
        assert_ne!(policy(), policy().cap(Duration::ZERO));
        assert_ne!(policy(), policy().longest_retry_after(PAUSE));
        let with_classifier = policy().classifier(|_| RetryDecision::Default);
        assert_eq!(with_classifier, with_classifier.clone());
        assert_ne!(with_classifier, policy());
        let another = policy().classifier(|_| RetryDecision::Default);
        assert_ne!(with_classifier, another);
    }
}
