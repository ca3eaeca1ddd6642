//! Values in paths, queries and headers, which are text.

use super::date_time::DateTime;
use super::number::Number;

/// A type that an argument in a path, a query or a header can have.
#[doc(hidden)]
pub trait Param: Sized {
    /// The texts: one for a scalar, any number for a list.
    fn texts(&self) -> Vec<String>;

    /// Reads the texts again; `None` if they are not of this type.
    fn from_texts(texts: &[String]) -> Option<Self>;
}

macro_rules! by_display {
    ($($ty:ty),*) => {$(
        impl Param for $ty {
            fn texts(&self) -> Vec<String> {
                vec![self.to_string()]
            }
            fn from_texts(texts: &[String]) -> Option<Self> {
                let [text] = texts else { return None };
                text.parse().ok()
            }
        }
    )*};
}

by_display!(String, bool, i32, i64);

impl Param for Number {
    fn texts(&self) -> Vec<String> {
        vec![self.to_string()]
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
    fn from_texts(texts: &[String]) -> Option<Self> {
        let [text] = texts else { return None };
        Some(text.as_str().into())
    }
}

impl<T: Param> Param for Vec<T> {
    fn texts(&self) -> Vec<String> {
        self.iter().flat_map(Param::texts).collect()
    }
    fn from_texts(texts: &[String]) -> Option<Self> {
        texts
            .iter()
            .map(|text| T::from_texts(std::slice::from_ref(text)))
            .collect()
    }
}
