//! Plans the modules of operations.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{
    Argument, Deprecation, DocsPage, Module, Naming, OperationItem, OperationSpec, OutputType,
    Reason, Successor, Target,
};
use super::names::{self, Named, Scope};
use super::reserved;
use super::types::rust_type;
use super::unions::Resolved;
use crate::error::{Error, Result};
use crate::model::{
    Api, Facts, Format, Operation, OperationVersion, Output, SchemaId, SchemaKind, Type, Version,
};
use crate::openapi::extensions::SHORT_ID;

/// Puts every operation-version into the module of its tag.
pub fn modules(
    api: &Api,
    resolved: &Resolved<'_>,
    names: &BTreeMap<SchemaId, String>,
) -> Result<BTreeMap<String, Module>> {
    let tags = api
        .operations
        .iter()
        .map(|it| (it.tag.as_str(), it.pointer.as_str()));
    let module_names = names::modules(tags)?;
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for operation in &api.operations {
        let module_name = &module_names[operation.tag.as_str()];
        for version in &operation.versions {
            let item = item(operation, version, resolved, names)?;
            let original = format!("{} as {}", operation.id, version.media_type);
            for name in [&item.function, &item.request] {
                let name = name.clone();
                Scope::default().take(name, &original, &operation.pointer, Named::Operation)?;
            }
            let module = modules.entry(module_name.clone());
            let module = module.or_insert_with(|| Module {
                tag: operation.tag.clone(),
                text: api.tags.get(&operation.tag).cloned(),
                operations: vec![],
            });
            module.operations.push(item);
        }
    }
    check_names(&modules)?;
    for module in modules.values_mut() {
        let key = |it: &OperationItem| (it.version.clone(), it.function.clone());
        module.operations.sort_by_key(key);
    }
    Ok(modules)
}

/// Checks that names are unique in each module. The error lists all that aren't.
fn check_names(modules: &BTreeMap<String, Module>) -> Result<()> {
    let mut names: BTreeMap<String, Vec<&OperationItem>> = BTreeMap::new();
    for (module, it) in modules {
        for item in &it.operations {
            // The newest versions are also in the module of the tag.
            let version = format!("{module}::{}", item.version_module);
            let homes = [Some(version), item.newest.then(|| module.clone())];
            for home in homes.into_iter().flatten() {
                names
                    .entry(format!("{home}::{}", item.request))
                    .or_default()
                    .push(item);
            }
        }
    }
    let mut shared: Vec<(&OperationSpec, String)> = Vec::new();
    for items in names.values().filter(|items| items.len() > 1) {
        let is_known =
            |it: &OperationSpec| shared.iter().any(|(known, _)| known.pointer == it.pointer);
        let Some(item) = items.iter().rev().find(|it| !is_known(&it.spec)) else {
            continue;
        };
        let users = items.iter().map(|it| {
            let spec = &it.spec;
            format!("`{}` ({} {})", spec.id, spec.method, spec.path)
        });
        let users: BTreeSet<String> = users.collect();
        let users: Vec<_> = users.into_iter().collect();
        let text = format!("`{}`: {}", item.function, users.join(", "));
        if shared.iter().all(|(_, known)| *known != text) {
            shared.push((&item.spec, text));
        }
    }
    let Some((first, _)) = shared.first() else {
        return Ok(());
    };
    let all: Vec<_> = shared.iter().map(|(_, text)| text.as_str()).collect();
    let message = format!(
        "several operations have the same name in Rust: {}",
        all.join("; ")
    );
    let lines = shared.iter().map(|(spec, _)| {
        let was = match spec.name == spec.id {
            true => String::new(),
            false => format!("was: {}, ", spec.name),
        };
        format!(
            "- {{at: {}/{SHORT_ID}, {was}now: anotherName, reason: Two operations have this name.}}",
            spec.pointer
        )
    });
    let lines: Vec<_> = lines.collect();
    let help = format!("add to spec/corrections.yaml: {}", lines.join(" and "));
    Err(Error::at(&first.pointer, message).help(help))
}

fn item(
    operation: &Operation,
    version: &OperationVersion,
    resolved: &Resolved<'_>,
    names: &BTreeMap<SchemaId, String>,
) -> Result<OperationItem> {
    let (arguments, setters) = arguments(operation, version, names)?;
    let (function, naming) = match &version.own_name {
        Some(name) => (names::function(name, None), Naming::Correction),
        None => {
            // The newest version of each format is in the module of the tag, whichever version that is.
            let is_other = |it: &OperationVersion| it.format != version.format;
            let is_one_of_several = operation.versions.iter().any(is_other);
            let is_named = is_one_of_several && version.format != Format::Json;
            let format = is_named.then_some(&version.format);
            let function = names::function(&operation.name, format);
            (
                function,
                Naming::ShortId {
                    format: format.cloned(),
                },
            )
        }
    };
    let newest = newest(operation, &version.format);
    let is_newest = newest.is_some_and(|newest| newest.version == version.version);
    Ok(OperationItem {
        request: names::request_name(&function),
        version_module: version_module(&version.version),
        version: version.version.clone(),
        format: version.format.clone(),
        naming,
        newest: is_newest,
        retired: version.retired.clone(),
        deprecation: deprecation(operation, version, newest),
        aliases: aliases(operation, &function),
        searches: match is_newest || newest.is_none() {
            true => {
                let aliases = operation.aliases.iter();
                aliases.filter(|it| **it != function).cloned().collect()
            }
            false => BTreeSet::new(),
        },
        was: Vec::new(),
        arguments,
        setters,
        output: output(&version.output, resolved, names),
        list: None,
        spec: OperationSpec {
            id: operation.id.clone(),
            name: operation.name.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            text: operation.text.clone(),
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            sunset: version.sunset.clone(),
            roles: operation.roles.clone(),
            docs_page: docs_page(operation),
            replaced_by: operation.replaced_by.clone(),
            idempotent: operation.idempotent,
            pointer: operation.pointer.clone(),
            media_type: version.media_type.clone(),
            body_media_type: version.body.as_ref().map(|body| body.media_type.clone()),
        },
        function,
    })
}

