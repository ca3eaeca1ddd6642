//! The layers of the code: no crate has a cycle of files, and no file is too long to read.
//!
//! A **cycle** is a set of files of one crate that all reach each other by imports. A file imports from another if a
//! path in it leads there. Paths count in `use`, in code and in the arguments of macros, if they begin with `crate`,
//! `self`, `super`, a child module, or a name that a `use` of the module brings in.
//!
//! A path leads to the file whose module has its last name. If that module only re-exports the
//! name, the path also leads to the file that the name comes from.
//!
//! These are not imports:
//!
//! - `mod child;`
//! - `pub use child::Name;` and other re-exports from child modules, unless the re-exporting module uses the
//!   name itself
//! - anything under `#[cfg(test)]`
//! - the body of a `macro_rules!`, the arguments of `quote!`, attributes and documentation
//!
//! A glob counts as an import of its module only, wherever its names come from.

mod cycles;
mod imports;
mod modules;
mod samples;
mod source;
mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use modules::{Crate, Sources};
use rayon::prelude::*;

/// The most lines of a hand-written file of code.
const MOST_LINES: usize = 500;

#[test]
fn files_form_no_cycles() {
    let files = tree::files();
    let sources = read(&files);
    let (mut reached, mut report) = (BTreeSet::new(), String::new());
    for root in tree::crate_roots(&files) {
        let of = Crate::new(root, &sources);
        let imports = imports::imports(&of);
        let cycles = cycles::cycles(&imports);
        report.extend(cycles.iter().map(|cycle| cycle.report()));
        reached.extend(of.modules.into_iter().map(|module| module.file));
    }
    // A file that belongs to no crate would not be checked.
    for file in sources.keys().filter(|file| !reached.contains(*file)) {
        report += &format!("{} is in no crate\n", tree::shown(file));
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn files_are_short() {
    let mut report = String::new();
    for file in tree::files().iter().filter(|file| tree::is_code(file)) {
        let lines = text(file).lines().count();
        if lines > MOST_LINES {
            let file = tree::shown(file);
            report += &format!("{file}: {lines} lines, the limit is {MOST_LINES}\n");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Reads all Rust files, on all cores.
fn read(files: &[PathBuf]) -> Sources {
    let rust = files.par_iter().filter(|file| tree::is_rust(file));
    rust.map(|file| match source::read(&text(file)) {
        Ok(source) => (file.clone(), source),
        Err(error) => {
            let line = error.span().start().line;
            panic!("{}:{line}: {error}", tree::shown(file))
        }
    })
    .collect()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", tree::shown(file)))
}
