//! Updates the changelog and the version of the crates for a new spec.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use review::report::{Report, Rust};
use semver::{BuildMetadata, Prerelease, Version};
use toml_edit::{DocumentMut, Item, Value};

/// The heading of the changes since the last release.
const UNRELEASED: &str = "## [Unreleased]";

/// The files that contain the version of the crates: manifests, and lock files of programs that use them.
const FILES: [&str; 4] = [
    "Cargo.toml",
    "Cargo.lock",
    "bench/programs/atlas/Cargo.lock",
    "fuzz/Cargo.lock",
];

/// The entry for an update.
pub(crate) fn entry(date: &str, report: &Report) -> String {
    let mut entry = format!(
        "- The Atlas spec of {date}, a {} update of the crate:",
        report.summary.version_bump
    );
    let lines = review::format::changelog(report);
    if !lines.is_empty() {
        entry += &format!("\n{}", lines.trim_end());
    }
    entry
}

/// The entry for an update in which only the revision differs.
pub(crate) fn revision_entry(date: &str) -> String {
    format!("- The Atlas spec of {date}: only its revision differs.")
}

/// The changelog with one more entry.
pub(crate) fn changelog(text: &str, entry: &str) -> Result<String> {
    let (before, after) = text
        .split_once(UNRELEASED)
        .with_context(|| format!("CHANGELOG.md has no heading `{UNRELEASED}`"))?;
    // The list of this release, which ends at the heading of the previous one.
    let end = after.find("\n## ").unwrap_or(after.len());
    let (own, rest) = after.split_at(end);
    const CHANGED: &str = "### Changed\n";
    let own = match own.split_once(CHANGED) {
        Some((head, list)) => format!(
            "{head}{CHANGED}\n{entry}\n{}",
            list.trim_start_matches('\n')
        ),
        None => format!("\n\n{CHANGED}\n{entry}\n{own}"),
    };
    Ok(format!("{before}{UNRELEASED}{own}{rest}"))
}

/// The next version: the last release plus the version bump, or the current version if that is higher. Before 1.0, a
/// breaking change bumps the minor version, as Cargo interprets semver.
pub(crate) fn next_version(changelog: &str, current: &Version, bump: Rust) -> Version {
    let releases = changelog.lines().filter_map(|line| {
        let name = line.strip_prefix("## [")?.split(']').next()?;
        name.parse::<Version>().ok()
    });
    let Some(released) = releases.max() else {
        return current.clone();
    };
    let mut next = Version {
        pre: Prerelease::EMPTY,
        build: BuildMetadata::EMPTY,
        ..released.clone()
    };
    match (bump, released.major) {
        (Rust::Major, 0) | (Rust::Minor, 1..) => {
            next.minor += 1;
            next.patch = 0;
        }
        (Rust::Major, _) => next = Version::new(released.major + 1, 0, 0),
        (Rust::Minor | Rust::Patch, _) => next.patch += 1,
    }
    next.max(current.clone())
}

/// The version of the workspace.
pub(crate) fn current_version(root: &Path) -> Result<Version> {
    let manifest = read(root, "Cargo.toml")?;
    let version = manifest
        .get("workspace")
        .and_then(|it| it.get("package")?.get("version")?.as_str());
    let version = version.context("Cargo.toml has no workspace.package.version")?;
    Ok(version.parse()?)
}

/// The files that contain the version, updated.
pub(crate) fn set_version(root: &Path, version: &Version) -> Result<BTreeMap<PathBuf, String>> {
    let current = current_version(root)?.to_string();
    let text = version.to_string();
    let mut files = BTreeMap::new();
    for name in FILES {
        let mut document = read(root, name)?;
        if name == "Cargo.toml" {
            let workspace = &mut document["workspace"];
            set(&mut workspace["package"]["version"], &text);
            let dependencies = workspace["dependencies"].as_table_like_mut();
            for (_, dependency) in dependencies.into_iter().flat_map(|it| it.iter_mut()) {
                let is_own = dependency.get("path").is_some();
                if let Some(version) = dependency.get_mut("version").filter(|_| is_own) {
                    set(version, &format!("={text}"));
                }
            }
        } else if let Some(packages) = document["package"].as_array_of_tables_mut() {
            // Packages of the workspace have no source.
            let own = packages.iter_mut().filter(|it| !it.contains_key("source"));
            for package in own {
                let version = package.get_mut("version");
                let version = version.filter(|it| it.as_str() == Some(&current));
                version.into_iter().for_each(|it| set(it, &text));
            }
        }
        files.insert(root.join(name), document.to_string());
    }
    Ok(files)
}

