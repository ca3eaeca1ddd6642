//! What codegen reads: the document, and what the project adds to it.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use generator::constructors::Constructors;
use generator::{Document, Overlay, Renames, retired};

/// A file's text, and how errors call the file: short, and the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The inputs of codegen.
#[derive(Debug, Clone)]
pub(crate) struct Inputs {
    pub(crate) document: Text,
    pub(crate) overlay: Option<Text>,
    /// What the document had once, and what keeps code compiling that was written then. These belong
    /// to the vendored document.
    pub(crate) retired: Option<Text>,
    pub(crate) renames: Option<Text>,
    pub(crate) constructors: Option<Text>,
}

impl Text {
    /// A file of the folder `spec/`, if it is there.
    pub(crate) fn of(spec: &Path, file: &str) -> Result<Option<Self>> {
        let name = format!("spec/{file}");
        match fs::read_to_string(spec.join(file)) {
            Ok(text) => Ok(Some(Self { name, text })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("can't read {name}")),
        }
    }

    pub(crate) fn parse(self) -> generator::Result<Document> {
        Document::parse(self.name, self.text)
    }
}

impl Inputs {
    /// The vendored document with all that belongs to it.
    pub(crate) fn vendored(spec: &Path) -> Result<Self> {
        let document = Text::of(spec, "atlas-v2.yaml")?;
        Ok(Self {
            document: document.context("there is no spec/atlas-v2.yaml")?,
            overlay: Text::of(spec, "overlay.yaml")?,
            retired: Text::of(spec, "retired.yaml")?,
            renames: Text::of(spec, "renames.yaml")?,
            constructors: Text::of(spec, "constructors.yaml")?,
        })
    }

    /// Another document, with what of the overlay fits it.
    pub(crate) fn other(spec: &Path, file: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
        let name = file.display().to_string();
        Ok(Self {
            document: Text { name, text },
            overlay: Text::of(spec, "overlay.yaml")?,
            retired: None,
            renames: None,
            constructors: None,
        })
    }

    /// The document, with what it had once.
    pub(crate) fn document(&self) -> Result<Document> {
        let mut document = self.document.clone().parse()?;
        if let Some(text) = self.retired.clone() {
            retired::merge(&mut document, text.parse()?)?;
        }
        Ok(document)
    }

    pub(crate) fn overlay(&self) -> Result<Option<Overlay>> {
        let document = self.overlay.clone().map(Text::parse).transpose()?;
        Ok(document.map(Overlay::new).transpose()?)
    }

    pub(crate) fn renames(&self) -> Result<Option<Renames>> {
        let document = self.renames.clone().map(Text::parse).transpose()?;
        Ok(document.map(Renames::new).transpose()?)
    }

    pub(crate) fn constructors(&self) -> Result<Constructors> {
        let document = self.constructors.clone().map(Text::parse).transpose()?;
        let constructors = document.map(Constructors::new).transpose()?;
        Ok(constructors.unwrap_or_default())
    }
}
