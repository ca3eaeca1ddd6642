//! The error of the HTTP transport, on every platform.

use std::error::Error;
use std::io;

#[cfg(not(target_family = "wasm"))]
pub(crate) use reqwest::Error as TransportError;

#[cfg(target_family = "wasm")]
pub(crate) use none::TransportError;

/// Whether the same request would fail again: it can't be built, or TLS rejects the other side. An unresolved name is
/// not permanent, because the resolver itself may have failed, and nothing was sent.
pub(super) fn is_permanent(error: &TransportError) -> bool {
    error.is_builder() || error.is_redirect() || (error.is_connect() && is_refused_by_tls(error))
}

/// Whether a cause is an error of TLS itself, such as a certificate error, rather than one of the connection below.
fn is_refused_by_tls(error: &(dyn Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        // rustls wraps its errors this way.
        return error.kind() == io::ErrorKind::InvalidData
            || error
                .get_ref()
                .is_some_and(|inner| is_refused_by_tls(inner));
    }
    #[cfg(all(feature = "native-tls", not(target_family = "wasm")))]
    if error.is::<native_tls::Error>() {
        return !is_by_io(error);
    }
    error.source().is_some_and(is_refused_by_tls)
}

/// Whether an error of TLS is caused by the connection.
#[cfg(all(feature = "native-tls", not(target_family = "wasm")))]
fn is_by_io(error: &(dyn Error + 'static)) -> bool {
    error.is::<io::Error>() || error.source().is_some_and(is_by_io)
}

/// Nothing is sent on WebAssembly, so there is no such error.
#[cfg(target_family = "wasm")]
mod none {
    use std::fmt;

    #[derive(Debug)]
    pub(crate) enum TransportError {}

    impl TransportError {
        pub(crate) fn is_builder(&self) -> bool {
            match *self {}
        }
        pub(crate) fn is_connect(&self) -> bool {
            match *self {}
        }
        pub(crate) fn is_redirect(&self) -> bool {
            match *self {}
        }
        pub(crate) fn is_timeout(&self) -> bool {
            match *self {}
        }
    }

    impl fmt::Display for TransportError {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            match *self {}
        }
    }

    impl std::error::Error for TransportError {}
}
