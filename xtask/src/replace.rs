//! Replaces files, all or none of them, even if the process is killed in between.
//!
//! All new files are first written to a separate folder, the journal. The plan in it decides: without one, nothing
//! has changed yet, and the journal is discarded. With one, every change is made, either now or by [`recover`] when
//! the next command starts.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder of the journal, which git ignores.
const JOURNAL: &str = ".xtask-journal";
const PLAN: &str = "plan";

/// The changes to make. Paths are relative to the parent of the journal.
#[derive(Debug, Default)]
struct Plan {
    /// The files to replace. The new text of each is in the journal, in a file named by its index.
    written: Vec<PathBuf>,
    /// The files to remove.
    removed: Vec<PathBuf>,
}

impl Plan {
    /// A line for each file: the action, and the path.
    fn text(&self) -> Result<String> {
        let mut text = String::new();
        for (what, paths) in [("write", &self.written), ("remove", &self.removed)] {
            for path in paths {
                let path = path.to_str().filter(|path| !path.contains('\n'));
                let path = path.context("a path is not UTF-8, or contains a line break")?;
                text += &format!("{what} {path}\n");
            }
        }
        Ok(text)
    }

    fn parse(text: &str) -> Self {
        let mut plan = Self::default();
        for line in text.lines() {
            match line.split_once(' ') {
                Some(("write", path)) => plan.written.push(path.into()),
                Some(("remove", path)) => plan.removed.push(path.into()),
                _ => {}
            }
        }
        plan
    }
}

/// The outcome for a command that was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recovered {
    /// It had written its plan, so its changes were completed.
    Completed,
    /// It had not, so nothing has changed.
    Discarded,
}

/// Replaces the files that differ, and removes others. Returns whether anything changed. All files are below `base`.
pub(crate) fn all(base: &Path, files: &[(&Path, &[u8])], removed: &[PathBuf]) -> Result<bool> {
    stepwise(base, files, removed, &mut || Ok(()))
}

/// Like [`all`], with a call before each step.
fn stepwise(
    base: &Path,
    files: &[(&Path, &[u8])],
    removed: &[PathBuf],
    step: &mut dyn FnMut() -> Result<()>,
) -> Result<bool> {
    fs::create_dir_all(base).with_context(|| format!("can't create {}", base.display()))?;
    recover(base)?;
    let journal = base.join(JOURNAL);
    let mut plan = Plan::default();
    for path in removed {
        plan.removed.push(below(base, path)?);
    }
    step()?;
    for &(path, bytes) in files {
        let fail = || format!("can't write {}", path.display());
        if same(path, bytes).with_context(fail)? {
            continue;
        }
        fs::create_dir_all(&journal).with_context(fail)?;
        let staged = journal.join(plan.written.len().to_string());
        write(&staged, bytes).with_context(fail)?;
        plan.written.push(below(base, path)?);
        step()?;
    }
    if plan.written.is_empty() && plan.removed.is_empty() {
        return Ok(false);
    }
    decide(&journal, &plan).context("can't write the journal")?;
    step()?;
    complete(base, &plan, step)?;
    Ok(true)
}

/// Completes or discards the changes of a killed command. `None` if there were none.
pub(crate) fn recover(base: &Path) -> Result<Option<Recovered>> {
    let journal = base.join(JOURNAL);
    if !journal.exists() {
        return Ok(None);
    }
    let context = || format!("can't recover from {}", journal.display());
    let plan = match fs::read_to_string(journal.join(PLAN)) {
        Ok(plan) => plan,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::remove_dir_all(&journal).with_context(context)?;
            return Ok(Some(Recovered::Discarded));
        }
        Err(error) => return Err(error).with_context(context),
    };
    let plan = Plan::parse(&plan);
    complete(base, &plan, &mut || Ok(())).with_context(context)?;
    Ok(Some(Recovered::Completed))
}

/// Writes the plan. From then on, all changes will be made.
fn decide(journal: &Path, plan: &Plan) -> Result<()> {
    fs::create_dir_all(journal)?;
    let draft = journal.join("plan.draft");
    write(&draft, plan.text()?.as_bytes())?;
    fs::rename(draft, journal.join(PLAN))?;
    Ok(())
}

