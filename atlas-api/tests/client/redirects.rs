//! Redirects. Neither the default client nor a custom one may follow them with a body or a secret.

use atlas_api::{Client, Credentials, Error, projects, reqwest, types};

use crate::client::support::faults::{Faults, Seen, answer};
use crate::client::support::*;

/// A server that redirects everything but token requests to another one.
async fn redirecting(status: u16, to: &str) -> Faults {
    let to = format!("{to}/elsewhere");
    Faults::start(move |_, seen| match &*seen.target {
        "/api/oauth/token" => answer(200, &[], r#"{"access_token":"hush-1","expires_in":3600}"#),
        _ => answer(status, &[("location", &to)], ""),
    })
    .await
}

async fn elsewhere() -> Faults {
    Faults::start(|_, _| answer(200, &[], "{}")).await
}

/// A client whose `reqwest` follows redirects, and retries as usual.
fn following(server: &Faults, credentials: Credentials) -> Client {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = builder(&server.url)
        .credentials(credentials)
        .retry(quick_retries());
    client.http_client(http).build().unwrap()
}

async fn create(client: &Client) -> Error {
    let group = types::Group::default().name("hush-name");
    let result = client.send(projects::create_group(group)).await;
    let error = result.map(drop).unwrap_err();
    assert_presentable(&error);
    assert!(!error.is_retryable(), "{error}");
    error
}

fn assert_bare(seen: &[Seen]) {
    for seen in seen {
        assert_eq!((&*seen.method, seen.body.len()), ("GET", 0), "{seen:?}");
        assert!(!seen.headers.contains_key("authorization"), "{seen:?}");
    }
}

#[tokio::test]
async fn custom_http_client_sends_no_body_or_token_to_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let other = elsewhere().await;
        let server = redirecting(status, &other.url).await;
        let client = following(&server, Credentials::bearer_token(TOKEN));
        let error = create(&client).await;
        assert_eq!(server.count(), 1, "{status}: sent again");
        assert_bare(&other.seen());
        if status < 307 {
            assert!(error.is_transport(), "{error}");
            let message = error.to_string();
            assert!(message.contains(&other.url), "{message}");
            assert!(message.contains("Policy::none()"), "{message}");
        } else {
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(other.count(), 0, "{status}");
        }
    }
}

#[tokio::test]
async fn custom_http_client_rejects_response_of_other_server() {
    for status in [301, 302, 303, 307, 308] {
        let other = elsewhere().await;
        let server = redirecting(status, &other.url).await;
        let client = following(&server, Credentials::bearer_token(TOKEN));
        client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert_eq!(server.count(), 1, "{status}: sent again");
        assert_eq!(other.count(), usize::from(status == 303), "{status}");
        assert_bare(&other.seen());
    }
}

#[tokio::test]
async fn custom_http_client_rejects_redirect_within_origin() {
    let server = Faults::start(|_, seen| match &*seen.target {
        "/elsewhere" => answer(200, &[], "{}"),
        _ => answer(303, &[("location", "/elsewhere")], ""),
    })
    .await;
    let error = create(&following(&server, Credentials::bearer_token(TOKEN))).await;
    assert!(error.to_string().contains(&server.url), "{error}");
}

/// The request was processed. That the next server can't be reached does not mean that nothing was sent.
#[tokio::test]
async fn does_not_resend_after_redirect_to_unreachable_server() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = redirecting(303, &nowhere).await;
    let client = following(&server, Credentials::bearer_token(TOKEN));
    let error = create(&client).await;
    assert_eq!(server.count(), 1);
    assert!(error.to_string().contains("can't be reached"), "{error}");
}

#[tokio::test]
async fn revocation_sends_no_token_to_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let other = elsewhere().await;
        let server = redirecting(status, &other.url).await;
        let credentials = Credentials::service_account("mdb_sa_id_1", "hush-client-secret");
        let client = following(&server, credentials);
        client.send(projects::get_group(GROUP)).await.unwrap_err();
        let error = client.revoke_token().await.unwrap_err();
        assert_presentable(&error);
        assert_bare(&other.seen());
    }
}

#[tokio::test]
async fn custom_http_client_sends_content_length() {
    let server = elsewhere().await;
    let client = following(&server, Credentials::bearer_token(TOKEN));
    let group = types::Group::default().name("prod");
    client.send(projects::create_group(group)).await.unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].body, br#"{"name":"prod"}"#);
    assert_eq!(seen[0].headers["content-length"], "15");
    assert!(!seen[1].headers.contains_key("transfer-encoding"));
    assert!(!seen[1].headers.contains_key("content-length"));
}
