//! Objects: structs with a field for each property that the spec lists. All others are kept too.

use std::any::Any;
use std::fmt;

use super::decoder::Decoder;
use super::field::{Field, Present};
use super::fields::{self, Fields, Shape, Visitor, VisitorMut};
use super::json::value::Json;
use super::output::Whole;
use super::raw_json::RawJson;
use super::reader::error::JsonError;
use super::redaction::Place;
use super::value::{Kind, Model, Tag, Value};
use super::writer::Writer;

impl<T: Value> Present for T {
    fn encode(&self, writer: &mut Writer) {
        Value::encode(self, writer);
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value::show(self, Place::Listed, f)
    }
    fn text(&self) -> Option<&str> {
        Value::text(self)
    }
}

// Compiled for each type of field, so it calls no generic functions such as `map`, which would be compiled too.
impl<T: Value> Field for Option<T> {
    fn decode(&mut self, decoder: &mut Decoder<'_>) -> Result<(), JsonError> {
        if !T::NULLABLE && decoder.reader.is_at_null() {
            *self = None;
            return decoder.reader.null();
        }
        match T::decode(decoder) {
            Ok(value) => {
                *self = Some(value);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
    #[allow(clippy::manual_map)]
    fn get(&self) -> Option<&dyn Present> {
        match self {
            Some(value) => Some(value),
            None => None,
        }
    }
    fn clear(&mut self) {
        *self = None;
    }
    fn equals(&self, other: &dyn Any) -> bool {
        match other.downcast_ref::<Self>() {
            Some(other) => self == other,
            None => false,
        }
    }
    fn copy(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref::<Self>() {
            *self = other.clone();
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// A struct of the API. The generated code implements it with `object!`.
///
/// The visitors receive all fields at once, in the order of [`Shape::properties`], so functions that are compiled
/// once read, write, show, compare and clone every object, whatever its type.
#[doc(hidden)]
pub trait Object: Model + Default {
    /// The name of the type, and its properties.
    const SHAPE: &'static Shape;
    /// Passes the fields to a visitor.
    fn visit<'a>(&'a self, visitor: Visitor<'_, 'a>);
    /// Passes the fields to a visitor, mutably.
    fn visit_mut<'a>(&'a mut self, visitor: VisitorMut<'_, 'a>);
}

impl<T: Object> Fields for T {
    fn visit<'a>(&'a self, visitor: Visitor<'_, 'a>) {
        Object::visit(self, visitor);
    }
    fn visit_mut<'a>(&'a mut self, visitor: VisitorMut<'_, 'a>) {
        Object::visit_mut(self, visitor);
    }
}

/// The kind of structs.
#[derive(Debug)]
pub struct ObjectKind;

impl<T: Object> Kind<T> for ObjectKind {
    fn decode(decoder: &mut Decoder<'_>) -> Result<T, JsonError> {
        let mut object = T::default();
        fields::decode(&mut object, T::SHAPE, decoder)?;
        Ok(object)
    }
    fn encode(object: &T, writer: &mut Writer, tag: &[Tag]) {
        fields::encode(object, T::SHAPE, writer, tag);
    }
    fn absorb(raw: RawJson) -> Option<T> {
        Some(Self::of_whole(raw))
    }
    fn has(property: &str) -> bool {
        T::SHAPE.properties.contains(&property)
    }
    fn property<'a>(object: &'a T, name: &str) -> Option<&'a (dyn Field + 'static)> {
        fields::field(object, T::SHAPE.place(name)?)
    }
    fn property_mut<'a>(object: &'a mut T, name: &str) -> Option<&'a mut (dyn Field + 'static)> {
        fields::field_mut(object, T::SHAPE.place(name)?)
    }
    fn set_json(object: &mut T, name: &str, json: Option<&Json>) {
        fields::set_json(object, T::SHAPE, name, json);
    }
}

impl<T: Object> Whole<T> for ObjectKind {
    fn whole(object: &T) -> Option<RawJson> {
        fields::whole(object)
    }
    fn of_whole(raw: RawJson) -> T {
        let mut object = T::default();
        fields::set_whole(&mut object, raw);
        object
    }
    fn may_have(property: &str) -> bool {
        T::SHAPE.properties.contains(&property)
    }
    fn lacks_tag(_: &T) -> bool {
        false
    }
}

/// Clones an object.
pub fn clone_object<T: Object>(object: &T) -> T {
    let mut clone = T::default();
    fields::copy(object, &mut clone);
    clone
}

/// Compares two objects.
pub fn equal_objects<T: Object>(left: &T, right: &T) -> bool {
    fields::equal(left, right)
}

/// Shows an object.
pub fn debug_object<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fields::debug(object, T::SHAPE, f)
}
