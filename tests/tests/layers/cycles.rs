//! Finds cycles of files that import from each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::imports::Import;
use super::tree::shown;

/// Files that all reach each other by imports, and the imports between them.
#[derive(Debug)]
pub struct Cycle<'a> {
    pub files: Vec<&'a Path>,
    pub imports: Vec<&'a Import<'a>>,
}

/// The cycles of a crate, sorted.
pub fn cycles<'a>(imports: &'a [Import<'a>]) -> Vec<Cycle<'a>> {
    let pairs = imports.iter().map(|import| (import.from, import.to));
    let graph: DiGraphMap<&Path, ()> = pairs.collect();
    let mut cycles: Vec<_> = tarjan_scc(&graph)
        .into_iter()
        .filter(|files| files.len() > 1)
        .map(|mut files| {
            files.sort();
            let is_inside =
                |import: &&Import<'_>| files.contains(&import.from) && files.contains(&import.to);
            let imports = imports.iter().filter(is_inside).collect();
            Cycle { files, imports }
        })
        .collect();
    cycles.sort_by(|a, b| a.files.cmp(&b.files));
    cycles
}

impl Cycle<'_> {
    /// The files, and for each pair the first import.
    pub fn report(&self) -> String {
        let mut text = format!(
            "a cycle of {} files, with an import for each pair:\n",
            self.files.len()
        );
        for file in &self.files {
            let _ = writeln!(text, "    {}", shown(file));
        }
        let mut pairs = BTreeMap::new();
        for import in &self.imports {
            pairs.entry((import.from, import.to)).or_insert(import);
        }
        for ((from, to), import) in pairs {
            let (from, to) = (shown(from), shown(to));
            let _ = writeln!(
                text,
                "  {from}:{}: `{}` leads to {to}",
                import.line, import.path
            );
        }
        text
    }
}
