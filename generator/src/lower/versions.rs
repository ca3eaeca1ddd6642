//! Lowers the versions of operations: their responses and request bodies.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Operation, ReferenceOr, Response, StatusCode};

use super::lowering::{Lowering, resolve};
use crate::error::{Error, Result};
use crate::model::{
    Body, Facts, Format, Note, OperationVersion, Output, SchemaId, Slip, Type, Version,
};
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
                // Informational responses have no body, and the transport handles them.
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
            if let Some(stated) = text(extensions::VERSION)
                && stated != version.to_string()
            {
                // The media type is what is sent, so it counts.
                self.api.notes.push(Note::Contradiction {
                    what: extensions::VERSION.to_owned(),
                    stated: stated.to_owned(),
                    used: version.to_string(),
                    pointer: format!("{pointer}/{}", extensions::VERSION),
                });
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
            let sunset = sunset.filter(|date| !media_type::is_never(date));
            let retired = date(extensions::RETIRED, "date of retirement")?;
            let output = match (&media.schema, format) {
                (None, _) => Output::None,
                (Some(_), Format::Gzip | Format::Csv) => Output::Bytes,
                (Some(schema), Format::Json) => {
                    // Two versions may return different inline schemas.
                    let id = SchemaId::new(name)
                        .child(&version.to_string())
                        .child("response");
                    Output::Json(self.ty(&id, schema, &format!("{pointer}/schema"))?.0)
                }
            };
            let known = versions.get_mut(&(version.clone(), format));
            if let (Some(known), Some(stated)) = (&known, &sunset)
                && let Some(used) = known.sunset.as_ref().filter(|used| *used != stated)
            {
                self.api.notes.push(Note::Contradiction {
                    what: extensions::SUNSET.to_owned(),
                    stated: stated.clone(),
                    used: used.clone(),
                    pointer: format!("{pointer}/{}", extensions::SUNSET),
                });
            }
            if let Some(known) = known {
                known.sunset = known.sunset.take().or(sunset.clone());
            }
            match versions.get_mut(&(version.clone(), format)) {
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
                Some(ReferenceOr::Item(_)) => self.slip(Slip::InlineError, "response", &pointer),
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
                let message = format!("the request body `{media_type}` is not JSON");
                let help =
                    "leave the operation out: `leave-out: METHOD /path` in spec/corrections.yaml";
                return Err(Error::at(pointer, message).help(help));
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
                let message = format!("no success response has the version {version}");
                let help =
                    "add a response with this version, or give the body one that has a response";
                return Err(Error::at(pointer, message).help(help));
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
        // The spec sometimes lacks the body of a version. Such a version takes none.
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
