//! JSON: how values are read and written back without losing anything.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `reader/`, `writer` | JSON text, token by token |
//! | `raw_json`, `kept`, `unknown_properties` | JSON kept as received |
//! | `date_time`, `number`, `nullable` | types of single values |
//! | `param` | values in paths, queries and headers |
//! | `decoder`, `value` | [`Value`]: what each type of the API can do |
//! | `scalars`, `containers` | [`Value`] for the types that are not generated |
//! | `json_path`, `output` | whole bodies, JSON or not |
//! | `object`, `open_enum`, `union`, `merged` | generated types, which keep what they do not know |
//! | `page` | what a page of a list says about the next one |
//! | `serde_impls` | `serde` for generated types |

pub(crate) mod containers;
pub(crate) mod date_time;
pub(crate) mod decoder;
pub(crate) mod json_path;
pub(crate) mod kept;
pub(crate) mod merged;
pub(crate) mod nullable;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod param;
pub(crate) mod raw_json;
pub mod reader;
pub(crate) mod scalars;
#[cfg(feature = "serde")]
pub(crate) mod serde_impls;
pub(crate) mod union;
pub(crate) mod unknown_properties;
pub(crate) mod value;
pub mod writer;

pub use date_time::DateTime;
pub use decoder::Decoder;
pub use merged::merge;
pub use nullable::Nullable;
pub use number::Number;
pub use object::{
    Field, Object, ObjectKind, Shape, Visitor, VisitorMut, clone_object, debug_object,
    equal_objects, list,
};
pub use open_enum::{EnumKind, OpenEnum, UnknownValue};
pub use output::{Body, NoContent, Output, SetAside, Whole};
pub use page::{PageEnd, page_end};
pub use param::Param;
pub use raw_json::RawJson;
#[cfg(feature = "serde")]
pub use serde_impls::{deserialize, serialize};
pub use union::{Member, Rule, Union, UnionKind, Variant, decode_variant, property};
pub use unknown_properties::UnknownProperties;
pub use value::{Kind, Map, Model, Tag, Value, from_json, to_json};
