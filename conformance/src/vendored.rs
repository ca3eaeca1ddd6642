//! The document that the crate is made of, before its corrections.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use generator::{Document, retired};

/// The vendored document of a checkout, with what is withdrawn from it.
///
/// # Errors
/// A file can't be read, or what is withdrawn does not fit the document.
pub fn document(root: &Path) -> Result<Document> {
    let mut document = read(root, "spec/atlas-v2.yaml")?;
    let withdrawn = "spec/retired.yaml";
    // It is there as soon as something is withdrawn.
    if root.join(withdrawn).exists() {
        retired::merge(&mut document, read(root, withdrawn)?)?;
    }
    Ok(document)
}

/// One file of it.
///
/// # Errors
/// It can't be read.
pub fn read(root: &Path, name: &str) -> Result<Document> {
    let text = fs::read_to_string(root.join(name));
    let text = text.with_context(|| format!("can't read {name}"))?;
    Ok(Document::parse(name, text)?)
}
