//! What goes over the wire: how values are read from JSON and written back without losing anything.
//!
//! | module | job |
//! |---|---|
//! | `reader`, `writer` | JSON text: tokens in, tokens out |
//! | `value` | [`Value`]: what each type of the API can do; the scalar types |
//! | `object` | objects: properties by table, the unknown ones kept |
//! | `open_enum`, `tagged` | enums and unions that keep what they do not know |
//! | `kept` | JSON as it was received, read when it is asked for |
//! | `extra`, `raw`, `nullable`, `number`, `date_time` | the types of the values |
//! | `output` | whole bodies, JSON or not |
//! | `page` | what a page of a list tells of the next |
//! | `param` | values in paths, queries and headers |

mod date_time;
mod extra;
mod kept;
mod merged;
mod nullable;
mod number;
mod object;
mod open_enum;
mod output;
mod page;
mod param;
mod raw;
pub mod reader;
#[cfg(feature = "serde")]
mod serde_impls;
mod tagged;
mod value;
pub mod writer;

pub use date_time::DateTime;
pub use extra::Extra;
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
pub use raw::Raw;
#[cfg(feature = "serde")]
pub use serde_impls::{deserialize, serialize};
pub use tagged::{Member, Rule, Tag, Union, UnionKind, Variant, decode_variant, property};
pub use value::{Decoder, Kind, Map, Model, Value, from_json, to_json};
