//! Lowers operations.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation as OpenOperation, PathItem, ReferenceOr};
use serde_json::Value;

use super::lowering::Lowering;
use super::path;
use crate::error::{Error, Result};
use crate::model::{Note, Operation, Slip, Version};
use crate::openapi::extensions::{self, IDEMPOTENT, REPLACED_BY, text};
use crate::source::escape;

/// The tag of operations without one.
const UNTAGGED: &str = "Untagged";

impl Lowering<'_> {
    /// Lowers every operation.
    pub fn operations(&mut self) -> Result<()> {
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let openapi = self.openapi;
        let base = path::base(&openapi.servers)?;
        for (path, item) in &openapi.paths.paths {
            let pointer = format!("/paths/{}", escape(path));
            let path = &format!("{base}{path}");
            let ReferenceOr::Item(item) = item else {
                let message = "references to paths are not supported";
                let help = "write the operations of the path here, instead of `$ref`";
                return Err(Error::at(pointer, message).help(help));
            };
            for (method, operation) in item.iter() {
                let pointer = format!("{pointer}/{method}");
                let operation = self.operation(path, method, item, operation, &pointer)?;
                ids.entry(operation.id.clone()).or_default().push(pointer);
                self.api.operations.push(operation);
            }
        }
        check_ids(ids)?;
        self.api
            .operations
            .sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        self.note_missing_versions();
        Ok(())
    }

    /// Notes operations without a version, unless none has one.
    fn note_missing_versions(&mut self) {
        let operations = self.api.operations.iter();
        let versions =
            operations.flat_map(|it| it.versions.iter().map(move |version| (it, version)));
        let (whole, dated): (Vec<_>, Vec<_>) =
            versions.partition(|(_, it)| matches!(it.version, Version::Whole(_)));
        if let Some((operation, without)) = whole.first()
            && !dated.is_empty()
        {
            let note = Note::NoVersion {
                version: without.version.clone(),
                pointer: format!("{}/responses", operation.pointer),
            };
            self.api.notes.push(note);
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
            let help = format!(
                "name it in spec/corrections.yaml: `- at: {pointer}/operationId`, `now: someName`, and a `reason`"
            );
            return Err(Error::at(pointer, "the operation has no `operationId`").help(help));
        };
        let tag = match operation.tags.as_slice() {
            [tag] => tag.clone(),
            [] => {
                self.slip(Slip::NoTag, "operation", pointer);
                UNTAGGED.to_owned()
            }
            [tag, ..] => {
                let slip = Slip::SeveralTags(operation.tags.join(", "));
                self.slip(slip, "operation", &format!("{pointer}/tags"));
                tag.clone()
            }
        };
        let text = |key| text(&operation.extensions, key);
        let short_id = text(extensions::SHORT_ID);
        let ids = [
            ("operationId", Some(&*id)),
            (extensions::SHORT_ID, short_id),
        ];
        if let Some((key, _)) = ids.iter().find(|(_, id)| *id == Some("")) {
            let message = format!("`{key}` is empty");
            let help =
                "write a name, such as `listThings`, with a correction in spec/corrections.yaml";
            return Err(Error::at(format!("{pointer}/{key}"), message).help(help));
        }
        let name = short_id.unwrap_or(&id).to_owned();
        let roles = operation.extensions.get(extensions::ROLES);
        let roles = roles.and_then(|roles| roles.as_array());
        let roles = roles
            .into_iter()
            .flatten()
            .filter_map(|role| role.as_str().map(str::to_owned));
        let parameters = self.parameters(&name, path, item, operation, pointer)?;
        let versions = self.versions(&name, operation, pointer)?;
        Ok(Operation {
            tag,
            method: method.to_uppercase(),
            path: path.to_owned(),
            text: None,
            aliases: BTreeSet::new(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            roles: roles.collect(),
            docs_url: text(extensions::DOCS_URL).map(str::to_owned),
            replaced_by: replaced_by(operation, pointer)?,
            idempotent: operation
                .extensions
                .get(IDEMPOTENT)
                .and_then(Value::as_bool),
            pointer: pointer.to_owned(),
            id,
            name,
            parameters,
            versions,
        })
    }
}

/// Checks that ids are unique. The error lists all that aren't.
fn check_ids(ids: BTreeMap<String, Vec<String>>) -> Result<()> {
    let shared = ids.into_iter().filter(|(_, places)| places.len() > 1);
    let shared: Vec<_> = shared.collect();
    let Some((first, places)) = shared.first() else {
        return Ok(());
    };
    let all = shared
        .iter()
        .map(|(id, places)| format!("`{id}` at #{}", places.join(" and #")));
    let message = format!(
        "several operations have the same `operationId`: {}",
        all.collect::<Vec<_>>().join("; ")
    );
    let at = format!("{}/operationId", places[1]);
    let help = format!(
        "rename all but one of each in spec/corrections.yaml: `- at: {at}`, `was: {first}`, `now: anotherName`, and a `reason`"
    );
    Err(Error::at(at, message).help(help))
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
