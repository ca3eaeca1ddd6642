//! A tree of generated files: how it differs from the files on disk, and how to update them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use similar::TextDiff;

use crate::replace;

/// How the files on disk differ from the generated ones.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// New or different files, with their new contents.
    pub(crate) written: BTreeMap<PathBuf, String>,
    /// Files that are up to date.
    pub(crate) unchanged: usize,
    /// Generated files that are no longer generated.
    pub(crate) removed: Vec<PathBuf>,
}

impl Changes {
    /// Compares the files. `header` is the first line of every generated file. Other files are ignored.
    pub(crate) fn find(
        folder: &Path,
        files: &BTreeMap<String, String>,
        header: &str,
    ) -> Result<Self> {
        let mut changes = Self::default();
        for (name, text) in files {
            let path = folder.join(name);
            match read(&path)? {
                Some(old) if old == *text => changes.unchanged += 1,
                Some(old) if !old.starts_with(header) => bail!(
                    "{} is not a generated file: move it elsewhere, or pass another folder with --out",
                    path.display()
                ),
                _ => {
                    changes.written.insert(path, text.clone());
                }
            }
        }
        for path in generated(folder, header)? {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            if !files.contains_key(&name.join("/")) {
                changes.removed.push(path);
            }
        }
        Ok(changes)
    }

    /// Compares one file that is only partly generated.
    pub(crate) fn add(&mut self, path: &Path, text: String) -> Result<()> {
        if read(path)?.as_deref() == Some(&text) {
            self.unchanged += 1;
        } else {
            self.written.insert(path.to_owned(), text);
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }

    /// Writes and removes files so that the disk matches, all or none. All are below `base`.
    pub(crate) fn apply(&self, base: &Path) -> Result<()> {
        let files: Vec<_> = self
            .written
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_bytes()))
            .collect();
        replace::all(base, &files, &self.removed)?;
        Ok(())
    }

    /// A few lines on how each file differs.
    pub(crate) fn describe(&self) -> Result<String> {
        let mut out = String::new();
        for (path, text) in &self.written {
            let Some(old) = read(path)? else {
                out += &format!("missing: {}\n", path.display());
                continue;
            };
            out += &format!("differs: {}\n", path.display());
            let diff = TextDiff::from_lines(old.as_str(), text.as_str());
            let diff = diff.unified_diff().context_radius(1).to_string();
            for line in diff.lines().take(12) {
                out += &format!("    {line}\n");
            }
            let more = diff.lines().count().saturating_sub(12);
            if more > 0 {
                out += &format!("    … and {more} more lines\n");
            }
        }
        for path in &self.removed {
            out += &format!("stale: {}\n", path.display());
        }
        Ok(out)
    }
}

fn read(path: &Path) -> Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
    }
}

impl AddAssign for Changes {
    fn add_assign(&mut self, other: Self) {
        self.written.extend(other.written);
        self.unchanged += other.unchanged;
        self.removed.extend(other.removed);
    }
}

/// The generated files in a folder.
fn generated(folder: &Path, header: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                return Err(error).with_context(|| format!("can't read {}", folder.display()));
            }
        };
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if read(&path)?.is_some_and(|text| text.starts_with(header)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
