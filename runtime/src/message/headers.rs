//! Facts from the headers of a response: request id, rate limit, when to try again.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

/// What the service says about its rate limit. Either part may be absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are allowed in a period (`RateLimit-Limit`).
    pub limit: Option<u64>,
    /// How many of them are left (`RateLimit-Remaining`).
    pub remaining: Option<u64>,
}

impl RateLimit {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let number = |name| {
            // The header may carry more: `100, 100;w=60`.
            let text = headers.get(name)?.to_str().ok()?;
            text.split([',', ';']).next()?.trim().parse().ok()
        };
        Self {
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
        }
    }
}

/// The service's id for an exchange.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "request-id", "x-amzn-requestid"];
    let mut ids = names.into_iter().filter_map(|name| headers.get(name));
    ids.find_map(|id| id.to_str().ok())
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date. A date counts from the `Date` of the same
/// response, so a wrong local clock does no harm.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let until = date(text)?;
    let text_of = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let now = headers.get(DATE).and_then(text_of);
    let now = now.and_then(|now| date(&now));
    // The standard library can't read the clock in a browser: it would panic.
    let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
    let now = now.or_else(|| has_clock.then(SystemTime::now))?;
    Some(until.duration_since(now).unwrap_or_default())
}

/// Parses an HTTP date. The service writes days before the tenth with one digit.
fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok().or_else(|| {
        let (weekday, rest) = text.split_once(", ")?;
        httpdate::parse_http_date(&format!("{weekday}, 0{rest}")).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_by_the_services_clock() {
        let seconds = |pairs: &[_]| retry_after(&headers(pairs)).map(|wait| wait.as_secs());
        assert_eq!(seconds(&[("retry-after", "120")]), Some(120));
        assert_eq!(seconds(&[("retry-after", " 0 ")]), Some(0));
        for until in [
            "Fri, 06 Nov 2026 10:00:30 GMT",
            "Fri, 6 Nov 2026 10:00:30 GMT",
        ] {
            let pairs = [
                ("retry-after", until),
                ("date", "Fri, 06 Nov 2026 10:00:00 GMT"),
            ];
            assert_eq!(seconds(&pairs), Some(30), "{until}");
        }
        // Long ago, by the clock of this machine: there is no `Date`.
        assert_eq!(
            seconds(&[("retry-after", "Fri, 06 Nov 2015 10:00:30 GMT")]),
            Some(0)
        );
        for unusable in ["", "soon", "-1", "99999999999999"] {
            assert_eq!(seconds(&[("retry-after", unusable)]), None, "{unusable}");
        }
        assert_eq!(seconds(&[]), None);
    }
}
