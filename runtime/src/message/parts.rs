//! The arguments of an operation, and the HTTP request that they make.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::error::kinds::Error;
use super::meta::OperationMeta;
use super::path;
use super::percent::encode;
use crate::wire::param::Param;
use crate::wire::value::{Value, to_json};

/// The arguments of an operation, by wire name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts {
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    body: Option<Bytes>,
}

impl Parts {
    /// Sets a path parameter.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: impl Param) -> Self {
        set(&mut self.path, name, value.texts());
        self
    }

    /// Sets a query parameter. A list becomes one `name=value` for each item (`form`, exploded).
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Param) -> Self {
        set(
            &mut self.query,
            name,
            value.texts().iter().map(|text| encode(text)),
        );
        self
    }

    /// Sets a query parameter and joins a list by commas (`form`, not exploded).
    #[must_use]
    pub fn query_joined(mut self, name: &'static str, value: impl Param) -> Self {
        let texts: Vec<_> = value.texts().iter().map(|text| encode(text)).collect();
        set(&mut self.query, name, [texts.join(",")]);
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Param) -> Self {
        set(&mut self.headers, name, [value.texts().join(",")]);
        self
    }

    /// Sets the body. It is encoded at once, which never fails. The name is its media type, as in
    /// [`OperationMeta::body_media_type`].
    #[must_use]
    pub fn body(mut self, _media_type: &'static str, value: impl Value) -> Self {
        self.body = Some(to_json(&value).into());
        self
    }

    /// Returns a query parameter as it was given.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_str())
    }

    pub(crate) fn request(
        &self,
        meta: &'static OperationMeta,
        base_url: &str,
    ) -> Result<http::Request<Bytes>, Error> {
        let path = path::fill(meta.path, &self.path).map_err(|error| Error::input(meta, error))?;
        let mut url = base_url.trim_end_matches('/').to_owned() + &path;
        for (index, (name, value)) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.extend([name, "=", value]);
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
        let body = self.body.clone().unwrap_or_default();
        request
            .body(body)
            .map_err(|error| Error::input(meta, error.to_string()))
    }
}

/// Leaves out the body, which may hold secrets.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .finish()
    }
}

/// Replaces the values of a name, so that the last call of a setter wins.
fn set(
    list: &mut Vec<(&'static str, String)>,
    name: &'static str,
    values: impl IntoIterator<Item = String>,
) {
    list.retain(|(known, _)| *known != name);
    list.extend(values.into_iter().map(|value| (name, value)));
}