/// The address of an official page, up to the tag.
const DOCS: &str = "https://mongodb.com/docs/atlas/reference/api-resources-spec/v2/#tag/";

fn docs_page(operation: &Operation) -> DocsPage {
    let (tag, id) = (operation.tag.replace(' ', "-"), &operation.id);
    match &operation.docs_url {
        None => DocsPage::None,
        Some(url) if *url == format!("{DOCS}{tag}/operation/{id}") => DocsPage::Usual(url.clone()),
        Some(url) => DocsPage::At(url.clone()),
    }
}

/// The newest stable version. A retired version counts only if there is no other.
fn newest<'a>(operation: &'a Operation, format: &Format) -> Option<&'a OperationVersion> {
    let stable = operation
        .versions
        .iter()
        .filter(|it| it.format == *format && !it.version.is_unstable());
    stable.max_by_key(|it| (it.retired.is_none(), &it.version))
}

fn version_module(version: &Version) -> String {
    match version {
        Version::Date(date) => format!("v{}", date.replace('-', "_")),
        Version::Upcoming(date) => format!("v{}_upcoming", date.replace('-', "_")),
        Version::Preview => "preview".to_owned(),
        // The versions of dates start with this letter, too.
        Version::Whole(version) if version.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("v{}", names::snake(version, &[]).trim_start_matches('_'))
        }
        Version::Whole(version) => names::snake(version, &[]),
    }
}

fn deprecation(
    operation: &Operation,
    version: &OperationVersion,
    newest: Option<&OperationVersion>,
) -> Option<Deprecation> {
    let mut reasons = Vec::new();
    if operation.deprecated && version.retired.is_none() {
        reasons.push(Reason::Operation);
    }
    let is_going = match (&version.retired, &version.sunset) {
        (Some(date), sunset) => Some(Reason::Retired {
            date: date.clone(),
            sunset: sunset.clone(),
        }),
        (None, Some(date)) => Some(Reason::Sunset(date.clone())),
        (None, None) => None,
    };
    let outlives = |it: &OperationVersion| it.sunset.is_none() || it.sunset > version.sunset;
    let is_better = |it: &&OperationVersion| {
        it.retired.is_none() && it.version != version.version && outlives(it)
    };
    let newest = newest.filter(is_better).filter(|_| is_going.is_some());
    reasons.extend(is_going);
    (!reasons.is_empty()).then(|| Deprecation {
        reasons,
        successor: newest.map(|it| Successor::Version(it.version.clone())),
    })
}

/// The ids as the spec spells them, because people search for them.
fn aliases(operation: &Operation, function: &str) -> BTreeSet<String> {
    let ids = [&operation.id, &operation.name]
        .into_iter()
        .filter(|id| *id != function);
    ids.cloned().collect()
}

fn arguments(
    operation: &Operation,
    version: &OperationVersion,
    names: &BTreeMap<SchemaId, String>,
) -> Result<(Vec<Argument>, Vec<Argument>)> {
    let mut scope = Scope::default();
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for parameter in &operation.parameters {
        let name = parameter.rust_name.as_ref().unwrap_or(&parameter.name);
        let ident = names::snake(name, reserved::OPERATION_METHODS);
        let argument = Argument {
            ident: scope.take(ident, &parameter.name, &parameter.pointer, Named::Parameter)?,
            wire: parameter.name.clone(),
            target: Target::Parameter(parameter.location),
            ty: rust_type(&parameter.ty, names),
            facts: parameter.facts.clone(),
        };
        if parameter.required {
            required.push(argument)
        } else {
            optional.push(argument)
        }
    }
    if let Some(body) = &version.body {
        let argument = Argument {
            ident: scope.take(
                "body".to_owned(),
                "the body",
                &operation.pointer,
                Named::Parameter,
            )?,
            wire: body.media_type.clone(),
            target: Target::Body,
            ty: rust_type(&body.ty, names),
            facts: Facts::default(),
        };
        if body.required {
            required.push(argument)
        } else {
            optional.push(argument)
        }
    }
    Ok((required, optional))
}

fn output(
    output: &Output,
    resolved: &Resolved<'_>,
    names: &BTreeMap<SchemaId, String>,
) -> OutputType {
    match output {
        Output::None => OutputType::NoContent,
        Output::Bytes => OutputType::Bytes,
        Output::Json(ty) => {
            let rust = rust_type(ty, names);
            if is_whole(ty, resolved) {
                OutputType::Whole(rust)
            } else {
                OutputType::Body(rust)
            }
        }
    }
}

/// Whether a type can hold values that don't fit it.
fn is_whole(ty: &Type, resolved: &Resolved<'_>) -> bool {
    let Type::Ref(id) = ty else { return false };
    match resolved.get(id).map(|schema| &schema.kind) {
        Some(SchemaKind::Object(_) | SchemaKind::Union(_)) => true,
        Some(SchemaKind::Alias(ty)) => is_whole(ty, resolved),
        Some(SchemaKind::Enum(_)) | None => false,
    }
}
