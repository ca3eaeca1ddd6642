//! Whole bodies. No body is ever dropped, whatever it contains.

use std::fmt;

use bytes::Bytes;

use super::decoder::Decoder;
use super::json_path::paths_of;
use super::limits::Limits;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::redaction::Place;
use super::task::{Marks, Task};
use super::value::{Kind, Model, Shown, Value, to_json};

/// A mismatch: a part of a response with an unexpected type. It is kept in the decoded value, among the unknown
/// properties of its object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetAside {
    /// Its JSON path, such as `$.results[0].links`.
    pub path: String,
}

/// The result of an operation: decoded from a body, and encoded into one again.
///
/// The types of the API implement it, and so do [`Body`], [`NoContent`] and [`Bytes`]. Programs use it as a bound and
/// do not implement it.
pub trait Output: Sized + 'static {
    /// Reads a body within limits. If a limit is exceeded, the value is empty.
    #[doc(hidden)]
    fn read(body: Bytes, decoding: &mut Decoding<'_>) -> Self;

    /// Reads a body. This never fails: mismatches are kept and reported, the first 1,000 of them. The body is the
    /// program's own: it may take any memory and time.
    fn from_body(body: Bytes, set_aside: &mut Vec<SetAside>) -> Self {
        let mut decoding = Decoding::new(Limits::NONE);
        let value = Self::read(body, &mut decoding);
        set_aside.append(&mut decoding.set_aside);
        value
    }

    /// Writes the body back.
    fn to_body(&self) -> Bytes;

    /// How an error shows it: like `Debug`, except that a file is shown by its length.
    #[doc(hidden)]
    fn shown(&self) -> String;

    /// Whether the spec lists this property.
    #[doc(hidden)]
    fn may_have(_property: &str) -> bool {
        false
    }

    /// Whether it is a union whose variant is unknown because it lacks a tag.
    #[doc(hidden)]
    fn lacks_tag(&self) -> bool {
        false
    }
}

/// The limits and the results of decoding a body.
#[doc(hidden)]
#[derive(Debug)]
pub struct Decoding<'a> {
    limits: Limits<'a>,
    /// The first mismatches, up to the limit.
    pub(crate) set_aside: Vec<SetAside>,
    /// The number of the others.
    pub(crate) omitted: usize,
    /// The limit that was exceeded.
    pub(crate) exceeded: Option<JsonError>,
    /// Whether to note the marks.
    pub(super) wants_marks: bool,
    /// The marks, if the body has the expected type.
    pub(super) marks: Option<Marks>,
}

impl<'a> Decoding<'a> {
    pub(crate) fn new(limits: Limits<'a>) -> Self {
        Self {
            limits,
            set_aside: Vec::new(),
            omitted: 0,
            exceeded: None,
            wants_marks: false,
            marks: None,
        }
    }

    /// Starts to read a body as JSON.
    fn decoder<'b>(&self, body: &'b [u8]) -> Decoder<'b>
    where
        'a: 'b,
    {
        let text = std::str::from_utf8(body).unwrap_or_default();
        let mut decoder = Decoder::new(text, self.limits);
        if self.wants_marks {
            decoder.task = Some(Box::new(Task::Marks(Marks::default())));
        }
        decoder
    }

    /// Notes what was found in a body. Returns the body if it does not have the expected type.
    fn finish(
        &mut self,
        mut decoder: Decoder<'_>,
        body: &[u8],
        result: Result<(), JsonError>,
    ) -> Option<RawJson> {
        match result.and_then(|()| decoder.reader.end()) {
            Ok(()) => {
                let paths = paths_of(decoder.reader.text(), decoder.mismatches.listed());
                let set_aside = paths.into_iter().map(|path| SetAside { path });
                self.set_aside.extend(set_aside);
                self.omitted += decoder.mismatches.omitted();
                if let Some(Task::Marks(marks)) = decoder.task.map(|task| *task) {
                    self.marks = Some(marks);
                }
                None
            }
            Err(error) if error.is_of_limit() => {
                self.exceeded = Some(error);
                Some(RawJson::default())
            }
            Err(_) => {
                // Some operations return 200 with a body and 204 without one, so a missing body is not reported.
                if !body.is_empty() {
                    let path = "$".to_owned();
                    self.set_aside.push(SetAside { path });
                }
                Some(self.keep(body))
            }
        }
    }

    /// Keeps a body with an unexpected type. If there is not enough memory, nothing is kept.
    fn keep(&mut self, body: &[u8]) -> RawJson {
        if body.len() > self.limits.memory {
            self.exceeded = Some(JsonError::memory(self.limits.memory, 0));
            return RawJson::default();
        }
        RawJson::new(body)
    }
}

