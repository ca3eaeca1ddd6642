//! The macros that the generated code is written in: one for each construct. What they expand to is
//! small on purpose, as it is compiled some thousand times; the work is done by functions in
//! [`wire`](crate::wire) that are compiled once.

/// Defines an object of the API.
///
/// A row is `name: Type = "wireName"`, with `each Item` where the type is a list, so that the setter
/// takes any iterator, and `secret` where `Debug` must not show the value.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$doc:meta])*
                $field:ident: $ty:ty = $wire:literal $($kind:ident $($item:ty)?)?,
            )*
        }
        new($($arg:ident: $arg_ty:ty $(; $arg_item:ty)?),* $(,)?)
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub struct $name {
            $(
                #[doc = concat!("`", $wire, "`.")]
                $(#[$doc])*
                pub $field: Option<$ty>,
            )*
            /// The properties that this type does not know, and those that did not fit their type.
            pub unknown: $crate::rt::Extra,
        }

        impl $name {
            /// Makes one with what the document requires of a request.
            #[must_use]
            #[allow(clippy::too_many_arguments)]
            pub fn new($($arg: $crate::__arg!($arg_ty $(; $arg_item)?)),*) -> Self {
                <Self as Default>::default()$(.$arg($arg))*
            }

            $($crate::__setter! { $field: $ty = $wire, $($kind $($item)?)? })*
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($field: None,)* unknown: $crate::rt::Extra::NONE }
            }
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::ObjectKind;
        }

        impl $crate::rt::Object for $name {
            const SHAPE: &'static $crate::rt::Shape = &$crate::rt::Shape {
                name: stringify!($name),
                properties: &[
                    $($crate::rt::Property { name: $wire, secret: $crate::__is_secret!($($kind)?) },)*
                ],
            };
            #[inline]
            fn visit(&self, visitor: &mut dyn FnMut(&[&dyn $crate::rt::Field], &$crate::rt::Extra)) {
                visitor(&[$(&self.$field),*], &self.unknown)
            }
            #[inline]
            fn visit_mut(
                &mut self,
                visitor: &mut dyn FnMut(&mut [&mut dyn $crate::rt::Field], &mut $crate::rt::Extra),
            ) {
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

/// The type of an argument: a list is taken from any iterator.
#[doc(hidden)]
#[macro_export]
macro_rules! __arg {
    ($ty:ty; $item:ty) => { impl IntoIterator<Item = impl Into<$item>> };
    ($ty:ty) => { impl Into<$ty> };
}

/// The chainable setter of a property.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ($field:ident: $ty:ty = $wire:literal, each $item:ty) => {
        #[doc = concat!("Sets `", $wire, "`.")]
        #[must_use]
        pub fn $field(mut self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
            let items: Vec<$item> = items.into_iter().map(Into::into).collect();
            self.$field = Some(items.into());
            self
        }
    };
    ($field:ident: $ty:ty = $wire:literal, $(secret)?) => {
        #[doc = concat!("Sets `", $wire, "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __is_secret {
    (secret) => {
        true
    };
    ($(each)?) => {
        false
    };
}

/// `serde` by way of the type's own reading and writing.
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
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
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
            Unknown($crate::rt::Raw),
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::UnionKind;
        }

        impl $crate::rt::Union for $name {
            const BY: &'static [&'static str] = &[$($property),+];
            const RULES: &'static [$crate::rt::Rule<Self>] = &[
                $((&[$(&[$($text),+]),+], |decoder| {
                    $crate::rt::Value::decode(decoder).map(Self::$variant)
                }),)*
            ];
            fn variant(&self) -> $crate::rt::Variant<'_> {
                match self {
                    $(Self::$variant(value) => $crate::rt::Variant::Known(value, &[$(&[$($text),+]),+]),)*
                    Self::Unknown(raw) => $crate::rt::Variant::Unknown(raw),
                }
            }
            fn of_unknown(raw: $crate::rt::Raw) -> Self {
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
        static $static:ident = { $($key:ident: $value:expr,)* };
        $(pages $list:ident $numbers:ident of $listed:ty;)?
        $(
            $(#[$doc:meta])*
            set $setter:ident: $ty:ty = $place:ident $wire:literal $(each $item:ty)?;
        )*
    ) => {
        $(#[$meta])*
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
            $($crate::__operation_setter! {
                $(#[$doc])* $setter: $ty = $place $wire $(each $item)?
            })*
        }

        #[doc(hidden)]
        pub static $static: $crate::OperationMeta = $crate::OperationMeta { $($key: $value,)* };

        impl $crate::Operation for $request {
            type Output = $output;
            const META: &'static $crate::OperationMeta = &$static;
            #[inline]
            fn parts(&self) -> &$crate::rt::Parts {
                &self.0
            }
        }

        $($crate::__paged! { $request => $output, $list $numbers of $listed })?

        #[cfg(feature = "conformance")]
        impl $crate::conformance::FromArguments for $request {
            fn from_arguments(
                arguments: &$crate::conformance::Arguments,
            ) -> Result<Self, $crate::Error> {
                #[allow(unused_mut)]
                let mut known = $crate::conformance::Reader::new(arguments, &$static);
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

/// An operation that answers a list: in `results` of an object, or as the `whole` body. It is `numbered`
/// where it takes the number of the page.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged {
    ($request:ident => $output:ty, results $numbers:ident of $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $crate::__is_numbered!($numbers);
            fn items(output: &$output) -> &[$item] {
                output.results.as_deref().unwrap_or_default()
            }
            fn into_items(output: $output) -> Vec<$item> {
                output.results.unwrap_or_default()
            }
            fn end(output: &$output) -> $crate::rt::PageEnd {
                $crate::rt::page_end(output)
            }
        }
    };
    ($request:ident => $output:ty, whole $numbers:ident of $item:ty) => {
        impl $crate::Paged for $request {
            type Item = $item;
            const NUMBERED: bool = $crate::__is_numbered!($numbers);
            fn items(output: &$output) -> &[$item] {
                output.value().map_or(&[], Vec::as_slice)
            }
            fn into_items(output: $output) -> Vec<$item> {
                output.into_value().unwrap_or_default()
            }
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

/// The chainable setter of an operation.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_setter {
    ($(#[$doc:meta])* $setter:ident: $ty:ty = $place:ident $wire:literal each $item:ty) => {
        $(#[$doc])*
        pub fn $setter(self, items: impl IntoIterator<Item = impl Into<$item>>) -> Self {
            let items: Vec<$item> = items.into_iter().map(Into::into).collect();
            Self(self.0.$place($wire, items))
        }
    };
    ($(#[$doc:meta])* $setter:ident: $ty:ty = $place:ident $wire:literal) => {
        $(#[$doc])*
        pub fn $setter(self, value: impl Into<$ty>) -> Self {
            Self(self.0.$place($wire, Into::<$ty>::into(value)))
        }
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
