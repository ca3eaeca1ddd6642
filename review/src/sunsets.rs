//! Lists versions by their sunset dates.

use generator::model::{Operation, OperationVersion};
use serde::Serialize;

use crate::model::{Model, function_path};

/// A version with a sunset date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Sunset {
    /// The sunset date, `YYYY-MM-DD`.
    pub date: String,
    /// The function of the version, such as `clusters::v2023_01_01::list_clusters`.
    pub function: String,
    /// The version.
    pub version: String,
    /// The method and path.
    pub operation: String,
    /// The replacement: a stable version, or else another operation, as `GET /path`.
    pub instead: Option<String>,
    /// The tag.
    pub tag: String,
}

/// The versions with a sunset date, the earliest first.
pub fn sunsets(model: &Model) -> Vec<Sunset> {
    let functions = model.functions();
    let mut found = Vec::new();
    for operation in &model.api.operations {
        for version in &operation.versions {
            let key = (operation.id.as_str(), version.media_type.as_str());
            let (Some(date), Some((module, item))) = (&version.sunset, functions.get(&key)) else {
                continue;
            };
            found.push(Sunset {
                date: date.clone(),
                function: function_path(module, item),
                version: version.version.to_string(),
                operation: format!("{} {}", operation.method, operation.path),
                instead: instead(operation, version),
                tag: operation.tag.clone(),
            });
        }
    }
    found.sort();
    found
}

/// The newest stable version that outlives this one (for a stable one, only if it is newer), or else the operation that
/// replaces this one, if a correction names it.
fn instead(operation: &Operation, version: &OperationVersion) -> Option<String> {
    let is_better = |it: &&OperationVersion| {
        let is_newer = version.version.is_unstable() || it.version > version.version;
        let is_alike = it.format == version.format && it.retired.is_none();
        let outlives = it.sunset.is_none() || it.sunset > version.sunset;
        is_alike && is_newer && outlives && !it.version.is_unstable()
    };
    let stable = operation.versions.iter().filter(is_better);
    let newest = stable.map(|it| &it.version).max();
    newest
        .map(ToString::to_string)
        .or_else(|| operation.replaced_by.clone())
}
