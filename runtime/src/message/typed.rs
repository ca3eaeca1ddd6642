//! The types of a call's bodies, for recording calls. They are extensions of the request.

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::wire::marks;
use crate::wire::output::Output;
use crate::wire::task::Marks;
use crate::wire::value::Value;

/// Finds the marks of a body. `None` if it does not have its type.
type Mark = fn(&Bytes) -> Option<Marks>;

/// The types of a request's arguments and body.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestTypes {
    body: Option<Mark>,
    listed: BTreeSet<&'static str>,
}

impl RequestTypes {
    pub(super) fn set_body<T: Value>(&mut self, _: &T) {
        self.body = Some(marks::of_value::<T>);
    }

    pub(super) fn set_listed(&mut self, parameter: &'static str, is_listed: bool) {
        match is_listed {
            true => self.listed.insert(parameter),
            false => self.listed.remove(parameter),
        };
    }

    /// Whether the argument for a parameter contains only numbers and words that the spec lists.
    pub(crate) fn is_listed(&self, parameter: &str) -> bool {
        self.listed.contains(parameter)
    }

    /// The marks of the body, or of another body of the same request.
    pub(crate) fn marks(&self, body: &Bytes) -> Option<Marks> {
        self.body.and_then(|mark| mark(body))
    }
}

/// They follow from the arguments, which are compared separately.
impl PartialEq for RequestTypes {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for RequestTypes {}

/// The type of the response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ResponseType(Mark);

impl ResponseType {
    pub(crate) fn of<T: Output>() -> Self {
        Self(marks::of_output::<T>)
    }

    pub(crate) fn marks(self, body: &Bytes) -> Option<Marks> {
        (self.0)(body)
    }
}
