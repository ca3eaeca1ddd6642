//! Client of the MongoDB Atlas Administration API.

#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod client;
mod credentials;
mod error;
#[rustfmt::skip]
#[allow(deprecated)]
mod generated;
mod macros;
mod operation;
mod parts;
mod response;
mod wire;

pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use error::*;
pub use generated::*;
pub use operation::{Operation, OperationMeta};
pub use response::Response;
pub use wire::reader::Error as JsonError;
pub use wire::{Body, DateTime, Extra, Map, NoContent, Nullable, Number, Output, Raw, SetAside, UnknownValue, Value, from_json, to_json};

/// What the generated code is written against. It is not covered by semver.
#[doc(hidden)]
pub mod rt {
    pub use crate::parts::Parts;
    pub use crate::wire::reader::Error as JsonError;
    pub use crate::wire::writer::Writer;
    pub use crate::wire::*;
    pub use crate::{
        OperationMeta, __merged as merged, __object as object, __open_enum as open_enum, __operation as operation, __union as union,
    };
    pub use bytes::Bytes;
    pub use http::Method;
    pub use serde::de::{Deserialize, Deserializer};
    pub use serde::ser::{Serialize, Serializer};
    /// Any JSON value.
    pub use serde_json::Value as Json;
}
