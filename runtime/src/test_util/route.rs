//! Matches requests to an operation in one version, by method, path and media types.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, Method};
use percent_encoding::percent_decode_str;

use super::request::Request;
use crate::message::meta::OperationMeta;

/// The template of the route that every request matches.
const ANY: &str = "";

/// What requests of an operation have in common.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// `None` if only the path is known.
    operation: Option<&'static OperationMeta>,
    method: Method,
    template: Cow<'static, str>,
}

/// Why a request does not match a route. A greater value is closer to a match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mismatch {
    /// Whether only one segment of the path differs.
    Path(bool),
    Method,
    /// The header that names another version, its value, and the expected one.
    MediaType(&'static str, String, &'static str),
    /// A condition written by the test.
    Condition(String),
}

impl Route {
    pub(super) fn of(operation: &'static OperationMeta) -> Self {
        Self {
            operation: Some(operation),
            method: operation.method.clone(),
            template: operation.path.into(),
        }
    }

    pub(super) fn untyped(method: Method, template: String) -> Self {
        Self {
            operation: None,
            method,
            template: template.into(),
        }
    }

    /// The route of requests that match no other.
    pub(super) fn any() -> Self {
        Self::untyped(Method::GET, ANY.to_owned())
    }

    pub(super) fn is_any(&self) -> bool {
        self.template == ANY
    }

    /// What distinguishes it from other routes with the same path.
    pub(super) fn name(&self) -> String {
        match self.operation {
            Some(operation) => format!("{} {}", operation.name, operation.version),
            None => self.to_string(),
        }
    }

    /// The names of the path arguments.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        let opened = self.template.split('{').skip(1);
        opened.filter_map(|rest| rest.split('}').next())
    }

    /// If a request matches two routes, the greater one applies: `invoices/pending` is more literal than
    /// `invoices/{invoiceId}`, and `{clusterName}:pin` than `{clusterName}`.
    pub(super) fn literalness(&self) -> impl Ord + use<> {
        let names: Vec<_> = self.arguments().map(str::len).collect();
        let literal = self.template.len() - names.iter().sum::<usize>();
        (!self.is_any(), Reverse(names.len()), literal)
    }

    /// Returns the request with the arguments of this route.
    pub(super) fn fit(&self, request: &Request) -> Result<Request, Mismatch> {
        if self.is_any() {
            return Ok(request.routed(None, Vec::new()));
        }
        let (template, path) = (&*self.template, request.path());
        let other_path = || Mismatch::Path(is_near(template, path));
        let arguments = arguments(template, path).ok_or_else(other_path)?;
        if self.method != *request.method() {
            return Err(Mismatch::Method);
        }
        if let Some(operation) = self.operation {
            media_types(operation, request.headers())?;
        }
        Ok(request.routed(self.operation, arguments))
    }
}

/// The media types of a request name its version.
fn media_types(operation: &OperationMeta, headers: &HeaderMap) -> Result<(), Mismatch> {
    let accepted = operation.media_type;
    // RFC 9110, section 12.5.1: a request without `Accept` accepts anything.
    let any = |media_type: &str| matches!(media_type, "*/*" | "application/*");
    let accepts: Vec<_> = named(headers, ACCEPT).collect();
    let accepts_it = |it: &&str| it.eq_ignore_ascii_case(accepted) || any(it);
    if !accepts.is_empty() && !accepts.iter().any(accepts_it) {
        return Err(Mismatch::MediaType("Accept", accepts.join(", "), accepted));
    }
    let Some(sent) = operation.body_media_type else {
        return Ok(());
    };
    match named(headers, CONTENT_TYPE).find(|it| !it.eq_ignore_ascii_case(sent)) {
        Some(other) => Err(Mismatch::MediaType("Content-Type", other.to_owned(), sent)),
        None => Ok(()),
    }
}

/// Returns the media types in a header, without their parameters.
fn named(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let texts = headers.get_all(name).into_iter();
    let texts = texts.filter_map(|value| value.to_str().ok());
    let names = texts
        .flat_map(|text| text.split(','))
        .filter_map(|range| range.split(';').next());
    names.map(str::trim).filter(|name| !name.is_empty())
}

/// Returns the path arguments, percent-decoded, or `None` if the path does not match the template.
pub(super) fn arguments(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let (mut patterns, mut segments) = (template.split('/'), path.split('/'));
    loop {
        match (patterns.next(), segments.next()) {
            (Some(pattern), Some(segment)) => in_segment(pattern, segment, &mut found)?,
            (None, None) => return Some(found),
            _ => return None,
        }
    }
}

/// Whether only one segment of a path differs from the template.
fn is_near(template: &str, path: &str) -> bool {
    let (patterns, segments) = (template.split('/').skip(1), path.split('/').skip(1));
    let all = segments.clone().count();
    let pairs = patterns.clone().zip(segments);
    let fits =
        |(pattern, segment): &(&str, &str)| in_segment(pattern, segment, &mut Vec::new()).is_some();
    all > 1 && patterns.count() == all && pairs.filter(fits).count() == all - 1
}

