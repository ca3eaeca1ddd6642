//! The macros that the generated code is written in: one for each construct. What they expand to is
//! small on purpose, as it is compiled some thousand times; the work is done by functions in
//! [`wire`](crate::wire) that are compiled once.

/// Defines an object of the API.
///
/// A row is `name: Type = "wireName"`, or `name [each Item] = "wireName"` for a list, whose setter
/// takes any iterator; `nullable each` if it may also be `null`. What `Debug` must not show is listed
/// again under `secret`. The macro calls no other for a row: there are thousands.
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
                #[doc = concat!("`", $wire, "`.")]
                $(#[$doc])*
                pub $field: Option<$($ty)? $(Vec<$item>)? $($crate::rt::Nullable<Vec<$nullable>>)?>,
            )*
            /// The properties that this type does not know, and those that did not fit their type.
            pub unknown: $crate::rt::UnknownProperties,
        }

        impl $name {
            /// Makes one with what the document requires of a request.
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
                #[doc = concat!("Sets `", $wire, "`.")]
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

/// Defines an enum of strings. A value it does not list is kept in `Unknown`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $wire:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $wire, "`")] $(#[$doc])* $variant,)*
            /// A value that the document does not list.
            Unknown($crate::rt::UnknownValue),
        }

        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        // Of any text: `&str`, `String`, `&String`.
        impl<S: AsRef<str>> From<S> for $name {
            #[inline]
            fn from(text: S) -> Self {
                match text.as_ref() {
                    $($wire => Self::$variant,)*
                    unknown => Self::Unknown($crate::rt::UnknownValue::new(unknown)),
                }
            }
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::EnumKind;
        }

        impl $crate::rt::OpenEnum for $name {
            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self::from(self.as_str())
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::__serde! { $name }
    };
}

/// Defines a union: an object whose type is told by the text of its tag properties. A row is
/// `Variant(Type) = "TEXT" | "OTHER TEXT"`; where several properties decide, `"TEXT" & "TEXT"`.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $($property:literal)&+ {
            $($variant:ident($ty:ty) = $($($text:literal)&+)|+,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!($("`", $($text, "` ",)+)+)]
                $variant(Box<$ty>),
            )*
            /// A type that the document does not tell; its JSON as received.
            Unknown($crate::rt::RawJson),
        }

        impl $name {
            /// A property by its name on the wire, as JSON, whatever the type is: for those that all types
            /// have, and for types that are not known.
            #[must_use]
            #[inline] // or it brings the code of all variants into the library
            pub fn property(&self, name: &str) -> Option<$crate::rt::Json> {
                $crate::rt::property(self, name)
            }
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::UnionKind;
        }

        impl $crate::rt::Union for $name {
            const BY: &'static [&'static str] = &[$($property),+];
            const RULES: &'static [$crate::rt::Rule<Self>] = &[
                $((&[$(&[$($text),+]),+], $crate::rt::decode_variant::<Self, $ty>),)*
            ];
            #[inline]
            fn variant(&self) -> $crate::rt::Variant<'_> {
                match self {
                    $(Self::$variant(value) => $crate::rt::Variant::Known(value, &[$(&[$($text),+]),+]),)*
                    Self::Unknown(raw) => $crate::rt::Variant::Unknown(raw),
                }
            }
            #[inline]
            fn of_unknown(raw: $crate::rt::RawJson) -> Self {
                Self::Unknown(raw)
            }
        }

        $(impl From<$ty> for $name {
            #[inline]
            fn from(value: $ty) -> Self {
                Self::$variant(Box::new(value))
            }
        })*

        $crate::__serde! { $name }
    };
}

/// Defines an operation in one version: its function, its request type, and what the document says of
/// it. The arguments of the function are rows of `name: Type = place "wireName"`; so are its setters.
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

/// An operation by the names on the wire, for the conformance table. There are two of it, as of
/// `__serde!`.
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

/// Nothing, without the feature.
#[cfg(not(feature = "conformance"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __from_arguments {
    ($($rows:tt)*) => {};
}

/// An operation that answers a list: in `results` of an object, or as the `whole` body. It is `numbered`
/// where it takes the number of the page.
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

/// Makes a merged object from each of the types that it stands for.
#[doc(hidden)]
#[macro_export]
macro_rules! __merged {
    ($name:ident from [$($branch:ident),* $(,)?];) => {
        $(impl From<$branch> for $name {
            #[inline]
            fn from(branch: $branch) -> Self {
                $crate::rt::merge(&branch)
            }
        })*
    };
}

/// `serde` by way of the type's own reading and writing. There are two of this macro because a `cfg` in
/// what the others expand to would be looked at for each type, which takes longer than the rest of it.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::rt::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::rt::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::rt::serialize(self, serializer)
            }
        }

        impl<'de> $crate::rt::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::rt::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::rt::deserialize(deserializer)
            }
        }
    };
}
/// Nothing, without the feature.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}
