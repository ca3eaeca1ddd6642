//! The error of the HTTP transport, on every platform.

#[cfg(not(target_family = "wasm"))]
pub(crate) use reqwest::Error as TransportError;

#[cfg(target_family = "wasm")]
pub(crate) use none::TransportError;

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
