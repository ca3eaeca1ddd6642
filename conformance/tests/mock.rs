//! How `cargo xtask conformance --mock` interprets what a server says. Prism itself is not tested.

use atlas_api::conformance::{CODECS, Codec};
use conformance::mock::Report;
use conformance::valid::{Extent, arguments};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::{any, header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::spec;

/// The report on all calls of a path, to a server with these answers.
fn report(path: &str, answers: Vec<Mock>) -> Report {
    let mut document = spec().clone();
    let paths = document["paths"].as_object_mut().unwrap();
    paths.retain(|it, _| it == path);
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        for answer in answers {
            server.register(answer).await;
        }
        server
    });
    Report::of(&document, &server.uri()).unwrap()
}

fn violation(place: &[&str], message: &str) -> Value {
    json!([{"location": place, "severity": "Error", "code": "type", "message": message}])
}

#[test]
fn accepts_valid_exchange() {
    let ok = ResponseTemplate::new(200).set_body_json(json!({"build": "1", "throttling": false}));
    let own = violation(&["response", "body"], "its own");
    let ok = ok.insert_header("sl-violations", own.to_string().as_str());
    let asked_for = Mock::given(header("prefer", "code=200"));
    let report = report("/api/atlas/v2", vec![asked_for.respond_with(ok)]);
    assert!(report.passes(), "{}", report.to_text());
    assert_eq!((report.operations, report.fine), (1, 2));
}

#[test]
fn reports_violations_of_requests() {
    let listed = violation(&["request", "query", "pageNum"], "must be integer");
    let answer = ResponseTemplate::new(400).insert_header("sl-violations", listed.to_string());
    let report = report(
        "/api/atlas/v2",
        vec![Mock::given(any()).respond_with(answer)],
    );
    assert!(!report.passes());
    let expected = "getSystemStatus 2023-01-01: query.pageNum: must be integer";
    assert_eq!(report.violations, [expected, expected]);

    // If the spec has no such error, the server lists the violations in its own error.
    let listed = violation(&["body"], "must be object");
    let answer = ResponseTemplate::new(422).set_body_json(json!({"validation": listed}));
    let report = self::report(
        "/api/atlas/v2",
        vec![Mock::given(any()).respond_with(answer)],
    );
    assert_eq!(
        report.violations[0],
        "getSystemStatus 2023-01-01: body: must be object"
    );
}

#[test]
fn reports_other_errors_and_mismatches() {
    for (answer, expected) in [
        (ResponseTemplate::new(404), "404 Not Found"),
        (ResponseTemplate::new(200).set_body_string("{"), "$"),
        (
            ResponseTemplate::new(200).set_body_json(json!({"throttling": "no"})),
            "mismatches: $.throttling",
        ),
    ] {
        let report = report(
            "/api/atlas/v2",
            vec![Mock::given(any()).respond_with(answer)],
        );
        assert!(!report.passes());
        assert_eq!(report.undecoded.len(), 2);
        assert!(
            report.undecoded[0].contains(expected),
            "{}",
            report.undecoded[0]
        );
    }
}

#[test]
fn excuses_only_union_without_tag() {
    let path = "/api/atlas/v2/groups/{groupId}/clusters/{clusterName}";
    let answer = |region: Value| {
        let body = json!({"replicationSpecs": [{"regionConfigs": [region]}]});
        let answer = ResponseTemplate::new(200).set_body_json(body);
        report(path, vec![Mock::given(any()).respond_with(answer)])
    };
    let open = answer(json!({"regionName": "US_EAST_1"}));
    assert!(open.mismatched > 0 && open.undecoded.is_empty());
    for region in [
        // The tag selects a branch, but the body does not fit it.
        json!({"providerName": "AWS", "priority": "high"}),
        json!("AWS"),
    ] {
        let report = answer(region);
        assert_eq!(report.mismatched, 0);
        assert!(!report.undecoded.is_empty());
    }
}

#[test]
fn known_misreadings_are_excused_and_must_occur() {
    let path = "/api/atlas/v2/groups/{groupId}/cloudProviderAccess";
    let get = Mock::given(method("GET")).respond_with(ResponseTemplate::new(200));
    let listed = violation(&["request", "body"], "must match exactly one");
    let refused = ResponseTemplate::new(400).insert_header("sl-violations", listed.to_string());
    let excused = report(
        path,
        vec![get, Mock::given(method("POST")).respond_with(refused)],
    );
    assert!(excused.violations.is_empty(), "{:?}", excused.violations);
    assert_eq!(excused.misread.len(), 1);
    assert!(excused.unused.is_empty());

    let answer = Mock::given(any()).respond_with(ResponseTemplate::new(200));
    let unused = report(path, vec![answer]).unused;
    assert_eq!(unused, ["createCloudProviderAccess 2023-01-01 at body"]);
}

#[test]
fn missing_server_is_an_error() {
    let error = Report::of(spec(), "http://127.0.0.1:9").unwrap_err();
    assert!(
        error.to_string().contains("is the server running"),
        "{error}"
    );
}

/// The crate accepts all arguments that the spec accepts.
#[test]
fn crate_accepts_all_valid_arguments() {
    let document = spec();
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        let operations = item.as_object().unwrap().values();
        operations.map(move |operation| (path, operation))
    });
    let mut built = 0;
    for (path, operation) in operations {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let is_of = |it: &&Codec| it.meta.operation_id == id && it.meta.path == path;
        for codec in CODECS.iter().filter(is_of) {
            for extent in [Extent::Required, Extent::All] {
                let body = codec.meta.body_media_type;
                for arguments in arguments(document, operation, body, extent) {
                    let request = codec.request(&arguments);
                    let request = request.unwrap_or_else(|error| panic!("{error}: {arguments:?}"));
                    let sent: Option<Value> = serde_json::from_slice(request.body()).ok();
                    let body = arguments.body.as_ref().map(|body| body.parse().unwrap());
                    assert_eq!(sent, body, "{id}");
                    built += 1;
                }
            }
        }
    }
    assert!(built > 1_200, "{built}");
}
