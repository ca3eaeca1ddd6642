//! The examples as whole programs, against a server on this machine: what they print, how they explain
//! failures, and how they end.
//!
//! `cargo test` builds the examples before it runs this. `cargo test --test examples` does not: run
//! `cargo build --examples` before it, or it finds old ones.
#![cfg(all(
    feature = "clusters",
    feature = "projects",
    feature = "events",
    feature = "monitoring_and_logs",
    feature = "blocking",
    feature = "gzip"
))]

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::io::Write;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use wiremock::matchers::{
    any, basic_auth, bearer_token, body_json, body_string_contains, header, method, path,
    query_param,
};
use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

const GROUP: &str = "32b6e34b3d91647abb20e7b8";
const HOST: &str = "prod-shard-00-00.abcde.mongodb.net";
const TOKEN: &str = "hush-example-token";
const CLIENT_ID: &str = "mdb_sa_id_example";
const CLIENT_SECRET: &str = "hush-example-secret";

/// Each example with arguments that are right.
const EXAMPLES: [(&str, &[&str]); 6] = [
    ("blocking", &[]),
    ("create_cluster", &[GROUP, "prod"]),
    // The file is never written.
    ("download_logs", &[GROUP, HOST, "never.gz"]),
    ("list_clusters", &[GROUP]),
    ("page_events", &[GROUP]),
    ("raw_call", &["/api/atlas/v2/groups", "2023-01-01"]),
];

/// What came of an example.
#[derive(Debug, PartialEq)]
struct Outcome {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Outcome {
    fn success(out: &str, err: &str) -> Self {
        Self {
            code: Some(0),
            out: out.to_owned(),
            err: err.to_owned(),
        }
    }

