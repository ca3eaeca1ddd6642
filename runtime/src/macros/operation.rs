//! `operation!`: a function and its request, pages where it answers a list, and `renamed!`: its older names.

/// Defines an operation in one version: its function, its request type and its metadata. Arguments and setters are rows
/// of `name: Type = place "wireName"`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    (
        $(#[$meta:meta])*
        pub fn $function:ident(
            $($arg:ident: $arg_ty:ty = $arg_place:ident $arg_wire:literal),* $(,)?
        ) -> $request:ident => $output:ty;
        meta { $($key:ident: $value:expr,)* }
        $(pages $list:ident $numbers:ident of $listed:ty;)?
        $(
            $(#[$doc:meta])*
            set $setter:ident $(: $ty:ty)? $([each $item:ty])? = $place:ident $wire:literal;
        )*
    ) => {
        $(#[$meta])*
        #[inline]
        #[allow(clippy::too_many_arguments)]
        pub fn $function($($arg: impl Into<$arg_ty>),*) -> $request {
            let parts = $crate::rt::Parts::default();
            $(let parts = parts.$arg_place($arg_wire, Into::<$arg_ty>::into($arg));)*
            $request(parts)
        }

        #[doc = concat!("The request of [`", stringify!($function), "`].")]
        #[derive(Clone, Debug)]
        #[must_use = "an operation does nothing until a client sends it"]
        pub struct $request($crate::rt::Parts);

        impl $request {
            $(
                $(#[$doc])*
                $(pub fn $setter(self, value: impl Into<$ty>) -> Self {
                    Self(self.0.$place($wire, Into::<$ty>::into(value)))
                })?
                $(pub fn $setter(self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
                    Self(self.0.$place($wire, $crate::rt::list::<$item>(items)))
                })?
            )*
        }

        impl $crate::Operation for $request {
            type Output = $output;
            const META: &'static $crate::OperationMeta = &$crate::OperationMeta { $($key: $value,)* };
            #[inline]
            fn parts(&self) -> &$crate::rt::Parts {
                &self.0
            }
        }

        $($crate::__paged! { $request => $output, $list $numbers of $listed })?

        $crate::__from_arguments! {
            $request = $function($($arg_place $arg_wire: $arg_ty),*);
            $($setter = $place $wire: $($ty)? $(Vec<$item>)?;)*
        }
    };
}

/// An old name of an operation: of its function, with the same arguments, and of its request type.
#[doc(hidden)]
#[macro_export]
macro_rules! __renamed {
    (
        $(#[$meta:meta])*
        pub fn $old:ident($($arg:ident: $arg_ty:ty),* $(,)?) -> $old_request:ident =
            $function:path => $request:ty;
    ) => {
        $(#[$meta])*
        #[inline]
        #[allow(clippy::too_many_arguments)]
        pub fn $old($($arg: impl Into<$arg_ty>),*) -> $request {
            $function($($arg),*)
        }

        $(#[$meta])*
        pub type $old_request = $request;
    };
}

/// An operation that returns a list: in `results` of an object, or as the `whole` body. It is `numbered` if it takes a
/// page number.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($request:ident => $output:ty, results $numbers:ident of $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $crate::__is_numbered!($numbers);
            #[inline]
            fn items(output: &$output) -> &[$item] {
                output.results.as_deref().unwrap_or_default()
            }
            #[inline]
            fn into_items(output: $output) -> Vec<$item> {
                output.results.unwrap_or_default()
            }
            #[inline]
            fn end(output: &$output) -> $crate::rt::PageEnd {
                $crate::rt::page_end(output)
            }
        }
    };
    ($request:ident => $output:ty, whole $numbers:ident of $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $crate::__is_numbered!($numbers);
            #[inline]
            fn items(output: &$output) -> &[$item] {
                output.value().map_or(&[], Vec::as_slice)
            }
            #[inline]
            fn into_items(output: $output) -> Vec<$item> {
                output.into_value().unwrap_or_default()
            }
            #[inline]
            fn end(_: &$output) -> $crate::rt::PageEnd {
                $crate::rt::PageEnd::default()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __is_numbered {
    (numbered) => {
        true
    };
    (once) => {
        false
    };
}
