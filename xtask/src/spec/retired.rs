//! `spec/retired.yaml`: the operations and versions that upstream removed.

use std::path::Path;

use anyhow::Result;
use review::vendor::{Update, retire, to_yaml};
use serde_json::Value;

use crate::inputs::optional;

/// The changes that a new spec makes to the file, and its new text. `None` if no file is needed.
pub(crate) fn next(spec: &Path, next: &Value, date: &str) -> Result<Option<(Update, String)>> {
    let Some(known) = optional(spec, "atlas-v2.yaml")? else {
        return Ok(None);
    };
    let retired = optional(spec, "retired.yaml")?;
    let update = retire(&known, retired.as_ref(), next, date)?;
    if retired.is_none() && update.moved.is_empty() {
        return Ok(None);
    }
    let yaml = to_yaml(&update.tree)?;
    Ok(Some((update, yaml)))
}

/// Prints what the file gains and loses.
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