/// Sets a string, and keeps the whitespace and comments around it.
fn set(item: &mut Item, text: &str) {
    if let Some(value) = item.as_value_mut() {
        let decor = value.decor().clone();
        *value = Value::from(text);
        *value.decor_mut() = decor;
    }
}

fn read(root: &Path, name: &str) -> Result<DocumentMut> {
    let text = fs::read_to_string(root.join(name)).with_context(|| format!("can't read {name}"))?;
    text.parse().with_context(|| format!("{name} is not TOML"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::root;

    #[test]
    fn version_follows_from_last_release() {
        let version = |text: &str| text.parse::<Version>().expect("a version");
        let next =
            |log: &str, current: &str, bump| next_version(log, &version(current), bump).to_string();
        let zero = "## [Unreleased]\n## [0.3.1] - 2026-01-01\n## [0.3.0] - 2025-12-01\n";
        let one = "## [1.2.3] - 2026-01-01\n";
        for (log, current, bump, expected) in [
            ("## [Unreleased]\n", "0.1.0", Rust::Major, "0.1.0"),
            (zero, "0.3.1", Rust::Major, "0.4.0"),
            (zero, "0.3.1", Rust::Minor, "0.3.2"),
            // An earlier update already bumped the version.
            (zero, "0.4.0", Rust::Minor, "0.4.0"),
            (zero, "0.4.0", Rust::Major, "0.4.0"),
            (one, "1.2.3", Rust::Patch, "1.2.4"),
            (one, "1.2.3", Rust::Minor, "1.3.0"),
            (one, "1.2.4", Rust::Major, "2.0.0"),
        ] {
            assert_eq!(next(log, current, bump), expected, "{current} {bump}");
        }
    }

    /// A dependency pasted from a guide must resolve to this version.
    #[test]
    fn guides_name_the_current_version() {
        let root = root().expect("a workspace");
        let current = current_version(root).expect("there is a version");
        for guide in ["features", "testing"] {
            let file = root.join(format!("atlas-api/src/guide/{guide}.md"));
            let text = fs::read_to_string(&file).expect("the guide is there");
            let (_, rest) = text
                .split_once("atlas-api = { version = \"")
                .expect("a guide shows the dependency");
            let (version, _) = rest.split_once('"').expect("the text ends");
            let version: semver::VersionReq = version.parse().expect("a version");
            let file = file.display();
            assert!(
                version.matches(&current),
                "{file} has {version}, not {current}"
            );
        }
    }

    #[test]
    fn knows_all_files_that_name_the_version() {
        let root = root().expect("a workspace");
        let next = Version::new(7, 8, 9);
        for (file, text) in set_version(root, &next).expect("the files are good") {
            let old = fs::read_to_string(&file).expect("the file is there");
            let before: Vec<_> = old.lines().collect();
            let after: Vec<_> = text.lines().collect();
            assert_eq!(before.len(), after.len());
            // Only versions differ.
            for (was, now) in before.iter().zip(&after).filter(|(was, now)| was != now) {
                assert!(
                    was.contains("version = ") && now.contains("7.8.9"),
                    "{was} {now}"
                );
            }
            assert!(text.contains("7.8.9"), "{}", file.display());
            // The runtime has exactly the same version.
            if file.ends_with("Cargo.toml") {
                assert!(text.contains("version = \"=7.8.9\""));
            }
        }
    }
}
