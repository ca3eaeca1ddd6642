//! `union!`: an enum of objects, and `merged!`: an object that replaces several.

/// Defines a union: an object whose variant depends on the text of its tag properties. A row is
/// `Variant(Type) = "TEXT" | "OTHER TEXT"`, or `"TEXT" & "TEXT"` if several properties decide.
///
/// They are followed by the properties that all variants share. Rows under `shared` are like those of an object, with
/// the names of two more methods: one returns a mutable reference, and one sets the property. Properties that select
/// the variant are under `tags`, and only have a getter. `texts` lists properties with different types in the
/// variants, which are all text.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $(# $meta:tt)*
        pub enum $name:ident by $($property:literal)&+ {
            $($(# $doc:tt)* $variant:ident($ty:ty) = $($($text:literal)&+)|+),* $(,)?
        }
        $(tags {
            $(
                $(# $tag_doc:tt)*
                $tag_getter:ident: $tag:ty = $tag_wire:literal
            ),* $(,)?
        })?
        $(shared {
            $(
                $(# $shared_doc:tt)*
                $getter:ident $(: $shared:ty)? $([int $int:ty])? $([each $each:ty])? $([list $item:ty])?
                    = $wire:literal => $lend:ident $set:ident
            ),* $(,)?
        })?
        $(texts {
            $(
                $(# $text_doc:tt)*
                $text_getter:ident = $text_wire:literal $(=> $text_set:ident)?
            ),* $(,)?
        })?
    ) => {
        $(# $meta)*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(# $doc)*
                $variant(Box<$ty>),
            )*
            /// A variant the spec does not list, as raw JSON.
            Unknown($crate::rt::RawJson),
        }

        impl $name {
            /// Returns a property by its wire name, as JSON, whatever the variant is. Useful for properties that
            /// all variants share, and for unknown variants.
            #[must_use]
            #[inline] // or it brings the code of all variants into the library
            pub fn property(&self, name: &str) -> Option<$crate::rt::Json> {
                $crate::rt::property(self, name)
            }

            /// Sets a property by its wire name, whatever the variant is. The variant stays as it is.
            #[inline]
            pub fn set_property(
                &mut self,
                name: &str,
                value: impl Into<$crate::rt::Json>,
            ) -> &mut Self {
                $crate::rt::set_property(self, name, &value.into());
                self
            }

            /// Removes a property by its wire name, and returns its value.
            #[inline]
            pub fn remove_property(&mut self, name: &str) -> Option<$crate::rt::Json> {
                $crate::rt::remove_property(self, name)
            }

            /// Sets a property, by its wire name, to an explicit `null`, whatever the spec says about it.
            #[inline]
            pub fn set_null(&mut self, name: &str) -> &mut Self {
                $crate::rt::set_null(self, name);
                self
            }

            /// Returns the same value without read-only properties and masked secrets, at any depth, to send it back.
            #[inline]
            #[must_use]
            pub fn without_read_only(&self) -> Self {
                $crate::rt::without_read_only(self)
            }

            $($(
                $(# $tag_doc)*
                #[inline]
                pub fn $tag_getter(&self) -> Option<&$tag> {
                    $crate::rt::shared(self, $tag_wire)
                }
            )*)?

            $($(
                $(# $shared_doc)*
                #[inline]
                pub fn $getter(&self) -> Option<&$($shared)? $($int)? $(Vec<$each>)? $(Vec<$item>)?> {
                    $crate::rt::shared(self, $wire)
                }
                $(# $shared_doc)*
                #[inline]
                pub fn $lend(&mut self) -> Option<&mut $($shared)? $($int)? $(Vec<$each>)? $(Vec<$item>)?> {
                    $crate::rt::shared_mut(self, $wire)
                }
                $(# $shared_doc)*
                #[inline]
                $(pub fn $set(&mut self, value: impl Into<$shared>) -> &mut Self {
                    $crate::rt::set_shared::<Self, $shared>(self, $wire, value.into());
                    self
                })?
                $(pub fn $set(&mut self, value: impl $crate::rt::Integer<$int>) -> &mut Self {
                    $crate::rt::set_shared_integer::<Self, $int>(self, $wire, value);
                    self
                })?
                $(pub fn $set(
                    &mut self,
                    items: impl IntoIterator<Item = impl Into<$each>>,
                ) -> &mut Self {
                    $crate::rt::set_shared::<Self, Vec<$each>>(self, $wire, $crate::rt::into_list(items));
                    self
                })?
                $(pub fn $set(&mut self, items: impl IntoIterator<Item = $item>) -> &mut Self {
                    $crate::rt::set_shared::<Self, Vec<$item>>(self, $wire, $crate::rt::list(items));
                    self
                })?
            )*)?

            $($(
                $(# $text_doc)*
                #[inline]
                pub fn $text_getter(&self) -> Option<&str> {
                    $crate::rt::shared_text(self, $text_wire)
                }
                $(
                    /// Sets the property, whatever the variant is.
                    #[inline]
                    pub fn $text_set(&mut self, value: impl Into<String>) -> &mut Self {
                        $crate::rt::set_text(self, $text_wire, value.into());
                        self
                    }
                )?
            )*)?
        }

        // Not derived, because the code of `Box::clone` is longer.
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(value) => Self::$variant(Box::new(<$ty>::clone(value))),)*
                    Self::Unknown(raw) => Self::Unknown(raw.clone()),
                }
            }
        }

        // Through the objects, because the compiler takes long for a `match` of two values.
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::equal_unions(self, other)
            }
        }

        impl $crate::rt::Model for $name {
            type Kind = $crate::rt::UnionKind;
        }

        impl $crate::rt::Union for $name {
            const BY: &'static [&'static str] = &[$($property),+];
            const RULES: &'static [$crate::rt::Rule] = &[
                $((&[$(&[$($text),+]),+], $crate::rt::has_property::<$ty>),)*
            ];
            const DECODERS: &'static [$crate::rt::Decode<Self>] =
                &[$($crate::rt::decode_variant::<Self, $ty>),*];
            #[inline]
            fn variant(&self) -> $crate::rt::Variant<'_> {
                match self {
                    $(Self::$variant(value) => $crate::rt::Variant::Known(value, &[$(&[$($text),+]),+]),)*
                    Self::Unknown(raw) => $crate::rt::Variant::Unknown(raw),
                }
            }
            #[inline]
            fn member_mut(&mut self) -> Option<&mut dyn $crate::rt::Member> {
                match self {
                    $(Self::$variant(value) => Some(value),)*
                    Self::Unknown(_) => None,
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

/// Converts each type that a merged object replaces.
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
