//! The versions of operations: what their responses and request bodies are.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation, ReferenceOr, Response, StatusCode};

use super::lowering::{Lowering, resolve};
use crate::error::{Error, Result};
use crate::model::{Body, Facts, Format, Note, OperationVersion, Output, SchemaId, Type, Version};
use crate::openapi::extensions::{self, text};
use crate::openapi::media_type;
use crate::source::escape;

impl Lowering<'_> {
    /// The versions of an operation by format, oldest first.
    pub fn versions(
        &mut self,
        name: &str,
        operation: &Operation,
        pointer: &str,
    ) -> Result<Vec<OperationVersion>> {
        let components = self.components(|it| &it.responses);
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
        media_type::parse(media_type, &self.openapi.info.version, pointer)
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
            let text = |key| text(&media.extensions, key);
            if text(extensions::VERSION).is_some_and(|stated| stated != version.to_string()) {
                let stated = text(extensions::VERSION).unwrap_or_default();
                let message = format!(
                    "`{}` is `{stated}`, but the media type has {version}",
                    extensions::VERSION
                );
                return Err(Error::at(
                    format!("{pointer}/{}", extensions::VERSION),
                    message,
                ));
            }
            let date = |key: &'static str, what: &str| match text(key) {
                Some(date) if !media_type::is_date(date) => {
                    let message = format!("invalid {what} `{date}`");
                    let error = Error::at(format!("{pointer}/{key}"), message);
                    Err(error.help("expected a date such as 2027-03-01"))
                }
                date => Ok(date.map(str::to_owned)),
            };
            let sunset = date(extensions::SUNSET, "sunset")?;
            let retired = date(extensions::RETIRED, "date of retirement")?;
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
                    let message = "two success responses of one version have different bodies";
                    return Err(Error::at(pointer, message));
                }
                None => {
                    let media_type = media_type.clone();
                    let errors = BTreeSet::new();
                    let key = (version.clone(), format);
                    let body = None;
                    let own_name = text(extensions::NAME).map(str::to_owned);
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
        operation: &Operation,
        pointer: &str,
        versions: &mut BTreeMap<(Version, Format), OperationVersion>,
    ) -> Result<()> {
        let Some(body) = &operation.request_body else {
            return Ok(());
        };
        let components = self.components(|it| &it.request_bodies);
        let pointer = format!("{pointer}/requestBody");
        let (body, pointer) = resolve(body, components, "requestBodies", &pointer)?;
        let mut taken = BTreeSet::new();
        for (media_type, media) in &body.content {
            let pointer = format!("{pointer}/content/{}", escape(media_type));
            let (version, format) = self.media_type(media_type, &pointer)?;
            if format != Format::Json {
                return Err(Error::at(pointer, "request bodies must be JSON"));
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
        // The spec lacks the body of a version now and then: the version takes none then.
        for (version, _) in versions
            .keys()
            .filter(|(version, _)| !taken.contains(version))
        {
            self.api.notes.push(Note::NoRequestBody {
                version: version.clone(),
                pointer: format!("{pointer}/content"),
            });
        }
        Ok(())
    }
}
