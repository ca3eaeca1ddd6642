//! Reads facts from the headers of a response: request id, rate limit, when to retry.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::wire::redaction::{Hidden, is_revealing};
use crate::wire::rfc3339;

/// What the service says about its rate limit. Any part may be absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are allowed in a period (`RateLimit-Limit`).
    pub limit: Option<u64>,
    /// How many of them are left (`RateLimit-Remaining`).
    pub remaining: Option<u64>,
    /// When the next period begins, from now (`RateLimit-Reset`, in seconds).
    pub reset: Option<Duration>,
}

impl RateLimit {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| {
            // The header may carry more: `100, 100;w=60`.
            let text = headers.get(name)?.to_str().ok()?;
            text.split([',', ';']).next().map(str::trim)
        };
        Self {
            limit: text("ratelimit-limit").and_then(|text| text.parse().ok()),
            remaining: text("ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: text("ratelimit-reset").and_then(seconds),
        }
    }
}

/// Headers as `Debug` shows them: the values of those that are known to be harmless. Others may be cookies or
/// credentials, and are shown as their length.
pub(crate) struct ShownHeaders<'a>(pub(crate) &'a HeaderMap);

/// These describe how a message was sent, rather than by whom or what it contains.
const HARMLESS: &[&str] = &[
    "accept",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "deprecation",
    "host",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "request-id",
    "retry-after",
    "server",
    "strict-transport-security",
    "sunset",
    "transfer-encoding",
    "user-agent",
    "vary",
    "x-amzn-requestid",
    "x-error-code",
    "x-request-id",
];

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        for (name, value) in self.0 {
            match value.to_str() {
                Ok(text) if HARMLESS.contains(&name.as_str()) && !is_revealing(text) => {
                    out.entry(&name.as_str(), &text)
                }
                _ => out.entry(&name.as_str(), &Hidden::new("header", value.len())),
            };
        }
        out.finish()
    }
}

/// The service's id for an exchange.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "request-id", "x-amzn-requestid"];
    let mut ids = names.into_iter().filter_map(|name| headers.get(name));
    ids.find_map(|id| id.to_str().ok())
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date. A date is relative to the `Date` of the same
/// response, so a wrong local clock does no harm. If there are several, the longest counts. Invalid values count as
/// absent, and nothing is shortened.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let waits = headers.get_all(RETRY_AFTER).iter();
    waits
        .filter_map(|value| longest(headers, value.to_str().ok()?))
        .max()
}

/// The longest pause in a value, which a proxy may have joined from several.
fn longest(headers: &HeaderMap, text: &str) -> Option<Duration> {
    if let Some(wait) = pause(headers, text) {
        return Some(wait);
    }
    let parts: Vec<_> = text.split(',').collect();
    let numbers = parts.iter().filter_map(|part| seconds(part));
    // A date contains a comma.
    let dates = parts
        .windows(2)
        .filter_map(|pair| pause(headers, &pair.join(",")));
    numbers.chain(dates).max()
}

fn pause(headers: &HeaderMap, text: &str) -> Option<Duration> {
    if let Some(seconds) = seconds(text) {
        return Some(seconds);
    }
    let until = date(text)?;
    let now = headers.get(DATE).and_then(|now| date(now.to_str().ok()?));
    // The standard library can't read the clock in a browser: it would panic.
    let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
    let now = now.or_else(|| has_clock.then(SystemTime::now))?;
    Some(until.duration_since(now).unwrap_or_default())
}

/// Reads a number of seconds, of any size, rounded up.
fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | 'e' | 'E');
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.chars().all(is_number) {
        return None;
    }
    // The conversion saturates, even from infinity. A large integer loses nothing that matters.
    let seconds = text.parse::<f64>().ok()?.ceil();
    Some(Duration::from_secs(seconds as u64))
}

/// Parses an HTTP date: the three forms of RFC 9110, section 5.6.7, and forms that are sent instead. The service
/// writes days before the tenth with one digit; others write another time zone, or RFC 3339.
fn date(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    let parse = |text: &str| {
        httpdate::parse_http_date(text).ok().or_else(|| {
            let (weekday, rest) = text.split_once(", ")?;
            httpdate::parse_http_date(&format!("{weekday}, 0{rest}")).ok()
        })
    };
    if let Some(date) = parse(text) {
        return Some(date);
    }
    if let Some((rest, zone)) = text.rsplit_once(' ') {
        let date = offset(zone).and_then(|east| {
            let local = parse(&format!("{rest} GMT"))?;
            let shift = Duration::from_secs(east.unsigned_abs() * 60);
            if east < 0 {
                local.checked_add(shift)
            } else {
                local.checked_sub(shift)
            }
        });
        if date.is_some() {
            return date;
        }
    }
    let (seconds, nanos) = rfc3339::parse(text)?;
    rfc3339::to_system_time(seconds, nanos)
}

