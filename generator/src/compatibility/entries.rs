//! Reads and applies the lists, and handles stale entries.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::source::{self, Document, Source};

/// How to handle stale entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// A stale entry is an error, because the lists belong to this spec.
    #[default]
    Strict,
    /// A stale entry is skipped and reported, because the spec is another one, such as an older one.
    Lenient,
}

/// The entries of a list.
pub trait Entries: DeserializeOwned + Default {
    /// What the entries change.
    type Target;

    /// An example of an entry, for errors.
    const FORM: &'static str;

    /// The number of entries.
    fn count(&self) -> usize;

    /// Applies the entries, and returns those that are stale. `list` is the file of the entries.
    fn apply(&self, list: &Document, target: &mut Self::Target) -> Vec<Stale>;
}

/// An entry that does not apply.
#[derive(Debug)]
pub struct Stale {
    /// The index of the entry.
    pub entry: usize,
    /// The reason, with a pointer into the list.
    pub error: Error,
    /// Whether the entry is no longer needed, so that an update may drop it.
    pub obsolete: bool,
    /// The item that this is about, if the entry is a list.
    pub item: Option<String>,
}

impl Stale {
    /// An entry that does not apply, and that a person must look at.
    pub(crate) fn new(entry: usize, error: Error) -> Self {
        Self {
            entry,
            error,
            obsolete: false,
            item: None,
        }
    }
}

/// Reads a list and applies it. Returns the number of entries that applied, and adds stale ones to `stale`.
///
/// # Errors
/// The list can't be read, or, in a strict run, an entry is stale.
pub fn apply<E: Entries>(
    source: Option<&Source>,
    target: &mut E::Target,
    mode: Mode,
    stale: &mut Vec<Error>,
) -> Result<usize> {
    let Some(source) = source else { return Ok(0) };
    let list = source.parse()?;
    let entries: E = source::entries(&list, E::FORM)?;
    let found = entries.apply(&list, target);
    let stale_entries: BTreeSet<usize> = found.iter().map(|it| it.entry).collect();
    let applied = entries.count().saturating_sub(stale_entries.len());
    let errors = found.into_iter().map(|it| list.locate(it.error));
    settle(errors.collect(), mode, stale)?;
    Ok(applied)
}

/// Adds the errors to `stale`, or in a strict run returns the first one.
pub fn settle(found: Vec<Error>, mode: Mode, stale: &mut Vec<Error>) -> Result<()> {
    match (mode, found.first()) {
        (Mode::Strict, Some(first)) => Err(first.clone()),
        _ => {
            stale.extend(found);
            Ok(())
        }
    }
}
