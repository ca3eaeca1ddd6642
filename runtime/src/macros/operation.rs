//! `operation!`: a function, its request, and pages if it returns a list. `renamed!`: its old names.

/// Defines an operation in one version: its function, its request type and its metadata. Arguments and setters are rows
/// of `name: Type = place "wireName"`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    (
        $(# $meta:tt)*
        pub fn $function:ident(
            $($arg:ident: $arg_ty:ty = $arg_place:ident $arg_wire:literal),* $(,)?
        );
        $(# $request_doc:tt)*
        pub struct $request:ident => $output:ty;
        meta($method:ident) { $($key:ident: $value:expr,)* }
        $(list { items: $items:ident, paged: $paged:literal, item: $item_ty:ty, })?
        $(
            $(# $doc:tt)*
            set $setter:ident $(: $ty:ty)? $([int $int:ty])? $([each $item:ty])? = $place:ident $wire:literal
        );* $(;)?
    ) => {
        $(# $meta)*
        #[inline]
        pub fn $function($($arg: impl Into<$arg_ty>),*) -> $request {
            $request(
                $crate::rt::Parts::default()$(.$arg_place($arg_wire, Into::<$arg_ty>::into($arg)))*
            )
        }

        $(# $request_doc)*
        #[must_use = "an operation does nothing until a client sends it"]
        pub struct $request($crate::rt::Parts);

        impl $request {
            $(
                $(# $doc)*
                $(pub fn $setter(self, value: impl Into<$ty>) -> Self {
                    Self(self.0.$place($wire, Into::<$ty>::into(value)))
                })?
                $(pub fn $setter(self, value: impl $crate::rt::Integer<$int>) -> Self {
                    Self(self.0.$place($wire, $crate::rt::digits::<$int>(value)))
                })?
                $(pub fn $setter(self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
                    Self(self.0.$place($wire, $crate::rt::into_list::<$item>(items)))
                })?
            )*

            /// Calls a setter if there is a value for it.
            pub fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
                $crate::rt::maybe(self, value, set)
            }
        }

        impl Clone for $request {
            #[inline]
            fn clone(&self) -> Self {
                $request(self.0.clone())
            }
        }

        impl std::fmt::Debug for $request {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::rt::debug_request(stringify!($request), &self.0, f)
            }
        }

        impl $crate::Operation for $request {
            type Output = $output;
            const META: &'static $crate::OperationMeta = &{
                let mut meta = $crate::OperationMeta::$method;
                $(meta.$key = $value;)*
                meta
            };
            #[inline]
            fn parts(&self) -> &$crate::rt::Parts {
                &self.0
            }
        }

        $($crate::__paged! { $request => $output, $items, $paged, $item_ty })?

        $crate::__from_arguments! {
            $request = $function($($arg_place $arg_wire: $arg_ty),*);
            $($setter = $place $wire: $($ty)? $($int)? $(Vec<$item>)?;)*
        }
    };
}

/// An old name of an operation: of its function, with the same arguments, and of its request type.
#[doc(hidden)]
#[macro_export]
macro_rules! __renamed {
    (
        $(# $meta:tt)*
        pub fn $old:ident($($arg:ident: $arg_ty:ty),* $(,)?) -> $old_request:ident =
            $function:path => $request:ty;
    ) => {
        $(# $meta)*
        #[inline]
        pub fn $old($($arg: impl Into<$arg_ty>),*) -> $request {
            $function($($arg),*)
        }

        $(# $meta)*
        pub type $old_request = $request;
    };
}

/// An operation that returns a list: in the property `results` of an object, or as the whole `body`. It is paged if it
/// takes a page number.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($request:ident => $output:ty, results, $paged:literal, $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $paged;
            #[inline]
            fn items(output: &$output) -> &[$item] {
                $crate::rt::listed(&output.results)
            }
            #[inline]
            fn into_items(output: $output) -> Vec<$item> {
                $crate::rt::into_listed(output.results)
            }
            #[inline]
            fn end(output: &$output) -> $crate::rt::PageEnd {
                $crate::rt::page_end(output)
            }
        }
    };
    ($request:ident => $output:ty, body, $paged:literal, $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $paged;
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

/// The operations of a module, and with the feature `conformance` their codecs.
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
    ($($(# $gate:tt)* $request:path),* $(,)?) => {
        pub(crate) const OPERATIONS: &[&$crate::OperationMeta] =
            &[$($(# $gate)* <$request as $crate::Operation>::META),*];

        $crate::__codecs! { $($(# $gate)* $request,)* }
    };
}

/// The operations of all modules. The compiler would read one row for each operation, even if its module is disabled,
/// so there is one row for each module.
#[doc(hidden)]
#[macro_export]
macro_rules! __all_operations {
    ($($(# $gate:tt)* $module:path),* $(,)?) => {
        $crate::__all! {
            /// Every operation-version that is compiled in, by tag, version and name.
            pub static OPERATIONS: &$crate::OperationMeta = [$($(# $gate)* $module,)*];
        }

        $crate::__all_codecs! { $($(# $gate)* $module,)* }
    };
}

/// Joins the tables of modules. They have the name of the whole table.
#[doc(hidden)]
#[macro_export]
macro_rules! __all {
    (
        $(# $meta:tt)*
        pub static $name:ident: $row:ty = [$($(# $gate:tt)* $module:path),* $(,)?];
    ) => {
        $(# $meta)*
        pub static $name: &[$row] = {
            const TABLES: &[&[$row]] = &[$($(# $gate)* { use $module as module; module::$name }),*];
            const COUNT: usize = $crate::rt::count(TABLES);
            match $crate::rt::first(TABLES) {
                Some(first) => &$crate::rt::concat::<_, COUNT>(TABLES, first),
                None => &[],
            }
        };
    };
}
