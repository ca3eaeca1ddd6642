//! Load: text becomes a [`Document`], a tree whose values have JSON pointers, which can be located in the text by
//! line and column.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::pointer::unescape;
use super::syntax;
use super::text::Source;
use crate::error::{Error, Result};

impl Source {
    /// Reads YAML or JSON.
    ///
    /// # Errors
    /// The text is not YAML, a mapping has a duplicate key or a key that is not a string, or nesting is too deep.
    pub fn parse(&self) -> Result<Document> {
        let text = self.yaml();
        let deserializer = serde_yaml::Deserializer::from_str(&text);
        match Tree.deserialize(deserializer) {
            Ok(tree) => Ok(Document {
                source: self.clone(),
                tree,
                parts: Vec::new(),
            }),
            Err(error) => Err(syntax::error(self, &error)),
        }
    }
}

/// A YAML or JSON file: its tree, and its text for error messages.
#[derive(Debug, Clone, Default)]
pub struct Document {
    source: Source,
    tree: Value,
    /// The files whose values were merged into the tree.
    parts: Vec<Document>,
}

impl Document {
    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.source.name
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The root value.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    pub(crate) fn tree_mut(&mut self) -> &mut Value {
        &mut self.tree
    }

    /// Records that values of another file were merged at the same pointers, so that errors name the right file.
    pub(crate) fn add_part(&mut self, part: Document) {
        self.parts.push(part);
    }

    /// Adds the file and the position to an error that has a pointer into this document.
    pub fn locate(&self, mut error: Error) -> Error {
        if error.location.file.is_empty() {
            let pointer = error.location.pointer.as_deref().unwrap_or_default();
            let (mut source, mut found) = (&self.source, self.find(pointer));
            for part in &self.parts {
                // If the other file has a deeper value on the path, the value came from that file.
                let of_part = part.find(pointer);
                if of_part.is_some_and(|(depth, ..)| found.is_none_or(|(known, ..)| depth > known))
                {
                    (source, found) = (&part.source, of_part);
                }
            }
            let (_, line, column) = found.unwrap_or((0, 1, 1));
            error.location.position = Some(Box::new(source.position(line, column)));
            error.location.file.clone_from(&source.name);
        }
        error
    }

    /// The depth, line and column of the deepest value on the path of a pointer. The parser reports positions only in
    /// errors, so this reads the text again and fails on purpose at the value.
    fn find(&self, pointer: &str) -> Option<(usize, usize, usize)> {
        let keys: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        let text = self.source.yaml();
        (0..=keys.len()).rev().find_map(|depth| {
            let seek = Seek {
                keys: &keys[..depth],
            };
            let error = seek
                .deserialize(serde_yaml::Deserializer::from_str(&text))
                .err()?;
            let found = error.to_string().contains(FOUND);
            error
                .location()
                .filter(|_| found)
                .map(|at| (depth, at.line(), at.column()))
        })
    }
}

/// Reads any value, and rejects duplicate keys.
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
    /// An empty text, or one with only comments.
    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
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
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number must be finite"))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(de::Error::custom("tags such as `!name` are not supported"))
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
        loop {
            let twice = |key: &str| {
                object
                    .contains_key(key)
                    .then(|| format!("duplicate key `{key}`"))
            };
            let Some(key) = entries.next_key_seed(Key { refuse: &twice })? else {
                break;
            };
            let value = entries.next_value_seed(Tree)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

const FOUND: &str = "atlas-api: found";

/// Walks to a value and fails there, so that the parser's error has its position. In a mapping this is the position
/// of the key, in a list that of the item.
struct Seek<'a> {
    keys: &'a [String],
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.keys.is_empty() {
            deserializer.deserialize_any(Here)
        } else {
            deserializer.deserialize_any(self)
        }
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
        items
            .next_element_seed(Seek {
                keys: &self.keys[1..],
            })
            .map(|_| ())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let (wanted, is_last) = (&self.keys[0], self.keys.len() == 1);
        let found = |key: &str| (is_last && key == wanted).then(|| FOUND.to_owned());
        while let Some(key) = entries.next_key_seed(Key { refuse: &found })? {
            if key == *wanted {
                return entries.next_value_seed(Seek {
                    keys: &self.keys[1..],
                });
            }
            entries.next_value::<de::IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Fails at any value, because it accepts none.
struct Here;

impl Visitor<'_> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }
}

/// Reads a key, and fails there if it is rejected.
struct Key<'a> {
    refuse: &'a dyn Fn(&str) -> Option<String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }
    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        match (self.refuse)(key) {
            Some(message) => Err(E::custom(message)),
            None => Ok(key.to_owned()),
        }
    }
}
