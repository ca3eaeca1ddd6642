//! Requests that no operation of the crate describes.

use http::header::ACCEPT;
use http::{HeaderName, HeaderValue, Method};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::client::support;
use crate::client::support::*;

const PATH: &str = "/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/new";

#[tokio::test]
async fn sends_and_receives_json() {
    let server = server(support::json(201, r#"{"id":9007199254740993}"#)).await;
    let response = client(&server)
        .request(Method::POST, PATH, "2030-01-31")
        .query("dry run", true)
        .header(
            HeaderName::from_static("x-more"),
            HeaderValue::from_static("1"),
        )
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .json(&json!({"name": "prod"}))
        .execute()
        .await
        .unwrap();
    assert_eq!(response.status, 201);
    assert_eq!(response.value["id"], 9_007_199_254_740_993_u64);

    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "POST");
    assert_eq!(request.url.path(), PATH);
    assert_eq!(request.url.query(), Some("dry%20run=true"));
    assert_eq!(request.body, br#"{"name":"prod"}"#);
    let media_type = Some("application/vnd.atlas.2030-01-31+json");
    assert_eq!(header(&request, "content-type"), media_type);
    let accepted: Vec<_> = request.headers.get_all("accept").iter().collect();
    assert_eq!(accepted, ["application/json"]);
    assert_eq!(header(&request, "x-more"), Some("1"));
    assert_eq!(header(&request, "authorization"), Some("Bearer hush-token"));
}

#[tokio::test]
async fn requests_version_in_media_type() {
    for (version, media_type) in [
        ("preview", "application/vnd.atlas.preview+json"),
        ("v1.0", "application/json"),
    ] {
        let server = server(support::json(200, "[1]")).await;
        let call = client(&server).request(Method::GET, PATH, version);
        assert_eq!(call.send().await.unwrap(), json!([1]));
        let request = only_request(&server).await;
        assert_eq!(header(&request, "accept"), Some(media_type));
        assert_eq!(header(&request, "content-type"), None);
    }
}

#[tokio::test]
async fn returns_null_for_empty_body() {
    let server = server(ResponseTemplate::new(204)).await;
    let call = client(&server).request(Method::DELETE, PATH, "2024-08-05");
    assert_eq!(call.send().await.unwrap(), Value::Null);
}

#[tokio::test]
async fn error_keeps_body_that_is_not_json() {
    for (media_type, expected) in [
        ("application/json", "has an unexpected type at `$`"),
        (
            "text/html",
            "the body is `text/html`, not `application/json`",
        ),
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw("-----BEGIN", media_type);
        let server = server(answer).await;
        let call = client(&server).request(Method::GET, PATH, "2024-08-05");
        let error = call.send().await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains(expected),
            "{error}"
        );
        assert_eq!(error.body().unwrap(), "-----BEGIN");
        assert_presentable(&error);
    }
}

#[tokio::test]
async fn error_omits_query() {
    let server = server(support::json(404, r#"{"errorCode":"NO_SUCH_THING"}"#)).await;
    let call = client(&server).request(Method::GET, &format!("{PATH}?key=hush"), "2024-08-05");
    assert!(!format!("{call:?}").contains("hush"));
    let error = call.query("token", "hush").send().await.unwrap_err();
    assert!(error.is_not_found() && error.is_code("NO_SUCH_THING"));
    assert_eq!(error.operation(), None);
    assert!(
        error.to_string().starts_with(&format!("GET {PATH}: 404")),
        "{error}"
    );
    assert_presentable(&error);
    let query = only_request(&server).await.url.query().map(str::to_owned);
    assert_eq!(query.as_deref(), Some("key=hush&token=hush"));
}

#[tokio::test]
async fn encodes_path_arguments() {
    let server = server(support::json(200, "{}")).await;
    let call = client(&server)
        .request(
            Method::GET,
            "/api/{id}/x%2Fy/{name}:go?at={t}",
            "2024-08-05",
        )
        .path("name", "old")
        .path("id", 7)
        .path("name", "a/b?c#d")
        .query("e", "f");
    call.send().await.unwrap();
    let url = only_request(&server).await.url;
    assert_eq!(url.path(), "/api/7/x%2Fy/a%2Fb%3Fc%23d:go");
    assert_eq!(url.query(), Some("at={t}&e=f"));

    let call = client(&server).request(Method::GET, PATH, "2024-08-05");
    let error = call.path("nmae", "prod").send().await.unwrap_err();
    let message = "the path has no placeholder for the argument `nmae`";
    assert!(
        error.is_input() && error.to_string().contains(message),
        "{error}"
    );
}

#[tokio::test]
async fn rejects_unsendable_requests() {
    let server = server(support::json(200, "{}")).await;
    let client = client(&server);
    for (path, version) in [
        ("api/atlas/v2", "2024-08-05"),
        ("", "2024-08-05"),
        ("@evil.example/", "2024-08-05"),
        ("https://evil.example/", "2024-08-05"),
        ("/with space", "2024-08-05"),
        ("/clusters/prod#2", "2024-08-05"),
        ("/clusters/../clusters", "2024-08-05"),
        ("/clusters/%2E%2e?a=b", "2024-08-05"),
        ("/clusters/{name}", "2024-08-05"),
        ("/api/atlas/v2/\\..\\..\\admin", "2024-08-05"),
        ("/api/atlas/v2\\..", "2024-08-05"),
        ("/api\\atlas", "2024-08-05"),
        ("/api/%2e%2E/x", "2024-08-05"),
        ("/api/.%2e/x", "2024-08-05"),
        ("/api/x%2F..%2fy", "2024-08-05"),
        ("/api/..%5Cy", "2024-08-05"),
        ("/api/..;x=1/y", "2024-08-05"),
        ("/api/.\t./x", "2024-08-05"),
        ("/api/.\n./x", "2024-08-05"),
        ("/api/\r../x", "2024-08-05"),
        ("/api/x\t", "2024-08-05"),
        ("//evil.example/x", "2024-08-05"),
        ("/\\evil.example/x", "2024-08-05"),
        ("/api//x", "2024-08-05"),
        ("/api/x//?a=b", "2024-08-05"),
        ("/api/é", "2024-08-05"),
        ("/api/x?a=\t", "2024-08-05"),
        ("/api/x?a=\"", "2024-08-05"),
        (PATH, "line\nend"),
        (PATH, "20 é"),
    ] {
        let error = client
            .request(Method::GET, path, version)
            .send()
            .await
            .unwrap_err();
        assert!(error.is_input(), "{path} {error}");
    }
    let call = client.request(Method::GET, "/api/x?name='é'", "2024-08-05");
    let error = call.send().await.unwrap_err().to_string();
    let says = "the query has characters that must be percent-encoded: write `name=%27%C3%A9%27`";
    assert!(error.contains(says), "{error}");
    let unwritable = std::collections::HashMap::from([(vec![1], 1)]);
    let call = client
        .request(Method::POST, PATH, "2024-08-05")
        .json(&unwritable);
    let error = call.send().await.unwrap_err();
    assert!(
        error.is_input() && error.to_string().contains("JSON"),
        "{error}"
    );
    assert!(requests(&server).await.is_empty());
}
