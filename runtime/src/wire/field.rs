//! A field of an object, whatever its type is.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;

use super::decoder::Decoder;
use super::reader::error::JsonError;
use super::writer::Writer;

/// A field of an object: an `Option` of any [`Value`](super::value::Value).
pub trait Field: Any {
    /// Reads the value into the field.
    fn decode(&mut self, decoder: &mut Decoder<'_>) -> Result<(), JsonError>;
    /// The value, if there is one.
    fn get(&self) -> Option<&dyn Present>;
    /// Drops the value.
    fn clear(&mut self);
    /// Whether another field of the same type has the same value.
    fn equals(&self, other: &dyn Any) -> bool;
    /// Takes the value of another field of the same type.
    fn copy(&mut self, other: &dyn Any);
    /// The field itself, for the two methods above. Rust can cast to a supertrait only since 1.86.
    fn as_any(&self) -> &dyn Any;
    /// The field itself, mutably.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// A field that has a value.
pub trait Present {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);
    /// Shows the value.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// The text, if it is a string on the wire.
    fn text(&self) -> Option<&str>;
}

impl fmt::Debug for dyn Present + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(f)
    }
}

/// A placeholder for a field that is removed from a list of fields.
impl Field for [Infallible; 0] {
    fn decode(&mut self, decoder: &mut Decoder<'_>) -> Result<(), JsonError> {
        decoder.skip().map(drop)
    }
    fn get(&self) -> Option<&dyn Present> {
        None
    }
    fn clear(&mut self) {}
    fn equals(&self, _: &dyn Any) -> bool {
        false
    }
    fn copy(&mut self, _: &dyn Any) {}
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
