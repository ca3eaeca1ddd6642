//! The parts of operations that the conformance table needs.

/// Builds an operation from arguments by wire name, for the conformance table. Like `__serde!`, it exists twice.
#[cfg(feature = "conformance")]
#[doc(hidden)]
#[macro_export]
macro_rules! __from_arguments {
    (
        $request:ident = $function:ident($($arg_place:ident $arg_wire:literal: $arg_ty:ty),*);
        $($setter:ident = $place:ident $wire:literal: $ty:ty;)*
    ) => {
        impl $crate::conformance::FromArguments for $request {
            fn request_from(
                arguments: &$crate::conformance::Arguments,
                base_url: &str,
            ) -> Result<$crate::http::Request<$crate::bytes::Bytes>, $crate::Error> {
                #[allow(unused_mut)]
                let mut known =
                    $crate::conformance::Reader::new(arguments, <Self as $crate::Operation>::META);
                #[allow(unused_mut)]
                let mut request = $function($(known.$arg_place::<$arg_ty>($arg_wire)?),*);
                $(if let Some(value) = known.optional().$place::<$ty>($wire)? {
                    request = request.$setter(value);
                })*
                known.finish()?;
                $crate::Operation::request(&request, base_url)
            }
        }
    };
}

/// The codecs of a module's operations, for the conformance table. Like `__serde!`, it exists twice.
#[cfg(feature = "conformance")]
#[doc(hidden)]
#[macro_export]
macro_rules! __codecs {
    ($($(# $gate:tt)* $request:path,)*) => {
        pub(crate) const CODECS: &[$crate::conformance::Codec] =
            &[$($(# $gate)* $crate::conformance::codec::<$request>()),*];
    };
}

/// The codecs of all operations. Like `__serde!`, it exists twice.
#[cfg(feature = "conformance")]
#[doc(hidden)]
#[macro_export]
macro_rules! __all_codecs {
    ($($(# $gate:tt)* $module:path,)*) => {
        $crate::__all! {
            /// One row for each operation-version that is compiled in, in the order of `OPERATIONS`.
            pub static CODECS: $crate::conformance::Codec = [$($(# $gate)* $module,)*];
        }
    };
}

/// Expands to nothing without the feature.
#[cfg(not(feature = "conformance"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __codecs {
    ($($rows:tt)*) => {};
}

/// Expands to nothing without the feature.
#[cfg(not(feature = "conformance"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __all_codecs {
    ($($rows:tt)*) => {};
}

/// Expands to nothing without the feature.
#[cfg(not(feature = "conformance"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __from_arguments {
    ($($rows:tt)*) => {};
}
