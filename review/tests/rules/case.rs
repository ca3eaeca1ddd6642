//! A case: edits of the spec, and everything that the report must say.

use crate::spec::Edit;

/// The body of a request.
pub(crate) const BODY: &str = "P/requestBody/content/application~1vnd.atlas.2024-01-01+json/schema";

pub(crate) struct Case {
    pub(crate) old: Vec<Edit>,
    pub(crate) new: Vec<Edit>,
    pub(crate) said: &'static [&'static str],
}

/// A case that edits the new spec.
pub(crate) fn case(new: Vec<Edit>, said: &'static [&'static str]) -> Case {
    Case {
        old: Vec::new(),
        new,
        said,
    }
}

/// A case that edits the old spec.
pub(crate) fn back(old: Vec<Edit>, said: &'static [&'static str]) -> Case {
    Case {
        old,
        new: Vec::new(),
        said,
    }
}
