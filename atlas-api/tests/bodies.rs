//! The worst bodies within the limits decode within 1 GiB of address space, or are rejected. They are read in a
//! separate process, which the system would end if it asked for more.
#![cfg(all(
    feature = "atlas_search",
    feature = "clusters",
    feature = "events",
    feature = "projects",
    feature = "streams",
    target_os = "linux"
))]

use std::env;
use std::fmt::Write as _;
use std::process::Command;

use atlas_api::http::Response;
use atlas_api::{Error, Operation, atlas_search, clusters, events, streams};

const BODY: usize = 64 << 20;
const ADDRESS_SPACE: usize = 1 << 30;

#[test]
fn worst_bodies_fit_into_memory() {
    let script = format!("ulimit -v {} && exec \"$0\" \"$@\"", ADDRESS_SPACE / 1024);
    let status = Command::new("sh")
        .args(["-c", &script])
        .arg(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "bodies::reads_the_worst_bodies"])
        .args(["--test-threads", "1", "--nocapture"])
        .status();
    assert!(status.unwrap().success());
}

/// As many items as fit, with commas in between.
fn list(start: &str, item: &str, end: &str) -> String {
    let item = format!("{item},");
    let count = (BODY - start.len() - end.len()) / item.len();
    let items = item.repeat(count);
    format!("{start}{}{end}", &items[..items.len() - 1])
}

fn results(item: &str) -> String {
    list("{\"results\":[", item, "]}")
}

/// As many members with different names as fit.
fn members(start: &str, value: &str, end: &str) -> String {
    let mut body = start.to_owned();
    for index in 0.. {
        let length = body.len();
        write!(body, "\"{index}\":{value},").unwrap();
        if body.len() + end.len() > BODY {
            body.truncate(length - 1);
            break;
        }
    }
    body + end
}

fn read<O: Operation>(what: &str, body: String) -> Result<usize, Error> {
    let result = O::decode(Response::new(body.into()));
    match &result {
        Ok(response) => {
            assert!(response.set_aside.len() <= 1_000);
            println!(
                "{what}: {} mismatches",
                response.set_aside.len() + response.set_aside_omitted
            );
        }
        Err(error) => {
            assert!(error.is_too_large(), "{what}: {error}");
            println!("{what}: {error}");
        }
    }
    result.map(|response| response.set_aside.len() + response.set_aside_omitted)
}

#[test]
#[ignore = "only for the process of the test above"]
fn reads_the_worst_bodies() {
    type Clusters = clusters::ListClusters;
    type Events = events::ListGroupEvents;
    type Connection = streams::GetStreamConnection;
    type Indexes = atlas_search::ListClusterSearchIndexes;

    // Each item is a whole cluster, or keeps its own JSON.
    for item in ["{}", "null", "{\"\\ud800\":1}"] {
        assert!(read::<Clusters>(item, results(item)).is_err());
    }
    for item in [
        r#"{"a":1}"#,
        r#"{"tags":[{}]}"#,
        r#"{"replicationSpecs":[{"regionConfigs":[{},{},{},{}]}]}"#,
    ] {
        _ = read::<Clusters>(item, results(item));
    }
    let unknown = members("{", "0", "}");
    _ = read::<Clusters>("unknown properties", unknown);
    let mismatches = list("{", "\"results\":0", "}");
    _ = read::<Clusters>("the same mismatch", mismatches);
    let links = list("{\"links\":[", "{\"rel\":\"\"}", "]}");
    _ = read::<Clusters>("links", links);

    let text = format!(
        "{{\"results\":[{{\"name\":\"{}\"}}]}}",
        "\\u0041".repeat(BODY / 6 - 10)
    );
    assert_eq!(read::<Clusters>("escapes", text).unwrap(), 0);
    let number = format!("{{\"totalCount\":{}}}", "1".repeat(BODY - 20));
    assert_eq!(read::<Clusters>("a number", number).unwrap(), 1);
    for text in [
        "[",
        "{\"results\":",
        "<p>",
        "{\"results\":[{\"replicationSpecs\":[",
    ] {
        let body = text.repeat(BODY / text.len());
        assert_eq!(read::<Clusters>(text, body).unwrap(), 1);
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    _ = read::<Clusters>("nested lists", results(&deep));

    for item in [
        "{}",
        r#"{"eventTypeName":"A"}"#,
        r#"{"links":[{},{}],"eventTypeName":"HOST_DOWN"}"#,
    ] {
        _ = read::<Events>(item, results(item));
    }
    let headers = members("{\"headers\":{", "\"\"", "},\"type\":\"Https\"}");
    _ = read::<Connection>("a map", headers);
    let config = list("{\"config\":{", "\"\":\"\"", "},\"type\":\"Kafka\"}");
    _ = read::<Connection>("a map with one key", config);

    for item in [
        r#"{"latestDefinition":{"fields":[{},{},{}]},"type":"vectorSearch"}"#,
        r#"{"latestDefinition":{"mappings":{"fields":{"a":{},"b":[[]]}}}}"#,
        r#"{"latestDefinition":{"analyzers":[{"tokenFilters":[{"type":"a"},{}]}]},"type":"search"}"#,
    ] {
        _ = read::<Indexes>(item, list("[", item, "]"));
    }
}