/// Makes the remaining changes.
fn complete(base: &Path, plan: &Plan, step: &mut dyn FnMut() -> Result<()>) -> Result<()> {
    let journal = base.join(JOURNAL);
    for (index, path) in plan.written.iter().enumerate() {
        let path = base.join(path);
        let fail = || {
            format!(
                "can't replace {}: the next command tries again",
                path.display()
            )
        };
        fs::create_dir_all(path.parent().unwrap_or(base)).with_context(fail)?;
        match fs::rename(journal.join(index.to_string()), &path) {
            // It was moved already.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed.with_context(fail)?,
        }
        step()?;
    }
    for path in &plan.removed {
        let path = base.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.with_context(|| format!("can't remove {}", path.display()))?,
        }
        // A folder is removed with its last file. One that still contains something stays.
        let _ = path.parent().map(fs::remove_dir);
        step()?;
    }
    let fail = || format!("can't remove {}", journal.display());
    fs::remove_dir_all(&journal).with_context(fail)
}

/// Replaces a file at once: readers see the old contents or the new ones. It may be anywhere.
pub(crate) fn one(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = || format!("can't write {}", path.display());
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(fail)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(fail)?;
    file.write_all(bytes).with_context(fail)?;
    file.persist(path).with_context(fail)?;
    Ok(())
}

fn same(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match fs::read(path) {
        Ok(old) => Ok(old == bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn below(base: &Path, path: &Path) -> Result<PathBuf> {
    match path.strip_prefix(base) {
        Ok(path) => Ok(path.to_owned()),
        Err(_) => bail!("{} is not in {}", path.display(), base.display()),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;
    use tempfile::TempDir;

    use super::*;

    const NAMES: [&str; 3] = ["a.txt", "folder/b.txt", "new/c.txt"];

    /// A folder with two of the files, and one to remove.
    fn before() -> TempDir {
        let folder = TempDir::new().expect("a temporary folder");
        for name in ["a.txt", "folder/b.txt", "old/d.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            fs::write(path, "before").expect("the folder is writable");
        }
        folder
    }

    fn texts(folder: &Path) -> [Option<String>; 4] {
        [NAMES[0], NAMES[1], NAMES[2], "old/d.txt"]
            .map(|name| fs::read_to_string(folder.join(name)).ok())
    }

    /// Stops before a step, like a killed process, which cleans nothing up.
    fn killed_at(folder: &Path, last: usize) -> Result<bool> {
        let paths = NAMES.map(|name| folder.join(name));
        let files: Vec<_> = paths
            .iter()
            .map(|path| (path.as_path(), &b"after"[..]))
            .collect();
        let mut steps = 0;
        stepwise(folder, &files, &[folder.join("old/d.txt")], &mut || {
            steps += 1;
            match steps > last {
                true => Err(anyhow!("killed")),
                false => Ok(()),
            }
        })
    }

    #[test]
    fn kill_at_any_step_leaves_old_or_new_state() {
        let after = || Some("after".to_owned());
        let (mut completed, mut discarded) = (0, 0);
        for last in 0.. {
            let folder = before();
            let folder = folder.path();
            let old = texts(folder);
            let new = [after(), after(), after(), None];
            let done = killed_at(folder, last);
            let recovered = recover(folder).expect("the folder is writable");
            let now = texts(folder);
            match (done, recovered) {
                (Err(_), Some(Recovered::Completed)) => {
                    assert_eq!(now, new, "{last}");
                    completed += 1;
                }
                (Err(_), _) => {
                    assert_eq!(now, old, "{last}");
                    discarded += 1;
                }
                (Ok(changed), recovered) => {
                    assert!(changed && recovered.is_none(), "{last}");
                    assert_eq!(now, new);
                    break;
                }
            }
            // Running it again succeeds, and leaves nothing behind.
            killed_at(folder, usize::MAX).expect("nothing is in the way");
            assert_eq!(texts(folder), new, "{last}");
            assert!(!folder.join(JOURNAL).exists());
            assert!(!folder.join("old").exists());
        }
        assert!(completed >= 4 && discarded >= 4, "{completed} {discarded}");
    }

    #[test]
    fn empty_change_leaves_no_journal() {
        let folder = before();
        let path = folder.path().join("a.txt");
        assert!(!all(folder.path(), &[(&path, b"before")], &[]).expect("the file is there"));
        assert!(!folder.path().join(JOURNAL).exists());
    }
}
