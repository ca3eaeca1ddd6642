//! `spec/retired.yaml`: what the document had once and has no longer.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use generator::retired::{Update, update};
use generator::{Document, vendor};
use serde_json::Value;

/// How errors call it.
const FILE: &str = "spec/retired.yaml";

/// The text of the file in the folder `spec/`, and how errors call it. It is there as soon as something
/// is withdrawn.
pub(crate) fn read(spec: &Path) -> Result<Option<(&'static str, String)>> {
    let text = read_if_there(&spec.join("retired.yaml"), FILE)?;
    Ok(text.map(|text| (FILE, text)))
}

/// What it is when the document in the folder gives way to the next one, and its text. Nothing if there
/// is no such file, and need not be.
pub(crate) fn next(spec: &Path, next: &Value, date: &str) -> Result<Option<(Update, String)>> {
    let name = "spec/atlas-v2.yaml";
    let Some(text) = read_if_there(&spec.join("atlas-v2.yaml"), name)? else {
        return Ok(None);
    };
    let document = Document::parse(name, text)?;
    let retired = match read(spec)? {
        Some((file, text)) => Some(Document::parse(file, text)?),
        None => None,
    };
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
            println!("{what}: {}", operations.len());
        }
        for operation in operations {
            println!("  {operation}");
        }
    }
}

fn read_if_there(path: &Path, name: &str) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {name}")),
    }
}
