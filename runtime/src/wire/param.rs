//! Values in paths, queries and headers, which are text.

use super::date_time::DateTime;
use super::number::Number;

/// The type of an argument in a path, a query or a header.
#[doc(hidden)]
pub trait Param: Sized {
    /// The value as strings: one for a scalar, any number for a list.
    fn texts(&self) -> Vec<String>;

    /// Why the value must not be sent, if it must not.
    fn problem(&self) -> Option<String> {
        None
    }

    /// Whether the strings contain only numbers and words that the spec lists.
    fn is_listed(&self) -> bool {
        false
    }

    /// Reads the strings again. `None` if they don't have this type.
    fn from_texts(texts: &[String]) -> Option<Self>;
}

macro_rules! by_display {
    ($($ty:ty: $is_listed:literal),*) => {$(
        impl Param for $ty {
            fn texts(&self) -> Vec<String> {
                vec![self.to_string()]
            }
            fn is_listed(&self) -> bool {
                $is_listed
            }
            fn from_texts(texts: &[String]) -> Option<Self> {
                let [text] = texts else { return None };
                text.parse().ok()
            }
        }
    )*};
}

by_display!(String: false, bool: true, i32: true, i64: true);

impl Param for Number {
    fn texts(&self) -> Vec<String> {
        vec![self.to_string()]
    }
    fn is_listed(&self) -> bool {
        true
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        let [text] = texts else { return None };
        Self::parse(text)
    }
}

impl Param for DateTime {
    fn texts(&self) -> Vec<String> {
        vec![self.to_string()]
    }
    fn problem(&self) -> Option<String> {
        self.check().err().map(|error| error.to_string())
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        let [text] = texts else { return None };
        Some(text.as_str().into())
    }
}

impl<T: Param> Param for Vec<T> {
    fn texts(&self) -> Vec<String> {
        self.iter().flat_map(Param::texts).collect()
    }
    fn problem(&self) -> Option<String> {
        self.iter().find_map(Param::problem)
    }
    fn is_listed(&self) -> bool {
        self.iter().all(Param::is_listed)
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        texts
            .iter()
            .map(|text| T::from_texts(std::slice::from_ref(text)))
            .collect()
    }
}