/// Reads a zone as minutes east of Greenwich (RFC 5322, section 4.3).
fn offset(zone: &str) -> Option<i64> {
    if ["GMT", "UTC", "UT", "Z"]
        .iter()
        .any(|utc| utc.eq_ignore_ascii_case(zone))
    {
        return Some(0);
    }
    let digits = zone.strip_prefix(['+', '-'])?;
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = (
        digits[..2].parse::<i64>().ok()?,
        digits[2..].parse::<i64>().ok()?,
    );
    let east = hours * 60 + minutes;
    Some(if zone.starts_with('-') { -east } else { east })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn reads_retry_after_as_seconds_or_service_time() {
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
        // Long ago on this machine's clock, because there is no `Date`.
        assert_eq!(
            seconds(&[("retry-after", "Fri, 06 Nov 2015 10:00:30 GMT")]),
            Some(0)
        );
        for unusable in [
            "",
            "soon",
            "-1",
            "-5.0",
            "e9",
            "NaN",
            "inf",
            "1 day",
            "12:30",
            "Fri, 06 Nov 2026 10:00:30 +1",
            "Fri, 06 Nov 2026 10:00:30 +00001",
            "Fri, 06 Nov 2026 10:00:30 +1h00",
        ] {
            assert_eq!(seconds(&[("retry-after", unusable)]), None, "{unusable}");
        }
        assert_eq!(seconds(&[]), None);
    }

    #[test]
    fn never_shortens_retry_after() {
        let date = ("date", "Fri, 06 Nov 2026 10:00:00 GMT");
        for (text, expected) in [
            ("4294967296", 4_294_967_296),
            ("99999999999999", 99_999_999_999_999),
            ("99999999999999999999999999", u64::MAX),
            ("1.2", 2),
            ("0.001", 1),
            ("1e3", 1_000),
            ("1e400", u64::MAX),
            ("10, 200, 30", 200),
            ("10, Fri, 06 Nov 2026 10:00:30 GMT", 30),
            ("Fri, 06 Nov 2026 10:00:30 GMT, 10", 30),
            // RFC 850, asctime, and dates that HTTP does not allow.
            ("Friday, 06-Nov-26 10:00:30 GMT", 30),
            ("Fri Nov  6 10:00:30 2026", 30),
            ("Fri, 06 Nov 2026 10:00:30 UTC", 30),
            ("Fri, 06 Nov 2026 10:00:30 +0000", 30),
            ("Fri, 06 Nov 2026 11:00:30 +0100", 30),
            ("Fri, 06 Nov 2026 04:30:30 -0530", 30),
            ("2026-11-06T10:00:30Z", 30),
            ("2026-11-06T11:00:30+01:00", 30),
        ] {
            let wait = retry_after(&headers(&[("retry-after", text), date]));
            assert_eq!(wait, Some(Duration::from_secs(expected)), "{text}");
        }
        let mut several = headers(&[("retry-after", "1")]);
        for other in ["120", "soon", "5"] {
            several.append(RETRY_AFTER, HeaderValue::from_static(other));
        }
        assert_eq!(retry_after(&several), Some(Duration::from_secs(120)));
    }

    #[test]
    fn debug_shows_only_headers_known_to_be_harmless() {
        let mut headers = headers(&[
            ("content-type", "application/json"),
            ("set-cookie", "hush"),
            ("location", "https://example.com/"),
            ("server", "https://example.com/?hush"),
        ]);
        headers.insert("vary", HeaderValue::from_bytes(b"\xff").unwrap());
        let shown = format!("{:?}", ShownHeaders(&headers));
        assert!(!shown.contains("hush"), "{shown}");
        for part in [
            r#""content-type": "application/json""#,
            r#""set-cookie": <header, 4 bytes>"#,
            r#""location": <header, 20 bytes>"#,
            r#""server": <header, 25 bytes>"#,
            r#""vary": <header, 1 byte>"#,
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }

    #[test]
    fn prefers_request_id_of_the_service() {
        let all = [
            ("x-amzn-requestid", "c"),
            ("request-id", "b"),
            ("x-request-id", "a"),
        ];
        for (count, id) in [(0, None), (1, Some("c")), (2, Some("b")), (3, Some("a"))] {
            assert_eq!(request_id(&headers(&all[..count])), id);
        }
    }

    #[test]
    fn reads_valid_parts_of_rate_limit() {
        let read = RateLimit::of(&headers(&[
            ("ratelimit-limit", "100, 100;w=60"),
            ("ratelimit-remaining", "x"),
            ("ratelimit-reset", "30"),
        ]));
        assert_eq!((read.limit, read.remaining), (Some(100), None));
        assert_eq!(read.reset, Some(Duration::from_secs(30)));
    }
}
