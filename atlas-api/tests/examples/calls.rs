//! The examples of calls that no operation describes, and of calls without `async`.

use serde_json::json;
use wiremock::matchers::{basic_auth, body_string_contains, header, method, path, query_param};
use wiremock::{Mock, MockServer};

use crate::support::{
    CLIENT_ID, CLIENT_SECRET, GROUP, Outcome, TOKEN, answer, call, example, run, run_with_token,
    server,
};

#[tokio::test]
async fn raw_call_prints_the_json() {
    let server = MockServer::start().await;
    call("GET", "/api/atlas/v2/groups")
        .and(header("accept", "application/vnd.atlas.2023-01-01+json"))
        .and(query_param("itemsPerPage", "5"))
        .and(query_param("name", "a b=c&d"))
        .respond_with(answer(200, &json!({"totalCount": 0, "results": []})))
        .expect(1)
        .mount(&server)
        .await;
    let arguments = [
        "/api/atlas/v2/groups",
        "2023-01-01",
        "itemsPerPage=5",
        "name=a b=c&d",
    ];
    let outcome = run_with_token(&server, "raw_call", &arguments);
    let out = "{\n  \"results\": [],\n  \"totalCount\": 0\n}\n";
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn raw_call_prints_whole_error() {
    let response = answer(
        404,
        &json!({"errorCode": "SOME_CODE", "hint": "look there"}),
    );
    let server = server(response.insert_header("x-request-id", "r-4711")).await;
    let outcome = run_with_token(&server, "raw_call", &["/api/atlas/v2/grops", "2023-01-01"]);
    let err = "{
  \"errorCode\": \"SOME_CODE\",
  \"hint\": \"look there\"
}
request id: r-4711
Error: GET /api/atlas/v2/grops: 404 Not Found, SOME_CODE
";
    assert_eq!(outcome, Outcome::failure(err));

    let outcome = run_with_token(&server, "raw_call", &["api/atlas/v2/groups", "2023-01-01"]);
    let err = "request id: none\nError: GET api/atlas/v2/groups: the path must begin with `/`\n";
    assert_eq!(outcome, Outcome::failure(err));
}

/// Runs `blocking` with a service account.
fn run_with_service_account(server: &MockServer) -> Outcome {
    run(example("blocking", &[])
        .env("MONGODB_ATLAS_BASE_URL", server.uri())
        .env("MONGODB_ATLAS_CLIENT_ID", CLIENT_ID)
        .env("MONGODB_ATLAS_CLIENT_SECRET", CLIENT_SECRET))
}

#[tokio::test]
async fn blocking_lists_the_projects_of_a_service_account() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/oauth/token"))
        .and(basic_auth(CLIENT_ID, CLIENT_SECRET))
        .and(body_string_contains("grant_type=client_credentials"))
        .respond_with(answer(
            200,
            &json!({
                "access_token": TOKEN,
                "expires_in": 3600,
                "token_type": "Bearer",
            }),
        ))
        .expect(1)
        .mount(&server)
        .await;
    let page = |id, name, next: &str| {
        let links = json!([{"rel": next, "href": "https://example.com/"}]);
        answer(
            200,
            &json!({"results": [{"id": id, "name": name}], "links": links, "totalCount": 2}),
        )
    };
    call("GET", "/api/atlas/v2/groups")
        .and(query_param("pageNum", "2"))
        .respond_with(page("32b6e34b3d91647abb20e7b9", "Spare", "previous"))
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    call("GET", "/api/atlas/v2/groups")
        .respond_with(page(GROUP, "Shop", "next"))
        .expect(1)
        .mount(&server)
        .await;

    let out = "32b6e34b3d91647abb20e7b8 Shop
32b6e34b3d91647abb20e7b9 Spare
2 projects
";
    assert_eq!(run_with_service_account(&server), Outcome::success(out, ""));
}

#[tokio::test]
async fn blocking_explains_that_a_service_account_is_rejected() {
    let server = MockServer::start().await;
    Mock::given(path("/api/oauth/token"))
        .respond_with(answer(401, &json!({"error": "invalid_client"})))
        .expect(1)
        .mount(&server)
        .await;
    let outcome = run_with_service_account(&server);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(outcome.err.contains("no access token"), "{outcome:?}");
    assert!(outcome.err.contains("401 Unauthorized"), "{outcome:?}");
}
