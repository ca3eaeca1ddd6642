//! Lists the hand-written files of the repository, and the crates among them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders of build output, generated code and tools.
const SKIPPED: &[&str] = &["target", "generated", "node_modules", ".git"];

/// Extensions of hand-written code.
const CODE: &[&str] = &["rs", "sh", "py", "js", "css"];

/// Where Cargo looks for the root files of crates in a package.
const ROOTS: &[&str] = &["src/lib.rs", "src/main.rs", "build.rs"];

/// Folders in which each file, and each folder with a `main.rs`, is a crate. The manifest of `fuzz`
/// names `fuzz_targets`, and a test of `mistakes` compiles `programs`.
const TARGETS: &[&str] = &[
    "src/bin",
    "tests",
    "examples",
    "benches",
    "fuzz_targets",
    "programs",
];

/// The root of the repository.
pub fn repository() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// All hand-written files of the repository, sorted.
pub fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![repository().to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("the repository is readable");
        for path in entries.map(|entry| entry.expect("the repository is readable").path()) {
            if path.is_file() {
                files.push(path);
            } else if path.is_dir() && !SKIPPED.iter().any(|name| path.ends_with(name)) {
                folders.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Whether a file is a Rust file.
pub fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rs")
}

/// Whether a file is code: by its extension, or for a script by its first line.
pub fn is_code(file: &Path) -> bool {
    match file.extension() {
        Some(extension) => CODE.iter().any(|code| extension == *code),
        None => fs::read(file).is_ok_and(|bytes| bytes.starts_with(b"#!")),
    }
}

/// The root file of each crate: library, program, build script, test, example or benchmark.
pub fn crate_roots(files: &[PathBuf]) -> Vec<&PathBuf> {
    let manifests = files.iter().filter(|file| file.ends_with("Cargo.toml"));
    let packages: Vec<_> = manifests.filter_map(|manifest| manifest.parent()).collect();
    let is_root = |file: &Path| packages.iter().any(|package| is_root_in(package, file));
    let rust = files.iter().filter(|file| is_rust(file));
    rust.filter(|file| is_root(file)).collect()
}

fn is_root_in(package: &Path, file: &Path) -> bool {
    let Ok(file) = file.strip_prefix(package) else {
        return false;
    };
    let is_in = |folder: &&str| match file.strip_prefix(folder) {
        Ok(rest) => match rest.components().count() {
            1 => true,
            2 => rest.ends_with("main.rs"),
            _ => false,
        },
        Err(_) => false,
    };
    ROOTS.iter().any(|root| file == Path::new(root)) || TARGETS.iter().any(is_in)
}

/// A path without `..`.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        if part.as_os_str() == ".." {
            normal.pop();
        } else {
            normal.push(part);
        }
    }
    normal
}

/// A path as reports and lists of exceptions show it, relative to the root of the repository.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(repository()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
