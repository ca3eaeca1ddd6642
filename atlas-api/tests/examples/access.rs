//! The examples that let people and programs in: database users, the access list, projects and their
//! users.

use serde_json::{Value, json};
use wiremock::MockServer;
use wiremock::matchers::{body_json, header};

use crate::support::{
    GROUP, ORGANIZATION, Outcome, PASSWORD, answer, call, example, failure, run, run_with_token,
    server,
};

/// What is sent to create the user.
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
    let out = "shop was created; the change reaches all nodes within a minute or two\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn database_user_rotates_the_password_and_nothing_else() {
    let server = MockServer::start().await;
    let users = format!("/api/atlas/v2/groups/{GROUP}/databaseUsers");
    call("POST", &users)
        .respond_with(failure(409, "USER_ALREADY_EXISTS", "There is one."))
        .expect(1)
        .mount(&server)
        .await;
    let mut change = new_user();
    change.as_object_mut().unwrap().remove("roles").unwrap();
    call("PATCH", &format!("{users}/admin/shop"))
        .and(body_json(change))
        .respond_with(answer(200, &json!({"username": "shop"})))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "database_user", &[GROUP, "shop", "orders"]);
    let out = "shop has a new password; the change reaches all nodes within a minute or two\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[test]
fn database_user_asks_for_a_password() {
    let outcome =
        run(example("database_user", &[GROUP, "shop", "orders"]).env_remove("DATABASE_PASSWORD"));
    let err = "error: `DATABASE_PASSWORD` is not set\nhelp: set it to the password of the database user\n";
    assert_eq!(outcome, Outcome::failure(err));
}

#[tokio::test]
async fn allow_access_waits_until_the_entry_is_active() {
    for (address, property, in_path) in [
        ("203.0.113.7", "ipAddress", "203.0.113.7"),
        ("203.0.113.0/24", "cidrBlock", "203.0.113.0%2F24"),
    ] {
        let server = MockServer::start().await;
        let list = format!("/api/atlas/v2/groups/{GROUP}/accessList");
        let comment = "added by an example of atlas-api";
        call("POST", &list)
            .and(body_json(json!([{property: address, "comment": comment}])))
            .respond_with(answer(201, &json!({"totalCount": 1})))
            .expect(1)
            .mount(&server)
            .await;
        call("GET", &format!("{list}/{in_path}/status"))
            .respond_with(answer(200, &json!({"STATUS": "ACTIVE"})))
            .expect(1)
            .mount(&server)
            .await;
        let outcome = run_with_token(&server, "allow_access", &[GROUP, address]);
        let out = format!("connections from {address} are allowed\n");
        assert_eq!(outcome, Outcome::success(&out, ""));
    }
}

#[tokio::test]
async fn allow_access_does_not_wait_for_what_has_failed() {
    let server = server(answer(200, &json!({"STATUS": "FAILED"}))).await;
    let outcome = run_with_token(&server, "allow_access", &[GROUP, "203.0.113.7"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(outcome.err.contains("the entry has failed"), "{outcome:?}");
    assert!(
        outcome.err.contains("\nhelp: remove the entry"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn allow_access_explains_what_an_address_is() {
    let server = server(failure(400, "INVALID_ATTRIBUTE", "No address.")).await;
    let outcome = run_with_token(&server, "allow_access", &[GROUP, "localhost"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains("\nhelp: expected an address such as"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn create_project_tells_who_was_added_and_who_was_invited() {
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
            "ada@example.com was added: {\"orgMembershipStatus\":\"DREAMING\"}",
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

#[tokio::test]
async fn create_project_leaves_one_of_that_name_alone() {
    let server = server(failure(409, "GROUP_ALREADY_EXISTS", "There is one.")).await;
    let arguments = [ORGANIZATION, "Shop", "ada@example.com"];
    let outcome = run_with_token(&server, "create_project", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains("\nhelp: choose another name"),
        "{outcome:?}"
    );
}
