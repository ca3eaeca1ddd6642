//! Who may call which operation in which version: tokens, roles, versions.

use atlas_api::http::Method;
use atlas_api::types::Group;
use atlas_api::{clusters, projects};
use serde_json::{Value, json};

use crate::raw::Raw;
use crate::sandbox::Sandbox;
use crate::support::{GROUP, ORGANIZATION};

#[tokio::test]
async fn answers_401_without_valid_token() {
    let sandbox = Sandbox::start("0");
    let mut raw = Raw::of(&sandbox).await;
    for token in [None, Some("unknown")] {
        raw.token = token.map(str::to_owned);
        // A path that exists, one that the sandbox lacks, and one that nobody has.
        for path in ["/groups", &format!("/groups/{GROUP}/limits"), "/nothing"] {
            let response = raw.get(path).await;
            assert_eq!(response.status, 401, "{path}");
            assert_eq!(response.body["errorCode"], Value::Null);
        }
    }
}

#[tokio::test]
async fn tokens_need_known_secret_and_end_when_expired_or_revoked() {
    let sandbox = Sandbox::with(&["--token-seconds", "0"]);
    let error = sandbox.client().send(projects::list_groups()).await;
    assert_eq!(error.unwrap_err().status().unwrap().as_u16(), 401);

    let sandbox = Sandbox::start("0");
    let stranger = sandbox.client_of("mdb_sa_id_sandbox", "wrong");
    let error = stranger.send(projects::list_groups()).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");

    let raw = Raw::of(&sandbox).await;
    assert_eq!(raw.get("/groups").await.status, 200);
    let revoke = reqwest::Client::new().post(format!("{}/api/oauth/revoke", sandbox.url()));
    let revoke = revoke.basic_auth("mdb_sa_id_sandbox", Some("mdb_sa_sk_sandbox"));
    let token = raw.token.clone().unwrap();
    let revoked = revoke.body(format!("token={token}")).send().await.unwrap();
    assert_eq!(revoked.status(), 200);
    assert_eq!(raw.get("/groups").await.status, 401);
}

#[tokio::test]
async fn answers_with_newest_version_at_or_before_requested_date() {
    let sandbox = Sandbox::with(&["--today", "2026-01-01"]);
    let raw = Raw::of(&sandbox).await;
    let path = format!("/groups/{GROUP}/clusters/prod");
    for (date, version) in [
        ("2023-01-01", "2023-01-01"),
        ("2023-02-01", "2023-02-01"),
        ("2024-08-04", "2023-02-01"),
        ("2024-08-05", "2024-08-05"),
        ("2025-03-12", "2024-08-05"),
        ("2099-01-01", "2024-08-05"),
    ] {
        let accept = format!("application/vnd.atlas.{date}+json");
        let response = raw.send(Method::GET, &path, &accept, "").await;
        assert_eq!(response.status, 200, "{date}");
        let expected = format!("application/vnd.atlas.{version}+json;charset=utf-8");
        assert_eq!(response.header("content-type"), expected);
        assert_eq!(response.body["name"], "prod");
    }
    // A removed version, one that only the service has, and dates before all versions.
    let schedule = format!("{path}/backup/schedule");
    let removed = format!("/federationSettings/{GROUP}/identityProviders/1");
    for (path, date, status, code) in [
        (&removed, "2023-01-01", 410, "VERSION_GONE"),
        (&schedule, "2023-01-01", 501, "NOT_IN_SANDBOX"),
        (&path, "2022-12-31", 406, "INVALID_VERSION_DATE"),
        (&path, "2023-13-01", 406, "INVALID_VERSION_DATE"),
        (&path, "soon", 406, "INVALID_VERSION_DATE"),
    ] {
        let accept = format!("application/vnd.atlas.{date}+json");
        let response = raw.send(Method::GET, path, &accept, "").await;
        assert_eq!((response.status, response.code()), (status, code), "{date}");
    }
    for accept in [
        "application/json",
        "*/*",
        "application/vnd.atlas.2025-03-12+csv",
    ] {
        let response = raw.send(Method::GET, &path, accept, "").await;
        assert_eq!(
            (response.status, response.code()),
            (406, "INVALID_VERSION_DATE"),
            "{accept}"
        );
    }
    // The same version on a later day.
    let sandbox_later = Sandbox::with(&["--today", "2099-01-01"]);
    let later = Raw::of(&sandbox_later).await;
    let accept = "application/vnd.atlas.2023-02-01+json";
    let response = later.send(Method::GET, &path, accept, "").await;
    assert_eq!((response.status, response.code()), (410, "VERSION_GONE"));
    // One operation, two formats.
    let invoice = format!("/orgs/{ORGANIZATION}/invoices/5f1b2c3d4e5f60718293a402");
    for format in ["json", "csv"] {
        let accept = format!("application/vnd.atlas.2025-03-12+{format}");
        let response = raw.send(Method::GET, &invoice, &accept, "").await;
        assert_eq!(response.status, 200);
        let expected = format!("application/vnd.atlas.2023-01-01+{format}");
        assert!(response.header("content-type").starts_with(&expected));
    }
}

