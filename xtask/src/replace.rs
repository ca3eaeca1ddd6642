//! Replaces files so that no reader ever sees a partial one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// Replaces the files that differ, and returns whether any did. All new files are written in full
/// before the first old one is replaced, so an error leaves the old ones.
pub(crate) fn all(files: &[(&Path, &[u8])]) -> Result<bool> {
    let mut prepared = Vec::new();
    for &(path, bytes) in files {
        let fail = || format!("can't write {}", path.display());
        if !same(path, bytes).with_context(fail)? {
            prepared.push((path, prepare(path, bytes).with_context(fail)?));
        }
    }
    let changed = !prepared.is_empty();
    for (path, file) in prepared {
        file.persist(path)
            .with_context(|| format!("can't replace {}", path.display()))?;
    }
    Ok(changed)
}

fn same(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match fs::read(path) {
        Ok(old) => Ok(old == bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A file in the same folder, because a rename is atomic only within a file system.
fn prepare(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    // A temporary file is readable by its owner only; this one becomes a regular file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
