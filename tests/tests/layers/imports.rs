//! Finds which file of a crate imports from which.

use std::path::Path;

use super::modules::Crate;
use super::source::Use;

/// How many re-exports of re-exports to follow.
const MOST_STEPS: usize = 16;

/// A path in one file that leads to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import<'a> {
    pub from: &'a Path,
    pub to: &'a Path,
    pub line: usize,
    pub path: String,
}

/// All imports between different files of a crate.
pub fn imports(of: &Crate) -> Vec<Import<'_>> {
    let mut imports = Vec::new();
    for (index, module) in of.modules.iter().enumerate() {
        let uses = module
            .uses
            .iter()
            .filter(|used| !is_pure_reexport(of, index, used));
        let uses = uses.map(|used| (&used.path, used.line));
        let paths = module.paths.iter().map(|named| (&named.path, named.line));
        for (path, line) in uses.chain(paths) {
            for landing in resolve(of, index, path, MOST_STEPS) {
                let (from, to) = (module.file.as_path(), of.modules[landing].file.as_path());
                if from != to {
                    let path = path.join("::");
                    imports.push(Import {
                        from,
                        to,
                        line,
                        path,
                    });
                }
            }
        }
    }
    imports.sort();
    imports.dedup();
    imports
}

/// Whether a `use` only re-exports something from a child module, which the module itself does not use.
fn is_pure_reexport(of: &Crate, module: usize, used: &Use) -> bool {
    let landings = resolve(of, module, &used.path, MOST_STEPS);
    let is_below = |landing: &usize| of.is_within(*landing, module);
    let is_used = |name: &String| of.modules[module].names.contains(name);
    used.is_exported && landings.iter().all(is_below) && !used.name.iter().any(is_used)
}

/// The modules that a path in the module `from` leads to: the one that declares or re-exports its last name, and for
/// a re-export also the module that the name comes from.
fn resolve(of: &Crate, from: usize, path: &[String], steps: usize) -> Vec<usize> {
    let Some((first, rest)) = path.split_first() else {
        return Vec::new();
    };
    let module = &of.modules[from];
    match (first.as_str(), module.parent) {
        ("crate", _) => walk(of, 0, rest, steps),
        ("self", _) => walk(of, from, rest, steps),
        ("super", None) => Vec::new(),
        ("super", Some(parent)) if rest.first().is_some_and(|name| name == "super") => {
            resolve(of, parent, rest, steps)
        }
        ("super", Some(parent)) => walk(of, parent, rest, steps),
        (name, _) if module.children.contains_key(name) => walk(of, from, path, steps),
        (name, _) => follow(of, from, name, rest, steps),
    }
}

/// Follows a path from the module `at`.
fn walk(of: &Crate, mut at: usize, mut path: &[String], steps: usize) -> Vec<usize> {
    let mut landings = Vec::new();
    while let Some((name, rest)) = path.split_first() {
        let Some(child) = of.modules[at].children.get(name) else {
            landings = follow(of, at, name, rest, steps);
            break;
        };
        (at, path) = (*child, rest);
    }
    landings.push(at);
    landings
}

/// Follows the `use` that brings `name` into a module, if any.
fn follow(of: &Crate, module: usize, name: &str, rest: &[String], steps: usize) -> Vec<usize> {
    let mut uses = of.modules[module].uses.iter();
    match uses.find(|used| used.name.as_deref() == Some(name)) {
        Some(used) if steps > 0 => {
            let path: Vec<_> = used.path.iter().chain(rest).cloned().collect();
            resolve(of, module, &path, steps - 1)
        }
        _ => Vec::new(),
    }
}