/// Reads a body as JSON of one type, or returns it whole.
pub(super) fn decode<T: Value>(body: &[u8], decoding: &mut Decoding<'_>) -> Result<T, RawJson> {
    let mut decoder = decoding.decoder(body);
    let (value, result) = match T::decode(&mut decoder) {
        Ok(value) => (Some(value), Ok(())),
        Err(error) => (None, Err(error)),
    };
    match (value, decoding.finish(decoder, body, result)) {
        (Some(value), None) => Ok(value),
        (_, kept) => Err(kept.unwrap_or_default()),
    }
}

/// The kinds of types that can hold any body: objects and unions.
#[doc(hidden)]
pub trait Whole<T>: Kind<T> {
    /// The whole body, if it was not an expected value.
    fn whole(value: &T) -> Option<RawJson>;
    /// Keeps a whole body.
    fn of_whole(raw: RawJson) -> T;
    /// See [`Output::may_have`].
    fn may_have(property: &str) -> bool;
    /// See [`Output::lacks_tag`].
    fn lacks_tag(value: &T) -> bool;
}

impl<T: Model> Output for T
where
    T::Kind: Whole<T>,
{
    fn read(body: Bytes, decoding: &mut Decoding<'_>) -> Self {
        match decode(&body, decoding) {
            Ok(value) => value,
            Err(raw) => T::Kind::of_whole(raw),
        }
    }
    fn to_body(&self) -> Bytes {
        match T::Kind::whole(self) {
            Some(raw) => Bytes::copy_from_slice(raw.as_bytes()),
            None => to_json(self).into(),
        }
    }
    fn shown(&self) -> String {
        format!("{self:?}")
    }
    fn may_have(property: &str) -> bool {
        T::Kind::may_have(property)
    }
    fn lacks_tag(&self) -> bool {
        T::Kind::lacks_tag(self)
    }
}

/// A body that the spec declares as a list or a scalar, neither of which can hold anything else.
///
/// ```
/// use atlas_api::Body;
///
/// let body: Body<Vec<String>> = Body::Fits(vec!["HOSTNAME".to_owned()]);
/// for name in body {
///     println!("{name}");
/// }
/// ```
#[derive(Clone, PartialEq)]
pub enum Body<T> {
    /// The body is as the spec says.
    Fits(T),
    /// The spec says that the body is a JSON string, and it is the text itself, such as a certificate in PEM.
    Text(T),
    /// The body is something else, as received.
    Mismatch(RawJson),
}

impl<T> Body<T> {
    /// Returns the value, if the body is as the spec says.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Fits(value) | Self::Text(value) => Some(value),
            Self::Mismatch(_) => None,
        }
    }

    /// Returns a reference to the value, if the body is as the spec says.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Fits(value) | Self::Text(value) => Some(value),
            Self::Mismatch(_) => None,
        }
    }
}

/// Shows objects. The spec says nothing about strings that are whole bodies or in a list that is one.
impl<T: Value> fmt::Debug for Body<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fits(value) => f
                .debug_tuple("Fits")
                .field(&Shown(value, Place::Free))
                .finish(),
            Self::Text(text) => f
                .debug_tuple("Text")
                .field(&Shown(text, Place::Free))
                .finish(),
            Self::Mismatch(raw) => f.debug_tuple("Mismatch").field(raw).finish(),
        }
    }
}

/// Iterates over the items of a list. There are none if the body is not a list.
impl<T> IntoIterator for Body<Vec<T>> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.into_value().unwrap_or_default().into_iter()
    }
}

