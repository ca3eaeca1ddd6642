//! What operations need for the conformance table.

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
            fn from_arguments(
                arguments: &$crate::conformance::Arguments,
            ) -> Result<Self, $crate::Error> {
                #[allow(unused_mut)]
                let mut known =
                    $crate::conformance::Reader::new(arguments, <Self as $crate::Operation>::META);
                #[allow(unused_mut)]
                let mut request = $function($(known.$arg_place::<$arg_ty>($arg_wire)?),*);
                $(if let Some(value) = known.optional().$place::<$ty>($wire)? {
                    request = request.$setter(value);
                })*
                known.finish().map(|()| request)
            }
        }
    };
}

/// The codecs of operations, for the conformance table. Like `__serde!`, it exists twice.
#[cfg(feature = "conformance")]
#[doc(hidden)]
#[macro_export]
macro_rules! __codecs {
    ($($(#[$gate:meta])* $request:path,)*) => {
        /// One row for each operation-version that is compiled in, in the order of `OPERATIONS`.
        pub static CODECS: &[$crate::conformance::Codec] =
            &[$($(#[$gate])* $crate::conformance::codec::<$request>()),*];
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
macro_rules! __from_arguments {
    ($($rows:tt)*) => {};
}
