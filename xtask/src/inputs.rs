//! What codegen reads: the document, and what the project adds to it.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use generator::constructors::Constructors;
use generator::plan::Edition;
use generator::{Document, OlderIds, Overlay, Renames, retired};

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
    /// to the vendored document alone.
    pub(crate) retired: Option<Text>,
    pub(crate) renames: Option<Text>,
    pub(crate) constructors: Option<Text>,
    /// How its operations were called, for search.
    pub(crate) older_ids: Option<Text>,
    /// Other documents, each with the name of its module.
    pub(crate) editions: Vec<(&'static str, Text)>,
}

/// The documents of older APIs, with the names of their modules.
const EDITIONS: [(&str, &str); 1] = [("v1", "atlas-v1.yaml")];

fn editions(spec: &Path) -> Result<Vec<(&'static str, Text)>> {
    let editions = EDITIONS.iter();
    let editions = editions.map(|(name, file)| Ok((*name, Text::needed(spec, file)?)));
    editions.collect()
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

    /// A file of the folder `spec/`, which must be there.
    fn needed(spec: &Path, file: &str) -> Result<Self> {
        Self::of(spec, file)?.with_context(|| format!("there is no spec/{file}"))
    }

    pub(crate) fn parse(self) -> generator::Result<Document> {
        Document::parse(self.name, self.text)
    }
}

impl Inputs {
    /// The vendored document with all that belongs to it.
    pub(crate) fn vendored(spec: &Path) -> Result<Self> {
        let editions = editions(spec)?;
        Ok(Self {
            editions,
            ..Self::without_editions(spec)?
        })
    }

    /// What an update of the vendored document is made of, which reaches no other document.
    pub(crate) fn without_editions(spec: &Path) -> Result<Self> {
        Ok(Self {
            document: Text::needed(spec, "atlas-v2.yaml")?,
            overlay: Text::of(spec, "overlay.yaml")?,
            retired: Text::of(spec, "retired.yaml")?,
            renames: Text::of(spec, "renames.yaml")?,
            constructors: Text::of(spec, "constructors.yaml")?,
            older_ids: Text::of(spec, "older-ids.yaml")?,
            editions: Vec::new(),
        })
    }

    /// Another document, to be read with what fits it of all that stands beside the vendored one. The
    /// editions stay: other crates of the workspace name their features.
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
            older_ids: Text::of(spec, "older-ids.yaml")?,
            editions: editions(spec)?,
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

    pub(crate) fn editions(&self) -> Result<Vec<Edition>> {
        let editions = self.editions.iter();
        let editions = editions.map(|(name, text)| Edition::new(name, text.clone().parse()?));
        Ok(editions.collect::<generator::Result<_>>()?)
    }

    pub(crate) fn older_ids(&self) -> Result<Option<OlderIds>> {
        let document = self.older_ids.clone().map(Text::parse).transpose()?;
        Ok(document.map(OlderIds::new).transpose()?)
    }

    pub(crate) fn constructors(&self) -> Result<Constructors> {
        let document = self.constructors.clone().map(Text::parse).transpose()?;
        let constructors = document.map(Constructors::new).transpose()?;
        Ok(constructors.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_is_not_there_is_told() {
        let spec = tempfile::tempdir().expect("a temporary folder");
        for file in ["atlas-v1.yaml", "atlas-v2.yaml"] {
            let error = Inputs::vendored(spec.path()).expect_err("there is no document");
            assert_eq!(error.to_string(), format!("there is no spec/{file}"));
            fs::write(spec.path().join(file), "").expect("the folder is writable");
        }
        assert!(Inputs::vendored(spec.path()).is_ok());
    }
}
