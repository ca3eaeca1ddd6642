//! How the client interprets each response.

use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use atlas_api::{Error, Operation, clusters, projects};
use bytes::Bytes;
use wiremock::ResponseTemplate;

use crate::client::support::faults::{Faults, Reaction};
use crate::client::support::*;

/// A server that sends these bytes, and hangs up.
async fn raw_server(answer: impl Into<Vec<u8>>) -> String {
    let answer = answer.into();
    let server = Faults::start(move |_, _| Reaction::Cut(answer.clone())).await;
    server.url
}

#[tokio::test]
async fn execute_returns_value_status_and_headers() {
    let body = r#"{"results":[{"name":"Cluster0"}],"totalCount":1}"#;
    let server = server(json(200, body).insert_header("RateLimit-Remaining", "99")).await;
    let response = client(&server)
        .execute(clusters::list_clusters(GROUP))
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.headers["ratelimit-remaining"], "99");
    assert_eq!(response.value.total_count, Some(1));
    assert!(response.set_aside.is_empty());
}

#[tokio::test]
async fn any_2xx_is_a_success() {
    // The spec declares 200 for one and 204 for the other.
    for status in [200, 201, 202, 206, 299] {
        let server = server(json(status, "{}")).await;
        let response = client(&server)
            .execute(projects::get_group(GROUP))
            .await
            .unwrap();
        assert_eq!(response.status, status);
        let response = client(&server)
            .execute(projects::delete_group(GROUP))
            .await
            .unwrap();
        assert_eq!(response.status, status);
    }
}

#[tokio::test]
async fn accepts_204_without_body() {
    let server = server(ResponseTemplate::new(204)).await;
    client(&server)
        .send(projects::delete_group(GROUP))
        .await
        .unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "DELETE");
    assert_eq!(request.url.path(), format!("/api/atlas/v2/groups/{GROUP}"));
    // If a body is declared, its absence is not a failure either.
    let response = client(&server)
        .execute(projects::get_group(GROUP))
        .await
        .unwrap();
    assert_eq!(response.status, 204);
}

#[tokio::test]
async fn exposes_service_error() {
    let body = r#"{"error":404,"errorCode":"GROUP_NOT_FOUND","reason":"Not Found",
        "detail":"There is no\nsuch group.","parameters":["32b6e34b3d91647abb20e7b8"],"later":1}"#;
    let error = list_error(json(404, body).insert_header("x-request", "7")).await;
    assert_eq!(
        error.to_string(),
        format!("{LIST_CLUSTERS}: 404 Not Found, GROUP_NOT_FOUND: There is no such group.")
    );
    assert!(error.is_not_found() && error.is_code("GROUP_NOT_FOUND"));
    assert!(!error.is_code("CLUSTER_NOT_FOUND"));
    assert!(!error.is_retryable() && !error.is_transport() && !error.is_input());
    assert!(!error.is_authentication() && !error.is_forbidden() && !error.is_decode());
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.headers().unwrap()["x-request"], "7");
    assert_eq!(error.body().unwrap(), body);
    assert!(error.source().is_none());

    let failure = error.api().unwrap();
    assert_eq!(failure.status(), 404);
    assert_eq!(failure.error_code(), Some("GROUP_NOT_FOUND"));
    assert_eq!(failure.detail(), Some("There is no\nsuch group."));
    assert_eq!(failure.reason(), Some("Not Found"));
    assert_eq!(failure.parameters(), [GROUP]);
    assert_eq!(failure.field_violations().count(), 0);
    assert_eq!(failure.json().unwrap()["later"], 1);
}

#[tokio::test]
async fn names_invalid_fields_of_bad_request() {
    let body = r#"{"error":400,"errorCode":"VALIDATION_ERROR","detail":"Invalid.","parameters":null,
        "badRequestDetail":{"fields":[{"field":"name","description":"is empty"},{"field":"x"}]}}"#;
    let error = list_error(json(400, body)).await;
    assert_eq!(
        error.to_string(),
        format!(
            "{LIST_CLUSTERS}: 400 Bad Request, VALIDATION_ERROR: Invalid. \
             (name: is empty; and 1 more)"
        )
    );
    let failure = error.api().unwrap();
    assert_eq!(
        failure.field_violations().collect::<Vec<_>>(),
        [("name", "is empty"), ("x", "")]
    );
    assert!(failure.parameters().is_empty());
}

