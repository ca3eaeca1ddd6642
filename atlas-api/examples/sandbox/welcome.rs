//! The text that the sandbox prints when it starts: the environment to set, and commands to try.

use std::fmt::{Arguments, Write};
use std::time::Duration;

use crate::seed::{ALERT, COLLEAGUE, ORGANIZATION, PROJECT};

/// A service account and a password. Any values work.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("MONGODB_ATLAS_CLIENT_ID", "mdb_sa_id_sandbox"),
    ("MONGODB_ATLAS_CLIENT_SECRET", "mdb_sa_sk_sandbox"),
    ("DATABASE_PASSWORD", "not-a-secret"),
];

pub fn text(url: &str, change: Duration) -> String {
    let mut text = format!(
        "A small Atlas listens on {url}. Each change takes {change:?}.\n\n\
         In another terminal, set the base URL and credentials:\n\n    \
             export MONGODB_ATLAS_BASE_URL={url}\n"
    );
    for (name, value) in ENVIRONMENT {
        line(&mut text, format_args!("export {name}={value}"));
    }
    text += "\nThen run any example:\n\n";
    for (example, arguments) in commands() {
        let gap = if arguments.is_empty() { "" } else { " -- " };
        line(
            &mut text,
            format_args!("cargo run --example {example}{gap}{arguments}"),
        );
    }
    text += "\nIt supports one version of each operation, with its exact date.\n\
             Press Ctrl-C to stop it. All data is then lost.\n";
    text
}

fn line(text: &mut String, line: Arguments<'_>) {
    // Writing to a `String` does not fail.
    let _ = writeln!(text, "    {line}");
}

/// All examples, in an order in which they can run one after another.
fn commands() -> Vec<(&'static str, String)> {
    let host = "prod-shard-00-00.sandbox.example";
    vec![
        ("blocking", String::new()),
        ("list_clusters", PROJECT.to_owned()),
        ("create_cluster", format!("{PROJECT} my-cluster")),
        ("scale_cluster", format!("{PROJECT} my-cluster M20")),
        ("pause_cluster", format!("{PROJECT} my-cluster")),
        ("pause_cluster", format!("{PROJECT} my-cluster --resume")),
        ("database_user", format!("{PROJECT} my-shop shop")),
        ("allow_access", format!("{PROJECT} 203.0.113.0/24")),
        (
            "create_project",
            format!("{ORGANIZATION} my-project {COLLEAGUE}"),
        ),
        (
            "backup_cluster",
            format!("{PROJECT} prod --restore-to staging"),
        ),
        ("measurements", PROJECT.to_owned()),
        (
            "download_logs",
            format!("{PROJECT} {host} mongodb.log --text"),
        ),
        ("alerts", PROJECT.to_owned()),
        (
            "alerts",
            format!("{PROJECT} --acknowledge {ALERT} 2099-01-31T08:00:00Z"),
        ),
        ("invoices", ORGANIZATION.to_owned()),
        ("invoices", format!("{ORGANIZATION} --csv invoice.csv")),
        ("page_events", PROJECT.to_owned()),
        (
            "raw_call",
            "/api/atlas/v2/groups 2023-01-01 itemsPerPage=5".to_owned(),
        ),
    ]
}