#[tokio::test]
async fn roles_limit_what_an_account_may_do() {
    let sandbox = Sandbox::start("0");
    let reader = sandbox.client_of("mdb_sa_id_reader", "mdb_sa_sk_reader");
    reader.send(clusters::list_clusters(GROUP)).await.unwrap();
    let delete = clusters::delete_cluster(GROUP, "prod");
    let error = reader.send(delete).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 403);
    assert!(error.is_code("ACCESS_FORBIDDEN"), "{error}");

    // An account with a role in another project only.
    let owner = sandbox.client();
    let other = Group::new("Other", ORGANIZATION);
    let other = owner.send(projects::create_group(other)).await.unwrap();
    let other = other.id.unwrap();
    let raw = Raw::of(&sandbox).await;
    let accept = "application/vnd.atlas.2025-03-12+json";
    let account = json!({
        "name": "other", "description": "A reader", "roles": ["GROUP_READ_ONLY"], "secretExpiresAfterHours": 8,
    });
    let path = format!("/groups/{other}/serviceAccounts");
    let created = raw
        .send(Method::POST, &path, accept, &account.to_string())
        .await;
    assert_eq!(created.status, 201, "{}", created.body);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let id = text(&created.body["clientId"]);
    let secret = text(&created.body["secrets"][0]["secret"]);
    let client = sandbox.client_of(&id, &secret);
    let seen = client.send(projects::list_groups()).await.unwrap();
    assert_eq!(seen.total_count, Some(1));
    client.send(clusters::list_clusters(&*other)).await.unwrap();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert!(error.is_code("USER_UNAUTHORIZED"), "{error}");
    assert!(!error.is_authentication(), "the caller is known");
}

#[tokio::test]
async fn expired_secret_gets_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let flags = ["--seconds", "0", "--state", file.to_str().unwrap()];
    {
        let sandbox = Sandbox::with(&flags);
        let group = Group::new("Other", ORGANIZATION);
        sandbox
            .client()
            .send(projects::create_group(group))
            .await
            .unwrap();
    }
    let mut state: Value = std::fs::read_to_string(&file).unwrap().parse().unwrap();
    let accounts = format!("/lists/orgs~1{ORGANIZATION}~1serviceAccounts/0/value/secrets/0");
    state.pointer_mut(&accounts).unwrap()["expiresAt"] = "2020-01-31T08:00:00Z".into();
    std::fs::write(&file, state.to_string()).unwrap();
    let sandbox = Sandbox::with(&flags);
    let error = sandbox.client().send(projects::list_groups()).await;
    assert!(error.unwrap_err().is_authentication());
    let reader = sandbox.client_of("mdb_sa_id_reader", "mdb_sa_sk_reader");
    reader.send(projects::list_groups()).await.unwrap();
}
