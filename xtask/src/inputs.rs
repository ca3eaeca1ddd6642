//! The input files of codegen: the spec, and the lists that stand beside it in `spec/`.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use generator::{Inputs, Source};

/// The specs of legacy APIs, with the names of their modules.
const LEGACY: [(&str, &str); 1] = [("v1", "atlas-v1.yaml")];

/// The vendored spec with all that belongs to it.
pub(crate) fn vendored(spec: &Path) -> Result<Inputs> {
    Ok(Inputs {
        legacy: legacy(spec)?,
        ..without_legacy(spec)?
    })
}

/// What an update of the vendored spec is made of, which reaches no legacy API.
pub(crate) fn without_legacy(spec: &Path) -> Result<Inputs> {
    Ok(Inputs {
        spec: required(spec, "atlas-v2.yaml")?,
        corrections: optional(spec, "corrections.yaml")?,
        retired: optional(spec, "retired.yaml")?,
        renames: optional(spec, "renames.yaml")?,
        constructors: optional(spec, "constructors.yaml")?,
        older_ids: optional(spec, "older-ids.yaml")?,
        legacy: Vec::new(),
    })
}

/// Another spec, with what fits it of the lists. The legacy APIs stay: other crates of the workspace name
/// their features.
pub(crate) fn other(spec: &Path, file: &Path) -> Result<Inputs> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("can't read {name}"))?;
    Ok(Inputs {
        spec: Source { name, text },
        corrections: optional(spec, "corrections.yaml")?,
        older_ids: optional(spec, "older-ids.yaml")?,
        legacy: legacy(spec)?,
        ..Inputs::default()
    })
}

fn legacy(spec: &Path) -> Result<Vec<(String, Source)>> {
    let legacy = LEGACY.iter();
    let legacy = legacy.map(|(name, file)| Ok(((*name).to_owned(), required(spec, file)?)));
    legacy.collect()
}

/// A file of the folder `spec/`, if it is there.
pub(crate) fn optional(spec: &Path, file: &str) -> Result<Option<Source>> {
    let name = format!("spec/{file}");
    match fs::read_to_string(spec.join(file)) {
        Ok(text) => Ok(Some(Source { name, text })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {name}")),
    }
}

/// A file of the folder `spec/`.
pub(crate) fn required(spec: &Path, file: &str) -> Result<Source> {
    optional(spec, file)?.with_context(|| format!("missing file: spec/{file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_missing_spec() {
        let spec = tempfile::tempdir().expect("a temporary folder");
        for file in ["atlas-v1.yaml", "atlas-v2.yaml"] {
            let error = vendored(spec.path()).expect_err("there is no spec");
            assert_eq!(error.to_string(), format!("missing file: spec/{file}"));
            fs::write(spec.path().join(file), "").expect("the folder is writable");
        }
        assert!(vendored(spec.path()).is_ok());
    }
}
