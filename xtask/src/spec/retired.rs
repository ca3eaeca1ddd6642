//! `spec/retired.yaml`: the operations and versions that upstream removed.

use anyhow::Result;
use generator::Inputs;
use review::vendor::{Update, retire, to_yaml};
use serde_json::Value;

/// The changes to the file for a new spec, and its new text. `None` if no file is needed.
pub(crate) fn next(before: &Inputs, next: &Value, date: &str) -> Result<Option<(Update, String)>> {
    let retired = before.retired.as_ref();
    let update = retire(&before.spec, retired, next, date)?;
    if retired.is_none() && update.moved.is_empty() {
        return Ok(None);
    }
    let yaml = to_yaml(&update.tree)?;
    Ok(Some((update, yaml)))
}

/// Prints the additions and removals.
pub(crate) fn report(update: &Update) {
    for (what, operations) in [
        ("retired, added to spec/retired.yaml", &update.moved),
        (
            "back in the spec, removed from spec/retired.yaml",
            &update.returned,
        ),
    ] {
        if !operations.is_empty() {
            eprintln!("{what}: {}", operations.len());
        }
        for operation in operations {
            eprintln!("  {operation}");
        }
    }
}
