//! The specs that the crate is generated from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use generator::{Document, Inputs, Mode, Source, generate};
use serde_json::Value;

/// The vendored spec of a checkout as codegen reads it: with retired operations, and corrected.
///
/// # Errors
/// A file can't be read, or the generator does not accept the spec.
pub fn spec(root: &Path) -> Result<Document> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(root.join("spec")).context("can't read spec")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".yaml") {
            let bytes = fs::read(&path).with_context(|| format!("can't read {name}"))?;
            let source = Source::from_bytes(format!("spec/{name}"), bytes)?;
            files.insert(name.to_string(), source.text);
        }
    }
    let inputs = Inputs::of(&files);
    Ok(generate(&inputs, Mode::Strict)?.spec)
}

/// The specs that the crate is generated from: those of the current API and of v1.0.
///
/// # Errors
/// A file can't be read, or the generator does not accept the spec.
pub fn all(root: &Path) -> Result<Vec<Value>> {
    let legacy = read(root, "spec/atlas-v1.yaml")?;
    Ok(vec![spec(root)?.tree().clone(), legacy.tree().clone()])
}

/// A single spec, unchanged.
///
/// # Errors
/// The file can't be read.
pub fn read(root: &Path, name: &str) -> Result<Document> {
    let bytes = fs::read(root.join(name)).with_context(|| format!("can't read {name}"))?;
    Ok(Source::from_bytes(name, bytes)?.parse()?)
}
