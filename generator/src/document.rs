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
    /// The documents whose values were added to the tree, for the sake of error messages.
    parts: Vec<Document>,
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
            Ok(tree) => Ok(Self {
                file,
                text,
                tree,
                parts: Vec::new(),
            }),
            Err(error) => {
                let line = error
                    .location()
                    .map_or(START, |at| (at.line(), at.column()));
                let place = Place {
                    file,
                    pointer: None,
                    line: Some(line),
                };
                Err(Error {
                    message: plain(&error),
                    place,
                    help: Some(help(&error)),
                })
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

    /// Tells that values of another document were added to this one at the same pointers, so that
    /// errors name the file in which they stand.
    pub(crate) fn add_part(&mut self, part: Document) {
        self.parts.push(part);
    }

    /// Fills in the file, line and column of an error that has a pointer into this document, and what
    /// helps, if it does not say.
    pub fn locate(&self, mut error: Error) -> Error {
        if error.place.file.is_empty() {
            let pointer = error.place.pointer.as_deref().unwrap_or_default();
            let (mut file, mut found) = (&self.file, self.find(pointer));
            for part in &self.parts {
                // What an added document has farther along the way was added by it.
                let of_part = part.find(pointer);
                if of_part.is_some_and(|(depth, _)| found.is_none_or(|(known, _)| depth > known)) {
                    (file, found) = (&part.file, of_part);
                }
            }
            error.place.line = Some(found.map_or(START, |(_, line)| line));
            error.place.file.clone_from(file);
            error.help.get_or_insert_with(|| HELP.to_owned());
        }
        error
    }

    /// The deepest value on the way to a pointer: how deep it is, its line and its column. The parser
    /// tells positions only in its errors, so this reads the text again and fails on purpose at the
    /// value looked for.
    fn find(&self, pointer: &str) -> Option<(usize, (usize, usize))> {
        let keys: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
        (0..=keys.len()).rev().find_map(|depth| {
            let seek = Seek {
                keys: &keys[..depth],
            };
            let error = seek
                .deserialize(serde_yaml::Deserializer::from_str(&self.text))
                .err()?;
            let found = error.to_string().contains(FOUND);
            error
                .location()
                .filter(|_| found)
                .map(|at| (depth, (at.line(), at.column())))
        })
    }
}

/// What helps, unless the error says better.
const HELP: &str = "correct it with the overlay, or teach the generator what it means";

/// Where the document itself is.
const START: (usize, usize) = (1, 1);

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

/// What to do about an error of the parser.
fn help(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let helps = [
        ("more than one document", "remove the line `---`"),
        (
            "recursion limit",
            "give what is nested too deep a name under components",
        ),
        (
            "repetition limit",
            "write out what the aliases (`*name`) stand for",
        ),
        ("key that is text", "quote the key"),
        ("stands here twice", "remove one of the two"),
        ("tags such as", "remove the tag"),
        (
            "unknown anchor",
            "write out what the alias (`*name`) stands for",
        ),
        (
            "found character that cannot start any token",
            "indent with spaces, not with tabs; quote a text that starts with `@`, `%` or a backtick",
        ),
    ];
    let found = helps.iter().find(|(part, _)| message.contains(part));
    found
        .map_or("correct the text; it must be YAML or JSON", |(_, help)| {
            help
        })
        .to_owned()
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
    /// A text with nothing in it, or comments only.
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
        Err(de::Error::custom(
            "the generator does not know tags such as `!name`",
        ))
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
                    .then(|| format!("the key `{key}` stands here twice"))
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

/// Walks to a value and fails there, so that the parser's error tells where that is. Of a mapping the
/// key is the place, of a list the item.
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

/// Fails at any value: it takes none of them.
struct Here;

impl Visitor<'_> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }
}

/// Reads a key, and fails there if it is refused.
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
