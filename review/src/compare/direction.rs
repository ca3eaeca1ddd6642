//! Which way a thing goes over the wire, which decides what a change of it means.

use generator::model::{Facts, Property};

use crate::report::Wire;

/// Which way a thing goes over the wire.
#[derive(Debug, Clone, Copy)]
pub(super) struct Direction {
    pub(super) request: bool,
    pub(super) response: bool,
}

impl Direction {
    pub(super) const REQUEST: Self = Self {
        request: true,
        response: false,
    };

    pub(super) const RESPONSE: Self = Self {
        request: false,
        response: true,
    };

    /// Of a property: what is read-only is in no request, what is write-only in no response.
    pub(super) fn of_property(self, sides: &[Option<&Property>; 2]) -> Self {
        let all = |test: fn(&Facts) -> bool| {
            let mut sides = sides.iter().flatten().peekable();
            sides.peek().is_some() && sides.all(|it| test(&it.facts))
        };
        Self {
            request: self.request && !all(|facts| facts.read_only),
            response: self.response && !all(|facts| facts.write_only),
        }
    }

    /// What it means, by what it means in a request and in a response. What is not used at all means
    /// nothing.
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
