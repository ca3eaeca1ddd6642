//! The integers that setters accept.

use super::json::value::Json;
use super::nullable::Nullable;
use super::unknown_properties::UnknownProperties;

/// An integer of any primitive type, as the argument of a setter.
///
/// An integer beyond the range of the property's type is not truncated. It is sent unchanged, and the service rejects
/// it. In an object, it is kept among the unknown properties.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "expected an integer of any primitive type"
)]
pub trait Integer<T> {
    /// The value in the type of the property, or unchanged if it does not fit.
    #[doc(hidden)]
    fn fit(self) -> Result<T, i128>;
}

/// A primitive integer of at most 64 bits.
#[doc(hidden)]
pub trait Primitive: Copy {
    /// The value as an `i128`.
    fn widen(self) -> i128;
}

macro_rules! primitives {
    ($($ty:ty),*) => {
        $(impl Primitive for $ty {
            #[inline]
            fn widen(self) -> i128 {
                self as i128
            }
        })*
    };
}

primitives!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl<P: Primitive> Integer<$ty> for P {
            #[inline]
            fn fit(self) -> Result<$ty, i128> {
                <$ty>::try_from(self.widen()).map_err(|_| self.widen())
            }
        }

        impl<P: Primitive> Integer<Nullable<$ty>> for P {
            #[inline]
            fn fit(self) -> Result<Nullable<$ty>, i128> {
                Integer::<$ty>::fit(self).map(Nullable::Value)
            }
        }

        impl Integer<Nullable<$ty>> for Nullable<$ty> {
            #[inline]
            fn fit(self) -> Result<Nullable<$ty>, i128> {
                Ok(self)
            }
        }
    )*};
}

integers!(i32, i64);

/// Sets an integer property.
pub fn set_integer<T>(
    field: &mut Option<T>,
    unknown: &mut UnknownProperties,
    name: &str,
    value: impl Integer<T>,
) {
    match value.fit() {
        Ok(value) => *field = Some(value),
        Err(wide) => {
            *field = None;
            unknown.insert(name, Json::of_text(&wide.to_string()));
        }
    }
}

/// An integer argument as text.
pub fn digits<T: ToString>(value: impl Integer<T>) -> String {
    match value.fit() {
        Ok(value) => value.to_string(),
        Err(wide) => wide.to_string(),
    }
}
