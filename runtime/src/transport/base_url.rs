//! Where the service is: the known base URLs, which others are allowed, and what counts as the same origin.

use reqwest::Url;

use crate::message::error::kinds::Error;

/// Atlas.
pub(crate) const ATLAS: &str = "https://cloud.mongodb.com";
/// Atlas for Government.
pub(crate) const GOVERNMENT: &str = "https://cloud.mongodbgov.com";

/// Parses and checks a base URL. The messages don't repeat it, as it may hold a password.
pub(crate) fn parse(text: &str) -> Result<Url, Error> {
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
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(refused(
            "must begin with https:// (plain http is only for this machine)",
        )),
        _ => Err(refused("must begin with https://")),
    }
}

/// Scheme, host and port.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether a URL has this origin and no user name. A parsed URL is written as origins are: in lower case, and without
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
