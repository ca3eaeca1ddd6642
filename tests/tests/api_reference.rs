//! The page `docs/api-reference.md` lists every operation of the crate, and every entry of the reference that the
//! crate promises. Building this package proves that the functions exist: it imports all of them, and reads the
//! metadata of the requests that they return.

use std::collections::BTreeSet;

use atlas_api::OPERATIONS;
use atlas_api::conformance::{Arguments, CODECS};
use generator::model::path_key;
use tests::reference::ROWS;

/// The entries of the API reference by method, path, version and name. Some names are older ids.
const ENTRIES: &str = "
    GET /api/atlas/v1.0/groups v1.0 listGroups
    GET /api/atlas/v1.0/groups/{GROUP-ID} v1.0 getGroup
    GET /api/atlas/v1.0/groups/byName/{GROUP-NAME} v1.0 getGroupByName
    POST /api/atlas/v1.0/groups v1.0 createGroup
    DELETE /api/atlas/v1.0/groups/{GROUP-ID} v1.0 deleteGroup
    GET /api/atlas/v1.0/groups/{GROUP-ID}/teams/ v1.0 listGroupTeams
    POST /api/atlas/v1.0/groups/{GROUP-ID}/teams/ v1.0 addGroupTeams
    DELETE /api/atlas/v1.0/groups/{GROUP-ID}/teams/{TEAM-ID} v1.0 removeGroupTeam
    GET /api/atlas/v1.0/groups/{GROUP-ID}/users v1.0 listGroupUsers
    DELETE /api/atlas/v1.0/groups/{GROUP-ID}/users/{USER-ID} v1.0 removeGroupUser
    GET /api/atlas/v1.0/groups/{GROUP-ID}/invites v1.0 listGroupInvites
    PATCH /api/atlas/v1.0/groups/{GROUP-ID}/invites v1.0 updateGroupInvites
    GET /api/atlas/v1.0/groups/{GROUP-ID}/invites/{INVITATION-ID} v1.0 getGroupInvite
    POST /api/atlas/v1.0/groups/{GROUP-ID}/invites v1.0 createGroupInvite
    PATCH /api/atlas/v1.0/groups/{GROUP-ID}/invites/{INVITATION-ID} v1.0 updateGroupInvite
    DELETE /api/atlas/v1.0/groups/{GROUP-ID}/invites/{INVITATION-ID} v1.0 deleteGroupInvite
    GET /api/atlas/v1.0/groups/{GROUP-ID}/settings v1.0 getGroupSettings
    PATCH /api/atlas/v1.0/groups/{GROUP-ID}/settings v1.0 updateGroupSettings
    GET /api/atlas/v1.0/orgs v1.0 listOrgs
    GET /api/atlas/v1.0/orgs/{ORG-ID} v1.0 getOrg
    GET /api/atlas/v1.0/orgs/{ORG-ID}/users v1.0 listOrgUsers
    PATCH /api/atlas/v1.0/orgs/{ORG-ID} v1.0 updateOrg
    DELETE /api/atlas/v1.0/orgs/{ORG-ID} v1.0 deleteOrg
    GET /api/atlas/v1.0/orgs/{ORG-ID}/groups v1.0 listOrgGroups
    GET /api/atlas/v1.0/orgs/{ORG-ID}/invites v1.0 listOrgInvites
    GET /api/atlas/v1.0/orgs/{ORG-ID}/invites/{INVITATION-ID} v1.0 getOrgInvite
    POST /api/atlas/v1.0/orgs/{ORG-ID}/invites v1.0 createOrgInvite
    PATCH /api/atlas/v1.0/orgs/{ORG-ID}/invites v1.0 updateOrgInvites
    PATCH /api/atlas/v1.0/orgs/{ORG-ID}/invites/{INVITATION-ID} v1.0 updateOrgInvite
    DELETE /api/atlas/v1.0/orgs/{ORG-ID}/invites/{INVITATION-ID} v1.0 deleteOrgInvite
    GET /api/atlas/v2/groups/{groupId}/clusters 2023-01-01 listClusters
    GET /api/atlas/v2/groups/{groupId}/clusters 2023-02-01 listClusters
    GET /api/atlas/v2/groups/{groupId}/clusters 2024-08-05 listClusters
    GET /api/atlas/v2/groups/{groupId}/users/{userId} 2025-02-19 getGroupUser
    POST /api/atlas/v2/groups/{groupId}/peers 2023-01-01 createGroupPeer
    DELETE /api/atlas/v2/groups/{groupId}/clusters/{clusterName}/onlineArchives/{archiveId} 2023-01-01 deleteOnlineArchive
    DELETE /api/atlas/v2/orgs/{orgId}/invites/{invitationId} 2023-01-01 deleteOrgInvite
    POST /api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}/accessList 2024-08-05 createServiceAccountAccessList
    PUT /api/atlas/v2/groups/{groupId}/liveMigrations/{liveMigrationId}/cutover 2023-01-01 cutoverMigration
    POST /api/atlas/v2/orgs/{orgId}/liveMigrations/linkTokens 2023-01-01 createLinkToken
    GET /api/atlas/v2/groups/{groupId}/pipelines/{pipelineName}/availableSchedules 2023-01-01 listPipelineSchedules
    POST /api/atlas/v2/groups/{groupId}/maintenanceWindow/defer 2023-01-01 deferMaintenanceWindow
    POST /api/atlas/v2/groups/{groupId}/users 2025-02-19 addProjectUser
    POST /api/atlas/v2/orgs/{orgId}/teams/{teamId}:removeUser 2025-02-19 removeUserFromTeam
    GET /api/atlas/v2/orgs/{orgId}/invites 2023-01-01 listOrganizationInvitations