#[tokio::test]
async fn tolerates_errors_with_missing_fields() {
    for (status, body, message) in [
        (
            401,
            r#"{"error":401,"reason":"Unauthorized","detail":"No."}"#,
            "401 Unauthorized: No.",
        ),
        (
            403,
            r#"{"errorCode":17,"reason":"Not you"}"#,
            "403 Forbidden: Not you",
        ),
        // Some parts of the service have their own format of errors.
        (
            404,
            r#"{"errorCode":"GONE","message":"Lost."}"#,
            "404 Not Found, GONE: Lost.",
        ),
        (
            404,
            r#"{"errorCode":"GONE","detail":null}"#,
            "404 Not Found, GONE",
        ),
        (
            409,
            r#"{"parameters":{},"badRequestDetail":null}"#,
            "409 Conflict: a JSON body of 41 bytes without an error code",
        ),
        (500, "", "500 Internal Server Error: no body"),
        (
            500,
            "[1]",
            "500 Internal Server Error: a JSON body of 3 bytes without an error code",
        ),
        (
            500,
            "\"\"",
            "500 Internal Server Error: a JSON body of 2 bytes without an error code",
        ),
        (
            503,
            " try\r\n\tlater\u{1b}[31m ",
            "503 Service Unavailable: a text body of 18 bytes",
        ),
        (599, "{", "status 599: a text body of 1 byte"),
    ] {
        let error = list_error(json(status, body)).await;
        assert_eq!(error.to_string(), format!("{LIST_CLUSTERS}: {message}"));
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.is_authentication(), status == 401);
        assert_eq!(error.is_forbidden(), status == 403);
        assert_eq!(error.is_not_found(), status == 404);
        assert!(!error.is_code("17"));
    }
}

/// For operations that return no JSON, or if the body is lost.
#[tokio::test]
async fn reads_error_code_from_headers() {
    let answer = ResponseTemplate::new(404).insert_header("x-error-code", "CLUSTER_NOT_FOUND");
    let error = list_error(answer).await;
    assert!(error.is_code("CLUSTER_NOT_FOUND") && error.is_not_found());
    assert!(
        error
            .to_string()
            .contains("404 Not Found, CLUSTER_NOT_FOUND"),
        "{error}"
    );
}

#[tokio::test]
async fn shows_only_title_of_proxy_page() {
    let page = format!(
        "<!DOCTYPE html>\n<html><head>\n<TITLE lang=en>502 Bad\nGateway</TITLE></head><body>{}",
        "<p>sorry</p>".repeat(10_000)
    );
    let answer = ResponseTemplate::new(502).set_body_raw(page.as_str(), "text/html");
    let error = list_error(answer).await;
    assert_eq!(
        error.to_string(),
        format!("{LIST_CLUSTERS}: 502 Bad Gateway: an HTML page, \"502 Bad Gateway\"")
    );
    assert!(error.is_retryable());
    assert_eq!(error.body().unwrap(), &page);
    assert!(error.api().unwrap().json().is_none());

    let error = list_error(ResponseTemplate::new(502).set_body_string("<html><title>")).await;
    assert_eq!(
        error.to_string(),
        format!("{LIST_CLUSTERS}: 502 Bad Gateway: an HTML page")
    );
}

