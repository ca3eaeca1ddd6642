//! Turns the OpenAPI spec of the MongoDB Atlas Administration API into the source files of the `atlas-api`
//! crate. It does no I/O: texts come in, texts go out.
//!
//! ```text
//! inputs -> load -> correct -> lower -> describe -> plan -> compatibility -> emit -> render -> files
//! ```
//!
//! [`generate`] runs all stages. Each stage has its own type, so a later stage can't see undecided input.
//!
//! ```
//! use generator::{Docs, Inputs, Mode, Source, generate};
//!
//! let spec = r#"{"openapi": "3.0.1", "info": {"title": "Pets", "version": "2"}, "paths": {"/pets": {"get": {
//!     "operationId": "listPets", "tags": ["Pets"], "responses": {"200": {"description": "",
//!     "content": {"application/vnd.atlas.2024-01-01+json": {"schema": {"type": "object"}}}}}}}}}"#;
//! let inputs = Inputs { spec: Source::new("pets.json", spec), ..Inputs::default() };
//! let crate_ = generate(&inputs, Mode::Strict)?;
//! assert_eq!(crate_.model.operations[0].id, "listPets");
//! assert!(crate_.files(Docs::Facts)?.sources.contains_key("pets/v2024_01_01.rs"));
//! # Ok::<(), generator::Error>(())
//! ```

pub mod compatibility;
mod counts;
mod descriptions;
pub mod emit;
mod error;
mod lower;
pub mod model;
pub mod openapi;
pub mod pages;
mod pipeline;
pub mod plan;
mod render;
pub mod source;
pub mod surface;
pub mod words;

pub use compatibility::Mode;
pub use counts::Counts;
pub use descriptions::{Coverage, Share};
pub use emit::Docs;
pub use error::{Error, Location, Position, Result};
pub use pipeline::{Crate, Files, Inputs, LEGACY, LegacyInputs, SPEC, generate, generate_parsed};
pub use render::HEADER;
pub use source::{Document, Source};
