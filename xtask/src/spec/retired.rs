//! `spec/retired.yaml`: what the document had once and has no longer.

use std::path::Path;

use anyhow::Result;
use generator::retired::{Update, update};
use generator::vendor;
use serde_json::Value;

use crate::inputs::Text;

/// What it is when the document in the folder gives way to the next one, and its text. Nothing if there
/// is no such file, and need not be.
pub(crate) fn next(spec: &Path, next: &Value, date: &str) -> Result<Option<(Update, String)>> {
    let Some(document) = Text::of(spec, "atlas-v2.yaml")? else {
        return Ok(None);
    };
    let document = document.parse()?;
    let retired = Text::of(spec, "retired.yaml")?;
    let retired = retired.map(Text::parse).transpose()?;
    let is_there = retired.is_some();
    let update = update(document, retired, next, date)?;
    if !is_there && update.moved.is_empty() {
        return Ok(None);
    }
    let yaml = vendor::to_yaml(&update.tree);
    Ok(Some((update, yaml)))
}

/// Tells what the file gets and loses.
pub(crate) fn report(update: &Update) {
    for (what, operations) in [
        ("withdrawn, now in spec/retired.yaml", &update.moved),
        (
            "there again, no more in spec/retired.yaml",
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
