//! The objects of OpenAPI: which values their keywords accept, and what is wrong with others.

use std::fmt;

use serde_json::{Number, Value};

/// An object of OpenAPI.
pub struct Object {
    /// What errors call it.
    pub name: &'static str,
    /// Its keywords, sorted.
    pub keywords: &'static [Keyword],
    /// The keywords that it must have, unless it is a reference.
    pub required: &'static [&'static str],
    /// The keywords that OpenAPI requires but a client does not.
    pub formal: &'static [&'static str],
}

/// The table is recursive, so this prints only the name.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A keyword: its name, the values that it accepts, and how it is used.
pub type Keyword = (&'static str, Values, Meaning);

/// How a keyword is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It is part of the model.
    Modeled,
    /// It means nothing to a client.
    Ignored,
}

/// What the keys of a mapping may be.
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

/// What a keyword accepts.
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
    /// A mapping of names to booleans.
    Flags,
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
    /// The expected type of a plain value, if the value has another type.
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
            Self::Flags => {
                let entries = value.as_object();
                let fits = entries.is_some_and(|entries| entries.values().all(Value::is_boolean));
                (fits, "a mapping of names to `true` or `false`")
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

impl Values {
    /// A value of another type with only one possible meaning, converted: the string `"5"` as a number, for example.
    pub fn coerced(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Text, Value::Number(number)) => Some(number.to_string().into()),
            (Self::Text, Value::Bool(flag)) => Some(flag.to_string().into()),
            (Self::Texts, Value::String(text)) => Some(vec![text.as_str()].into()),
            (Self::Texts, Value::Array(items)) => {
                let items = items.iter().map(|item| match item {
                    Value::String(_) => Some(item.clone()),
                    // Its spelling is lost.
                    Value::Number(number) if number.is_f64() => None,
                    other => Self::Text.coerced(other),
                });
                items.collect()
            }
            (Self::Flag, Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
            (Self::Count, Value::String(text)) => text.parse::<u64>().ok().map(Value::from),
            (Self::Count, Value::Number(number)) => {
                let whole = number.as_f64().filter(|it| it.fract() == 0.0)?;
                format!("{whole}").parse::<u64>().ok().map(Value::from)
            }
            (Self::Number, Value::String(text)) => text.parse::<Number>().ok().map(Value::Number),
            _ => None,
        }
    }
}

impl Key {
    /// A key as OpenAPI spells it: status ranges are in capitals.
    pub fn canonical(self, key: &str) -> String {
        match self {
            Self::Status if key != "default" => key.to_uppercase(),
            _ => key.to_owned(),
        }
    }

    /// What a key should be, if it is invalid.
    pub fn mismatch(self, key: &str) -> Option<&'static str> {
        let is_status = || match key.as_bytes() {
            [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
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
            Self::Path if !key.bytes().all(is_of_path) => {
                Some("a path has only characters that a URL may have, and no query")
            }
            Self::Path if key[1..].contains("//") || key.split('/').any(is_dots) => {
                Some("a path has no empty segments, `.` or `..`")
            }
            Self::Status if !is_status() => {
                Some("expected a status such as `200` or `2XX`, or `default`")
            }
            _ => None,
        }
    }
}

/// Whether a byte may be part of a path (RFC 3986, section 3.3) or of a parameter in it.
fn is_of_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/{}".contains(&byte)
}

fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}
