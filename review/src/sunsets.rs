//! Lists versions by their sunset dates.

use serde::Serialize;

use generator::model::Version;

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
    /// The version to use instead, if there is a newer one.
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
            let newer = operation.versions.iter().map(|it| &it.version);
            let newer = newer.filter(|it| **it > version.version && **it != Version::Preview);
            found.push(Sunset {
                date: date.clone(),
                function: function_path(module, item),
                version: version.version.to_string(),
                operation: format!("{} {}", operation.method, operation.path),
                instead: newer.max().map(ToString::to_string),
                tag: operation.tag.clone(),
            });
        }
    }
    found.sort();
    found
}
