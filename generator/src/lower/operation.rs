//! Operations.

use std::collections::BTreeMap;

use openapiv3::{Operation as OpenOperation, PathItem, ReferenceOr};

use super::lowering::Lowering;
use super::path;
use crate::error::{Error, Result};
use crate::model::{Operation, Version};
use crate::openapi::extensions::{self, REPLACED_BY, text};
use crate::openapi::media_type;
use crate::source::escape;

impl Lowering<'_> {
    /// Lowers every operation.
    pub fn operations(&mut self) -> Result<()> {
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let openapi = self.openapi;
        let base = path::base(&openapi.servers)?;
        for (path, item) in &openapi.paths.paths {
            let pointer = format!("/paths/{}", escape(path));
            let path = &format!("{base}{path}");
            let ReferenceOr::Item(item) = item else {
                return Err(Error::at(
                    pointer,
                    "the generator does not accept references to paths",
                ));
            };
            for (method, operation) in item.iter() {
                let pointer = format!("{pointer}/{method}");
                let operation = self.operation(path, method, item, operation, &pointer)?;
                if let Some(first) = ids.insert(operation.id.clone(), pointer.clone()) {
                    let message = format!(
                        "the operation id `{}` is already used at #{first}",
                        operation.id
                    );
                    return Err(Error::at(format!("{pointer}/operationId"), message));
                }
                self.api.operations.push(operation);
            }
        }
        self.api
            .operations
            .sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        self.check_versions()
    }

    /// Either all media types name versions, or none do.
    fn check_versions(&self) -> Result<()> {
        let operations = self.api.operations.iter();
        let versions =
            operations.flat_map(|it| it.versions.iter().map(move |version| (it, version)));
        let (whole, dated): (Vec<_>, Vec<_>) =
            versions.partition(|(_, it)| matches!(it.version, Version::Whole(_)));
        match (whole.first(), dated.is_empty()) {
            (Some((operation, _)), false) => {
                let message = "`application/json` has no version, and other media types have one";
                let pointer = format!("{}/responses", operation.pointer);
                Err(Error::at(pointer, message).help(media_type::HELP))
            }
            _ => Ok(()),
        }
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: &PathItem,
        operation: &OpenOperation,
        pointer: &str,
    ) -> Result<Operation> {
        let Some(id) = operation.operation_id.clone() else {
            return Err(Error::at(pointer, "the operation has no `operationId`"));
        };
        let [tag] = operation.tags.as_slice() else {
            let message = format!("the operation has {} tags, not one", operation.tags.len());
            return Err(Error::at(format!("{pointer}/tags"), message));
        };
        let text = |key| text(&operation.extensions, key);
        let name = text(extensions::SHORT_ID).unwrap_or(&id).to_owned();
        let roles = operation.extensions.get(extensions::ROLES);
        let roles = roles.and_then(|roles| roles.as_array());
        let roles = roles
            .into_iter()
            .flatten()
            .filter_map(|role| role.as_str().map(str::to_owned));
        let parameters = self.parameters(&name, path, item, operation, pointer)?;
        let versions = self.versions(&name, operation, pointer)?;
        Ok(Operation {
            tag: tag.clone(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            text: None,
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            roles: roles.collect(),
            docs_url: text(extensions::DOCS_URL).map(str::to_owned),
            replaced_by: replaced_by(operation, pointer)?,
            pointer: pointer.to_owned(),
            id,
            name,
            parameters,
            versions,
        })
    }
}

/// The replacement of an operation of a legacy API.
fn replaced_by(operation: &OpenOperation, pointer: &str) -> Result<Option<String>> {
    let Some(value) = operation.extensions.get(REPLACED_BY) else {
        return Ok(None);
    };
    let is_operation = |text: &&str| {
        let parts = text.split_once(' ');
        parts.is_some_and(|(method, path)| {
            let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
            is_method && path.starts_with('/')
        })
    };
    match value.as_str().filter(is_operation) {
        Some(text) => Ok(Some(text.to_owned())),
        None => {
            let message = format!("{value} is not of the form `METHOD /path`");
            let help = "name an operation of the current API, such as `GET /api/atlas/v2/groups`";
            Err(Error::at(format!("{pointer}/{REPLACED_BY}"), message).help(help))
        }
    }
}
