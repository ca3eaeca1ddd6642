//! The spec that the crate is made of.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use generator::{Document, Inputs, Mode, Source, generate};

/// The vendored spec of a checkout as codegen reads it: with what is retired, and corrected.
///
/// # Errors
/// A file can't be read, or the generator does not accept the spec.
pub fn spec(root: &Path) -> Result<Document> {
    let inputs = Inputs::of(
        |file| match fs::read_to_string(root.join("spec").join(file)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("can't read spec/{file}")),
        },
    )?;
    Ok(generate(&inputs, Mode::Strict)?.spec)
}

/// A single spec, as it is.
///
/// # Errors
/// The file can't be read.
pub fn read(root: &Path, name: &str) -> Result<Document> {
    let text = fs::read_to_string(root.join(name));
    let text = text.with_context(|| format!("can't read {name}"))?;
    Ok(Source::new(name, text).parse()?)
}
