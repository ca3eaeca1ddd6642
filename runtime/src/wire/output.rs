//! Whole bodies. No body is ever thrown away, whatever it holds.

use bytes::Bytes;

use super::decoder::Decoder;
use super::json_path::path_of;
use super::raw_json::RawJson;
use super::value::{Kind, Model, Value, to_json};

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
pub trait Output: Sized {
    /// Reads a body. This never fails: mismatches are kept and reported.
    fn from_body(body: Bytes, set_aside: &mut Vec<SetAside>) -> Self;

    /// Writes the body back.
    fn to_body(&self) -> Bytes;

    /// Whether the spec lists this property.
    #[doc(hidden)]
    fn may_have(_property: &str) -> bool {
        false
    }
}

/// Reads a body as JSON of one type, or returns it whole.
fn decode<T: Value>(body: &Bytes, set_aside: &mut Vec<SetAside>) -> Result<T, RawJson> {
    let whole = |set_aside: &mut Vec<SetAside>| {
        // Some operations answer 200 with a body and 204 without: no body is nothing to report.
        if !body.is_empty() {
            set_aside.push(SetAside {
                path: "$".to_owned(),
            });
        }
        RawJson::new(body.as_ref())
    };
    let Ok(text) = std::str::from_utf8(body) else {
        return Err(whole(set_aside));
    };
    let mut decoder = Decoder::new(text);
    match T::decode(&mut decoder).and_then(|value| decoder.reader.end().map(|()| value)) {
        Ok(value) => {
            set_aside.extend(decoder.mismatches.iter().map(|&at| SetAside {
                path: path_of(text, at),
            }));
            Ok(value)
        }
        Err(_) => Err(whole(set_aside)),
    }
}

/// The kinds of types that can hold any body: objects and unions.
#[doc(hidden)]
pub trait Whole<T>: Kind<T> {
    /// The whole body, if it was not such a value.
    fn whole(value: &T) -> Option<RawJson>;
    /// Keeps a whole body.
    fn of_whole(raw: RawJson) -> T;
    /// See [`Output::may_have`].
    fn may_have(property: &str) -> bool;
}

impl<T: Model> Output for T
where
    T::Kind: Whole<T>,
{
    fn from_body(body: Bytes, set_aside: &mut Vec<SetAside>) -> Self {
        match decode(&body, set_aside) {
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
    fn may_have(property: &str) -> bool {
        T::Kind::may_have(property)
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
#[derive(Debug, Clone, PartialEq)]
pub enum Body<T> {
    /// The body is as the spec says.
    Fits(T),
    /// The body is something else, as received.
    Mismatch(RawJson),
}

impl<T> Body<T> {
    /// Returns the value, if the body is as the spec says.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Fits(value) => Some(value),
            Self::Mismatch(_) => None,
        }
    }

    /// Returns a reference to the value, if the body is as the spec says.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Fits(value) => Some(value),
            Self::Mismatch(_) => None,
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
    fn from_body(body: Bytes, set_aside: &mut Vec<SetAside>) -> Self {
        decode(&body, set_aside).map_or_else(Self::Mismatch, Self::Fits)
    }
    fn to_body(&self) -> Bytes {
        match self {
            Self::Fits(value) => to_json(value).into(),
            Self::Mismatch(raw) => Bytes::copy_from_slice(raw.as_bytes()),
        }
    }
}

/// The result of an operation without a response body. If the service sends one all the same, it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoContent(RawJson);

impl NoContent {
    /// Returns the body, which is normally empty.
    pub fn body(&self) -> &RawJson {
        &self.0
    }
}

impl From<()> for NoContent {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl Output for NoContent {
    fn from_body(body: Bytes, _: &mut Vec<SetAside>) -> Self {
        Self(RawJson::new(body.as_ref()))
    }
    fn to_body(&self) -> Bytes {
        Bytes::copy_from_slice(self.0.as_bytes())
    }
}

/// Files, such as logs and CSV reports.
impl Output for Bytes {
    fn from_body(body: Bytes, _: &mut Vec<SetAside>) -> Self {
        body
    }
    fn to_body(&self) -> Bytes {
        self.clone()
    }
}
