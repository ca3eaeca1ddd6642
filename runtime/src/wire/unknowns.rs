//! Finds the unknown parts of a value, and reads values strictly.

use std::fmt;

use super::decoder::Decoder;
use super::json_path::paths_of;
use super::limits::Limits;
use super::reader::cursor::Reader;
use super::reader::error::JsonError;
use super::task::{Task, UnknownKind};
use super::value::{Value, to_json};

/// A part of a value that the spec does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// Its JSON path, such as `$.results[0].newProperty`.
    pub path: String,
    /// How it is unknown.
    pub kind: UnknownKind,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.kind {
            UnknownKind::Property => write!(f, "unknown property `{path}`"),
            UnknownKind::Value(value) => write!(f, "unknown value {value:?} of `{path}`"),
            UnknownKind::Variant => write!(f, "unknown variant `{path}`"),
            UnknownKind::Mismatch => write!(f, "unexpected type of `{path}`"),
        }
    }
}

/// Returns what the spec does not list in a value: properties, enum values, variants of unions, and listed properties
/// of an unexpected type. They are sent unchanged. Typos in a configuration file show up here.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let cluster: ClusterDescription20240805 =
///     atlas_api::from_json(r#"{"clusterType": "SHARDD", "tags": [{"kye": "team"}]}"#)?;
/// let unknowns = atlas_api::unknowns(&cluster);
/// let paths: Vec<_> = unknowns.iter().map(|unknown| unknown.path.as_str()).collect();
/// assert_eq!(paths, ["$.clusterType", "$.tags[0].kye"]);
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
pub fn unknowns<T: Value>(value: &T) -> Vec<Unknown> {
    let text = to_json(value);
    without_positions(read::<T>(&text).1)
}

fn without_positions(found: Vec<(usize, Unknown)>) -> Vec<Unknown> {
    found.into_iter().map(|(_, unknown)| unknown).collect()
}

/// Reads a value from JSON text, and rejects what [`unknowns`] finds. Use it for configuration files; a response may
/// always contain something new.
///
/// # Errors
/// The text is not JSON, its outermost value is not of type `T`, or a part of it is unknown. The message holds lines,
/// columns and JSON paths.
///
/// ```
/// use atlas_api::types::CloudDatabaseUser;
///
/// let file = r#"{
///     "username": "app",
///     "roles": [{"rolename": "read", "databaseName": "shop"}]
/// }"#;
/// let error = atlas_api::from_json_strict::<CloudDatabaseUser>(file).unwrap_err();
/// assert_eq!(error.to_string(), "unknown property `$.roles[0].rolename` at line 3, column 28");
/// ```
pub fn from_json_strict<T: Value>(text: &str) -> Result<T, StrictError> {
    let (value, found) = read(text);
    match value {
        Ok(value) if found.is_empty() => Ok(value),
        Ok(_) => Err(StrictError::of_unknowns(text, found)),
        Err(error) => Err(StrictError(Reason::Json(
            error,
            place(text, error.position()),
        ))),
    }
}

/// Why [`from_json_strict`] rejects a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrictError(Reason);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    Json(JsonError, Place),
    Unknown(Vec<(Unknown, Place)>),
}

impl StrictError {
    fn of_unknowns(text: &str, found: Vec<(usize, Unknown)>) -> Self {
        let found = found.into_iter();
        let unknowns = found.map(|(position, it)| (it, place(text, position)));
        Self(Reason::Unknown(unknowns.collect()))
    }

    /// Iterates over the parts of the text that are unknown. There are none if it is not JSON.
    pub fn unknowns(&self) -> impl Iterator<Item = &Unknown> {
        let unknowns = match &self.0 {
            Reason::Json(..) => [].iter(),
            Reason::Unknown(unknowns) => unknowns.iter(),
        };
        unknowns.map(|(unknown, _)| unknown)
    }
}

impl fmt::Display for StrictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Json(error, place) => write!(f, "{} at {place}", error.message()),
            Reason::Unknown(unknowns) => {
                for (index, (unknown, place)) in unknowns.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{unknown} at {place}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for StrictError {}

/// A position in a text, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

fn place(text: &str, position: usize) -> Place {
    let before = text.get(..position).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

/// Reads a text, and records its unknown parts with their positions.
fn read<T: Value>(text: &str) -> (Result<T, JsonError>, Vec<(usize, Unknown)>) {
    let mut decoder = Decoder::new(text, Limits::default());
    decoder.task = Some(Box::new(Task::Unknowns(Vec::new())));
    let value = T::decode(&mut decoder);
    let value = value.and_then(|value| decoder.reader.end().map(|()| value));
    (value, found(text, decoder))
}

/// The unknown parts that were recorded, in the order of the text.
fn found(text: &str, mut decoder: Decoder<'_>) -> Vec<(usize, Unknown)> {
    let mismatches = decoder.mismatches.listed();
    let mut found: Vec<_> = mismatches
        .iter()
        .map(|at| (*at, UnknownKind::Mismatch))
        .collect();
    if let Some(Task::Unknowns(unknowns)) = decoder.task.take().map(|task| *task) {
        // Within a mismatch, nothing has a type.
        let is_within = |at: usize| {
            let mut mismatches = mismatches.iter();
            mismatches.any(|start| (*start..*start + length(text, *start)).contains(&at))
        };
        found.extend(unknowns.into_iter().filter(|(at, _)| !is_within(*at)));
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    let positions: Vec<_> = found.iter().map(|(at, _)| *at).collect();
    let paths = paths_of(text, &positions).into_iter().zip(found);
    let found = paths.map(|(path, (at, kind))| (at, Unknown { path, kind }));
    found.collect()
}

/// The length of the value that starts at a position.
fn length(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut reader = Reader::new(rest);
    reader.skip().map_or(0, str::len)
}
