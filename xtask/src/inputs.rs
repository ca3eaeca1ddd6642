//! The input files of codegen, read from the folder `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use generator::{Inputs, LEGACY, SPEC, Source};

/// The vendored spec, with its lists and the legacy APIs.
pub(crate) fn vendored(spec: &Path) -> Result<Inputs> {
    let files = files(spec, "")?;
    for file in [SPEC].into_iter().chain(LEGACY.map(|(_, file)| file)) {
        check(&files, file)?;
    }
    Ok(Inputs::of(&files))
}

/// The vendored spec with its lists, and the legacy APIs whose specs exist.
pub(crate) fn present(spec: &Path) -> Result<Inputs> {
    let files = files(spec, "")?;
    check(&files, SPEC)?;
    Ok(Inputs::of(&files))
}

fn check(files: &BTreeMap<String, String>, file: &str) -> Result<()> {
    ensure!(files.contains_key(file), "missing file: spec/{file}");
    Ok(())
}

/// Another spec, with the entries of the lists that apply to it. The legacy APIs stay, because other crates of the
/// workspace name their features.
pub(crate) fn other(spec: &Path, file: &Path) -> Result<Inputs> {
    let name = file.display().to_string();
    let bytes = fs::read(file).with_context(|| format!("can't read {name}"))?;
    Ok(Inputs {
        spec: Source::from_bytes(name, bytes)?,
        retired: None,
        renames: None,
        constructors: None,
        ..Inputs::of(&files(spec, "")?)
    })
}

/// The texts of the YAML files in a folder, by relative path. Another YAML or JSON file is a misnamed one.
fn files(folder: &Path, prefix: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let context = || format!("can't read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = format!("{prefix}{}", name.to_string_lossy());
        if path.is_dir() {
            found.extend(files(&path, &format!("{name}/"))?);
            continue;
        }
        Inputs::check_name(&name)?;
        if name.ends_with(".yaml") {
            let bytes = fs::read(&path);
            let bytes = bytes.with_context(|| format!("can't read {}", path.display()))?;
            let source = Source::from_bytes(format!("spec/{name}"), bytes)?;
            found.insert(name, source.text);
        }
    }
    Ok(found)
}

/// A file in the folder `spec/`, if it exists.
pub(crate) fn optional(spec: &Path, file: &str) -> Result<Option<Source>> {
    let name = format!("spec/{file}");
    match fs::read(spec.join(file)) {
        Ok(bytes) => Ok(Some(Source::from_bytes(name, bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {name}")),
    }
}

/// A file in the folder `spec/`.
pub(crate) fn required(spec: &Path, file: &str) -> Result<Source> {
    optional(spec, file)?.with_context(|| format!("missing file: spec/{file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_missing_spec() {
        let spec = tempfile::tempdir().expect("a temporary folder");
        for file in ["atlas-v2.yaml", "atlas-v1.yaml"] {
            let error = vendored(spec.path()).expect_err("there is no spec");
            assert_eq!(error.to_string(), format!("missing file: spec/{file}"));
            fs::write(spec.path().join(file), "").expect("the folder is writable");
        }
        assert!(vendored(spec.path()).is_ok());
    }

    #[test]
    fn names_a_misnamed_file() {
        let spec = tempfile::tempdir().expect("a temporary folder");
        let folder = spec.path().join("descriptions");
        fs::create_dir(&folder).expect("the folder is writable");
        fs::write(folder.join("clusters.yml"), "").expect("the folder is writable");
        let error = files(spec.path(), "").expect_err("the name is wrong");
        let expected = "nothing reads `spec/descriptions/clusters.yml`";
        assert!(error.to_string().contains(expected), "{error}");
    }
}
