//! `cargo xtask conformance --live`, against a service with faults.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, process};

use atlas_api::http::Method;
use atlas_api::test_util::{Answer, Failure, Fault, Mock, Recorder};
use atlas_api::{ClientBuilder, Json, RateLimiter, RetryPolicy, json};
use conformance::live::{Report, Scope, client};
use conformance::place::Bodies;
use conformance::recorded;

use crate::SPECS;

const V2: &str = "/api/atlas/v2";

/// Texts that only the account's owner may see.
const SECRETS: [&str; 9] = [
    "6671c1b8e4b0a123456789",
    "Marker",
    "marker",
    "203.0.113.77",
    "hush",
    "abcde",
    "mdb_sa",
    "4242",
    "token-of",
];

/// A service with one project, whose answers are valid, invalid, errors or missing.
fn service() -> Mock {
    let mock = Mock::start().unwrap().unverified();
    let get = |path: &str| mock.on_path(Method::GET, format!("{V2}{path}"));
    let page = |item: Json| json!({"results": [item], "totalCount": 1, "links": [{"rel": "self", "href": "https://cloud.mongodb.com/api/atlas/v2/groups?marker=hush"}]});
    let id = |last: &str| json!(format!("6671c1b8e4b0a123456789{last}"));
    get("/orgs").reply(page(json!({"id": id("0a"), "name": "Marker Inc."})));
    get("/groups").reply(page(json!({
        "id": id("0b"), "orgId": id("0a"), "name": "Marker", "clusterCount": 1, "created": "2026-08-10T03:07:49Z",
        "newProperty": {"hush": 4242},
    })));
    get("/groups/{groupId}").reply(json!({"id": id("0b"), "name": ["Marker"]}));
    get("/groups/{groupId}/clusters").reply(page(
        json!({"id": id("0c"), "name": "Marker-prod", "clusterType": "REPLICASET"}),
    ));
    get("/groups/{groupId}/clusters/{clusterName}").reply(json!({
        "name": "Marker-prod",
        "connectionStrings": {"standardSrv": "mongodb+srv://marker.abcde.mongodb.net"},
        "labels": [{"key": "owner", "value": "marker@example.org"}],
    }));
    get("/groups/{groupId}/accessList").reply(page(
        json!({"cidrBlock": "203.0.113.77/32", "ipAddress": "203.0.113.77"}),
    ));
    get("/groups/{groupId}/accessList/{entryValue}")
        .answer(Failure::new(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST").detail("Marker"));
    get("/groups/{groupId}/processes").reply(page(json!({"id": "marker-00.abcde.mongodb.net:27017", "hostname": "marker-00.abcde.mongodb.net"})));
    let log = atlas_api::http::Response::builder().header("content-type", "application/gzip");
    get("/groups/{groupId}/clusters/{hostName}/logs/{logName}.gz")
        .answer(log.body(&b"\x1f\x8bhush"[..]).unwrap());
    get("/groups/{groupId}/alerts").fault(Fault::RateLimited {
        retry_after: Duration::ZERO,
    });
    get("/groups/{groupId}/events").answer(Failure::new(500, "UNEXPECTED_ERROR"));
    get("/groups/{groupId}/databaseUsers").fault(Fault::Reset);
    get("/groups/{groupId}/peers").answer(Answer::from(atlas_api::http::Response::new(
        vec![b' '; 9 << 20],
    )));
    mock
}

/// Does not slow down after an error.
fn quick(builder: ClientBuilder) -> ClientBuilder {
    builder
        .retry(RetryPolicy::default().base(Duration::from_millis(1)))
        .rate_limiter(RateLimiter::new(1_000_000, Duration::from_secs(60)))
}

fn walk(mock: &Mock, scope: Scope, recorder: Option<&Recorder>) -> Report {
    let builder = quick(client(mock.client_builder(), 1_000_000));
    let builder = match recorder {
        Some(recorder) => recorder.attach(builder),
        None => builder,
    };
    Report::of(&SPECS, &builder.build().unwrap(), scope, |_| {}).unwrap()
}

struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn distinguishes_results_and_records_no_account_data() {
    let mock = service();
    let file = File(env::temp_dir().join(format!("conformance-live-{}.jsonl", process::id())));
    let recorder = Recorder::record(&file.0);
    let scope = Scope {
        newest: true,
        items: 2,
    };
    let report = walk(&mock, scope, Some(&recorder));
    let text = report.to_text();
    assert!(!report.passes(), "{text}");
    let has = |counts: &std::collections::BTreeMap<String, usize>, line: &str| {
        assert!(
            counts.keys().any(|it| it.starts_with(line)),
            "{line} is not in {text}"
        );
    };
    for name in [
        "listOrgs",
        "listGroups",
        "listClusters",
        "getCluster ",
        "listAccessListEntries",
        "downloadClusterLog",
    ] {
        has(&report.decoded, name);
    }
    has(&report.mismatched, "getGroup 2023-01-01: $.name");
    has(
        &report.refused,
        "getAccessListEntry 2023-01-01: 403 IP_ADDRESS_NOT_ON_ACCESS_LIST",
    );
    has(&report.refused, "listAlerts 2023-01-01: 429");
    has(
        &report.refused,
        "listGroupEvents 2023-01-01: 500 UNEXPECTED_ERROR",
    );
    has(&report.unanswered, "listDatabaseUsers 2023-01-01: ");
    has(&report.too_large, "listGroupPeers 2023-01-01");
    has(
        &report.unknown,
        "listGroups 2023-01-01: $.results[].newProperty",
    );
    has(&report.not_reached, "getClusterBackupSnapshot ");

    // Nothing was changed, and each operation was called only in its newest version.
    let requests = mock.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.method() == Method::GET)
    );
    let groups = requests
        .iter()
        .filter(|request| request.path() == format!("{V2}/groups"));
    assert_eq!(groups.count(), 1);

    recorder.finish().unwrap();
    let text = fs::read_to_string(&file.0).unwrap();
    for secret in SECRETS {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
    assert!(text.contains("newProperty"));
    let report = recorded::Report::of(&text, &Bodies::new(&*SPECS)).unwrap();
    assert!(report.passes(), "{}", report.to_text());
    assert!(
        report.to_text().contains("1 getGroup $.name"),
        "{}",
        report.to_text()
    );
}

#[test]
fn calls_all_versions_and_accepts_valid_answers() {
    let mock = Mock::start().unwrap().unverified();
    let groups = json!({"results": [{"id": "32b6e34b3d91647abb20e7b8"}]});
    mock.on_path(Method::GET, format!("{V2}/groups"))
        .reply(groups);
    let clusters = format!("{V2}/groups/{{groupId}}/clusters");
    mock.on_path(Method::GET, clusters)
        .reply(json!({"results": []}));
    let report = walk(
        &mock,
        Scope {
            newest: false,
            items: 2,
        },
        None,
    );
    assert!(report.passes(), "{}", report.to_text());
    let clusters = report
        .decoded
        .keys()
        .filter(|name| name.starts_with("listClusters "));
    let clusters: Vec<_> = clusters.map(String::as_str).collect();
    assert_eq!(
        clusters,
        [
            "listClusters 2023-01-01",
            "listClusters 2023-02-01",
            "listClusters 2024-08-05"
        ]
    );
}

#[test]
fn wrong_credentials_end_the_walk() {
    let mock = Mock::start().unwrap().unverified();
    mock.on_path(Method::GET, V2).answer(Failure::new(401, ""));
    let client = client(mock.client_builder(), 1_000_000).build().unwrap();
    let scope = Scope {
        newest: true,
        items: 1,
    };
    let error = Report::of(&SPECS, &client, scope, |_| {}).unwrap_err();
    assert!(error.to_string().contains("401"), "{error}");
    assert_eq!(mock.requests().len(), 1);
}
