//! The examples that grant access to people and programs: database users, the access list, projects and their users.

use serde_json::{Value, json};
use wiremock::MockServer;
use wiremock::matchers::{body_json, header};

use crate::support::{
    GROUP, ORGANIZATION, Outcome, PASSWORD, answer, call, example, failure, run, run_with_token,
};

/// The body that creates the user.
fn new_user() -> Value {
    json!({
        "databaseName": "admin",
        "groupId": GROUP,
        "password": PASSWORD,
        "roles": [{"databaseName": "orders", "roleName": "readWrite"}],
        "username": "shop",
    })
}

#[tokio::test]
async fn database_user_creates_a_user() {
    let server = MockServer::start().await;
    call(
        "POST",
        &format!("/api/atlas/v2/groups/{GROUP}/databaseUsers"),
    )
    .and(header(
        "content-type",
        "application/vnd.atlas.2023-01-01+json",
    ))
    .and(body_json(new_user()))
    .respond_with(answer(201, &json!({"username": "shop"})))
    .expect(1)
    .mount(&server)
    .await;
    let outcome = run_with_token(&server, "database_user", &[GROUP, "shop", "orders"]);
    let out = "shop was created\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn database_user_rotates_only_the_password() {
    let server = MockServer::start().await;
    let users = format!("/api/atlas/v2/groups/{GROUP}/databaseUsers");
    call("POST", &users)
        .respond_with(failure(409, "USER_ALREADY_EXISTS", "There is one."))
        .expect(1)
        .mount(&server)
        .await;
    let change = json!({"password": PASSWORD});
    call("PATCH", &format!("{users}/admin/shop"))
        .and(body_json(change))
        .respond_with(answer(200, &json!({"username": "shop"})))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "database_user", &[GROUP, "shop", "orders"]);
    let out = "shop has a new password\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[test]
fn database_user_asks_for_a_password() {
    let outcome =
        run(example("database_user", &[GROUP, "shop", "orders"]).env_remove("DATABASE_PASSWORD"));
    let err =
        "Error: can't read `DATABASE_PASSWORD`\n\nCaused by:\n    environment variable not found\n";
    assert_eq!(outcome, Outcome::failure(err));
}

/// A file with these blocks.
fn addresses(blocks: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, blocks).unwrap();
    file
}

/// A server whose access list has two blocks and a security group.
async fn server_with_entries() -> MockServer {
    let server = MockServer::start().await;
    let entries = json!([
        {"cidrBlock": "203.0.113.0/24"},
        {"cidrBlock": "198.51.100.7/32", "ipAddress": "198.51.100.7"},
        {"awsSecurityGroup": "sg-1"},
    ]);
    call("GET", &list())
        .respond_with(answer(200, &json!({"results": entries, "totalCount": 3})))
        .expect(1)
        .mount(&server)
        .await;
    server
}

fn list() -> String {
    format!("/api/atlas/v2/groups/{GROUP}/accessList")
}

async fn mount_creation(server: &MockServer, status: &str) {
    call("POST", &list())
        .and(body_json(json!([{"cidrBlock": "192.0.2.0/25"}])))
        .respond_with(answer(201, &json!({"totalCount": 1})))
        .expect(1)
        .mount(server)
        .await;
    call("GET", &format!("{}/192.0.2.0%2F25/status", list()))
        .respond_with(answer(200, &json!({"STATUS": status})))
        .expect(1)
        .mount(server)
        .await;
}

#[tokio::test]
async fn sync_access_list_adds_and_removes_blocks() {
    let file = addresses("203.0.113.0/24\n192.0.2.0/25\n");
    let file = file.path().to_str().unwrap();
    for prune in [false, true] {
        let server = server_with_entries().await;
        mount_creation(&server, "ACTIVE").await;
        call("DELETE", &format!("{}/198.51.100.7%2F32", list()))
            .respond_with(answer(200, &json!({})))
            .expect(u64::from(prune))
            .mount(&server)
            .await;
        let arguments = [GROUP, file, "--prune"];
        let arguments = &arguments[..if prune { 3 } else { 2 }];
        let outcome = run_with_token(&server, "sync_access_list", arguments);
        let removed = if prune {
            "198.51.100.7/32 is removed\n"
        } else {
            ""
        };
        let out = format!("192.0.2.0/25 is active\n{removed}");
        assert_eq!(outcome, Outcome::success(&out, ""));
    }
}

#[tokio::test]
async fn sync_access_list_removes_nothing_if_a_block_fails() {
    let server = server_with_entries().await;
    mount_creation(&server, "FAILED").await;
    let file = addresses("192.0.2.0/25");
    let arguments = [GROUP, file.path().to_str().unwrap(), "--prune"];
    let outcome = run_with_token(&server, "sync_access_list", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains("192.0.2.0/25 has failed"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn create_project_distinguishes_added_and_invited_users() {
    for (user, line) in [
        (
            json!({"orgMembershipStatus": "ACTIVE", "username": "ada@example.com"}),
            "ada@example.com was added",
        ),
        (
            json!({"orgMembershipStatus": "PENDING", "invitationExpiresAt": "2026-03-02T10:00:00Z"}),
            "ada@example.com was invited until 2026-03-02T10:00:00Z",
        ),
        (
            json!({"orgMembershipStatus": "PENDING", "invitationExpiresAt": null}),
            "ada@example.com was invited",
        ),
        (
            json!({"orgMembershipStatus": "DREAMING"}),
            "ada@example.com was added",
        ),
    ] {
        let server = MockServer::start().await;
        call("POST", "/api/atlas/v2/groups")
            .and(body_json(json!({"name": "Shop", "orgId": ORGANIZATION})))
            .respond_with(answer(201, &json!({"id": GROUP, "name": "Shop"})))
            .expect(1)
            .mount(&server)
            .await;
        let media_type = "application/vnd.atlas.2025-02-19+json";
        call("POST", &format!("/api/atlas/v2/groups/{GROUP}/users"))
            .and(header("content-type", media_type))
            .and(body_json(json!({
                "roles": ["GROUP_READ_ONLY"],
                "username": "ada@example.com",
            })))
            .respond_with(answer(201, &user))
            .expect(1)
            .mount(&server)
            .await;
        let arguments = [ORGANIZATION, "Shop", "ada@example.com"];
        let outcome = run_with_token(&server, "create_project", &arguments);
        let out = format!("project {GROUP}\n{line}\n");
        assert_eq!(outcome, Outcome::success(&out, ""));
    }
}
