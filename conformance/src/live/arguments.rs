//! Finds values for arguments.
//!
//! A path parameter such as `clusterName` in `/groups/{groupId}/clusters/{clusterName}/…` takes its values from the
//! first of these sources that has any:
//!
//! 1. `live.yaml`, which lists exceptions;
//! 2. the values that the spec lists for the parameter;
//! 3. the list at the path before it, `/groups/{groupId}/clusters`: the property `clusterName` of the items, or else
//!    their `name` (for `…Id`, their `id`); if that list is empty, there are no values;
//! 4. a property `clusterName` in an answer for a shorter path;
//! 5. the same as in step 3, from any other list named after the parameter, `…/clusters`;
//! 6. a property `clusterName` in any other answer for the same project.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use atlas_api::conformance::{Arguments, Codec};
use serde::Deserialize;
use serde_json::Value;

use super::answers::{Answers, Path, plain};
use crate::schema::{Schemas, operations};
use crate::valid::{Extent, arguments};

const EXCEPTIONS: &str = include_str!("../../live.yaml");

/// Where the values of a parameter come from, if not from the usual sources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    parameter: String,
    #[serde(default, rename = "in")]
    within: String,
    list: Option<String>,
    #[serde(default)]
    properties: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
}

/// The specs and the exceptions.
pub(super) struct Sources<'a> {
    operations: BTreeMap<String, (&'a Value, &'a Value)>,
    exceptions: Vec<Exception>,
    /// The most values of a parameter to use.
    items: usize,
}

impl<'a> Sources<'a> {
    pub(super) fn new(documents: &'a [Value], items: usize) -> Result<Self> {
        let mut all = BTreeMap::new();
        for document in documents {
            let gets = operations(document).filter(|(method, ..)| *method == "get");
            all.extend(gets.map(|(_, path, operation)| (path, (document, operation))));
        }
        Ok(Self {
            operations: all,
            exceptions: serde_yaml::from_str(EXCEPTIONS).context("live.yaml")?,
            items,
        })
    }

    /// The path arguments for a template, or the name of the first parameter without any value.
    pub(super) fn paths(&self, template: &str, answers: &Answers) -> Result<Vec<Path>, String> {
        let mut paths = vec![Path::new()];
        for (parameter, before) in parameters(template) {
            let mut longer = Vec::new();
            for path in &paths {
                let values = self.values(template, parameter, before, path, answers);
                for value in values.into_iter().take(self.items) {
                    let mut path = path.clone();
                    path.insert(parameter.to_owned(), value);
                    longer.push(path);
                }
            }
            if longer.is_empty() {
                return Err(parameter.to_owned());
            }
            paths = longer;
        }
        Ok(paths)
    }

    fn values(
        &self,
        template: &str,
        parameter: &str,
        before: &str,
        path: &Path,
        answers: &Answers,
    ) -> Vec<String> {
        if let Some(it) = self.exception(template, parameter) {
            let list = it.list.as_deref().unwrap_or(before);
            let mut values = it.values.clone();
            values.extend(answers.values(|known| known == list, path, &it.properties));
            if !values.is_empty() {
                return values;
            }
        }
        let listed = self.listed(template, parameter);
        if !listed.is_empty() {
            return listed;
        }
        let plain = plain(parameter);
        let (stem, usual) = match (plain.strip_suffix("id"), plain.strip_suffix("name")) {
            (Some(stem), _) => (stem, vec!["id", "_id"]),
            (_, Some(stem)) => (stem, vec!["name"]),
            _ => (&*plain, vec!["name", "id"]),
        };
        let own = parameter.to_owned();
        let names: Vec<_> = [own.clone()]
            .into_iter()
            .chain(usual.into_iter().map(str::to_owned))
            .collect();
        let is_named_after =
            |known: &str| is_plural(known.rsplit('/').next().unwrap_or(known), stem);
        if answers.is_empty(before, path) {
            return Vec::new();
        }
        let mut values = answers.values(|known| known == before, path, &names);
        let mut above = before;
        let own = [own];
        while let (true, Some((shorter, _))) = (values.is_empty(), above.rsplit_once('/')) {
            above = shorter;
            values = answers.values(|known| known == above, path, &own);
        }
        if values.is_empty() {
            values = answers.values(is_named_after, path, &names);
        }
        if values.is_empty() {
            values = answers.values(|_| true, path, &own);
        }
        values
    }

    fn exception(&self, template: &str, parameter: &str) -> Option<&Exception> {
        let mut exceptions = self.exceptions.iter();
        exceptions.find(|it| it.parameter == parameter && template.starts_with(&it.within))
    }