#[tokio::test]
async fn omits_long_and_binary_bodies_from_message() {
    let error = list_error(ResponseTemplate::new(500).set_body_string("ä".repeat(9_999))).await;
    assert!(
        error.to_string().ends_with(": a text body of 19998 bytes"),
        "{error}"
    );

    let error = list_error(ResponseTemplate::new(500).set_body_bytes([0x1f, 0x8b, 8, 0])).await;
    assert!(
        error.to_string().ends_with(": a binary body of 4 bytes"),
        "{error}"
    );

    let detail = format!(r#"{{"detail":"{}"}}"#, "long ".repeat(5_000));
    let error = list_error(json(400, &detail)).await;
    assert!(error.to_string().ends_with('…'), "{error}");
    assert_eq!(error.api().unwrap().detail().unwrap().len(), 25_000);
}

#[tokio::test]
async fn only_transient_failures_are_retryable() {
    for status in [400, 401, 403, 404, 409, 429, 500, 501, 502, 503, 504] {
        let error = list_error(ResponseTemplate::new(status)).await;
        let passing = matches!(status, 429 | 500 | 502 | 503 | 504);
        assert_eq!(error.is_retryable(), passing, "{status}");
    }
}

/// Decoding needs neither a client nor a network.
#[test]
fn decodes_response_without_client() {
    fn decode<O: Operation>(_: &O, response: http::Response<Bytes>) -> Option<Error> {
        O::decode(response).err()
    }
    let response = http::Response::builder()
        .status(429)
        .header("retry-after", "3");
    let response = response
        .body(Bytes::from_static(br#"{"errorCode":"RATE_LIMITED"}"#))
        .unwrap();
    let error = decode(&clusters::list_clusters(GROUP), response).unwrap();
    assert!(error.is_retryable() && error.is_code("RATE_LIMITED"));
    assert_eq!(error.headers().unwrap()["retry-after"], "3");
}

#[tokio::test]
async fn mismatch_fails_only_strict_decoding() {
    let body = r#"{"results":[],"totalCount":"many"}"#;
    let server = server(json(200, body)).await;
    let response = client(&server)
        .execute(clusters::list_clusters(GROUP))
        .await
        .unwrap();
    assert_eq!(response.set_aside.len(), 1);

    let strict = builder(&server.uri())
        .strict_decoding(true)
        .build()
        .unwrap();
    let error = strict
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(error.is_decode() && !error.is_retryable() && error.api().is_none());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body().unwrap(), body);
    assert_eq!(error.decode_paths().len(), 1);
    assert!(error.decode_paths()[0].contains("totalCount"), "{error}");
    let message = error.to_string();
    assert!(
        message.starts_with(&format!("{LIST_CLUSTERS}: 200 OK, but the body")),
        "{message}"
    );
    // The body of a success may hold secrets.
    assert!(!format!("{error:?}").contains("many"));
    assert_presentable(&error);
}

#[tokio::test]
async fn strict_decoding_accepts_matching_body() {
    let server = server(json(200, r#"{"results":[],"totalCount":0,"brandNew":{}}"#)).await;
    let strict = builder(&server.uri())
        .strict_decoding(true)
        .build()
        .unwrap();
    strict.send(clusters::list_clusters(GROUP)).await.unwrap();
}

#[tokio::test]
async fn rejects_body_over_the_limit() {
    let body = r#"{"results":[],"totalCount":0}"#;
    let server = server(json(200, body)).await;
    let limited = |max| builder(&server.uri()).max_body_bytes(max).build().unwrap();
    limited(body.len())
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap();
    let error = limited(body.len() - 1)
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(error.is_too_large() && !error.is_retryable() && !error.is_transport());
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.body().is_none());
    assert_eq!(
        error.to_string(),
        format!(
            "{LIST_CLUSTERS}: 200 OK, but the body is larger than 28 bytes: request less, or raise `max_body_bytes`"
        )
    );
}

#[tokio::test]
async fn rejects_chunked_body_over_the_limit() {
    // Endless chunks, which only a count of bytes stops.
    let mut answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..64 {
        answer.extend_from_slice(b"400\r\n");
        answer.extend_from_slice(&[b' '; 1024]);
        answer.extend_from_slice(b"\r\n");
    }
    let client = builder(&raw_server(answer).await)
        .max_body_bytes(8 * 1024)
        .build()
        .unwrap();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(error.is_too_large(), "{error}");
}

#[tokio::test]
async fn keeps_status_of_error_body_over_the_limit() {
    let server = server(ResponseTemplate::new(503).set_body_string("busy ".repeat(100))).await;
    let client = builder(&server.uri()).max_body_bytes(9).build().unwrap();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{LIST_CLUSTERS}: 503 Service Unavailable: a text body of 9 bytes")
    );
    assert_eq!(error.body().unwrap(), "busy busy");
}

#[tokio::test]
async fn keeps_status_of_truncated_body() {
    let url = raw_server("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"results\":").await;
    let error = builder(&url)
        .build()
        .unwrap()
        .send(clusters::list_clusters(GROUP))
        .await;
    let error = error.unwrap_err();
    assert!(error.is_transport() && error.is_retryable() && !error.is_connect());
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.body().is_none());
    let start = format!("{LIST_CLUSTERS}: 200 OK, but incomplete body from {url}: ");
    assert!(error.to_string().starts_with(&start), "{error}");
    assert_presentable(&error);

    let url = raw_server("HTTP/1.1 404 Not Found\r\ncontent-length: 99\r\n\r\npartial").await;
    let error = builder(&url)
        .build()
        .unwrap()
        .send(clusters::list_clusters(GROUP))
        .await;
    let error = error.unwrap_err();
    assert!(error.is_not_found() && !error.is_transport(), "{error}");
    assert_eq!(error.body().unwrap(), "partial");
}

#[tokio::test]
async fn rejects_response_that_is_not_http() {
    let url = raw_server("SSH-2.0-OpenSSH_9.9\r\n").await;
    let error = builder(&url)
        .build()
        .unwrap()
        .send(clusters::list_clusters(GROUP))
        .await;
    let error = error.unwrap_err();
    assert!(error.is_transport() && !error.is_connect(), "{error}");
    assert_eq!(error.status(), None);
    assert_presentable(&error);
}

#[tokio::test]
async fn refused_connection_names_its_cause() {
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);

    let error = builder(&url)
        .build()
        .unwrap()
        .send(clusters::list_clusters(GROUP))
        .await;
    let error = error.unwrap_err();
    assert!(error.is_transport() && error.is_connect() && error.is_retryable());
    assert!(!error.is_timeout() && !error.is_input() && error.api().is_none());
    assert_eq!((error.status(), error.body()), (None, None));
    let message = error.to_string();
    assert!(
        message.starts_with(&format!("{LIST_CLUSTERS}: no connection to {url}: ")),
        "{message}"
    );
    assert!(error.inner().is_some());
    // An error printed with its sources names the cause only once.
    assert!(error.source().is_none());
    // The arguments of the call do not appear in logs.
    assert!(!format!("{error} {error:?}").contains(GROUP), "{error:?}");
    assert_presentable(&error);
}

