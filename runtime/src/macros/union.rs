//! `union!`: an enum of objects, and `merged!`: an object that stands for several.

/// Defines a union: an object whose variant depends on the text of its tag properties. A row is
/// `Variant(Type) = "TEXT" | "OTHER TEXT"`, or `"TEXT" & "TEXT"` if several properties decide.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $($property:literal)&+ {
            $($(#[$doc:meta])* $variant:ident($ty:ty) = $($($text:literal)&+)|+,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$doc])*
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

/// Converts each type that a merged object stands for into it.
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
