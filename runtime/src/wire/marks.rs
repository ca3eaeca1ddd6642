//! Which parts of a body anybody may see, according to its types; see [`Marks`].

use bytes::Bytes;

use super::limits::Limits;
use super::output::{Decoding, Output, decode};
use super::task::Marks;
use super::value::Value;

/// The marks of a body as an operation's output. `None` if it is not of that type.
pub(crate) fn of_output<T: Output>(body: &Bytes) -> Option<Marks> {
    let mut decoding = Decoding::new(Limits::NONE);
    decoding.wants_marks = true;
    drop(T::read(body.clone(), &mut decoding));
    decoding.marks
}

/// The marks of a JSON text as a value.
pub(crate) fn of_value<T: Value>(text: &Bytes) -> Option<Marks> {
    let mut decoding = Decoding::new(Limits::NONE);
    decoding.wants_marks = true;
    decode::<T>(text, &mut decoding).ok()?;
    decoding.marks
}