    fn failure(err: &str) -> Self {
        Self {
            code: Some(1),
            out: String::new(),
            err: err.to_owned(),
        }
    }
}

/// An example that is to be run, with nothing in its environment that could change what it does.
fn example(name: &str, arguments: &[&str]) -> Command {
    let this = env::current_exe().unwrap();
    let folder = this.parent().and_then(|deps| deps.parent()).unwrap();
    let program = folder.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(
        program.is_file(),
        "{} is missing: `cargo test` builds the examples too, but `cargo test --test examples` needs \
         `cargo build --examples` before it, with the same features",
        program.display()
    );
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    // What the system needs to start a program and to find its certificates.
    for name in ["PATH", "SystemRoot", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    let outcome = Outcome {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for text in [&outcome.out, &outcome.err] {
        assert!(!text.contains("hush"), "{text}");
    }
    outcome
}

/// Runs an example with an access token.
fn run_with_token(server: &MockServer, name: &str, arguments: &[&str]) -> Outcome {
    run(example(name, arguments)
        .env("MONGODB_ATLAS_BASE_URL", server.uri())
        .env("MONGODB_ATLAS_ACCESS_TOKEN", TOKEN))
}

/// A request by the caller that all examples are.
fn call(verb: &str, to: &str) -> MockBuilder {
    Mock::given(method(verb))
        .and(path(to))
        .and(bearer_token(TOKEN))
}

fn answer(status: u16, json: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json)
}

/// A server that answers all requests in the same way.
async fn server(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

fn failure(status: u16, code: &str, detail: &str) -> ResponseTemplate {
    let body = json!({"error": status, "errorCode": code, "detail": detail, "parameters": []});
    answer(status, &body).insert_header("x-request-id", "r-4711")
}

#[test]
fn wrong_arguments_are_answered_by_the_usage() {
    for (name, arguments) in EXAMPLES {
        // One too many, and where there is one at all, one too few.
        let more = [arguments, &["surplus"]].concat();
        let fewer = arguments.split_last().map(|(_, fewer)| fewer);
        for wrong in [Some(&more[..]), fewer].into_iter().flatten() {
            let outcome = run(&mut example(name, wrong));
            assert_eq!((outcome.code, &*outcome.out), (Some(2), ""), "{outcome:?}");
            let usage = format!("usage: {name}");
            assert!(outcome.err.starts_with(&usage), "{outcome:?}");
            assert_eq!(outcome.err.lines().count(), 1, "{outcome:?}");
        }
    }
}

#[test]
fn missing_credentials_are_told_with_the_variables_to_set() {
    for (name, arguments) in EXAMPLES {
        let outcome = run(&mut example(name, arguments));
        assert_eq!((outcome.code, &*outcome.out), (Some(1), ""), "{outcome:?}");
        assert!(
            outcome.err.starts_with("error: no credentials"),
            "{outcome:?}"
        );
        assert!(
            outcome.err.contains("MONGODB_ATLAS_CLIENT_ID"),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn the_words_of_the_service_are_handed_on() {
    for (status, reason) in [
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
    ] {
        let server = server(failure(status, "SOME_CODE", "What is wrong.")).await;
        for (name, arguments) in EXAMPLES {
            let outcome = run_with_token(&server, name, arguments);
            assert_eq!((outcome.code, &*outcome.out), (Some(1), ""), "{outcome:?}");
            let expected = format!(": {status} {reason}, SOME_CODE: What is wrong.");
            let first = outcome.err.lines().next().unwrap();
            assert!(first.starts_with("error: "), "{outcome:?}");
            assert!(first.contains(&expected), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn list_clusters_goes_through_all_pages_and_shows_what_is_new() {
    let server = MockServer::start().await;
    let to = format!("/api/atlas/v2/groups/{GROUP}/clusters");
    let page = |clusters| answer(200, &json!({"results": clusters, "totalCount": 3}));
    call("GET", &to)
        .and(query_param("pageNum", "2"))
        .respond_with(page(json!([
            {"name": "trial", "stateName": "RESTING", "newSetting": {"level": 3}},
        ])))
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    call("GET", &to)
        .respond_with(page(json!([{"name": "prod", "stateName": "IDLE"}, {}])))
        .expect(1)
        .mount(&server)
        .await;

    let out = "prod: IDLE
(no name): (no state)
trial: RESTING
    new state: RESTING
    new property: newSetting = {\"level\":3}
3 clusters
";
    let outcome = run_with_token(&server, "list_clusters", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn list_clusters_says_what_to_do() {
    for (status, help) in [
        (401, "make a service account"),
        (403, "the caller needs one of the roles: Project Read Only"),
        (404, "is this the id of a project?"),
    ] {
        let server = server(failure(status, "SOME_CODE", "What is wrong.")).await;
        let outcome = run_with_token(&server, "list_clusters", &[GROUP]);
        assert!(
            outcome.err.contains(&format!("\nhelp: {help}")),
            "{outcome:?}"
        );
    }
    let outcome = run(example("list_clusters", &[GROUP])
        .env("MONGODB_ATLAS_BASE_URL", "http://cloud.mongodb.com")
        .env("MONGODB_ATLAS_ACCESS_TOKEN", TOKEN));
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.err.contains("must begin with https://"),
        "{outcome:?}"
    );
}

/// Mounts the answer to `GET` of the cluster that is created.
async fn mount_cluster(server: &MockServer, state: &str) {
    let cluster = json!({
        "name": "prod",
        "stateName": state,
        "connectionStrings": {"standardSrv": "mongodb+srv://prod.abcde.mongodb.net"},
    });
    call(
        "GET",
        &format!("/api/atlas/v2/groups/{GROUP}/clusters/prod"),
    )
    .respond_with(answer(200, &cluster))
    .expect(1)
    .mount(server)
    .await;
}

#[tokio::test]
async fn create_cluster_waits_for_the_connection_string() {
    let server = MockServer::start().await;
    let region = json!({
        "providerName": "AWS",
        "regionName": "US_EAST_1",
        "priority": 7,
        "electableSpecs": {"instanceSize": "M10", "nodeCount": 3},
    });
    let media_type = "application/vnd.atlas.2024-10-23+json";
    call("POST", &format!("/api/atlas/v2/groups/{GROUP}/clusters"))
        .and(header("accept", media_type))
        .and(header("content-type", media_type))
        .and(body_json(json!({
            "name": "prod",
            "clusterType": "REPLICASET",
            "replicationSpecs": [{"regionConfigs": [region]}],
        })))
        .respond_with(answer(
            201,
            &json!({"name": "prod", "stateName": "CREATING"}),
        ))
        .expect(1)
        .mount(&server)
        .await;
    mount_cluster(&server, "IDLE").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    let expected = Outcome::success(
        "mongodb+srv://prod.abcde.mongodb.net\n",
        "prod is being created; this takes some minutes\n",
    );
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn create_cluster_takes_one_that_exists() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(failure(400, "DUPLICATE_CLUSTER_NAME", "There is one."))
        .expect(1)
        .mount(&server)
        .await;
    mount_cluster(&server, "IDLE").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    let expected = Outcome::success(
        "mongodb+srv://prod.abcde.mongodb.net\n",
        "prod exists already, and is left as it is\n",
    );
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn create_cluster_does_not_wait_for_what_will_never_be() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer(201, &json!({})))
        .mount(&server)
        .await;
    mount_cluster(&server, "DELETING").await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.ends_with("`stateName` is DELETING\n"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn create_cluster_names_the_fields_that_are_wrong() {
    let fields = json!([
        {"field": "name", "description": "too long"},
        {"field": "clusterType", "description": "unknown"},
    ]);
    let body = json!({"errorCode": "VALIDATION_ERROR", "badRequestDetail": {"fields": fields}});
    let server = server(answer(400, &body)).await;

    let outcome = run_with_token(&server, "create_cluster", &[GROUP, "prod"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    let lines = "\n    name: too long\n    clusterType: unknown\n";
    assert!(outcome.err.ends_with(lines), "{outcome:?}");
}

#[tokio::test]
async fn download_logs_saves_what_came_or_its_text() {
    let text = "a line of the log\n".repeat(5_000);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();

    let server = MockServer::start().await;
    call(
        "GET",
        &format!("/api/atlas/v2/groups/{GROUP}/clusters/{HOST}/logs/mongodb.gz"),
    )
    .respond_with(ResponseTemplate::new(200).set_body_raw(compressed.clone(), "application/gzip"))
    .expect(2)
    .mount(&server)
    .await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mongodb.log");
    let name = file.to_str().unwrap();
    let cases: [(&[&str], &[u8]); 2] = [
        (&[GROUP, HOST, name], &compressed),
        (&[GROUP, HOST, name, "--text"], text.as_bytes()),
    ];
    for (arguments, saved) in cases {
        let outcome = run_with_token(&server, "download_logs", arguments);
        let out = format!("{name}: {} bytes\n", saved.len());
        assert_eq!(outcome, Outcome::success(&out, ""));
        assert!(std::fs::read(&file).unwrap() == saved);
    }
}

#[tokio::test]
async fn download_logs_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mongodb.log");
    let name = file.to_str().unwrap();
    std::fs::write(&file, "as before").unwrap();

    // The head of a gzip file, and nothing else.
    let server = server(ResponseTemplate::new(200).set_body_bytes([0x1f, 0x8b, 8, 0])).await;
    let outcome = run_with_token(&server, "download_logs", &[GROUP, HOST, name, "--text"]);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(
        outcome.err.contains("can't decompress the download"),
        "{outcome:?}"
    );
    assert!(outcome.err.contains("is as it was before"), "{outcome:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "as before");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    let nowhere = folder.path().join("nowhere").join("mongodb.log");
    let arguments = [GROUP, HOST, nowhere.to_str().unwrap()];
    let outcome = run_with_token(&server, "download_logs", &arguments);
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""));
    assert!(outcome.err.contains("can't write `"), "{outcome:?}");
}

#[tokio::test]
async fn page_events_goes_on_with_the_page_that_was_missing() {
    let server = MockServer::start().await;
    let to = format!("/api/atlas/v2/groups/{GROUP}/events");
    let page = |number: &str, events| {
        call("GET", &to)
            .and(query_param("pageNum", number))
            .respond_with(answer(200, &json!({"results": events, "totalCount": 3})))
            .expect(1)
    };
    page("1", json!([
        {"created": "2026-01-31T10:00:00Z", "eventTypeName": "CLUSTER_CREATED", "username": "me@example.com"},
        {"created": "2026-01-31T09:00:00Z", "eventTypeName": "ROCKET_LAUNCHED"},
    ]))
    .mount(&server)
    .await;
    // As often as the client tries by itself.
    call("GET", &to)
        .and(query_param("pageNum", "2"))
        .respond_with(failure(503, "SOME_CODE", "Not now.").insert_header("retry-after", "0"))
        .up_to_n_times(4)
        .expect(4)
        .with_priority(1)
        .mount(&server)
        .await;
    page("2", json!([
        {"created": "2026-01-31T08:00:00Z", "eventTypeName": "CLUSTER_DELETED", "isGlobalAdmin": "no"},
    ]))
    .mount(&server)
    .await;

    let out = "page 1 of 3 events
2026-01-31T10:00:00Z CLUSTER_CREATED me@example.com
2026-01-31T09:00:00Z ROCKET_LAUNCHED -
page 2 of 3 events
2026-01-31T08:00:00Z CLUSTER_DELETED -
";
    let err = "note: listGroupEvents (GET /api/atlas/v2/groups/{groupId}/events): 503 Service Unavailable, SOME_CODE: Not now. (after 4 attempts)
note: going on with page 2 in 0ns
note: $.results[0].isGlobalAdmin is not of the documented type
";
    let outcome = run_with_token(&server, "page_events", &[GROUP]);
    assert_eq!(outcome, Outcome::success(out, err));
}

#[tokio::test]
async fn page_events_gives_up_on_a_page_that_stays_missing() {
    let server = MockServer::start().await;
    call("GET", &format!("/api/atlas/v2/groups/{GROUP}/events"))
        .respond_with(failure(503, "SOME_CODE", "Not now.").insert_header("retry-after", "0"))
        .expect(4)
        .mount(&server)
        .await;
    let outcome = run_with_token(&server, "page_events", &[GROUP]);
    let err = "error: listGroupEvents (GET /api/atlas/v2/groups/{groupId}/events): 503 Service Unavailable, SOME_CODE: Not now. (after 4 attempts)\n";
    assert_eq!(outcome, Outcome::failure(err));
}

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
async fn raw_call_prints_all_that_an_error_holds() {
    let response = answer(
        404,
        &json!({"errorCode": "SOME_CODE", "hint": "look there"}),
    );
    let server = server(response.insert_header("x-request-id", "r-4711")).await;
    let outcome = run_with_token(&server, "raw_call", &["/api/atlas/v2/grops", "2023-01-01"]);
    let err = "error: GET /api/atlas/v2/grops: 404 Not Found, SOME_CODE
{
  \"errorCode\": \"SOME_CODE\",
  \"hint\": \"look there\"
}
request id: r-4711
";
    assert_eq!(outcome, Outcome::failure(err));

    let outcome = run_with_token(&server, "raw_call", &["api/atlas/v2/groups", "2023-01-01"]);
    let err = "error: GET api/atlas/v2/groups: the path must begin with `/`\n";
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
async fn blocking_explains_that_a_service_account_is_refused() {
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
    assert!(outcome.err.contains("\nhelp: "), "{outcome:?}");
}
