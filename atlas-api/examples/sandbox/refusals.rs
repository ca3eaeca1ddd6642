//! Refusals, with the service's error codes.

use atlas_api::test_util::Failure;

pub fn no_organization(id: &str) -> Failure {
    let failure = Failure::new(404, "ORG_NOT_FOUND").parameters([id]);
    failure.detail(format!("there is no organization {id}"))
}

pub fn no_project(id: &str) -> Failure {
    let failure = Failure::new(404, "GROUP_NOT_FOUND").parameters([id]);
    failure.detail(format!("there is no project {id}"))
}

pub fn no_cluster(name: &str, project: &str) -> Failure {
    let failure = Failure::new(404, "CLUSTER_NOT_FOUND").parameters([name, project]);
    failure.detail(format!("there is no cluster {name} in project {project}"))
}

pub fn is_being_deleted(name: &str) -> Failure {
    let failure = Failure::new(400, "CLUSTER_ALREADY_REQUESTED_DELETION").parameters([name]);
    failure.detail(format!("{name} is being deleted"))
}

/// A thing that is known by the service under this code only.
pub fn not_found(code: &str, what: &str, id: &str) -> Failure {
    let failure = Failure::new(404, code).parameters([id]);
    failure.detail(format!("there is no {what} {id}"))
}

/// The body lacks a property.
pub fn missing(property: &str) -> Failure {
    let failure = Failure::new(400, "MISSING_ATTRIBUTE").parameters([property]);
    failure.detail(format!("the body has no `{property}`"))
}

/// The body has an invalid property.
pub fn invalid(property: &str, problem: &str) -> Failure {
    let failure = Failure::new(400, "INVALID_ATTRIBUTE").parameters([property]);
    failure
        .detail("the body is not valid")
        .field(property, problem)
}

/// The service would support it.
pub fn not_here(detail: &str) -> Failure {
    Failure::new(501, "UNSUPPORTED_FEATURE").detail(detail)
}

/// The query has an invalid parameter.
pub fn invalid_query(parameter: &str, problem: &str) -> Failure {
    let failure = Failure::new(400, "INVALID_QUERY_PARAMETER").parameters([parameter]);
    failure.detail(format!("`{parameter}` is not valid: {problem}"))
}
