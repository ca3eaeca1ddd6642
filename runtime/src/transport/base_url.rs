//! The base URLs of the service, which others are allowed, and what counts as the same origin.

use reqwest::Url;

use crate::message::error::kinds::Error;

/// Atlas.
pub(crate) const ATLAS: &str = "https://cloud.mongodb.com";
/// Atlas for Government.
pub(crate) const GOVERNMENT: &str = "https://cloud.mongodbgov.com";

/// Parses and checks a base URL. By default, plain `http` is only allowed for this machine. The messages don't repeat
/// the URL, because it may contain a password.
pub(crate) fn parse(text: &str, https_only: Option<bool>) -> Result<Url, Error> {
    let refused = |problem: &str| Error::setting(format!("the base URL {problem}"));
    let url = Url::parse(text).map_err(|error| refused(&format!("is not a URL: {error}")))?;
    if !(url.username().is_empty() && url.password().is_none()) {
        return Err(refused(
            "contains a user name or password; use `credentials` instead",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a query or a fragment"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" => match https_only {
            Some(false) => Ok(url),
            None if is_loopback(&url) => Ok(url),
            None => Err(refused(
                "must begin with https:// (plain http is only for this machine, unless `https_only(false)` allows it)",
            )),
            Some(true) => Err(refused("must begin with https:// (`https_only` is on)")),
        },
        _ => Err(refused("must begin with https://")),
    }
}

/// Scheme, host and port.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether a URL has this origin and no user name. A parsed URL is written like an origin: in lowercase, and without
/// the default port of its scheme.
pub(crate) fn is_of(url: &Url, origin: &str) -> bool {
    let rest = url.as_str().strip_prefix(origin);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str, https_only: Option<bool>) -> Option<String> {
        parse(text, https_only).err().map(|error| error.to_string())
    }

    #[test]
    fn accepts_plain_http_only_to_this_machine() {
        for (url, by_default) in [
            ("https://example.com", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:1", true),
            ("http://example.com", false),
            ("http://localhost.example.com", false),
            ("http://10.0.0.1", false),
            ("http://[::2]", false),
        ] {
            assert_eq!(refusal(url, None).is_none(), by_default, "{url}");
            assert_eq!(refusal(url, Some(false)), None, "{url}");
            let is_https = url.starts_with("https:");
            assert_eq!(refusal(url, Some(true)).is_none(), is_https, "{url}");
        }
    }

    #[test]
    fn rejects_invalid_base_url_without_showing_it() {
        for (url, problem) in [
            ("https://hush@example.com", "user name or password"),
            ("https://:hush@example.com", "user name or password"),
            ("https://a:hush@example.com", "user name or password"),
            ("https://example.com?hush", "query or a fragment"),
            ("https://example.com#hush", "query or a fragment"),
            ("https://example.com?hush#hush", "query or a fragment"),
            ("ftp://example.com/hush", "must begin with https://"),
            ("/hush", "is not a URL"),
        ] {
            let refusal = refusal(url, Some(false)).expect(url);
            assert!(refusal.contains(problem), "{url}: {refusal}");
            assert!(!refusal.contains("hush"), "{refusal}");
        }
    }

    #[test]
    fn compares_origins_including_ports() {
        let origin_of = |text| origin(&Url::parse(text).unwrap());
        assert_eq!(
            origin_of("HTTPS://Example.com:443/a"),
            "https://example.com"
        );
        assert_eq!(origin_of("http://[::1]:8080/a?b"), "http://[::1]:8080");
        for (url, is_same) in [
            ("https://example.com/a", true),
            ("https://example.com", true),
            ("https://example.com:443/", true),
            ("https://example.com:8443/", false),
            ("https://example.com.evil.example/", false),
            ("https://example.com@evil.example/", false),
            ("http://example.com/", false),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(is_of(&url, "https://example.com"), is_same, "{url}");
        }
    }
}
