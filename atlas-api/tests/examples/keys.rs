//! API keys in the sandbox.

use atlas_api::{programmatic_api_keys as keys, types};
use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, of, strict};
use crate::support::{GROUP, ORGANIZATION};

fn roles(key: &Value) -> Vec<&str> {
    let roles = key["roles"].as_array().unwrap().iter();
    roles.map(|it| it["roleName"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn api_key_has_roles_in_organization_and_projects() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let new = json!({"desc": "ci", "roles": ["ORG_READ_ONLY"]});
    let create = keys::create_org_api_key(
        ORGANIZATION,
        of::<types::CreateAtlasOrganizationApiKey>(new),
    );
    let created = answer(client, create).await;
    let id = created["id"].as_str().unwrap();
    assert_eq!(created["publicKey"].as_str().unwrap().len(), 8);
    let private = created["privateKey"].as_str().unwrap();
    assert!(!atlas_api::is_masked(private), "{private}");
    // The private key is shown once.
    let get = || keys::get_org_api_key(ORGANIZATION, id);
    let shown = answer(client, get()).await;
    let masked = shown["privateKey"].as_str().unwrap();
    assert!(atlas_api::is_masked(masked) && masked.ends_with(&private[24..]));

    let of_project = || keys::list_group_api_keys(GROUP);
    assert_eq!(answer(client, of_project()).await["totalCount"], 0);
    let add = |roles: Value| {
        let body = vec![of::<types::UserAccessRoleAssignment>(
            json!({"roles": roles}),
        )];
        keys::add_group_api_key(GROUP, id, body)
    };
    assert_eq!(code(client, add(json!([]))).await, "MISSING_ATTRIBUTE");
    client.send(add(json!(["GROUP_OWNER"]))).await.unwrap();
    let listed = answer(client, of_project()).await;
    assert_eq!(
        roles(&listed["results"][0]),
        ["ORG_READ_ONLY", "GROUP_OWNER"]
    );
    let change = json!({"roles": ["GROUP_READ_ONLY"]});
    let change =
        keys::update_api_key_roles(GROUP, id, of::<types::UpdateAtlasProjectApiKey>(change));
    let changed = answer(client, change).await;
    assert_eq!(roles(&changed), ["ORG_READ_ONLY", "GROUP_READ_ONLY"]);
    let change = json!({"desc": "tests", "roles": ["ORG_MEMBER"]});
    let change = keys::update_org_api_key(
        ORGANIZATION,
        id,
        of::<types::UpdateAtlasOrganizationApiKey>(change),
    );
    let changed = answer(client, change).await;
    assert_eq!(changed["desc"], "tests");
    assert_eq!(roles(&changed), ["GROUP_READ_ONLY", "ORG_MEMBER"]);
    let none = of::<types::UpdateAtlasOrganizationApiKey>(json!({"roles": []}));
    let none = keys::update_org_api_key(ORGANIZATION, id, none);
    assert_eq!(code(client, none).await, "MISSING_API_KEY_ROLES");
    client
        .send(keys::remove_group_api_key(GROUP, id))
        .await
        .unwrap();
    assert_eq!(roles(&answer(client, get()).await), ["ORG_MEMBER"]);

    let new = json!({"desc": "project", "roles": ["GROUP_OWNER"]});
    let created = answer(
        client,
        keys::create_group_api_key(GROUP, of::<types::CreateAtlasProjectApiKey>(new)),
    )
    .await;
    assert_eq!(roles(&created), ["ORG_MEMBER", "GROUP_OWNER"]);
    let page = keys::list_org_api_keys(ORGANIZATION)
        .items_per_page(1)
        .page_num(2);
    let page = answer(client, page).await;
    assert_eq!(
        (&page["totalCount"], &page["results"][0]["desc"]),
        (&json!(2), &json!("project"))
    );

    client
        .send(keys::delete_org_api_key(ORGANIZATION, id))
        .await
        .unwrap();
    assert_eq!(code(client, get()).await, "API_KEY_NOT_FOUND");
}

#[tokio::test]
async fn rejects_invalid_api_keys() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    for (body, expected) in [
        (json!({"desc": "none", "roles": []}), "INVALID_ATTRIBUTE"),
        (
            json!({"desc": "odd", "roles": ["ORG_KING"]}),
            "INVALID_ENUM_VALUE",
        ),
        (json!({"roles": ["ORG_MEMBER"]}), "MISSING_ATTRIBUTE"),
    ] {
        let create = keys::create_org_api_key(
            ORGANIZATION,
            of::<types::CreateAtlasOrganizationApiKey>(body),
        );
        assert_eq!(code(client, create).await, expected);
    }
}

#[tokio::test]
async fn access_list_of_api_key_has_no_duplicates() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let new = json!({"desc": "ci", "roles": ["ORG_MEMBER"]});
    let created = answer(
        client,
        keys::create_org_api_key(
            ORGANIZATION,
            of::<types::CreateAtlasOrganizationApiKey>(new),
        ),
    )
    .await;
    let id = created["id"].as_str().unwrap();
    let add = |entries: Value| {
        let entries = entries.as_array().unwrap().iter();
        let entries = entries.map(|it| of::<types::UserAccessListRequest>(it.clone()));
        keys::create_org_access_entry(ORGANIZATION, id, entries.collect::<Vec<_>>())
    };
    let both = json!([{"ipAddress": "192.0.2.1"}, {"cidrBlock": "198.51.100.0/24"}]);
    let added = answer(client, add(both)).await;
    let blocks = |list: &Value| -> Vec<Value> {
        let results = list["results"].as_array().unwrap().iter();
        results.map(|it| it["cidrBlock"].clone()).collect()
    };
    assert_eq!(blocks(&added), ["192.0.2.1/32", "198.51.100.0/24"]);
    for (entries, expected) in [
        (
            json!([{"ipAddress": "192.0.2.1"}]),
            "ADDRESS_ALREADY_IN_ACCESS_LIST",
        ),
        (json!([{}]), "MISSING_ATTRIBUTE"),
        (json!([{"ipAddress": "here"}]), "INVALID_ATTRIBUTE"),
        (
            json!([{"ipAddress": "192.0.2.9", "cidrBlock": "192.0.2.0/24"}]),
            "INVALID_ATTRIBUTE",
        ),
    ] {
        assert_eq!(code(client, add(entries)).await, expected);
    }
    let get = |address: &str| keys::get_org_access_entry(ORGANIZATION, id, address);
    let entry = answer(client, get("192.0.2.1")).await;
    assert_eq!(
        (&entry["ipAddress"], &entry["count"]),
        (&json!("192.0.2.1"), &json!(0))
    );
    let delete = keys::delete_access_entry(ORGANIZATION, id, "192.0.2.1");
    client.send(delete).await.unwrap();
    assert_eq!(
        code(client, get("192.0.2.1")).await,
        "API_KEY_ACCESS_LIST_ENTRY_NOT_FOUND"
    );
    let left = answer(client, keys::list_org_access_entries(ORGANIZATION, id)).await;
    assert_eq!(blocks(&left), ["198.51.100.0/24"]);
}
