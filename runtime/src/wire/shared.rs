//! The properties of unions: those that all variants share, with their types, and any property by its wire name.

use super::integer::Integer;
use super::json::value::Json;
use super::reader::cursor::Reader;
use super::union::{Union, Variant};
use super::value::{Value, to_json};
use super::writer::Writer;

/// A property that all variants share.
pub fn shared<'a, U: Union, T: 'static>(union: &'a U, name: &str) -> Option<&'a T> {
    let field = Value::property(union, name)?.as_any();
    field.downcast_ref::<Option<T>>()?.as_ref()
}

/// Like [`shared`], but mutable.
pub fn shared_mut<'a, U: Union, T: 'static>(union: &'a mut U, name: &str) -> Option<&'a mut T> {
    let field = Value::property_mut(union, name)?.as_any_mut();
    field.downcast_mut::<Option<T>>()?.as_mut()
}

/// The text of a property that all variants share, whatever its type is. If a variant has only one tag, that is known
/// even without the property.
pub fn shared_text<'a, U: Union>(union: &'a U, name: &str) -> Option<&'a str> {
    let own = Value::property(union, name).and_then(|field| field.get()?.text());
    own.or_else(|| match union.variant() {
        Variant::Known(_, [only]) => {
            let index = U::BY.iter().position(|by| *by == name)?;
            only.get(index).copied()
        }
        _ => None,
    })
}

/// Sets a property that all variants share. In an unknown variant, it is set as JSON.
pub fn set_shared<U: Union, T: Value>(union: &mut U, name: &str, value: T) {
    let field = Value::property_mut(union, name).map(|field| field.as_any_mut());
    match field.and_then(|field| field.downcast_mut::<Option<T>>()) {
        Some(field) => *field = Some(value),
        None => Value::set_json(union, name, Some(&json_of(&value))),
    }
}

/// Like [`set_shared`], for an integer.
pub fn set_shared_integer<U: Union, T: Value>(union: &mut U, name: &str, value: impl Integer<T>) {
    match value.fit() {
        Ok(value) => set_shared(union, name, value),
        Err(wide) => Value::set_json(union, name, Some(&Json::of_text(&wide.to_string()))),
    }
}

/// Sets a string that all variants share, whatever its type is.
pub fn set_text<U: Union>(union: &mut U, name: &str, text: String) {
    Value::set_json(union, name, Some(&json_of(&text)));
}

/// Sets a property to any JSON.
pub fn set_property<T: Value>(value: &mut T, name: &str, json: &Json) {
    Value::set_json(value, name, Some(json));
}

/// Removes a property, and returns its value.
pub fn remove_property<U: Union>(union: &mut U, name: &str) -> Option<Json> {
    let before = property(union, name);
    Value::set_json(union, name, None);
    before
}

/// Sets a property to `null`.
pub fn set_null<T: Value>(value: &mut T, name: &str) {
    Value::set_json(value, name, Some(&Json::null()));
}

/// A value as JSON, which is invalid if a part of it can't be sent.
fn json_of<T: Value>(value: &T) -> Json {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    Json::of_writer(writer)
}

/// A property of a union, whatever its type is.
pub fn property<T: Value>(value: &T, name: &str) -> Option<Json> {
    property_of(&to_json(value), name)
}

fn property_of(object: &str, name: &str) -> Option<Json> {
    let mut reader = Reader::new(object);
    // An unknown variant may not even be an object.
    reader.object_begin().ok()?;
    let mut found = None;
    while let Some(key) = reader.next_key().ok()? {
        let text = reader.skip().ok()?;
        if key == name {
            found = Some(Json::of_text(text));
        }
    }
    found
}
