//! Errors, with the service's error codes.

use atlas_api::codes;
use atlas_api::test_util::Failure;

use crate::unseen;

/// An object does not exist.
pub fn not_found(code: &str, what: &str, id: &str) -> Failure {
    let failure = Failure::new(404, code).parameters([id]);
    failure.detail(format!("there is no {what} `{id}`"))
}

/// The name of an object is taken.
pub fn duplicate(status: u16, code: &str, what: &str, name: &str) -> Failure {
    let failure = Failure::new(status, code).parameters([name]);
    failure.detail(format!("there already is a {what} `{name}`"))
}

pub fn is_being_deleted(name: &str) -> Failure {
    let failure = Failure::new(400, codes::CLUSTER_ALREADY_REQUESTED_DELETION).parameters([name]);
    failure.detail(format!("`{name}` is being deleted"))
}

/// The body lacks a property.
pub fn missing(property: &str) -> Failure {
    let failure = Failure::new(400, codes::MISSING_ATTRIBUTE).parameters([property]);
    let failure = failure.detail(format!("the body has no `{property}`"));
    failure.field(property, "is required")
}

/// The body has a property that is not allowed.
pub fn invalid(property: &str, problem: &str) -> Failure {
    refused(codes::INVALID_ATTRIBUTE, property, problem)
}

/// A property of the body is rejected with a specific error code.
pub fn refused(code: &str, property: &str, problem: &str) -> Failure {
    let failure = Failure::new(400, code).parameters([property]);
    let failure = failure.detail(format!("`{property}` {problem}"));
    failure.field(property, problem)
}

/// The query has an invalid parameter.
pub fn invalid_query(parameter: &str, problem: &str) -> Failure {
    let failure = Failure::new(400, codes::INVALID_QUERY_PARAMETER).parameters([parameter]);
    failure.detail(format!("the query parameter `{parameter}` {problem}"))
}

/// The state of an object does not permit the change.
pub fn conflict(status: u16, code: &str, detail: &str) -> Failure {
    Failure::new(status, code).detail(detail)
}

/// The service would support it, but the sandbox does not.
pub fn not_here(detail: &str) -> Failure {
    Failure::new(501, unseen::NOT_IN_SANDBOX).detail(detail)
}
