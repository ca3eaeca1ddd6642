//! Finds the part of a changed value that should be sent back.

use super::decoder::Decoder;
use super::limits::Limits;
use super::task::Task;
use super::value::Value;
use super::writer::{Writer, WrittenVariant};

/// The value without read-only properties, at any depth.
pub fn without_read_only<T: Value>(value: &T) -> T {
    let text = Written::of(value, false);
    text.read(Task::WithoutReadOnly(Vec::new()))
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
    let (before, text) = (Written::of(before, true), Written::of(after, true));
    let task = Task::Changes(Some((0, &before.text)));
    text.read(task).unwrap_or_else(|| after.clone())
}

/// A value as JSON, with the variants of its unions.
struct Written {
    text: String,
    variants: Vec<WrittenVariant>,
}

impl Written {
    /// `tagged` says whether to write tags that only the variants imply.
    fn of<T: Value>(value: &T, tagged: bool) -> Self {
        let mut writer = Writer::recording_variants(tagged);
        value.encode(&mut writer);
        let variants = writer.take_variants();
        Self {
            text: writer.into_string(),
            variants,
        }
    }

    /// Reads the value again. `None` if it is not JSON, such as an HTML body that was kept whole.
    fn read<'a, T: Value>(&'a self, task: Task<'a>) -> Option<T> {
        let mut decoder = Decoder::new(&self.text, Limits::NONE);
        decoder.task = Some(Box::new(task));
        decoder.variants.clone_from(&self.variants);
        T::decode(&mut decoder).ok()
    }
}
