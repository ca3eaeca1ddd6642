//! The examples as whole programs, against a local server: what they print, how they explain failures, and how they
//! end. Most servers are written for one test; the sandbox is itself an example.
//!
//! `cargo test` builds the examples first. `cargo test --test examples` does not. Run `cargo build --examples` before
//! it, or it uses outdated ones.
#![cfg(all(
    feature = "alert_configurations",
    feature = "alerts",
    feature = "atlas_search",
    feature = "cloud_backups",
    feature = "clusters",
    feature = "database_users",
    feature = "encryption_at_rest_using_customer_key_management",
    feature = "events",
    feature = "flex_clusters",
    feature = "invoices",
    feature = "mongo_db_cloud_users",
    feature = "monitoring_and_logs",
    feature = "organizations",
    feature = "performance_advisor",
    feature = "private_endpoint_services",
    feature = "programmatic_api_keys",
    feature = "project_ip_access_list",
    feature = "projects",
    feature = "service_accounts",
    feature = "streams",
    feature = "blocking",
    feature = "gzip",
    feature = "test-util"
))]

mod access;
mod backups;
mod billing;
mod calls;
mod checks;
mod clusters;
mod flags;
mod keys;
mod mcp;
mod monitoring;
mod networks;
mod older;
mod people;
mod protocol;
mod raw;
mod resources;
mod restores;
mod sandbox;
mod service;
mod strict;
mod support;

use support::{GROUP, HOST, ORGANIZATION, example, failure, run, run_with_token, server};

/// A file with a block of addresses.
const ADDRESSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples/addresses.txt");

/// Each example with valid arguments.
const EXAMPLES: [(&str, &[&str]); 17] = [
    ("alerts", &[GROUP]),
    ("backup_cluster", &[GROUP, "prod"]),
    ("blocking", &[]),
    ("connection_string", &[GROUP, "prod"]),
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
    ("sync_access_list", &[GROUP, ADDRESSES]),
    ("teardown", &[GROUP, "Shop"]),
];

#[test]
fn rejects_wrong_arguments() {
    for (name, arguments) in EXAMPLES {
        // One argument too many, and one too few, if there are any.
        let more = [arguments, &["surplus"]].concat();
        let fewer = arguments.split_last().map(|(_, fewer)| fewer);
        for wrong in [Some(&more[..]), fewer].into_iter().flatten() {
            let outcome = run(&mut example(name, wrong));
            assert_eq!((outcome.code, &*outcome.out), (Some(2), ""), "{outcome:?}");
            assert!(outcome.err.starts_with("error: "), "{outcome:?}");
        }
    }
}

#[test]
fn missing_credentials_name_the_variables_to_set() {
    for (name, arguments) in EXAMPLES {
        let outcome = run(&mut example(name, arguments));
        assert_eq!((outcome.code, &*outcome.out), (Some(1), ""), "{outcome:?}");
        assert!(
            outcome.err.starts_with("Error: no credentials"),
            "{outcome:?}"
        );
        assert!(
            outcome.err.contains("MONGODB_ATLAS_CLIENT_ID"),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn prints_service_errors() {
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
            let mut errors = outcome.err.lines().filter(|it| it.starts_with("Error: "));
            assert!(errors.any(|it| it.contains(&expected)), "{outcome:?}");
        }
    }
}
