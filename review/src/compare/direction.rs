//! Whether a thing occurs in requests or responses, which decides the severity of its changes.

use generator::model::{Facts, Property, SchemaId};
use serde_json::Value;

use super::comparison::Comparison;
use crate::report::Wire;

/// Whether a thing occurs in requests or responses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Direction {
    pub(super) request: bool,
    pub(super) response: bool,
}

impl Direction {
    pub(super) const BOTH: Self = Self {
        request: true,
        response: true,
    };

    pub(super) const REQUEST: Self = Self {
        request: true,
        response: false,
    };

    pub(super) const RESPONSE: Self = Self {
        request: false,
        response: true,
    };

    /// Narrows it to a property: requests have no read-only properties, responses no write-only ones.
    pub(super) fn of_facts(self, sides: &[Option<&Property>; 2]) -> Self {
        let all = |test: fn(&Facts) -> bool| {
            let mut sides = sides.iter().flatten().peekable();
            sides.peek().is_some() && sides.all(|it| test(&it.facts))
        };
        self.without(all(|facts| facts.read_only), all(|facts| facts.write_only))
    }

    /// The same for a property as it is written in both specs.
    pub(super) fn of_property(self, sides: [&Value; 2]) -> Self {
        let all = |key: &str| {
            let flag = |side: &&Value| side.get(key).and_then(Value::as_bool) == Some(true);
            sides.iter().all(flag)
        };
        self.without(all("readOnly"), all("writeOnly"))
    }

    fn without(self, read_only: bool, write_only: bool) -> Self {
        Self {
            request: self.request && !read_only,
            response: self.response && !write_only,
        }
    }

    /// The higher of the severities in requests and in responses. `None` if the thing is unused.
    pub(super) fn wire(self, in_request: Wire, in_response: Wire) -> Wire {
        let request = if self.request { in_request } else { Wire::None };
        let response = if self.response {
            in_response
        } else {
            Wire::None
        };
        request.max(response)
    }
}

impl Comparison<'_> {
    /// Where a schema occurs in both specs. Where it replaces another one, the type of the place has changed instead.
    pub(super) fn direction(&self, id: &SchemaId) -> Direction {
        let (was, now) = (self.was.of(id), self.now.of(id));
        Direction {
            request: was.shares_requests(now),
            response: was.shares_responses(now),
        }
    }

    /// The operation-versions of the new spec that use a schema, or else those of the old one.
    pub(super) fn reached(&self, id: &SchemaId) -> Vec<String> {
        let sides = [&self.now, &self.was].map(|side| side.of(id).operations());
        let first = sides.into_iter().find(|all| !all.is_empty());
        first.into_iter().flatten().collect()
    }
}
