//! The arguments of an operation, and the resulting HTTP request.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use percent_encoding::percent_decode_str;

use super::error::kinds::Error;
use super::meta::OperationMeta;
use super::path;
use super::percent::{self, encode};
#[cfg(feature = "test-util")]
use super::typed::RequestTypes;
use crate::wire::param::Param;
use crate::wire::redaction::{Hidden, is_revealing};
use crate::wire::value::{Value, to_sendable_json};
use crate::wire::writer::EncodeError;

/// The location of an argument, and its name there.
type Place = (&'static str, &'static str);

/// The arguments of an operation, by wire name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts {
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    /// An error if it can't be expressed in JSON.
    body: Option<Result<Bytes, EncodeError>>,
    /// Why an argument must not be sent, by its location.
    problems: Vec<(Place, String)>,
    #[cfg(feature = "test-util")]
    types: RequestTypes,
}

impl Parts {
    /// Sets a path parameter.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: impl Param) -> Self {
        self.check(("path", name), &value);
        set(&mut self.path, name, value.texts());
        self
    }

    /// Sets a path parameter whose slashes the spec writes as `%2F`. Both forms are accepted.
    #[must_use]
    pub fn path_escaped(self, name: &'static str, value: impl Param) -> Self {
        self.path(name, with_slashes(value.texts()))
    }

    /// Sets a query parameter. A list becomes one `name=value` for each item (`form`, exploded).
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Param) -> Self {
        self.check(("query", name), &value);
        set(&mut self.query, name, encoded(value.texts()));
        self
    }

    /// Sets a query parameter and joins a list by commas (`form`, not exploded).
    #[must_use]
    pub fn query_joined(mut self, name: &'static str, value: impl Param) -> Self {
        self.check(("query", name), &value);
        set(
            &mut self.query,
            name,
            vec![encoded(value.texts()).join(",")],
        );
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Param) -> Self {
        self.check(("header", name), &value);
        set(&mut self.headers, name, vec![value.texts().join(",")]);
        self
    }

    /// Sets the body. It is encoded at once; if that fails, building the request reports it. The name is its media
    /// type, as in [`OperationMeta::body_media_type`].
    #[must_use]
    pub fn body(mut self, _media_type: &'static str, value: impl Value) -> Self {
        self.set_body(to_sendable_json(&value));
        #[cfg(feature = "test-util")]
        self.types.set_body(&value);
        self
    }

    fn check(&mut self, place: Place, value: &impl Param) {
        #[cfg(feature = "test-util")]
        self.types.set_listed(place.1, value.is_listed());
        self.note(place, value.problem());
    }

    // The functions below, unlike those above, are not compiled for each type of argument.

    fn set_body(&mut self, body: Result<String, EncodeError>) {
        self.body = Some(body.map(Bytes::from));
    }

    /// Replaces the problem of an argument.
    fn note(&mut self, place: Place, problem: Option<String>) {
        let of = |problem| format!("the {} parameter `{}`: {problem}", place.0, place.1);
        let problem = problem.map(of);
        self.problems.retain(|(known, _)| *known != place);
        self.problems
            .extend(problem.map(|problem| (place, problem)));
    }

    /// Returns a query parameter as given.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_str())
    }

    pub(crate) fn request(
        &self,
        meta: &'static OperationMeta,
        base_url: &str,
    ) -> Result<http::Request<Bytes>, Error> {
        if let Some((_, problem)) = self.problems.first() {
            return Err(Error::input(meta, problem.clone()));
        }
        let path = path::fill(meta.path, &self.path).map_err(|error| Error::input(meta, error))?;
        let mut url = path::base(base_url).to_owned() + &path;
        for (index, (name, value)) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.extend(percent::encoded(name));
            url.extend(["=", value]);
        }
        let mut request = http::Request::builder()
            .method(meta.method.clone())
            .uri(url)
            .header(ACCEPT, meta.media_type);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let (Some(media_type), true) = (meta.body_media_type, self.body.is_some()) {
            request = request.header(CONTENT_TYPE, media_type);
        }
        let body = self.body.clone().transpose();
        let body =
            body.map_err(|error| Error::input(meta, format!("the body can't be sent: {error}")))?;
        let body = body.unwrap_or_default();
        #[cfg(feature = "test-util")]
        let request = request.extension(self.types.clone());
        request
            .body(body)
            .map_err(|error| Error::input(meta, error.to_string()))
    }
}

/// Arguments as `Debug` shows them.
struct Arguments<'a>(&'a [(&'static str, String)]);

impl fmt::Debug for Arguments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        for (name, text) in self.0 {
            // Query arguments are percent-encoded.
            let decoded = percent_decode_str(text).decode_utf8_lossy();
            match is_revealing(text) || is_revealing(&decoded) || SECRETS.contains(name) {
                true => out.entry(name, &Hidden::string(text)),
                false => out.entry(name, text),
            };
        }
        out.finish()
    }
}

/// The parameters whose argument authorizes anyone who has it. The spec marks none.
const SECRETS: &[&str] = &["token"];