    /// The values that the spec lists for a parameter.
    fn listed(&self, template: &str, parameter: &str) -> Vec<String> {
        let Some((document, operation)) = self.operations.get(template) else {
            return Vec::new();
        };
        let schemas = Schemas(document);
        let mut parameters = schemas.parameters(operation);
        let found = parameters.find(|it| it["name"] == parameter && it["in"] == "path");
        let values = found.map(|found| schemas.resolve(&found["schema"])["enum"].as_array());
        let values = values.flatten().into_iter().flatten();
        values
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// All arguments of a call: those of the path, and the query parameters that the spec requires.
    pub(super) fn arguments(&self, codec: &Codec, path: &Path) -> Arguments {
        let known = self.operations.get(codec.meta.path);
        let required = known.and_then(|(document, operation)| {
            // Few have a body, such as the query of a search.
            let body = codec.meta.body_media_type;
            let required = arguments(document, operation, body, Extent::Required);
            required.into_iter().next()
        });
        let mut arguments = required.unwrap_or_default();
        arguments.path.clone_from(path);
        for (name, values) in &mut arguments.query {
            if let Some(it) = self.exception(codec.meta.path, name) {
                values.clone_from(&it.values);
            }
        }
        arguments
    }
}

/// The parameters of a template, each with the path before it, which is that of its list.
fn parameters(template: &str) -> impl Iterator<Item = (&str, &str)> {
    let opened = template.match_indices('{');
    opened.filter_map(move |(at, _)| {
        let name = template[at + 1..].split('}').next()?;
        Some((name, template[..at].trim_end_matches('/')))
    })
}

/// Whether a word equals another one in lowercase, or is its plural.
fn is_plural(word: &str, of: &str) -> bool {
    let word = &*word.to_ascii_lowercase();
    word == of
        || word
            .strip_suffix('s')
            .is_some_and(|it| it == of || it.strip_suffix('e') == Some(of))
}

#[cfg(test)]
mod tests {
    use atlas_api::json;

    use super::*;

    #[test]
    fn finds_arguments_in_lists_and_by_name() {
        let sources = Sources::new(&[], 2).unwrap();
        let mut answers = Answers::default();
        let none = Path::new();
        let of = |pairs: &[(&str, &str)]| -> Path {
            let pairs = pairs.iter();
            pairs
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        let project = of(&[("groupId", "1")]);
        answers.add(
            "/groups",
            &none,
            json!({"results": [{"id": "1"}, {"id": "2"}, {"id": "3"}]}),
        );
        answers.add(
            "/groups/{groupId}/clusters",
            &project,
            json!({"results": [{"id": "c", "name": "prod"}]}),
        );
        answers.add(
            "/groups/{groupId}/processes",
            &project,
            json!({"results": [{"id": "h:1", "hostname": "h"}]}),
        );
        answers.add(
            "/groups/{groupId}/users",
            &project,
            json!([{"databaseName": "admin", "username": "a", "roles": [{"databaseName": "shop"}]}, {"databaseName": "x", "username": "b"}]),
        );
        answers.add("/orgs/users", &none, json!([{"username": "c"}]));
        answers.add(
            "/groups/{groupId}/roles",
            &project,
            json!({"awsRoles": [{"roleId": "r"}], "links": [{"roleId": "l"}]}),
        );
        let paths = |template: &str| sources.paths(template, &answers);
        assert_eq!(
            paths("/groups/{groupId}").unwrap(),
            [of(&[("groupId", "1")]), of(&[("groupId", "2")])]
        );
        for (template, found) in [
            (
                "/groups/{groupId}/clusters/{clusterName}",
                &[("clusterName", "prod")][..],
            ),
            (
                "/groups/{groupId}/history/{clusterName}",
                &[("clusterName", "prod")],
            ),
            (
                "/groups/{groupId}/hosts/{processId}/x",
                &[("processId", "h:1")],
            ),
            ("/groups/{groupId}/logs/{hostName}.gz", &[("hostName", "h")]),
            ("/groups/{groupId}/roles/{roleId}", &[("roleId", "r")]),
        ] {
            let mut found = of(found);
            found.extend(project.clone());
            assert_eq!(paths(template).unwrap(), [found], "{template}");
        }
        // An empty list means that there are none, whatever other answers contain.
        answers.add("/groups/{groupId}/flex", &project, json!({"results": []}));
        let flex = sources.paths("/groups/{groupId}/flex/{name}", &answers);
        assert_eq!(flex.unwrap_err(), "name");
        let paths = |template: &str| sources.paths(template, &answers);
        // As v1.0 spells them.
        assert_eq!(paths("/v1/groups/{GROUP-ID}").unwrap().len(), 2);
        // Arguments from the same item stay together.
        let users = paths("/groups/{groupId}/users/{databaseName}/{username}").unwrap();
        let users: Vec<_> = users
            .iter()
            .map(|it| (&*it["databaseName"], &*it["username"]))
            .collect();
        assert_eq!(users, [("admin", "a"), ("x", "b")]);
        assert_eq!(
            paths("/groups/{groupId}/backups/{backupId}").unwrap_err(),
            "backupId"
        );
    }

    #[test]
    fn reads_the_exceptions() {
        let sources = Sources::new(&[], 1).unwrap();
        assert!(
            sources
                .exception("/groups/{groupId}/accessList/{entryValue}", "entryValue")
                .is_some()
        );
    }
}
