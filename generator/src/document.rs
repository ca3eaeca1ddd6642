//! Stage one, load: text becomes a [`Document`], a tree whose values can be named by JSON pointers
//! and found again in the text by line and column.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::{Error, Place, Result};

/// A YAML or JSON document: its tree, and its text for the sake of error messages.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    text: String,
    tree: Value,
}

impl Document {
    /// Reads YAML or JSON. `file` is how errors call it.
    ///
    /// # Errors
    /// The text is not YAML, a mapping has a key twice or a key that is not a string, or nesting is
    /// too deep. The error has line and column.
    pub fn parse(file: impl Into<String>, text: impl Into<String>) -> Result<Self> {
        let (file, text) = (file.into(), text.into());
        let tree = Tree.deserialize(serde_yaml::Deserializer::from_str(&text));
        match tree {
            Ok(tree) => Ok(Self { file, text, tree }),
            Err(error) => {
                let line = error.location().map(|at| (at.line(), at.column()));
                let place = Place { file, pointer: None, line };
                Err(Error { message: plain(&error), place, help: None })
            }
        }
    }

    /// The file's name, as given to [`Document::parse`].
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The document's values.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    pub(crate) fn tree_mut(&mut self) -> &mut Value {
        &mut self.tree
    }

    /// Fills in the file, line and column of an error that has a pointer into this document.
    pub fn locate(&self, mut error: Error) -> Error {
        if error.place.file.is_empty() {
            error.place.line = error.place.pointer.as_deref().and_then(|p| self.line_of(p));
            error.place.file.clone_from(&self.file);
        }
        error
    }

    /// Line and column of the deepest value on the way to a pointer. The parser tells positions only
    /// in its errors, so this reads the text again and fails on purpose at the value looked for.
    fn line_of(&self, pointer: &str) -> Option<(usize, usize)> {
        let keys: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        (0..=keys.len()).rev().find_map(|depth| {
            let seek = Seek { keys: &keys[..depth] };
            let error = seek.deserialize(serde_yaml::Deserializer::from_str(&self.text)).err()?;
            let found = error.to_string().contains(FOUND);
            error.location().filter(|_| found).map(|at| (at.line(), at.column()))
        })
    }
}

/// A key as a part of a JSON pointer (RFC 6901, section 3).
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A part of a JSON pointer as a key.
pub fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The parser's message without the position, which has a place of its own.
fn plain(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// Reads any value, and refuses a key that a mapping has twice.
struct Tree;

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("a number must be finite"))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(Tree)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(de::Error::custom(format_args!("the key `{key}` stands here twice")));
            }
            let value = entries.next_value_seed(Tree)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

const FOUND: &str = "atlas-api: found";

/// Walks to a value and fails there, so that the parser's error tells where that is.
struct Seek<'a> {
    keys: &'a [String],
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.keys.is_empty() {
            return Err(de::Error::custom(FOUND));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping or a sequence")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let wanted = self.keys[0].parse::<usize>().unwrap_or(usize::MAX);
        for _ in 0..wanted {
            if items.next_element::<de::IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        items.next_element_seed(Seek { keys: &self.keys[1..] }).map(|_| ())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            if key == self.keys[0] {
                return entries.next_value_seed(Seek { keys: &self.keys[1..] });
            }
            entries.next_value::<de::IgnoredAny>()?;
        }
        Ok(())
    }
}
