//! People and service accounts in the sandbox.
#![allow(deprecated, reason = "the operations of invitations are")]

use atlas_api::{mongo_db_cloud_users as users, organizations, projects, service_accounts, types};
use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, listed, of, strict};
use crate::support::{GROUP, ORGANIZATION};

#[tokio::test]
async fn service_account_gets_token_for_its_secret() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let account = |hours: u32| {
        of::<types::OrgServiceAccountRequest>(json!({
            "name": "ci", "description": "Runs tests", "roles": ["ORG_READ_ONLY"],
            "secretExpiresAfterHours": hours,
        }))
    };
    let create = |hours| service_accounts::create_org_service_account(ORGANIZATION, account(hours));
    assert_eq!(code(client, create(1)).await, "INVALID_ATTRIBUTE");
    let created = answer(client, create(8)).await;
    let id = created["clientId"].as_str().unwrap();
    let secret = created["secrets"][0]["secret"].as_str().unwrap();
    let own = sandbox.client_of(id, secret);
    own.send(projects::list_groups()).await.unwrap();
    // A secret is shown once.
    let get = service_accounts::get_org_service_account(ORGANIZATION, id);
    let shown = answer(client, get).await;
    assert_eq!(shown["secrets"][0]["secret"], Value::Null);
    let end = &secret[secret.len() - 4..];
    assert!(
        shown["secrets"][0]["maskedSecretValue"]
            .as_str()
            .unwrap()
            .ends_with(end)
    );

    let more = of::<types::ServiceAccountSecretRequest>(json!({"secretExpiresAfterHours": 8}));
    let more = answer(
        client,
        service_accounts::create_org_secret(ORGANIZATION, id, more),
    )
    .await;
    let second = sandbox.client_of(id, more["secret"].as_str().unwrap());
    second.send(projects::list_groups()).await.unwrap();
    let delete =
        service_accounts::delete_org_secret(ORGANIZATION, id, more["id"].as_str().unwrap());
    client.send(delete).await.unwrap();
    let late = sandbox.client_of(id, more["secret"].as_str().unwrap());
    assert!(
        late.send(projects::list_groups())
            .await
            .unwrap_err()
            .is_authentication()
    );

    let invite = of::<types::GroupServiceAccountRoleAssignment>(json!({"roles": ["GROUP_OWNER"]}));
    let invited = service_accounts::invite_group_service_account(GROUP, id, invite);
    assert_eq!(
        answer(client, invited).await["roles"],
        json!(["GROUP_OWNER"])
    );
    own.send(projects::update_group(
        GROUP,
        of::<types::GroupUpdate>(json!({"name": "Store"})),
    ))
    .await
    .unwrap();
    let of_group = service_accounts::list_group_service_accounts(GROUP);
    assert_eq!(answer(client, of_group).await["totalCount"], 1);
    let groups = service_accounts::get_service_account_groups(ORGANIZATION, id);
    assert_eq!(answer(client, groups).await["results"][0]["groupId"], GROUP);
    client
        .send(service_accounts::delete_group_service_account(GROUP, id))
        .await
        .unwrap();
    let get = service_accounts::get_group_service_account(GROUP, id);
    assert_eq!(code(client, get).await, "RESOURCE_NOT_FOUND");
    client
        .send(service_accounts::delete_org_service_account(
            ORGANIZATION,
            id,
        ))
        .await
        .unwrap();
    assert!(own.send(projects::list_groups()).await.is_err());
}

#[tokio::test]
async fn invites_users() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let invitation = || {
        of::<types::GroupInvitationRequest>(
            json!({"username": "grace@example.com", "roles": ["GROUP_READ_ONLY"]}),
        )
    };
    let create = || projects::create_group_invite(GROUP, invitation());
    let created = answer(client, create()).await;
    assert_eq!(created["groupName"], "Shop");
    assert_eq!(code(client, create()).await, "DUPLICATE_INVITATION");
    let id = created["id"].as_str().unwrap();
    let change = of::<types::GroupInvitationUpdateRequest>(json!({"roles": ["GROUP_OWNER"]}));
    let update = projects::update_invite_by_id(GROUP, id, change);
    assert_eq!(
        answer(client, update).await["roles"],
        json!(["GROUP_OWNER"])
    );
    let list = projects::list_group_invites(GROUP).username("nobody@example.com");
    assert_eq!(listed(client, list).await, json!([]));
    client
        .send(projects::delete_group_invite(GROUP, id))
        .await
        .unwrap();
    assert_eq!(
        code(client, projects::get_group_invite(GROUP, id)).await,
        "RESOURCE_NOT_FOUND"
    );

    let invitation = of::<types::OrganizationInvitationRequest>(
        json!({"username": "grace@example.com", "roles": ["ORG_MEMBER"]}),
    );
    let created = answer(
        client,
        organizations::create_org_invite(ORGANIZATION, invitation),
    )
    .await;
    assert_eq!(created["orgName"], "Sandbox");
    let all = listed(client, organizations::list_org_invites(ORGANIZATION)).await;
    assert_eq!(all.as_array().unwrap().len(), 1);

    let user = json!({"username": "linus@example.com", "roles": {"orgRoles": ["ORG_MEMBER"]}});
    let user = answer(
        client,
        users::create_org_user(ORGANIZATION, of::<types::OrgUserRequest>(user)),
    )
    .await;
    assert_eq!(user["orgMembershipStatus"], "PENDING");
    let id = user["id"].as_str().unwrap();
    let change = json!({"roles": {"orgRoles": ["ORG_READ_ONLY"]}});
    let changed = answer(
        client,
        users::update_org_user(ORGANIZATION, id, of::<types::OrgUserUpdateRequest>(change)),
    )
    .await;
    assert_eq!(changed["roles"]["orgRoles"], json!(["ORG_READ_ONLY"]));
    let member = json!({"username": "linus@example.com", "roles": ["GROUP_READ_ONLY"]});
    answer(
        client,
        users::add_group_users(GROUP, of::<types::GroupUserRequest>(member)),
    )
    .await;
    let pending = answer(client, users::list_group_users(GROUP)).await;
    assert_eq!(pending["totalCount"], 2);
    client
        .send(users::remove_org_user(ORGANIZATION, id))
        .await
        .unwrap();
    assert_eq!(
        code(client, users::get_group_user(GROUP, id)).await,
        "USER_NOT_FOUND"
    );
}
