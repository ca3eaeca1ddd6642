//! Names requests in errors and hooks.

use std::fmt;
use std::sync::Arc;

use http::Method;

use super::meta::{OperationMeta, is_idempotent};

/// The request: an operation, or one that no operation describes.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Operation(&'static OperationMeta),
    /// A raw call, or a request of the client's own: its method and path.
    Raw(Arc<(Method, String)>),
}

impl Call {
    pub(crate) fn raw(method: Method, path: &str) -> Self {
        // A query may contain anything, and the path says enough.
        let path = path.split(['?', '#']).next().unwrap_or_default();
        Self::Raw(Arc::new((method, path.to_owned())))
    }

    pub(crate) fn operation(&self) -> Option<&'static OperationMeta> {
        match self {
            Self::Operation(meta) => Some(meta),
            Self::Raw(_) => None,
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Operation(meta) => &meta.method,
            Self::Raw(raw) => &raw.0,
        }
    }

    /// Whether sending it twice has the same effect as once.
    pub(crate) fn is_idempotent(&self) -> bool {
        match self {
            Self::Operation(meta) => meta.idempotent,
            Self::Raw(raw) => is_idempotent(&raw.0),
        }
    }

    /// The path template of an operation, or the path of a raw call.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Operation(meta) => meta.path,
            Self::Raw(raw) => &raw.1,
        }
    }
}

impl From<&'static OperationMeta> for Call {
    fn from(meta: &'static OperationMeta) -> Self {
        Self::Operation(meta)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation() {
            Some(meta) if !meta.name.is_empty() => {
                write!(f, "{} ({} {})", meta.name, meta.method, meta.path)
            }
            _ => write!(f, "{} {}", self.method(), self.path()),
        }
    }
}