/// Returns the arguments in one segment, such as `{clusterName}:pinFeatureCompatibilityVersion`.
fn in_segment(pattern: &str, segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let (mut pattern, mut segment) = (pattern, segment);
    while let Some((before, rest)) = pattern.split_once('{') {
        let (name, after) = rest.split_once('}')?;
        segment = segment.strip_prefix(before)?;
        // An argument ends where the text after it begins.
        let end = match after.split('{').next() {
            Some(literal) if literal.len() < after.len() => segment.find(literal)?,
            _ => segment.len().checked_sub(after.len())?,
        };
        let value = segment.get(..end)?;
        // A colon need not be encoded (RFC 3986, section 3.3): `host:27017`. If it could also start a custom verb,
        // the route with the verb is more literal.
        if value.is_empty() {
            return None;
        }
        let decoded = percent_decode_str(value).decode_utf8_lossy();
        found.push((name.to_owned(), decoded.into_owned()));
        (pattern, segment) = (after, segment.get(end..)?);
    }
    (pattern == segment).then_some(())
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            _ if self.is_any() => f.write_str("any other request"),
            Some(_) => write!(f, "{} ({} {})", self.name(), self.method, self.template),
            None => write!(f, "{} {}", self.method, self.template),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(_) => f.write_str("another path"),
            Self::Method => f.write_str("another method"),
            Self::MediaType(header, is, expected) => write!(f, "{header} is {is}, not {expected}"),
            Self::Condition(text) => write!(f, "without {text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    /// As the legacy API has them: one media type for all.
    static OLD: OperationMeta = OperationMeta {
        operation_id: "listThings",
        name: "",
        tag: "Things",
        method: Method::POST,
        path: "/api/atlas/v1.0/groups/{groupId}/things",
        version: "v1.0",
        media_type: "application/json",
        body_media_type: Some("application/json"),
        deprecated: false,
        sunset: None,
        retired: None,
        roles: &[],
        idempotent: false,
        docs_page: crate::message::meta::DocsPage::None,
    };

    fn fit(path: &str, headers: &[(HeaderName, &str)]) -> Result<Request, Mismatch> {
        let mut request = http::Request::post(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        Route::of(&OLD).fit(&Request::new(head, Bytes::new()))
    }

    #[test]
    fn matches_legacy_operations_by_path() {
        let path = "/api/atlas/v1.0/groups/1/things";
        let json = "application/json; charset=utf-8";
        for headers in [
            &[][..],
            &[(ACCEPT, json)],
            &[(ACCEPT, json), (CONTENT_TYPE, json)],
        ] {
            let request = fit(path, headers).unwrap();
            assert_eq!(request.path_argument("groupId"), Some("1"));
            assert_eq!(request.operation(), Some(&OLD));
        }
        let other = "application/vnd.atlas.2023-01-01+json";
        for (header, is) in [(ACCEPT, "Accept"), (CONTENT_TYPE, "Content-Type")] {
            let mismatch = fit(path, &[(header, other)]).unwrap_err();
            let text = format!("{is} is {other}, not application/json");
            assert_eq!(mismatch.to_string(), text);
        }
        let newer = fit("/api/atlas/v2/groups/1/things", &[(ACCEPT, json)]);
        assert_eq!(newer.unwrap_err(), Mismatch::Path(true));
    }

    #[test]
    fn ranks_more_literal_route_higher() {
        let literalness = |template: &str| {
            let route = Route::untyped(Method::GET, template.to_owned());
            route.literalness()
        };
        for (closer, other) in [
            ("/invoices/pending", "/invoices/{invoiceId}"),
            ("/clusters/{name}:pin", "/clusters/{name}"),
            ("/clusters/{name}:pin", "/clusters/{aLongerName}"),
            ("/clusters/{name}", "/{things}/{name}"),
            ("/{things}/{name}", ANY),
        ] {
            assert!(
                literalness(closer) > literalness(other),
                "{closer}, {other}"
            );
        }
        // The names of arguments say nothing.
        assert!(literalness("/clusters/{a}") == literalness("/clusters/{name}"));
    }

    fn found(template: &str, path: &str) -> Option<Vec<String>> {
        let found = arguments(template, path)?;
        Some(
            found
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
        )
    }

    #[test]
    fn extracts_and_decodes_path_arguments() {
        let cluster = "/groups/{groupId}/clusters/{clusterName}";
        let path = "/groups/1/clusters/a%2Fb%20%C3%A4";
        assert_eq!(
            found(cluster, path).unwrap(),
            ["groupId=1", "clusterName=a/b ä"]
        );
        let process = "/groups/{groupId}/processes/{processId}/disks";
        assert_eq!(
            found(process, "/groups/1/processes/a.example:27017/disks").unwrap(),
            ["groupId=1", "processId=a.example:27017"]
        );
        for other in [
            "/groups/1/clusters",
            "/groups/1/clusters/",
            "/groups//clusters/a",
            "/groups/1/clusters/a/b",
            "/groups/1/teams/a",
            "",
        ] {
            assert_eq!(found(cluster, other), None, "{other}");
        }
    }

    #[test]
    fn distinguishes_custom_verbs_from_arguments() {
        let pin = "/clusters/{name}:pin";
        assert_eq!(found(pin, "/clusters/a:pin").unwrap(), ["name=a"]);
        assert_eq!(found(pin, "/clusters/a%3Apin:pin").unwrap(), ["name=a:pin"]);
        assert_eq!(found(pin, "/clusters/a:b:pin").unwrap(), ["name=a:b"]);
        assert_eq!(found(pin, "/clusters/a"), None);
        assert_eq!(found(pin, "/clusters/:pin"), None);
        assert_eq!(
            found("/logs/{name}.gz", "/logs/a.b.gz").unwrap(),
            ["name=a.b"]
        );
        assert_eq!(found("/{from}-{to}", "/1-2").unwrap(), ["from=1", "to=2"]);
        assert_eq!(found("/{from}-{to}", "/1"), None);
        assert_eq!(found("/a", "/a").unwrap(), [""; 0]);
        // No template of the spec is broken; one of a test may be.
        assert_eq!(found("/{a", "/x"), None);
    }
}
