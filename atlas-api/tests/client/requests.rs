//! What the client sends, and what it refuses to send.

use atlas_api::{Client, Credentials, Error, clusters, monitoring_and_logs, projects, ready};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client::support::*;

#[test]
fn errors_and_clients_are_small_send_and_sync() {
    fn assert_movable<T: Send + Sync + 'static>() {}
    assert_movable::<Error>();
    assert_movable::<Client>();
    assert_movable::<Credentials>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Client>(), 2 * size_of::<usize>());
}

#[tokio::test]
async fn request_has_arguments_version_and_user_agent() {
    let server = server(json(200, r#"{"results":[],"totalCount":0}"#)).await;
    let operation = clusters::list_clusters(GROUP).items_per_page(50);
    client(&server).send(operation).await.unwrap();

    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(
        request.url.path(),
        format!("/api/atlas/v2/groups/{GROUP}/clusters")
    );
    assert_eq!(request.url.query(), Some("itemsPerPage=50"));
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    assert_eq!(
        header("accept"),
        Some("application/vnd.atlas.2024-08-05+json")
    );
    assert_eq!(
        header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    let user_agent = format!("atlas-api/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(header("user-agent"), Some(user_agent.as_str()));
    assert_eq!(header("content-type"), None);
    assert_eq!(header("content-length"), None);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn applies_client_settings_to_request() {
    let server = server(json(200, "{}")).await;
    let client = Client::builder()
        .base_url(format!("{}/mirror/", server.uri()))
        .user_agent_suffix("nightly-report/2.1")
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    assert_eq!(client.base_url(), format!("{}/mirror", server.uri()));
    client.send(projects::get_group(GROUP)).await.unwrap();

    let request = only_request(&server).await;
    assert_eq!(
        request.url.path(),
        format!("/mirror/api/atlas/v2/groups/{GROUP}")
    );
    assert!(!request.headers.contains_key("authorization"));
    let user_agent = request.headers["user-agent"].to_str().unwrap();
    assert!(user_agent.starts_with("atlas-api/"), "{user_agent}");
    assert!(user_agent.ends_with(" nightly-report/2.1"), "{user_agent}");
}

#[tokio::test]
async fn sends_borrowed_operation_from_cloned_client() {
    let server = server(json(200, "{}")).await;
    let client = client(&server);
    let operation = clusters::list_clusters(GROUP);
    let sent_elsewhere = tokio::spawn({
        let (client, operation) = (client.clone(), operation.clone());
        async move { client.send(operation).await.map(drop) }
    });
    client.send(&operation).await.unwrap();
    client.send(operation).await.unwrap();
    sent_elsewhere.await.unwrap().unwrap();
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn redirect_is_an_error_and_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = server(json(200, "{}")).await;
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).insert_header("location", elsewhere.uri());
        Mock::given(any()).respond_with(answer).mount(&server).await;

        let error = client(&server)
            .send(projects::delete_group(GROUP))
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(
            error.headers().unwrap()["location"],
            elsewhere.uri().as_str()
        );
        assert!(
            error.to_string().ends_with(": redirects are not followed"),
            "{error}"
        );
        assert!(!error.is_retryable());
        assert!(elsewhere.received_requests().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn rejects_invalid_argument_before_sending() {
    let server = MockServer::start().await;
    for argument in ["", ".", ".."] {
        let error = client(&server)
            .send(clusters::list_clusters(argument))
            .await
            .unwrap_err();
        assert!(error.is_input() && !error.is_transport() && !error.is_retryable());
        assert!(error.to_string().starts_with(LIST_CLUSTERS), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

/// Programs can spawn them.
#[test]
fn futures_and_streams_are_send() {
    fn assert_movable<T: Send + 'static>(_: T) {}
    let client = Client::builder().build().unwrap();
    assert_movable(client.items(clusters::list_clusters(GROUP)));
    assert_movable(client.pages(clusters::list_clusters(GROUP)));
    assert_movable(
        client
            .wait(clusters::get_cluster(GROUP, "prod"))
            .until(ready::cluster),
    );
    assert_movable(client.request(http::Method::GET, "/", "preview").send());
    assert_movable(async move {
        let operation = monitoring_and_logs::download_cluster_log(GROUP, "host", "mongodb");
        let file = client.download(operation).await?;
        file.decompressed().save("mongodb.log").await
    });
}

/// Programs pay for it in their own futures, for each operation.
#[test]
fn send_future_is_small() {
    let client = Client::builder().build().unwrap();
    let future = client.send(clusters::list_clusters(GROUP));
    assert!(size_of_val(&future) < 1_024, "{}", size_of_val(&future));
}

#[test]
fn client_debug_hides_token() {
    let builder = builder("https://cloud.mongodb.com");
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    for text in [shown, format!("{client:?}"), format!("{client:#?}")] {
        assert!(!text.contains(TOKEN), "{text}");
    }
    assert!(!format!("{:?}", Credentials::bearer_token(TOKEN)).contains(TOKEN));
}

#[test]
fn validates_base_urls() {
    for (given, kept) in [
        ("https://cloud.mongodb.com", "https://cloud.mongodb.com"),
        ("https://cloud.mongodb.com/", "https://cloud.mongodb.com"),
        (
            "https://cloud.mongodb.com:443//",
            "https://cloud.mongodb.com",
        ),
        (
            "https://proxy.example:8443/atlas/",
            "https://proxy.example:8443/atlas",
        ),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.2:8080", "http://127.0.0.2:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ] {
        let client = Client::builder().base_url(given).build().unwrap();
        assert_eq!(client.base_url(), kept);
    }
    for refused in [
        "",
        "cloud.mongodb.com",
        "/api",
        "ftp://cloud.mongodb.com",
        "file:///etc",
        "http://cloud.mongodb.com",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "http://[::2]",
        "https://",
        "https://user@cloud.mongodb.com",
        "https://:hush@cloud.mongodb.com",
        "https://cloud.mongodb.com?pretty=true",
        "https://cloud.mongodb.com/#top",
    ] {
        let error = Client::builder()
            .base_url(refused)
            .build()
            .expect_err(refused);
        assert!(error.is_input(), "{refused}: {error}");
        assert!(error.operation().is_none());
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}

#[test]
fn validates_other_settings() {
    let error = Client::builder()
        .user_agent_suffix("a\r\nx-evil: 1")
        .build()
        .unwrap_err();
    assert!(error.is_input(), "{error}");
    for token in ["", "two\nlines-hush"] {
        let client = Client::builder().credentials(Credentials::bearer_token(token));
        let error = client.build().unwrap_err();
        assert!(error.is_authentication() && !error.is_input(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
}
