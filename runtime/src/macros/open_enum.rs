//! `open_enum!`: an enum of strings.

/// Defines an enum of strings. `Unknown` holds values that the spec does not list.
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
            $($(#[$doc])* $variant,)*
            /// A value the spec does not list.
            Unknown($crate::rt::UnknownValue),
        }

        impl $name {
            /// The values the spec lists.
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
