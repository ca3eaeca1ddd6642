//! Lowers the versions of operations: their responses and request bodies.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{MediaType, Operation, ReferenceOr, Response, StatusCode};
use serde_json::Value;

use super::lowering::{Lowering, resolve};
use crate::error::{Error, Result};
use crate::model::{
    Body, Facts, Format, Note, OperationVersion, Output, SchemaId, Slip, Type, Version,
};
use crate::openapi::extensions::{self, text};
use crate::openapi::media_type;
use crate::source::escape;

/// The versions of an operation, by format.
type Versions = BTreeMap<(Version, Format), OperationVersion>;

impl Lowering<'_> {
    /// The versions of an operation by format, oldest first.
    pub fn versions(
        &mut self,
        name: &str,
        operation: &Operation,
        pointer: &str,
    ) -> Result<Vec<OperationVersion>> {
        let components = self.components(|it| &it.responses);
        let mut versions = Versions::new();
        let mut has_success = false;
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
                Some(success @ (StatusCode::Code(200..=299) | StatusCode::Range(2))) => {
                    has_success = true;
                    self.success(name, success, response, &pointer, &mut versions)?;
                }
                // Informational responses have no body, and the transport handles them.
                Some(StatusCode::Code(100..=199)) => {}
                _ => self.error_schemas(response, &pointer, &mut errors)?,
            }
        }
        if !has_success {
            let pointer = format!("{pointer}/responses");
            let help = "add a response with a status such as `200`";
            return Err(Error::at(pointer, "the operation has no success response").help(help));
        }
        if versions.is_empty() {
            self.without_media_types(operation, pointer, &mut versions)?;
        }
        self.bodies(name, operation, pointer, &mut versions)?;
        let of_operation = sunset(&operation.extensions, pointer)?;
        for known in versions.values_mut().filter(|it| it.sunset.is_none()) {
            known.sunset.clone_from(&of_operation);
        }
        let with_errors = |version: OperationVersion| OperationVersion {
            errors: errors.clone(),
            ..version
        };
        Ok(versions.into_values().map(with_errors).collect())
    }

    fn media_type(&self, media_type: &str, pointer: &str) -> Result<(Version, Format)> {
        media_type::parse(media_type, &self.openapi.info.version, pointer)
    }

    fn success(
        &mut self,
        name: &str,
        status: &StatusCode,
        response: &Response,
        pointer: &str,
        versions: &mut Versions,
    ) -> Result<()> {
        for (media_type, media) in &response.content {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (version, format) = self.media_type(media_type, &pointer)?;
            self.check_version(media, &version, &pointer);
            let sunset = sunset(&media.extensions, &pointer)?;
            let retired = date(
                &media.extensions,
                extensions::RETIRED,
                "date of retirement",
                &pointer,
            )?;
            if let Format::Other(_) = format {
                self.api.notes.push(Note::UnknownFormat {
                    media_type: media_type.clone(),
                    pointer: pointer.clone(),
                });
            }
            let output = match (&media.schema, &format) {
                // HTTP does not allow a body here.
                (schema, _) if matches!(status, StatusCode::Code(204 | 205)) => {
                    if schema.is_some() {
                        let slip = Slip::SchemaWithoutBody(status.to_string());
                        self.slip(slip, "response", &format!("{pointer}/schema"));
                    }
                    Output::None
                }
                (None, Format::Json) => Output::None,
                // A file needs no schema.
                (_, Format::Gzip | Format::Csv | Format::Other(_)) => Output::Bytes,
                (Some(schema), Format::Json) => {
                    // Two versions may return different inline schemas.
                    let id = SchemaId::new(name)
                        .child(&version.to_string())
                        .child("response");
                    Output::Json(self.ty(&id, schema, &format!("{pointer}/schema"))?.0)
                }
            };
            let key = (version.clone(), format.clone());
            if let Some(known) = versions.get_mut(&key) {
                self.add_sunset(known, sunset.as_ref(), &pointer);
            }
            match versions.get_mut(&key) {
                // A second success status may add the body, but must not change it.
                Some(known) if known.output == Output::None => known.output = output,
                Some(known) if known.output == output || output == Output::None => {}
                Some(_) => {
                    let message = "two success responses of one version have different bodies";
                    let help =
                        "give both the same schema with a correction in spec/corrections.yaml";
                    return Err(Error::at(pointer, message).help(help));
                }
                None => {
                    let media_type = media_type.clone();
                    let errors = BTreeSet::new();
                    let body = None;
                    let own_name = text(&media.extensions, extensions::NAME).map(str::to_owned);
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
                Some(ReferenceOr::Item(_)) => self.slip(Slip::InlineError, "response", &pointer),
                None => {}
            }
        }
        Ok(())
    }

    /// Adds the versions of an operation whose success responses have no media type: those of its request body, or
    /// else the version of the whole spec.
    fn without_media_types(
        &self,
        operation: &Operation,
        pointer: &str,
        versions: &mut Versions,
    ) -> Result<()> {
        let mut media_types = Vec::new();
        if let Some(body) = &operation.request_body {
            let components = self.components(|it| &it.request_bodies);
            let pointer = format!("{pointer}/requestBody");
            let (body, _) = resolve(body, components, "requestBodies", &pointer)?;
            media_types.extend(body.content.keys().cloned());
        }
        if media_types.is_empty() {
            media_types.push(media_type::WITHOUT_VERSION.to_owned());
        }
        for media_type in media_types {
            let (version, _) = self.media_type(&media_type, &format!("{pointer}/responses"))?;
            let format = Format::Json;
            let key = (version.clone(), format.clone());
            let new = OperationVersion {
                own_name: None,
                version,
                format,
                media_type,
                sunset: None,
                retired: None,
                body: None,
                output: Output::None,
                errors: BTreeSet::new(),
            };
            versions.insert(key, new);
        }
        Ok(())
    }

    fn bodies(
        &mut self,
        name: &str,
        operation: &Operation,
        pointer: &str,
        versions: &mut Versions,
    ) -> Result<()> {
        let Some(body) = &operation.request_body else {
            return Ok(());
        };
        let components = self.components(|it| &it.request_bodies);
        let pointer = format!("{pointer}/requestBody");
        let (body, pointer) = resolve(body, components, "requestBodies", &pointer)?;
        // Those of a version that no response has.
        let mut others: BTreeMap<Version, (Body, String)> = BTreeMap::new();
        for (media_type, media) in &body.content {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (version, format) = self.media_type(media_type, &pointer)?;
            if format != Format::Json {
                let message = format!("the request body `{media_type}` is not JSON");
                let help =
                    "leave the operation out: `leave-out: METHOD /path` in spec/corrections.yaml";
                return Err(Error::at(pointer, message).help(help));
            }
            self.check_version(media, &version, &pointer);
            let sunset = sunset(&media.extensions, &pointer)?;
            let id = SchemaId::new(name)
                .child(&version.to_string())
                .child("request");
            let (ty, _) = match &media.schema {
                Some(schema) => self.ty(&id, schema, &format!("{pointer}/schema"))?,
                None => (Type::Any, Facts::default()),
            };
            let new = Body {
                media_type: media_type.clone(),
                ty,
                required: body.required,
            };
            let of_version = versions.values_mut().filter(|it| it.version == version);
            let mut of_version = of_version.peekable();
            if of_version.peek().is_none() {
                others.insert(version, (new, pointer));
                continue;
            }
            for known in of_version {
                known.body = Some(new.clone());
                self.add_sunset(known, sunset.as_ref(), &pointer);
            }
        }
        self.other_bodies(others, &format!("{pointer}/content"), versions);
        Ok(())
    }

    /// Gives the versions without a request body those that belong to no version. The service reads the two media types
    /// of a call separately, so they may have different versions.
    fn other_bodies(
        &mut self,
        others: BTreeMap<Version, (Body, String)>,
        pointer: &str,
        versions: &mut Versions,
    ) {
        let mut unused: BTreeSet<_> = others.keys().collect();
        for known in versions.values_mut().filter(|it| it.body.is_none()) {
            // A version applies until the next one.
            let older = others.range(..=&known.version).next_back();
            let Some((version, (body, at))) = older.or_else(|| others.first_key_value()) else {
                // The spec sometimes lacks the body of a version. Such a version takes none.
                self.api.notes.push(Note::NoRequestBody {
                    version: known.version.clone(),
                    pointer: pointer.to_owned(),
                });
                continue;
            };
            unused.remove(version);
            known.body = Some(body.clone());
            match version {
                Version::Whole(_) => self.slip(Slip::UnversionedBody, "request body", at),
                _ => self.api.notes.push(Note::BodyOfOtherVersion {
                    version: known.version.clone(),
                    body: version.clone(),
                    pointer: at.clone(),
                }),
            }
        }
        for version in unused {
            self.api.notes.push(Note::UnusedRequestBody {
                version: version.clone(),
                pointer: others[version].1.clone(),
            });
        }
    }

    /// Notes a stated version that is not that of the media type. The media type is what is sent, so it counts.
    fn check_version(&mut self, media: &MediaType, version: &Version, pointer: &str) {
        let stated = text(&media.extensions, extensions::VERSION);
        if let Some(stated) = stated.filter(|stated| *stated != version.to_string()) {
            self.api.notes.push(Note::Contradiction {
                what: extensions::VERSION.to_owned(),
                stated: stated.to_owned(),
                used: version.to_string(),
                pointer: format!("{pointer}/{}", extensions::VERSION),
            });
        }
    }

    /// Adds the sunset that another media type of a version states. The first one counts.
    fn add_sunset(&mut self, known: &mut OperationVersion, sunset: Option<&String>, pointer: &str) {
        let Some(stated) = sunset else { return };
        match &known.sunset {
            None => known.sunset = Some(stated.clone()),
            Some(used) if used != stated => self.api.notes.push(Note::Contradiction {
                what: extensions::SUNSET.to_owned(),
                stated: stated.clone(),
                used: used.clone(),
                pointer: format!("{pointer}/{}", extensions::SUNSET),
            }),
            Some(_) => {}
        }
    }
}

/// The sunset that an operation or a media type states.
fn sunset(of: &IndexMap<String, Value>, pointer: &str) -> Result<Option<String>> {
    let date = date(of, extensions::SUNSET, "sunset", pointer)?;
    Ok(date.filter(|date| !media_type::is_never(date)))
}

/// The date in an extension.
fn date(
    of: &IndexMap<String, Value>,
    key: &str,
    what: &str,
    pointer: &str,
) -> Result<Option<String>> {
    match text(of, key) {
        Some(date) if !media_type::is_date(date) => {
            let message = format!("invalid {what} `{date}`");
            let error = Error::at(format!("{pointer}/{key}"), message);
            Err(error.help("expected a date such as 2027-03-01"))
        }
        date => Ok(date.map(str::to_owned)),
    }
}
