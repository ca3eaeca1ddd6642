//! `object!`: a struct with its setters and its table of properties.

/// Defines an object of the API.
///
/// A row is `name: Type = "wireName"`, or `name [each Item] = "wireName"` for a list, whose setter takes any iterator.
/// `nullable each` marks a list that may also be `null`. Properties that `Debug` must not show are repeated under
/// `secret`. The macro calls no other macro for a row, as there are thousands of rows.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$doc:meta])*
                $field:ident $(: $ty:ty)? $([each $item:ty])? $([nullable each $nullable:ty])? = $wire:literal,
            )*
        }
        $(secret { $($secret:literal,)* })?
        new($($arg:ident $(: $arg_ty:ty)? $([each $arg_item:ty])? $([nullable each $arg_nullable:ty])?),* $(,)?)
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$doc])*
                pub $field: Option<$($ty)? $(Vec<$item>)? $($crate::rt::Nullable<Vec<$nullable>>)?>,
            )*
            /// Properties the spec does not list, and listed ones with an unexpected type.
            pub unknown: $crate::rt::UnknownProperties,
        }

        impl $name {
            /// Creates a value from the properties that requests require.
            #[inline]
            #[must_use]
            #[allow(clippy::too_many_arguments)]
            pub fn new($(
                $arg:
                    $(impl Into<$arg_ty>)?
                    $(impl IntoIterator<Item = impl Into<$arg_item>>)?
                    $(impl IntoIterator<Item = impl Into<$arg_nullable>>)?
            ),*) -> Self {
                <Self as Default>::default()$(.$arg($arg))*
            }

            $(
                $(#[$doc])*
                #[must_use]
                $(pub fn $field(mut self, value: impl Into<$ty>) -> Self {
                    self.$field = Some(Into::into(value));
                    self
                })?
                $(pub fn $field(mut self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
                    self.$field = Some($crate::rt::list(items));
                    self
                })?
                $(pub fn $field(mut self, items: impl IntoIterator<Item = impl Into<$nullable>>) -> Self {
                    self.$field = Some($crate::rt::Nullable::Value($crate::rt::list(items)));
                    self
                })?
            )*
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($field: None,)* unknown: $crate::rt::UnknownProperties::NONE }
            }
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::ObjectKind;
        }

        impl $crate::rt::Object for $name {
            const SHAPE: &'static $crate::rt::Shape = &$crate::rt::Shape {
                name: stringify!($name),
                properties: &[$($wire),*],
                secrets: &[$($($secret),*)?],
            };
            #[inline]
            fn visit(&self, visitor: $crate::rt::Visitor<'_>) {
                visitor(&[$(&self.$field),*], &self.unknown)
            }
            #[inline]
            fn visit_mut(&mut self, visitor: $crate::rt::VisitorMut<'_>) {
                visitor(&mut [$(&mut self.$field),*], &mut self.unknown)
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::rt::clone_object(self)
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::equal_objects(self, other)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::rt::debug_object(self, f)
            }
        }

        $crate::__serde! { $name }
    };
}
