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

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Operation,
    Parameter,
    Type,
    Property,
    Values,
}

impl Kind {
    /// Its name in the list of places that are missing or gone, and the section of its descriptions.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Operation => ("operation", "operations"),
            Self::Parameter => ("parameter", "parameters"),
            Self::Type => ("type", "types"),
            Self::Property => ("property", "properties"),
            Self::Values => ("values", "values"),
        }
    }

    /// The place, named.
    pub fn of(self, place: &str) -> String {
        format!("{} {place}", self.names().0)
    }

    /// An error at the description of a place.
    fn at(self, place: &str, message: String) -> Error {
        Error::at(format!("/{}/{}", self.names().1, escape(place)), message)
    }
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
        all.places.operations.clear();
        all.places.extend(own.places);
        all
    }
}

impl File {
    fn sections(&self) -> [(Kind, &Texts); 4] {
        [
            (Kind::Operation, &self.operations),
            (Kind::Parameter, &self.parameters),
            (Kind::Type, &self.types),
            (Kind::Property, &self.properties),
        ]
    }

    /// The places that are described.
    pub(super) fn places(&self) -> impl Iterator<Item = (Kind, &str)> {
        let sections = self.sections().into_iter();
        let places = sections.flat_map(|(kind, texts)| texts.keys().map(move |it| (kind, &**it)));
        places.chain(self.values.keys().map(|place| (Kind::Values, &**place)))
    }

    fn add(&mut self, other: Self, document: &Document) -> Result<()> {
        let known: BTreeSet<_> = self.places().collect();
        if let Some((kind, place)) = other.places().find(|place| known.contains(place)) {
            let message = format!("`{place}` is described in another file too");
            let error = kind
                .at(place, message)
                .help("delete one of the two descriptions");
            return Err(document.locate(error));
        }
        self.extend(other);
        Ok(())
    }

    fn extend(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.parameters.extend(other.parameters);
        self.types.extend(other.types);
        self.properties.extend(other.properties);
        self.values.extend(other.values);
    }
}

fn check(file: &File, document: &Document) -> Result<()> {
    for (kind, texts) in file.sections() {
        if let Some((place, text)) = texts.iter().find(|(place, text)| only_repeats(place, text)) {
            let message = format!("`{text}` only repeats the name of its place");
            let help = "say what it means, its unit, what its values do, or when it is absent";
            return Err(document.locate(kind.at(place, message).help(help)));
        }
    }
    Ok(())
}
