//! The modules of a crate, and the file of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::source::{Body, NamedPath, Source, Use};
use super::tree;

/// Rust files that were read.
pub type Sources = BTreeMap<PathBuf, Source>;

/// The modules of a crate, starting with the root.
#[derive(Debug, Default)]
pub struct Crate {
    pub modules: Vec<Module>,
}

/// A module, inline or in its own file.
#[derive(Debug)]
pub struct Module {
    pub file: PathBuf,
    pub parent: Option<usize>,
    pub children: BTreeMap<String, usize>,
    pub uses: Vec<Use>,
    pub paths: Vec<NamedPath>,
    pub names: BTreeSet<String>,
}

impl Crate {
    /// Follows the `mod` declarations from the root file of a crate. Files that are not in `sources`, such as
    /// generated ones, are left out.
    pub fn new(root: &Path, sources: &Sources) -> Self {
        let mut this = Self::default();
        let folder = root.parent().unwrap_or(root);
        if let Some(source) = sources.get(root) {
            this.add(source.clone(), root, folder, None, sources);
        }
        this
    }

    /// Whether `module` is `ancestor` or lies within it.
    pub fn is_within(&self, module: usize, ancestor: usize) -> bool {
        let mut next = Some(module);
        while let Some(module) = next {
            if module == ancestor {
                return true;
            }
            next = self.modules[module].parent;
        }
        false
    }

    /// Adds a module with its child modules, whose files are in `folder`.
    fn add(
        &mut self,
        source: Source,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
        sources: &Sources,
    ) -> usize {
        let module = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            uses: source.uses,
            paths: source.paths,
            names: source.names,
        });
        for child in source.children {
            let inner = folder.join(&child.name);
            let (mut source, file, folder) = match child.body {
                Body::Inline(source) => (source, file.to_owned(), inner),
                Body::File { path } => {
                    let candidates = match path {
                        Some(path) => {
                            let file = tree::normal(&file.with_file_name(path));
                            let folder = file.parent().unwrap_or(folder).to_owned();
                            vec![(file, folder)]
                        }
                        None => vec![
                            (folder.join(format!("{}.rs", child.name)), inner.clone()),
                            (inner.join("mod.rs"), inner),
                        ],
                    };
                    let found = candidates.into_iter().find_map(|(file, folder)| {
                        Some((sources.get(&file)?.clone(), file, folder))
                    });
                    match found {
                        Some(found) => found,
                        None => continue,
                    }
                }
            };
            if child.is_test {
                // Its files belong to the crate, but its imports do not count.
                source = Source {
                    children: source.children,
                    ..Source::default()
                };
            }
            let index = self.add(source, &file, &folder, Some(module), sources);
            // If `cfg` selects one of two modules with the same name, the first stands for both.
            self.modules[module]
                .children
                .entry(child.name)
                .or_insert(index);
        }
        module
    }
}