#[tokio::test]
async fn late_response_is_a_timeout() {
    let server = server(json(200, "{}").set_delay(Duration::from_secs(30))).await;
    let client = builder(&server.uri())
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.is_transport() && error.is_retryable());
    assert!(!error.is_connect());
    assert!(
        error.to_string().contains("no complete response from"),
        "{error}"
    );
    assert_presentable(&error);
}

#[tokio::test]
async fn recognizes_access_list_error() {
    let body = r#"{"error":403,"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST","detail":"IP address 1.2.3.4 is not allowed to access this resource."}"#;
    let error = list_error(json(403, body)).await;
    assert!(error.is_access_list() && error.is_forbidden() && !error.is_retryable());
    assert_eq!(error.code(), Some("IP_ADDRESS_NOT_ON_ACCESS_LIST"));
    assert_eq!(error.error_type(), "403");
    assert!(!list_error(json(403, "{}")).await.is_access_list());
}

#[tokio::test]
async fn recognizes_rate_limit_under_any_status() {
    for (status, body) in [
        (429, ""),
        (429, r#"{"errorCode":"OTHER"}"#),
        (400, r#"{"errorCode":"INVITATIONS_RATE_LIMITED_IP"}"#),
    ] {
        let server = server(json(status, body)).await;
        let client = client(&server).with(|options| options.retry(quick_retries()));
        let error = client
            .send(clusters::list_clusters(GROUP))
            .await
            .unwrap_err();
        assert!(error.is_rate_limited() && error.is_retryable(), "{error}");
        // Only the first kind is transient.
        let expected = if status == 429 { 4 } else { 1 };
        assert_eq!(error.attempts(), expected, "{error}");
    }
    let error = list_error(json(400, r#"{"errorCode":"INVALID_ATTRIBUTE"}"#)).await;
    assert!(!error.is_rate_limited() && !error.is_retryable());
    let error = list_error(json(502, "<html>")).await;
    assert_eq!((error.code(), error.error_type()), (None, "502"));
}