impl<T> From<T> for Body<T> {
    fn from(value: T) -> Self {
        Self::Fits(value)
    }
}

impl<T: Value> Output for Body<T> {
    fn read(body: Bytes, decoding: &mut Decoding<'_>) -> Self {
        match decode(&body, decoding) {
            Ok(value) => Self::Fits(value),
            Err(raw) => match plain_text(&raw) {
                Some(text) => {
                    decoding.set_aside.clear();
                    Self::Text(text)
                }
                None => Self::Mismatch(raw),
            },
        }
    }
    fn to_body(&self) -> Bytes {
        match self {
            Self::Fits(value) => to_json(value).into(),
            Self::Text(value) => value.as_text().unwrap_or_default().to_owned().into(),
            Self::Mismatch(raw) => Bytes::copy_from_slice(raw.as_bytes()),
        }
    }
    fn shown(&self) -> String {
        format!("{self:?}")
    }
}

/// A body that is not JSON, as a text type.
fn plain_text<T: Value>(raw: &RawJson) -> Option<T> {
    let text = raw.as_str().filter(|text| !text.is_empty())?;
    let value = T::of_text(text)?;
    raw.json().is_none().then_some(value)
}

/// The result of an operation without a response body. If the service sends one anyway, it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoContent(RawJson);

impl NoContent {
    /// Returns the body, which is normally empty.
    pub fn body(&self) -> &RawJson {
        &self.0
    }
}

impl From<RawJson> for NoContent {
    fn from(body: RawJson) -> Self {
        Self(body)
    }
}

impl From<()> for NoContent {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl Output for NoContent {
    fn read(body: Bytes, decoding: &mut Decoding<'_>) -> Self {
        Self(decoding.keep(&body))
    }
    fn to_body(&self) -> Bytes {
        Bytes::copy_from_slice(self.0.as_bytes())
    }
    fn shown(&self) -> String {
        format!("{self:?}")
    }
}

/// Files, such as logs and CSV reports.
impl Output for Bytes {
    fn read(body: Bytes, _: &mut Decoding<'_>) -> Self {
        body
    }
    fn to_body(&self) -> Bytes {
        self.clone()
    }
    fn shown(&self) -> String {
        format!("{} bytes", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_plain_text_body_instead_of_json() {
        let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n";
        for (text, value, mismatch) in [
            (pem, Some(pem), false),
            ("\"x\"", Some("x"), false),
            ("{}", None, true),
            ("7", None, true),
            ("", None, false),
        ] {
            let mut set_aside = Vec::new();
            let body = Body::<String>::from_body(text.into(), &mut set_aside);
            assert_eq!(body.value().map(String::as_str), value, "{text}");
            assert_eq!(!set_aside.is_empty(), mismatch, "{text}");
            assert_eq!(body.to_body(), text);
            assert!(!format!("{body:?}").contains("MIIB"));
        }
        let body = Body::<i64>::from_body(pem.into(), &mut Vec::new());
        assert!(matches!(body, Body::Mismatch(_)));
    }

    #[test]
    fn keeps_nothing_of_body_over_a_limit() {
        let read = |memory| {
            let is_late = None;
            let mut decoding = Decoding::new(Limits { memory, is_late });
            let body = Body::<Vec<i64>>::read("[1, 2, 3]".into(), &mut decoding);
            (body, decoding.set_aside.len(), decoding.exceeded)
        };
        let (body, set_aside, exceeded) = read(1_000);
        assert_eq!((body.into_value(), set_aside), (Some(vec![1, 2, 3]), 0));
        assert_eq!(exceeded, None);
        let (body, set_aside, exceeded) = read(20);
        assert_eq!((body.to_body().len(), set_aside), (0, 0));
        assert!(exceeded.unwrap().is_of_limit());
        // The same for a body of another type, which would be kept as received.
        let mut decoding = Decoding::new(Limits {
            memory: 3,
            is_late: None,
        });
        let body = Body::<i64>::read("\"abc\"".into(), &mut decoding);
        assert_eq!(body.to_body().len(), 0);
        assert!(decoding.exceeded.unwrap().is_of_limit());
    }
}
