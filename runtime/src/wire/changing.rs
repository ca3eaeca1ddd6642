//! Makes a value from another one: the part that should be sent back, or an object with the properties of a branch.

use super::decoder::Decoder;
use super::json::value::Json;
use super::json_path::paths_of;
use super::limits::Limits;
use super::reader::cursor::Reader;
use super::task::Task;
use super::value::Value;
use super::writer::{EncodeError, Writer, WrittenVariant};

/// The value without read-only properties, at any depth.
pub fn without_read_only<T: Value>(value: &T) -> T {
    let written = Written::of(value, false);
    written
        .read_whole(Task::WithoutReadOnly(Vec::new()))
        .unwrap_or_else(|| value.clone())
}

/// Returns what differs between two values: a value of the same type with the properties of `after` that `before`
/// lacks, or for which it has another value. Send it in a `PATCH`.
///
/// Objects are compared property by property, at any depth. Lists, maps and unions are kept whole, because the service
/// replaces them as a whole. A property that only `before` has is not a difference: to remove it, set it to `null` in
/// `after`. A value that is itself a union is returned unchanged.
///
/// ```
/// use atlas_api::types::ClusterDescription20240805;
///
/// let before: ClusterDescription20240805 =
///     atlas_api::from_json(r#"{"name": "prod", "backupEnabled": true, "stateName": "IDLE"}"#)?;
/// let after = before.clone().backup_enabled(false);
/// let patch = atlas_api::changes(&before, &after.without_read_only());
/// assert_eq!(atlas_api::to_json(&patch), r#"{"backupEnabled":false}"#);
/// # Ok::<(), atlas_api::JsonError>(())
/// ```
pub fn changes<T: Value>(before: &T, after: &T) -> T {
    // Read-only properties that `after` lacks are not differences, even within lists.
    let sent_back = without_read_only(before);
    let before = match without_read_only(after) == *after {
        true => &sent_back,
        false => before,
    };
    let (before, written) = (Written::of(before, true), Written::of(after, true));
    let task = Task::Changes(Some((0, &before.text)));
    written.read_whole(task).unwrap_or_else(|| after.clone())
}

/// Creates a merged object, for a union whose branches can't be distinguished, from one of the branches. It has the
/// properties of all of them, so nothing is lost.
pub fn merge<T: Value + Default>(branch: &impl Value) -> T {
    let written = Written::of(branch, true);
    // Compared with nothing, so all properties differ, including those that are `null`.
    let mut merged: T = written.read(Task::Changes(None)).unwrap_or_default();
    if let Some((name, invalid)) = written.lost_property() {
        merged.set_json(&name, Some(&invalid));
    }
    merged
}

/// A value as JSON, with the variants of its unions.
struct Written {
    text: String,
    /// The first `null` in place of a value that JSON can't express.
    lost: Option<(usize, EncodeError)>,
    variants: Vec<WrittenVariant>,
}

impl Written {
    /// `tagged` says whether to write tags that only the variants imply.
    fn of<T: Value>(value: &T, tagged: bool) -> Self {
        let mut writer = Writer::recording_variants(tagged);
        value.encode(&mut writer);
        let variants = writer.take_variants();
        let lost = writer.take_lost();
        Self {
            text: writer.into_string(),
            lost,
            variants,
        }
    }

    /// Reads the value again. `None` if a part of it would be lost, so the value can't be sent anyway.
    fn read_whole<'a, T: Value>(&'a self, task: Task<'a>) -> Option<T> {
        match self.lost {
            None => self.read(task),
            Some(_) => None,
        }
    }

    /// Reads the value again. `None` if it is not JSON, such as an HTML body that was kept whole.
    fn read<'a, T: Value>(&'a self, task: Task<'a>) -> Option<T> {
        let mut decoder = Decoder::new(&self.text, Limits::NONE);
        decoder.task = Some(Box::new(task));
        decoder.variants.clone_from(&self.variants);
        T::decode(&mut decoder).ok()
    }

    /// The property that contains the first lost value, as invalid JSON.
    fn lost_property(&self) -> Option<(String, Json)> {
        let (position, error) = self.lost.as_ref()?;
        let mut reader = Reader::new(&self.text);
        reader.object_begin().ok()?;
        while let Some(name) = reader.next_key().ok()? {
            reader.kind().ok()?;
            let start = reader.position();
            reader.skip().ok()?;
            if reader.position() > *position {
                let path = paths_of(&self.text, &[start]).pop()?;
                let error = error.clone().below(&path);
                return Some((name.into_owned(), Json::refused(error)));
            }
        }
        None
    }
}
