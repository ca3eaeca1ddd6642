//! The text that the sandbox prints when it starts: the environment to set, and commands to try.

use std::fmt::{Arguments, Write};

use crate::ids::{ALERT, COLLEAGUE, ORGANIZATION, OWNER, PROJECT};
use crate::options::Options;

/// A service account of the sandbox, and a password.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("MONGODB_ATLAS_CLIENT_ID", OWNER.0),
    ("MONGODB_ATLAS_CLIENT_SECRET", OWNER.1),
    ("DATABASE_PASSWORD", "not-a-secret"),
];

pub fn text(url: &str, options: &Options) -> String {
    let change = options.change;
    let mut text = format!(
        "A small Atlas listens on {url}. Each change takes {change:?}.\n\n\
         In another terminal, set the base URL and credentials:\n\n    \
             export MONGODB_ATLAS_BASE_URL={url}\n"
    );
    for (name, value) in ENVIRONMENT {
        line(&mut text, format_args!("export {name}={value}"));
    }
    line(
        &mut text,
        format_args!("echo 203.0.113.0/24 >addresses.txt"),
    );
    if let Some(ca) = &options.tls_ca {
        line(
            &mut text,
            format_args!("export SSL_CERT_FILE={}", ca.display()),
        );
    }
    text += "\nThen run any example:\n\n";
    for (example, arguments) in commands() {
        let gap = if arguments.is_empty() { "" } else { " -- " };
        line(
            &mut text,
            format_args!("cargo run --example {example}{gap}{arguments}"),
        );
    }
    text += "\nPress Ctrl-C to stop it. ";
    text += match &options.state {
        Some(_) => "Its data is saved.\n",
        None => "All data is then lost.\n",
    };
    text
}

fn line(text: &mut String, line: Arguments<'_>) {
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "    {line}");
}

/// All examples, in an order in which they can run.
fn commands() -> Vec<(&'static str, String)> {
    let host = "prod-shard-00-00.sandbox.example";
    vec![
        ("blocking", String::new()),
        ("list_clusters", PROJECT.to_owned()),
        ("create_cluster", format!("{PROJECT} my-cluster")),
        ("connection_string", format!("{PROJECT} my-cluster")),
        ("scale_cluster", format!("{PROJECT} my-cluster M20")),
        ("pause_cluster", format!("{PROJECT} my-cluster")),
        ("pause_cluster", format!("{PROJECT} my-cluster --resume")),
        ("database_user", format!("{PROJECT} my-shop shop")),
        (
            "sync_access_list",
            format!("{PROJECT} addresses.txt --prune"),
        ),
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
            format!("{PROJECT} --acknowledge {ALERT} --until 2099-01-31T08:00:00Z"),
        ),
        ("invoices", ORGANIZATION.to_owned()),
        ("invoices", format!("{ORGANIZATION} --csv invoice.csv")),
        ("page_events", PROJECT.to_owned()),
        (
            "raw_call",
            "/api/atlas/v2/groups 2023-01-01 itemsPerPage=5".to_owned(),
        ),
        ("teardown", format!("{PROJECT} Shop")),
    ]
}
