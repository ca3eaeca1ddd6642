//! Lower: a spec becomes an [`Api`]. A construct that the model can't express is an error with a JSON pointer.

mod facts;
mod keywords;
mod lowering;
mod names;
mod object;
mod operation;
mod parameter;
mod path;
mod read_only;
mod references;
mod schema;
mod versions;

use crate::error::Result;
use crate::model::Api;
use crate::openapi;
use crate::source::Document;

use lowering::Lowering;

/// Lowers a spec.
///
/// # Errors
/// The spec is not OpenAPI 3.0, or has a construct that the generator does not accept.
pub fn lower(document: &Document) -> Result<Api> {
    let lowered = openapi::read(document.tree()).and_then(|read| {
        let mut lowering = Lowering::new(&read.openapi, read.notes);
        lowering.schemas()?;
        lowering.read_only();
        lowering.operations()?;
        Ok(lowering.api)
    });
    lowered.map_err(|error| document.locate(error))
}
