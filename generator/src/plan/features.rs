//! The features of the crate: one for each module, one for all of them, and one for each legacy API.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Plan;

impl Plan {
    /// The lines of the manifest that declare the features. A module with old names of another module's operations
    /// needs the feature of that module.
    pub fn features(&self) -> String {
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (module, it) in &self.modules {
            needs.entry(module).or_default();
            for old in it.operations.iter().flat_map(|item| &item.was) {
                if old.module != *module {
                    needs.entry(&old.module).or_default().insert(module);
                }
            }
        }
        let line = |name: &str| format!("    \"{name}\",\n");
        let all: String = needs.keys().map(|name| line(name)).collect();
        let each = needs.iter().map(|(name, needs)| {
            let needs: Vec<_> = needs.iter().map(|it| format!("\"{it}\"")).collect();
            format!("{name} = [{}]\n", needs.join(", "))
        });
        let legacy = self.legacy.iter();
        let legacy = legacy.map(|it| format!("{} = []\n", it.name));
        let each: String = each.chain(legacy).collect();
        format!("all = [\n{all}]\n{each}")
    }
}
