//! The descriptions, read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::repetition::only_repeats;
use crate::error::{Error, Result};
use crate::source::{Document, Source, entries, escape};

/// The file of the defaults.
const DEFAULTS: &str = "defaults.yaml";

const FORM: &str = "a file has `operations`, `parameters`, `types`, `properties` and `values`";

type Texts = BTreeMap<String, String>;

/// All descriptions of one spec.
#[derive(Debug, Clone, Default)]
pub struct Descriptions {
    /// By place.
    pub(super) places: File,
    /// By name, for places without one of their own.
    pub(super) defaults: File,
}

/// One file, or several together.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) operations: Texts,
    pub(super) parameters: Texts,
    pub(super) types: Texts,
    pub(super) properties: Texts,
    pub(super) values: BTreeMap<String, Texts>,
}

impl Descriptions {
    /// Reads the files.
    ///
    /// # Errors
    /// A file has an unknown section, two files describe one place, or a description only repeats the name
    /// of its place.
    pub fn read(sources: &[Source]) -> Result<Self> {
        let mut all = Self::default();
        for source in sources {
            let document = source.parse()?;
            let file: File = entries(&document, FORM)?;
            check(&file, &document)?;
            match source.name.ends_with(DEFAULTS) {
                true => all.defaults = file,
                false => all.places.add(file, &document)?,
            }
        }
        Ok(all)
    }

    /// Those of a legacy API: its own first, then those of the current one, but for operations, whose ids
    /// mean other things there.
    #[must_use]
    pub fn legacy(&self, own: Self) -> Self {
        let mut all = self.clone();
        all.places.operations = own.places.operations;
        all.places.parameters.extend(own.places.parameters);
        all.places.types.extend(own.places.types);
        all.places.properties.extend(own.places.properties);
        all.places.values.extend(own.places.values);
        all
    }
}

impl File {
    fn sections(&self) -> [(&'static str, &Texts); 4] {
        [
            ("operations", &self.operations),
            ("parameters", &self.parameters),
            ("types", &self.types),
            ("properties", &self.properties),
        ]
    }

    /// The places that are described.
    fn places(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let sections = self.sections().into_iter();
        let places =
            sections.flat_map(|(section, texts)| texts.keys().map(move |it| (section, it)));
        places.chain(self.values.keys().map(|place| ("values", place)))
    }

    fn add(&mut self, other: Self, document: &Document) -> Result<()> {
        let known: BTreeSet<_> = self.places().collect();
        if let Some((section, place)) = other.places().find(|place| known.contains(place)) {
            let pointer = format!("/{section}/{}", escape(place));
            let error = Error::at(
                pointer,
                format!("`{place}` is described in another file too"),
            );
            return Err(document.locate(error.help("delete one of the two descriptions")));
        }
        self.operations.extend(other.operations);
        self.parameters.extend(other.parameters);
        self.types.extend(other.types);
        self.properties.extend(other.properties);
        self.values.extend(other.values);
        Ok(())
    }
}

fn check(file: &File, document: &Document) -> Result<()> {
    for (section, texts) in file.sections() {
        if let Some((place, text)) = texts.iter().find(|(place, text)| only_repeats(place, text)) {
            let pointer = format!("/{section}/{}", escape(place));
            let message = format!("`{text}` only repeats the name of its place");
            let help = "say what it means, its unit, what its values do, or when it is absent";
            return Err(document.locate(Error::at(pointer, message).help(help)));
        }
    }
    Ok(())
}
