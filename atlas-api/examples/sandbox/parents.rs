//! Checks that the objects that contain the target of a path exist.

use atlas_api::test_util::{Failure, Request};
use atlas_api::{OperationMeta, codes};

use crate::refusals;
use crate::state::State;

/// The prefixes of path templates that name a container: the prefix, the property that the last argument names, the
/// name in errors, and the error code.
const PARENTS: [(&str, &str, &str, &str); 5] = [
    ("orgs/{orgId}", "id", "organization", codes::ORG_NOT_FOUND),
    ("groups/{groupId}", "id", "project", codes::GROUP_NOT_FOUND),
    (
        "groups/{groupId}/clusters/{clusterName}",
        "name",
        "cluster",
        codes::CLUSTER_NOT_FOUND,
    ),
    (
        "groups/{groupId}/streams/{tenantName}",
        "name",
        "workspace",
        codes::STREAM_TENANT_NOT_FOUND_FOR_NAME,
    ),
    (
        "groups/{groupId}/privateEndpoint/{cloudProvider}/endpointService/{endpointServiceId}",
        "id",
        "endpoint service",
        codes::PRIVATE_ENDPOINT_SERVICE_NOT_FOUND,
    ),
];

/// Checks every container in the path of a request.
pub fn check(state: &State, request: &Request, operation: &OperationMeta) -> Result<(), Failure> {
    let template = operation
        .path
        .strip_prefix("/api/atlas/v2/")
        .unwrap_or_default();
    for (parent, key, what, code) in PARENTS {
        let rest = template.strip_prefix(parent);
        // The path is not within this container.
        if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':'])) {
            continue;
        }
        let segments = parent.split('/').map(|segment| {
            let name = segment
                .strip_prefix('{')
                .and_then(|it| it.strip_suffix('}'));
            name.map_or(segment, |name| {
                request.path_argument(name).unwrap_or_default()
            })
        });
        let path: Vec<&str> = segments.collect();
        let (id, list) = path.split_last().unwrap_or((&"", &[]));
        if state.find(&list.join("/"), key, id).is_none() {
            let project = request.path_argument("groupId").filter(|it| it != id);
            let parameters = [Some(*id), project];
            let failure = refusals::not_found(code, what, id);
            return Err(failure.parameters(parameters.into_iter().flatten()));
        }
    }
    Ok(())
}
