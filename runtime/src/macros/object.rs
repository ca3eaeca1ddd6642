//! `object!`: a struct with its setters and its table of properties.

/// Defines an object of the API.
///
/// A row is `name: Type = "wireName"`. Brackets say that the setter takes something other than the type:
///
/// | row | the setter takes |
/// |---|---|
/// | `name: Type` | anything that converts into the type |
/// | `name [int Type]` | an integer of any primitive type |
/// | `name [each Item]` | an iterator over anything that converts into an item |
/// | `name [list Item]` | an iterator over items |
///
/// `nullable each` and `nullable list` are lists that may also be `null`. Properties that `Debug` must not show are
/// repeated under `secret`, and those that only the service sets under `read_only`. Those that the constructor sets
/// itself are under `fixed`, with their values. The macro calls no other macro for a row, because there are thousands
/// of rows.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $(# $meta:tt)*
        pub struct $name:ident {
            $(
                $(# $doc:tt)*
                $field:ident
                    $(: $ty:ty)?
                    $([int $int:ty])?
                    $([each $each:ty])?
                    $([nullable each $nullable_each:ty])?
                    $([list $item:ty])?
                    $([nullable list $nullable_item:ty])?
                    = $wire:tt
            ),* $(,)?
        }
        $(secret { $($secret:literal,)* })?
        $(read_only { $($read_only:literal,)* })?
        $(fixed { $($fixed:ident = $value:literal,)* })?
        new($(
            $arg:ident
                $(: $arg_ty:ty)?
                $([int $arg_int:ty])?
                $([each $arg_each:ty])?
                $([nullable each $arg_nullable_each:ty])?
                $([list $arg_item:ty])?
                $([nullable list $arg_nullable_item:ty])?
        ),* $(,)?)
    ) => {
        $(# $meta)*
        #[non_exhaustive]
        pub struct $name {
            $(
                $(# $doc)*
                pub $field: Option<
                    $($ty)?
                    $($int)?
                    $(Vec<$each>)?
                    $($crate::rt::Nullable<Vec<$nullable_each>>)?
                    $(Vec<$item>)?
                    $($crate::rt::Nullable<Vec<$nullable_item>>)?
                >,
            )*
            /// Properties the spec does not list, and listed ones with an unexpected type.
            pub unknown: $crate::rt::UnknownProperties,
        }

        impl $name {
            /// Creates a value from the properties that requests require.
            #[inline]
            #[must_use]
            pub fn new($(
                $arg:
                    $(impl Into<$arg_ty>)?
                    $(impl $crate::rt::Integer<$arg_int>)?
                    $(impl IntoIterator<Item = impl Into<$arg_each>>)?
                    $(impl IntoIterator<Item = impl Into<$arg_nullable_each>>)?
                    $(impl IntoIterator<Item = $arg_item>)?
                    $(impl IntoIterator<Item = $arg_nullable_item>)?
            ),*) -> Self {
                <Self as Default>::default()$($(.$fixed($value))*)?$(.$arg($arg))*
            }

            /// Calls a setter if there is a value for it.
            #[must_use]
            pub fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
                $crate::rt::maybe(self, value, set)
            }

            /// Returns the same value without read-only properties and masked secrets, at any depth, to send it back.
            #[inline]
            #[must_use]
            pub fn without_read_only(&self) -> Self {
                $crate::rt::without_read_only(self)
            }

            /// Sets a property, by its wire name, to an explicit `null`, whatever the spec says about it.
            #[inline]
            pub fn set_null(&mut self, name: &str) -> &mut Self {
                $crate::rt::set_null(self, name);
                self
            }

            $(
                $(# $doc)*
                #[must_use]
                $(pub fn $field(mut self, value: impl Into<$ty>) -> Self {
                    self.$field = $crate::rt::some(value);
                    self
                })?
                $(pub fn $field(mut self, value: impl $crate::rt::Integer<$int>) -> Self {
                    $crate::rt::set_integer(&mut self.$field, &mut self.unknown, $wire, value);
                    self
                })?
                $(pub fn $field(mut self, items: impl IntoIterator<Item = impl Into<$each>>) -> Self {
                    self.$field = $crate::rt::some_each(items);
                    self
                })?
                $(pub fn $field(
                    mut self,
                    items: impl IntoIterator<Item = impl Into<$nullable_each>>,
                ) -> Self {
                    self.$field = Some($crate::rt::Nullable::Value($crate::rt::into_list(items)));
                    self
                })?
                $(pub fn $field(mut self, items: impl IntoIterator<Item = $item>) -> Self {
                    self.$field = $crate::rt::some_list(items);
                    self
                })?
                $(pub fn $field(
                    mut self,
                    items: impl IntoIterator<Item = $nullable_item>,
                ) -> Self {
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
                read_only: &[$($($read_only),*)?],
            };
            #[inline]
            fn visit<'a>(&'a self, visitor: $crate::rt::Visitor<'_, 'a>) {
                visitor.fields(&[$(&self.$field),*], &self.unknown)
            }
            #[inline]
            fn visit_mut<'a>(&'a mut self, visitor: $crate::rt::VisitorMut<'_, 'a>) {
                visitor.fields(&mut [$(&mut self.$field),*], &mut self.unknown)
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
