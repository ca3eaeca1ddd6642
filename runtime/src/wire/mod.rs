//! JSON: how values are read and written back without losing anything.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `reader/`, `json_path`, `writer` | JSON text, token by token |
//! | `rfc3339`, `date_time`, `dates`, `number`, `nullable`, `map`, `mask` | types of values, and masks of secrets |
//! | `json/`, `raw_json`, `unknown_properties` | values that the spec does not describe |
//! | `param` | values in paths, queries and headers |
//! | `limits`, `decoder`, `value` | [`Value`]: what each type of the API can do |
//! | `task`, `task_hooks` | what a decoder can do besides reading |
//! | `field`, `field_set` | a field of an object, and a set of them |
//! | `scalars`, `containers` | [`Value`] for types that are not generated |
//! | `integer`, `setters` | what setters accept, and what they do with it |
//! | `output` | whole bodies, JSON or not |
//! | `object`, `open_enum`, `union` | generated types, which keep unknown values |
//! | `shared` | the properties of unions |
//! | `changing` | values made from others: the part to send back, and merged objects |
//! | `unknowns` | parts of a value that the spec does not list |
//! | `marks` | parts of a body that anybody may see |
//! | `page` | what a page of a list says about the next one |
//! | `serde_impls`, `serde_outputs` | `serde` for values, and for whole bodies |

pub(crate) mod changing;
pub(crate) mod containers;
pub(crate) mod date_time;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates;
pub(crate) mod decoder;
pub(crate) mod field;
mod field_set;
mod fields;
pub(crate) mod integer;
pub(crate) mod json;
pub(crate) mod json_path;
pub(crate) mod limits;
pub(crate) mod map;
#[cfg(feature = "test-util")]
pub(crate) mod marks;
pub(crate) mod mask;
pub(crate) mod nullable;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod param;
pub(crate) mod raw_json;
pub mod reader;
pub(crate) mod redaction;
pub(crate) mod rfc3339;
pub(crate) mod scalars;
#[cfg(feature = "serde")]
pub(crate) mod serde_impls;
#[cfg(feature = "serde")]
mod serde_outputs;
pub(crate) mod setters;
pub(crate) mod shared;
pub(crate) mod task;
pub(crate) mod task_hooks;
pub(crate) mod union;
pub(crate) mod unknown_properties;
pub(crate) mod unknowns;
pub(crate) mod value;
pub mod writer;

pub use changing::{changes, merge, without_read_only};
pub use date_time::{DateTime, InvalidDateTime};
pub use decoder::Decoder;
pub use field::Field;
pub use fields::{Shape, Visitor, VisitorMut};
pub use integer::{Integer, digits, set_integer};
pub use json::{Json, write_json};
pub use limits::{Limits, MAX_DECODED_BYTES};
pub use map::Map;
pub use mask::is_masked;
pub use nullable::Nullable;
pub use number::Number;
pub use object::{Object, ObjectKind, clone_object, debug_object, equal_objects};
pub use open_enum::{
    EnumKind, OpenEnum, UnknownValue, compare_texts, debug_enum, equal_texts,
    partially_compare_texts,
};
pub use output::{Body, Decoding, NoContent, Output, SetAside, Whole};
pub use page::{PageEnd, into_listed, listed, page_end};
pub use param::Param;
pub use raw_json::RawJson;
pub use redaction::{Hidden, Place};
#[cfg(feature = "serde")]
pub use serde_impls::{deserialize, serialize};
pub use setters::{into_list, list, maybe, some, some_each, some_list};
pub use shared::{
    property, remove_property, set_null, set_property, set_shared, set_shared_integer, set_text,
    shared, shared_mut, shared_text,
};
pub use task::UnknownKind;
pub use union::{
    Decode, Member, Rule, Union, UnionKind, Variant, decode_variant, equal_unions, has_property,
};
pub use unknown_properties::UnknownProperties;
pub use unknowns::{StrictError, Unknown, from_json_strict, unknowns};
pub use value::{Kind, Model, Tag, Value, from_json, to_json};
pub use writer::EncodeError;
