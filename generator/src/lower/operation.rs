//! Operations, their parameters and their versions.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    Operation as OpenOperation, Parameter as OpenParameter, ParameterSchemaOrContent, PathItem,
    PathStyle, QueryStyle, ReferenceOr, Response, StatusCode,
};

use super::path::{self, of_path};
use super::{Lowering, media, resolve};
use crate::document::escape;
use crate::error::{Error, Result};
use crate::model::{
    Body, Facts, Format, Operation, OperationVersion, Output, Parameter, Place, SchemaId, Type,
    Version,
};
use crate::overlay::NAME;
use crate::retired::MARK as RETIRED;

/// Of an edition's operation: which one replaces it.
pub const REPLACED_BY: &str = "x-atlas-api-replaced-by";

/// Parameters that change the shape of the response or waste bytes: they are not offered.
const LEFT_OUT: [&str; 2] = ["envelope", "pretty"];

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
                    "the generator does not know references to paths",
                ));
            };
            for (method, operation) in item.iter() {
                let pointer = format!("{pointer}/{method}");
                let operation = self.operation(path, method, item, operation, &pointer)?;
                if let Some(first) = ids.insert(operation.id.clone(), pointer.clone()) {
                    let message = format!(
                        "the operation id `{}` is also that of #{first}",
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

    /// Media types tell versions everywhere or nowhere.
    fn check_versions(&self) -> Result<()> {
        let operations = self.api.operations.iter();
        let versions =
            operations.flat_map(|it| it.versions.iter().map(move |version| (it, version)));
        let (whole, told): (Vec<_>, Vec<_>) =
            versions.partition(|(_, it)| matches!(it.version, Version::Whole(_)));
        match (whole.first(), told.is_empty()) {
            (Some((operation, _)), false) => {
                let message = "the media type `application/json` tells no version, and others do";
                let pointer = format!("{}/responses", operation.pointer);
                Err(Error::at(pointer, message).help(media::HELP))
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
        let text = |key: &str| {
            operation
                .extensions
                .get(key)
                .and_then(|value| value.as_str())
        };
        let name = text("x-xgen-operation-id-override")
            .unwrap_or(&id)
            .to_owned();
        let roles = operation
            .extensions
            .get("x-rolesRequirements")
            .and_then(|roles| roles.as_array());
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
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            roles: roles.collect(),
            docs_url: text("x-xgen-docs-url").map(str::to_owned),
            replaced_by: replaced_by(operation, pointer)?,
            pointer: pointer.to_owned(),
            id,
            name,
            parameters,
            versions,
        })
    }

    fn parameters(
        &mut self,
        operation_name: &str,
        path: &str,
        item: &PathItem,
        operation: &OpenOperation,
        pointer: &str,
    ) -> Result<Vec<Parameter>> {
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, it)| (pointer, index, it));
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, it)| (of_path(pointer), index, it));
        let components = self
            .openapi
            .components
            .as_ref()
            .map(|components| &components.parameters);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (pointer, index, parameter) in own.chain(shared) {
            let pointer = format!("{pointer}/parameters/{index}");
            let (parameter, pointer) = resolve(parameter, components, "parameters", &pointer)?;
            let Some(parameter) = self.parameter(operation_name, parameter, &pointer)? else {
                continue;
            };
            let known = |it: &Parameter| it.name == parameter.name && it.place == parameter.place;
            if parameters.iter().any(known) {
                let message = format!("the operation has the parameter `{}` twice", parameter.name);
                return Err(Error::at(pointer, message));
            }
            parameters.push(parameter);
        }
        path::check(path, &parameters, pointer)?;
        // Path parameters go in the order of the path; the order in the document means nothing.
        let order = |parameter: &Parameter| match parameter.place {
            Place::Path => path
                .find(&format!("{{{}}}", parameter.name))
                .unwrap_or_default(),
            _ => usize::MAX,
        };
        parameters.sort_by(|a, b| (order(a), &a.name).cmp(&(order(b), &b.name)));
        Ok(parameters)
    }

    fn parameter(
        &mut self,
        operation_name: &str,
        parameter: &OpenParameter,
        pointer: &str,
    ) -> Result<Option<Parameter>> {
        let data = parameter.parameter_data_ref();
        if LEFT_OUT.contains(&data.name.as_str()) {
            return Ok(None);
        }
        let place = match parameter {
            OpenParameter::Path {
                style: PathStyle::Simple,
                ..
            } => Place::Path,
            OpenParameter::Path { .. } => {
                return Err(Error::at(
                    format!("{pointer}/style"),
                    "of the path styles only `simple` is known",
                ));
            }
            OpenParameter::Header { .. } => Place::Header,
            OpenParameter::Query {
                style: QueryStyle::Form,
                ..
            } => match data.explode {
                Some(false) => Place::QueryJoined,
                _ => Place::Query,
            },
            OpenParameter::Query { .. } => {
                return Err(Error::at(
                    format!("{pointer}/style"),
                    "of the query styles only `form` is known",
                ));
            }
            OpenParameter::Cookie { .. } => {
                return Err(Error::at(
                    format!("{pointer}/in"),
                    "the generator does not know cookies",
                ));
            }
        };
        if place == Place::Path && !data.required {
            return Err(Error::at(
                pointer,
                format!("the path parameter `{}` is not required", data.name),
            ));
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Err(Error::at(
                pointer,
                "the generator does not know parameters with `content`",
            ));
        };
        let id = SchemaId::new(operation_name).child(&data.name);
        let (ty, mut facts) = self.ty(&id, schema, &format!("{pointer}/schema"))?;
        if !self.is_text(&ty) {
            let message = format!(
                "the parameter `{}` is of a type that can't be text",
                data.name
            );
            return Err(Error::at(format!("{pointer}/schema"), message));
        }
        facts.deprecated |= data.deprecated.unwrap_or_default();
        facts.description = data.description.clone().or(facts.description);
        let required = data.required;
        let pointer = pointer.to_owned();
        Ok(Some(Parameter {
            name: data.name.clone(),
            place,
            required,
            ty,
            facts,
            pointer,
        }))
    }

    /// Whether a type can stand in a path or a query.
    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(item) => !matches!(**item, Type::Array(_)) && self.is_text(item),
            Type::Ref(id) => {
                use crate::model::Kind;
                matches!(
                    self.api.schemas.get(id).map(|it| &it.kind),
                    Some(Kind::Enum(_))
                )
            }
            Type::Map(_) | Type::Nullable(_) | Type::Any => false,
            _ => true,
        }
    }

    fn versions(
        &mut self,
        name: &str,
        operation: &OpenOperation,
        pointer: &str,
    ) -> Result<Vec<OperationVersion>> {
        let components = self
            .openapi
            .components
            .as_ref()
            .map(|components| &components.responses);
        let mut versions: BTreeMap<(Version, Format), OperationVersion> = BTreeMap::new();
        let mut errors: BTreeSet<SchemaId> = BTreeSet::new();
        let declared = operation.responses.responses.iter();
        let declared =
            declared.map(|(status, response)| (Some(status), status.to_string(), response));
        let default = operation
            .responses
            .default
            .iter()
            .map(|it| (None, "default".to_owned(), it));
        for (status, key, response) in declared.chain(default) {
            let pointer = format!("{pointer}/responses/{key}");
            let (response, pointer) = resolve(response, components, "responses", &pointer)?;
            match status {
                Some(StatusCode::Code(200..=299) | StatusCode::Range(2)) => {
                    self.success(name, response, &pointer, &mut versions)?;
                }
                // Interim responses have no body, and the transport handles them.
                Some(StatusCode::Code(100..=199)) => {}
                _ => self.error_schemas(response, &pointer, &mut errors)?,
            }
        }
        self.bodies(name, operation, pointer, &mut versions)?;
        if versions.is_empty() {
            let help =
                "a success response has a media type for each version, even one without a body";
            return Err(Error::at(
                format!("{pointer}/responses"),
                "the operation has no version",
            )
            .help(help));
        }
        let with_errors = |version: OperationVersion| OperationVersion {
            errors: errors.clone(),
            ..version
        };
        Ok(versions.into_values().map(with_errors).collect())
    }

    fn media_type(&self, media_type: &str, pointer: &str) -> Result<(Version, Format)> {
        media::parse(media_type, &self.openapi.info.version, pointer)
    }

    fn success(
        &mut self,
        name: &str,
        response: &Response,
        pointer: &str,
        versions: &mut BTreeMap<(Version, Format), OperationVersion>,
    ) -> Result<()> {
        for (media_type, media) in &response.content {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (version, format) = self.media_type(media_type, &pointer)?;
            let text = |key: &str| media.extensions.get(key).and_then(|value| value.as_str());
            if text("x-xgen-version").is_some_and(|told| told != version.to_string()) {
                let message = "`x-xgen-version` is not the version of the media type";
                return Err(Error::at(format!("{pointer}/x-xgen-version"), message));
            }
            let date = |key: &str, message: &str| match text(key) {
                Some(date) if !media::is_date(date) => {
                    Err(Error::at(format!("{pointer}/{key}"), message))
                }
                date => Ok(date.map(str::to_owned)),
            };
            let sunset = date("x-sunset", "a sunset is a date, `YYYY-MM-DD`")?;
            let message = "what is withdrawn is so since a date, `YYYY-MM-DD`";
            let retired = date(RETIRED, message)?;
            let output = match (&media.schema, format) {
                (None, _) => Output::None,
                (Some(_), Format::Gzip | Format::Csv) => Output::Bytes,
                (Some(schema), Format::Json) => {
                    // Two versions may answer different inline schemas.
                    let id = SchemaId::new(name)
                        .child(&version.to_string())
                        .child("response");
                    Output::Json(self.ty(&id, schema, &format!("{pointer}/schema"))?.0)
                }
            };
            match versions.get_mut(&(version.clone(), format)) {
                // A second success status may add the body, and must not change it.
                Some(known) if known.output == Output::None => known.output = output,
                Some(known) if known.output == output || output == Output::None => {}
                Some(_) => {
                    let message = "two success responses of one version answer different things";
                    return Err(Error::at(pointer, message));
                }
                None => {
                    let media_type = media_type.clone();
                    let errors = BTreeSet::new();
                    let key = (version.clone(), format);
                    let body = None;
                    let own_name = text(NAME).map(str::to_owned);
                    versions.insert(
                        key,
                        OperationVersion {
                            own_name,
                            version,
                            format,
                            media_type,
                            sunset,
                            retired,
                            body,
                            output,
                            errors,
                        },
                    );
                }
            }
        }
        Ok(())
    }

    fn error_schemas(
        &mut self,
        response: &Response,
        pointer: &str,
        errors: &mut BTreeSet<SchemaId>,
    ) -> Result<()> {
        for (media_type, media) in &response.content {
            let pointer = format!("{pointer}/content/{}/schema", escape(media_type));
            match &media.schema {
                Some(ReferenceOr::Reference { reference }) => {
                    errors.insert(self.schema_ref(reference, &pointer)?);
                }
                Some(ReferenceOr::Item(_)) => {
                    return Err(Error::at(
                        pointer,
                        "the schema of an error response has no name",
                    ));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn bodies(
        &mut self,
        name: &str,
        operation: &OpenOperation,
        pointer: &str,
        versions: &mut BTreeMap<(Version, Format), OperationVersion>,
    ) -> Result<()> {
        let Some(body) = &operation.request_body else {
            return Ok(());
        };
        let components = self
            .openapi
            .components
            .as_ref()
            .map(|components| &components.request_bodies);
        let pointer = format!("{pointer}/requestBody");
        let (body, pointer) = resolve(body, components, "requestBodies", &pointer)?;
        let mut taken = BTreeSet::new();
        for (media_type, media) in &body.content {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (version, format) = self.media_type(media_type, &pointer)?;
            if format != Format::Json {
                return Err(Error::at(pointer, "the generator knows only JSON bodies"));
            }
            let id = SchemaId::new(name)
                .child(&version.to_string())
                .child("request");
            let (ty, _) = match &media.schema {
                Some(schema) => self.ty(&id, schema, &format!("{pointer}/schema"))?,
                None => (Type::Any, Facts::default()),
            };
            let mut of_version = versions
                .values_mut()
                .filter(|known| known.version == version)
                .peekable();
            if of_version.peek().is_none() {
                return Err(Error::at(
                    pointer,
                    format!("no response has the version {version}"),
                ));
            }
            for known in of_version {
                let (media_type, ty) = (media_type.clone(), ty.clone());
                known.body = Some(Body {
                    media_type,
                    ty,
                    required: body.required,
                });
            }
            taken.insert(version);
        }
        // The document forgets the body of a version now and then: the version takes none then.
        for (version, _) in versions
            .keys()
            .filter(|(version, _)| !taken.contains(version))
        {
            self.api.warnings.insert(format!(
                "the version {version} has a response, but no request body (#{pointer}/content)"
            ));
        }
        Ok(())
    }
}

/// The operation to use instead, as an edition tells it.
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
            let message = format!("{value} is not `METHOD /path`");
            let help = "name an operation of the newer API, such as `GET /api/atlas/v2/groups`";
            Err(Error::at(format!("{pointer}/{REPLACED_BY}"), message).help(help))
        }
    }
}
