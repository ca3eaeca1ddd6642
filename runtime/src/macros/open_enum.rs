//! `open_enum!`: an enum of strings.

/// Defines an enum of strings. `Unknown` holds values that the spec does not list.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $(# $meta:tt)*
        pub enum $name:ident {
            $($(# $doc:tt)* $variant:ident = $wire:tt),* $(,)?
        }
    ) => {
        $(# $meta)*
        #[non_exhaustive]
        pub enum $name {
            $($(# $doc)* $variant,)*
            /// A value the spec does not list.
            Unknown($crate::rt::UnknownValue),
        }

        impl $name {
            /// The values the spec lists.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// Whether the spec lists the value.
            #[inline]
            pub fn is_known(&self) -> bool {
                match self {
                    $name::Unknown(_) => false,
                    _ => true,
                }
            }

            /// The text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                // With its own type, or the compiler would find a lifetime for each text.
                let listed: &'static str = match *self {
                    $($name::$variant => $wire,)*
                    $name::Unknown(ref value) => return value.as_str(),
                };
                listed
            }
        }

        /// From any text: `&str`, `String`, `&String`. Text that the spec does not list becomes `Unknown` and is sent
        /// unchanged, so a typo compiles; [`is_known`](Self::is_known) detects it.
        #[diagnostic::do_not_recommend]
        impl<S: AsRef<str>> From<S> for $name {
            #[inline]
            fn from(text: S) -> Self {
                match text.as_ref() {
                    $($wire => $name::$variant,)*
                    unknown => $name::Unknown($crate::rt::UnknownValue::new(unknown)),
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
            #[inline]
            fn is_listed(&self) -> bool {
                self.is_known()
            }
        }

        // Through the text, because the compiler takes long for one more `match` with all variants.
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                <Self as From<&str>>::from(self.as_str())
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::rt::equal_texts(self.as_str(), other.as_str())
            }
        }

        impl Eq for $name {}

        /// By the text on the wire.
        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                $crate::rt::compare_texts(self.as_str(), other.as_str())
            }
        }

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                $crate::rt::partially_compare_texts(self.as_str(), other.as_str())
            }
        }

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::rt::debug_enum(self.as_str(), self.is_known(), f)
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