/// Omits the body, which may hold secrets.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("path", &Arguments(&self.path))
            .field("query", &Arguments(&self.query))
            .field("headers", &Arguments(&self.headers))
            .field(
                "body_bytes",
                &self.body.as_ref().map(|body| body.as_ref().map(Bytes::len)),
            )
            .finish()
    }
}

/// Shows a request.
pub fn debug_request(name: &str, parts: &Parts, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple(name).field(parts).finish()
}

/// With slashes instead of `%2F`.
fn with_slashes(texts: Vec<String>) -> Vec<String> {
    let slashes = |text: String| text.replace("%2F", "/").replace("%2f", "/");
    texts.into_iter().map(slashes).collect()
}

/// As they are written in a query.
fn encoded(texts: Vec<String>) -> Vec<String> {
    texts.iter().map(|text| encode(text)).collect()
}

/// Replaces the values with this name, so that the last call of a setter wins.
fn set(list: &mut Vec<(&'static str, String)>, name: &'static str, values: Vec<String>) {
    list.retain(|(known, _)| *known != name);
    list.extend(values.into_iter().map(|value| (name, value)));
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::wire::date_time::DateTime;

    const META: &OperationMeta = &{
        let mut meta = OperationMeta::POST;
        meta.name = "makeThing";
        meta.path = "/groups/{groupId}/things/{path}";
        meta.media_type = "application/vnd.atlas.2024-08-05+json";
        meta.body_media_type = Some("application/vnd.atlas.2025-03-12+json");
        meta
    };

    fn text(text: &str) -> String {
        text.to_owned()
    }

    fn parts() -> Parts {
        let parts = Parts::default();
        parts
            .path("groupId", text("a b"))
            .path_escaped("path", text("c%2Fd%2fe"))
    }

    #[test]
    fn sends_arguments_in_their_places() {
        let parts = parts()
            .query("one", text("no"))
            .query("two", vec![text("a&b"), text("c")])
            .query("one", text("x=y"))
            .query_joined("three", vec![text("d,e"), text("f")])
            .header("X-Test", vec![text("g"), text("h")]);
        assert_eq!(parts.query_text("two"), Some("a%26b"));
        assert_eq!(parts.query_text("four"), None);
        for base_url in [
            "https://example.com/x",
            "https://example.com/x/api/atlas/v2/",
        ] {
            let request = parts.request(META, base_url).unwrap();
            assert_eq!(
                request.uri(),
                "https://example.com/x/groups/a%20b/things/c%2Fd%2Fe?two=a%26b&two=c&one=x%3Dy&three=d%2Ce,f"
            );
            assert_eq!(request.method(), Method::POST);
            let header = |name| request.headers().get(name).map(|it| it.to_str().unwrap());
            assert_eq!(header("accept"), Some(META.media_type));
            assert_eq!(header("x-test"), Some("g,h"));
            assert_eq!(header("content-type"), None, "there is no body");
            assert!(request.body().is_empty());
        }
        let request = parts
            .body("", text("z"))
            .request(META, "https://example.com");
        let request = request.unwrap();
        assert_eq!(
            request.headers()["content-type"],
            *META.body_media_type.unwrap()
        );
        assert_eq!(request.body(), r#""z""#);
    }

    #[test]
    fn rejects_unsendable_arguments() {
        let no_date = || DateTime::from("never");
        let refused = |parts: Parts| {
            let error = parts.request(META, "https://example.com").unwrap_err();
            assert!(error.is_input(), "{error}");
            error.to_string()
        };
        let wrong = parts()
            .query("since", no_date())
            .header("X-Until", no_date());
        assert!(refused(wrong.clone()).contains("the query parameter `since`: "));
        // Replacing an argument also discards its error.
        let wrong = wrong.query("since", text("now"));
        assert!(refused(wrong.clone()).contains("the header parameter `X-Until`: "));
        wrong
            .header("X-Until", text("now"))
            .request(META, "https://example.com")
            .unwrap();
        let missing = Parts::default().path("groupId", text("a"));
        assert!(refused(missing).contains("the path argument `path` is missing"));
        let endless = parts().body("", crate::Number::from(f64::INFINITY));
        assert!(refused(endless).contains("the body can't be sent"));
        refused(parts().header("X-Test", text("a\nb")));
    }

    #[test]
    fn debug_hides_possible_secrets() {
        let parts = parts()
            .query("token", text("hush"))
            .query("link", text("//hush?"))
            .query("name", text("prod"))
            .header("X-Link", text("//a%20b?hush"))
            .body("", text("hush"));
        let shown = format!("{parts:?}");
        assert!(!shown.contains("hush"), "{shown}");
        for part in [
            r#""groupId": "a b""#,
            r#""token": <string, 4 bytes>"#,
            r#""link": <string, 13 bytes>"#,
            r#""name": "prod""#,
            r#""X-Link": <string, 12 bytes>"#,
            "Some(Ok(6))",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}
