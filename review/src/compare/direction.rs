//! Whether a thing occurs in requests or responses, which decides the severity of its changes.

use generator::model::{Facts, Property};

use crate::report::Wire;

/// Whether a thing occurs in requests or responses.
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

    /// Narrows it to a property: requests have no read-only properties, responses no write-only ones.
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

    /// The higher of the severities in requests and in responses. `None` for what is not used.
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
