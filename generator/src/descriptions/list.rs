//! Reads the descriptions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::repetition::only_repeats;
use crate::error::{Error, Result};
use crate::source::{Document, Source, entries, escape};

/// The file with the defaults.
const DEFAULTS: &str = "defaults.yaml";

const FORM: &str =
    "a file has `tags`, `operations`, `aliases`, `parameters`, `types`, `properties` and `values`";

type Texts = BTreeMap<String, String>;

/// All descriptions of one spec.
#[derive(Debug, Clone, Default)]
pub struct Descriptions {
    /// Descriptions by place.
    pub(super) places: File,
    /// Descriptions by name, for places without one of their own.
    pub(super) defaults: File,
}

/// One file, or several together.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a mapping with sections of descriptions"
)]
pub(super) struct File {
    pub(super) tags: Texts,
    pub(super) operations: Texts,
    /// Search terms for an operation.
    pub(super) aliases: BTreeMap<String, BTreeSet<String>>,
    pub(super) parameters: Texts,
    pub(super) types: Texts,
    pub(super) properties: Texts,
    pub(super) values: BTreeMap<String, Texts>,
}

/// The kind of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Tag,
    Operation,
    Parameter,
    Type,
    Property,
    Values,
    Aliases,
}

impl Kind {
    /// What the lists of missing and unused descriptions call it, and the section of its descriptions.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Tag => ("tag", "tags"),
            Self::Operation => ("operation", "operations"),
            Self::Parameter => ("parameter", "parameters"),
            Self::Type => ("type", "types"),
            Self::Property => ("property", "properties"),
            Self::Values => ("values", "values"),
            Self::Aliases => ("aliases", "aliases"),
        }
    }

    /// The kind and the name of a place.
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

    /// The descriptions of a legacy API: its own first, then those of the current API, except for operations, whose
    /// ids have other meanings there.
    #[must_use]
    pub fn legacy(&self, own: Self) -> Self {
        let mut all = self.clone();
        all.places.operations.clear();
        all.places.aliases.clear();
        all.places.extend(own.places);
        all
    }
}

impl File {
    fn sections(&self) -> [(Kind, &Texts); 5] {
        [
            (Kind::Tag, &self.tags),
            (Kind::Operation, &self.operations),
            (Kind::Parameter, &self.parameters),
            (Kind::Type, &self.types),
            (Kind::Property, &self.properties),
        ]
    }

    /// All places that are described.
    pub(super) fn places(&self) -> impl Iterator<Item = (Kind, &str)> {
        let sections = self.sections().into_iter();
        let places = sections.flat_map(|(kind, texts)| texts.keys().map(move |it| (kind, &**it)));
        let values = self.values.keys().map(|place| (Kind::Values, &**place));
        let aliases = self.aliases.keys().map(|place| (Kind::Aliases, &**place));
        places.chain(values).chain(aliases)
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
        self.tags.extend(other.tags);
        self.operations.extend(other.operations);
        self.aliases.extend(other.aliases);
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
    let mut aliases = file
        .aliases
        .iter()
        .flat_map(|(place, all)| all.iter().map(move |it| (place, it)));
    if let Some((place, alias)) = aliases.find(|(_, alias)| !is_searched(alias)) {
        let message = format!("`{alias}` is not a search term");
        let help = "write lowercase words with single spaces between them, such as `pause cluster`";
        return Err(document.locate(Kind::Aliases.at(place, message).help(help)));
    }
    Ok(())
}

/// Whether a search can find the text: search ignores case, and compares whole queries.
fn is_searched(alias: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    alias.split(' ').all(is_word)
}
