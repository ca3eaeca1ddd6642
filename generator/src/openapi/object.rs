//! The objects of OpenAPI: what the values of their keywords may be, and what is wrong with one that is
//! something else.

use std::fmt;

use serde_json::Value;

/// An object of OpenAPI.
pub struct Object {
    /// What errors call it.
    pub name: &'static str,
    /// Its keywords, sorted.
    pub keywords: &'static [Keyword],
    /// The keywords that it must have, unless it is a reference.
    pub required: &'static [&'static str],
}

/// The table is recursive, so this shows the name alone.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A keyword: its name, what its values are, and what becomes of them.
pub type Keyword = (&'static str, Values, Meaning);

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It ends in the model.
    Modeled,
    /// It means nothing to a client.
    Ignored,
}

/// What the keys of a mapping of names may be.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// Any text.
    Text,
    /// The name of a component.
    Component,
    /// A path template.
    Path,
    /// A status, a range of statuses, or `default`.
    Status,
}

/// The values of a keyword.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// Any value.
    Any,
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A boolean.
    Flag,
    /// A whole number that is not negative.
    Count,
    /// A number.
    Number,
    /// A list of any values.
    Enumeration,
    /// A mapping of names to strings.
    Mapping,
    /// An object of OpenAPI.
    One(&'static Object),
    /// An object of OpenAPI or a boolean.
    OneOrFlag(&'static Object),
    /// A list of objects of OpenAPI.
    List(&'static Object),
    /// A mapping of names to objects of OpenAPI.
    Named(&'static Object, Key),
}

impl Values {
    /// What a plain value ought to be, if it is something else.
    pub fn mismatch(self, value: &Value) -> Option<&'static str> {
        let all_text =
            |mut values: Box<dyn Iterator<Item = &Value> + '_>| values.all(Value::is_string);
        let (fits, expected) = match self {
            Self::Text => (value.is_string(), "a string"),
            Self::Texts => {
                let items = value.as_array();
                let fits = items.is_some_and(|items| all_text(Box::new(items.iter())));
                (fits, "a list of strings")
            }
            Self::Flag => (value.is_boolean(), "`true` or `false`"),
            Self::Count => (value.is_u64(), "a whole number of at least 0"),
            Self::Number => (value.is_number(), "a number"),
            Self::Enumeration => (value.is_array(), "a list"),
            Self::Mapping => {
                let entries = value.as_object();
                let fits = entries.is_some_and(|entries| all_text(Box::new(entries.values())));
                (fits, "a mapping of names to strings")
            }
            Self::List(_) => (value.is_array(), "a list"),
            Self::One(_) | Self::Named(..) => (value.is_object(), "a mapping"),
            Self::OneOrFlag(_) => {
                let fits = value.is_object() || value.is_boolean();
                (fits, "a mapping or a boolean")
            }
            Self::Any => (true, "anything"),
        };
        (!fits).then_some(expected)
    }
}

impl Key {
    /// What a key ought to be, if it is something else.
    pub fn mismatch(self, key: &str) -> Option<&'static str> {
        let is_status = || match key.as_bytes() {
            [b'1'..=b'5', b'X', b'X'] => true,
            [b'1'..=b'5', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
            _ => key == "default",
        };
        let is_component = || {
            let mut bytes = key.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        };
        match self {
            Self::Component if !is_component() => {
                Some("a component name consists of letters, digits, `.`, `-` and `_`")
            }
            Self::Path if !key.starts_with('/') => Some("a path must start with `/`"),
            Self::Status if !is_status() => {
                Some("expected a status such as `200` or `2XX`, or `default`")
            }
            _ => None,
        }
    }
}
