//! Whole bodies. A body is never thrown away, whatever it holds.

use bytes::Bytes;

use super::decoder::Decoder;
use super::json_path::path_of;
use super::raw_json::RawJson;
use super::value::{Kind, Model, Value, to_json};

/// A part of a response that did not fit its type. It is kept in the decoded value, among the unknown
/// properties of its object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetAside {
    /// Where it stands, as a JSON path: `$.results[0].links`.
    pub path: String,
}

/// What an operation answers: decoded from a body, and encoded into one again.
///
/// The types of the API are, and [`Body`], [`NoContent`] and [`Bytes`]. Programs use it as a bound and do not
/// implement it.
pub trait Output: Sized {
    /// Reads a body. This never fails: what does not fit is kept and reported.
    fn from_body(body: Bytes, set_aside: &mut Vec<SetAside>) -> Self;

    /// Writes the body again.
    fn to_body(&self) -> Bytes;

    /// Whether the document says that it may have this property.
    #[doc(hidden)]
    fn may_have(_property: &str) -> bool {
        false
    }
}

/// Reads a body as JSON of one type, or hands it back whole.
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

/// The kinds of types that have a place for anything: objects and unions.
#[doc(hidden)]
pub trait Whole<T>: Kind<T> {
    /// What was received instead of such a value, if that was something else.
    fn whole(value: &T) -> Option<RawJson>;
    /// Keeps it.
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

/// A body that is a list or a scalar, which have no place of their own for what is neither.
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
    /// The body is what the document says.
    Fits(T),
    /// The body is something else, as it was received.
    Misfit(RawJson),
}

impl<T> Body<T> {
    /// The value, if the body is what the document says.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Fits(value) => Some(value),
            Self::Misfit(_) => None,
        }
    }

    /// A reference to the value, if the body is what the document says.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Fits(value) => Some(value),
            Self::Misfit(_) => None,
        }
    }
}

/// The items of a list; none if the body is no list.
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
        decode(&body, set_aside).map_or_else(Self::Misfit, Self::Fits)
    }
    fn to_body(&self) -> Bytes {
        match self {
            Self::Fits(value) => to_json(value).into(),
            Self::Misfit(raw) => Bytes::copy_from_slice(raw.as_bytes()),
        }
    }
}

/// The answer of an operation for which the document declares no body. Normally there is none; what
/// the service sends all the same is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoContent(RawJson);

impl NoContent {
    /// What was received; normally empty.
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