";

#[test]
fn every_operation_version_has_a_row() {
    for row in ROWS {
        let (meta, function) = (row.meta, row.function);
        let operation = format!("{} {}", meta.method, meta.path);
        assert_eq!(row.operation, operation, "{function}");
        assert_eq!(row.version, meta.version, "{function}");
        for id in [meta.operation_id, meta.name] {
            assert!(row.ids.contains(&id), "{function} is not called {id}");
        }
        let (is_retired, needs) = (meta.retired.is_some(), row.features.contains(&"retired"));
        assert_eq!(needs, is_retired, "{function}");
    }
    let functions: BTreeSet<_> = ROWS.iter().map(|row| row.function).collect();
    assert_eq!(functions.len(), ROWS.len(), "no function has two rows");
    let count = OPERATIONS.len();
    assert_eq!(ROWS.len(), count, "as many rows as operation-versions");
}

#[test]
fn every_entry_of_the_reference_has_a_row() {
    let mut count = 0;
    for entry in ENTRIES.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<_> = entry.split_whitespace().collect();
        let [method, path, version, name] = parts[..] else {
            panic!("not an entry: {entry}");
        };
        let operation = path_key(&format!("{method} {path}"));
        let row = ROWS
            .iter()
            .find(|row| path_key(row.operation) == operation && row.version == version);
        let row = row.unwrap_or_else(|| panic!("no row has {entry}"));
        assert!(
            row.ids.contains(&name),
            "{} is not called {name}",
            row.function
        );
        count += 1;
    }
    assert_eq!(count, 45);
}

/// Some paths of v1.0 end with a slash, which is part of them.
#[test]
fn v1_requests_match_the_reference() {
    let rows = CODECS.iter().filter(|codec| codec.meta.version == "v1.0");
    let mut count = 0;
    for codec in rows {
        let mut arguments = Arguments::default();
        let mut path = codec.meta.path.to_owned();
        for name in [
            "GROUP-ID",
            "GROUP-NAME",
            "INVITATION-ID",
            "ORG-ID",
            "TEAM-ID",
            "USER-ID",
        ] {
            let template = format!("{{{name}}}");
            if path.contains(&template) {
                path = path.replace(&template, &name.to_lowercase());
                arguments.path.insert(name.to_owned(), name.to_lowercase());
            }
        }
        if codec.meta.body_media_type.is_some() {
            let is_list = codec.meta.name == "addGroupTeams";
            arguments.body = Some(if is_list {
                "[]".to_owned()
            } else {
                "{}".to_owned()
            });
        }
        let request = codec
            .request(&arguments)
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(request.uri().path(), path);
        assert_eq!(request.headers()["accept"], "application/json");
        let entry = format!(
            "{} {} v1.0 {}\n",
            codec.meta.method, codec.meta.path, codec.meta.name
        );
        assert!(ENTRIES.contains(&entry), "{entry} is not in the reference");
        count += 1;
    }
    assert_eq!(count, 30);
}

#[test]
fn legacy_and_retired_operations_name_their_features() {
    let features = |function: &str| {
        let row = ROWS.iter().find(|row| row.function == function);
        row.map(|row| row.features)
    };
    let list_groups = features("v1::projects::list_groups");
    assert_eq!(list_groups, Some(&["v1"][..]));
    let schedules = "data_lake_pipelines::v2023_01_01::get_available_pipeline_schedules";
    assert_eq!(
        features(schedules),
        Some(&["data_lake_pipelines", "retired"][..])
    );
}
