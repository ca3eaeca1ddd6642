//! The examples as whole programs, against a server on this machine: what they print, how they explain
//! failures, and how they end. Most servers are made for one test; one is an example itself, the sandbox.
//!
//! `cargo test` builds the examples before it runs this. `cargo test --test examples` does not: run
//! `cargo build --examples` before it, or it finds old ones.
#![cfg(all(
    feature = "alerts",
    feature = "cloud_backups",
    feature = "clusters",
    feature = "database_users",
    feature = "events",
    feature = "invoices",
    feature = "mongo_db_cloud_users",
    feature = "monitoring_and_logs",
    feature = "organizations",
    feature = "project_ip_access_list",
    feature = "projects",
    feature = "blocking",
    feature = "gzip",
    feature = "test-util"
))]

mod access;
mod backups;
mod billing;
mod calls;
mod clusters;
mod monitoring;
mod sandbox;
mod service;
mod support;

use support::{GROUP, HOST, ORGANIZATION, example, failure, run, run_with_token, server};

/// Each example with arguments that are right.
const EXAMPLES: [(&str, &[&str]); 15] = [
    ("alerts", &[GROUP]),
    ("allow_access", &[GROUP, "203.0.113.7"]),
    ("backup_cluster", &[GROUP, "prod"]),
    ("blocking", &[]),
    ("create_cluster", &[GROUP, "prod"]),
    ("create_project", &[ORGANIZATION, "Shop", "ada@example.com"]),
    ("database_user", &[GROUP, "shop", "orders"]),
    // The file is never written.
    ("download_logs", &[GROUP, HOST, "never.gz"]),
    ("invoices", &[ORGANIZATION]),
    ("list_clusters", &[GROUP]),
    ("measurements", &[GROUP]),
    ("page_events", &[GROUP]),
    ("pause_cluster", &[GROUP, "prod"]),
    ("raw_call", &["/api/atlas/v2/groups", "2023-01-01"]),
    ("scale_cluster", &[GROUP, "prod", "M20"]),
];

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
