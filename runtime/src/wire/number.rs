//! Numbers that remember how they were written.

use std::fmt;

use super::nullable::Nullable;
use super::writer::Writer;

/// A JSON number that remembers whether it was written as an integer.
///
/// The service writes a property such as `diskSizeGB` sometimes as `10` and sometimes as `10.0`, and some integers
/// exceed the precision of a float. Integers have 64 bits. Larger ones, and numbers with a fraction, become the
/// nearest `f64`.
///
/// ```
/// use atlas_api::Number;
///
/// let size = Number::from(10.0);
/// assert_eq!(size, 10.0);
/// assert_eq!(size.to_string(), "10.0");
/// assert_eq!(Number::from(10).as_f64(), 10.0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// Floats by their bits, so that equality is exact and total.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Repr {
    Unsigned(u64),
    Signed(i64),
    Float(u64),
}

/// The maximum number of digits that [`Number::parse_short`] reads.
const MAX_DECIMALS: usize = 18;

/// The powers of ten up to 10^[`MAX_DECIMALS`], which floats hold exactly.
const POWERS: [f64; MAX_DECIMALS + 1] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

impl Number {
    /// Returns the number as a float, the nearest one for a large integer.
    #[expect(clippy::cast_precision_loss, reason = "documented")]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Repr::Unsigned(value) => value as f64,
            Repr::Signed(value) => value as f64,
            Repr::Float(bits) => f64::from_bits(bits),
        }
    }

    /// Returns the number as an integer, if it was written as one and fits.
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Repr::Unsigned(value) => value.try_into().ok(),
            Repr::Signed(value) => Some(value),
            Repr::Float(_) => None,
        }
    }

    /// Reads a JSON number. `None` if it is too large for a float.
    #[inline]
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::parse_short(text.as_bytes()).or_else(|| Self::parse_any(text))
    }

    /// Reads a number with few digits and no exponent, like most numbers. `None` for others.
    #[expect(clippy::cast_precision_loss, reason = "floats are exact up to 2^53")]
    fn parse_short(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        // Up to this many digits can't overflow.
        if digits.is_empty() || digits.len() > MAX_DECIMALS {
            return None;
        }
        let mut value = 0_u64;
        let mut point = None;
        for (index, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => value = value * 10 + u64::from(byte - b'0'),
                b'.' if point.is_none() && index > 0 => point = Some(index),
                _ => return None,
            }
        }
        match point {
            // A float and a power of ten that are both exact: their quotient is the nearest float.
            Some(point) if value <= 1 << 53 => {
                let float = value as f64 / POWERS[digits.len() - point - 1];
                Some(Self::from(if negative { -float } else { float }))
            }
            None if !negative => Some(Self(Repr::Unsigned(value))),
            // Not `-0`: it would lose its sign.
            None if value > 0 => Some(Self::from(-i64::try_from(value).ok()?)),
            _ => None,
        }
    }

    /// Reads any number.
    #[cold]
    fn parse_any(text: &str) -> Option<Self> {
        let has_fraction = text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
        let integer = || {
            let unsigned = text.parse().map(Repr::Unsigned);
            unsigned.or_else(|_| text.parse().map(Repr::Signed)).ok()
        };
        // `-0` is not an integer: as an i64 it would lose its sign.
        if !has_fraction && text != "-0" {
            if let Some(integer) = integer() {
                return Some(Self(integer));
            }
        }
        text.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .map(Self::from)
    }

    pub(super) fn encode(self, writer: &mut Writer) {
        match self.0 {
            Repr::Unsigned(value) => writer.u64(value),
            Repr::Signed(value) => writer.i64(value),
            Repr::Float(bits) => writer.f64(f64::from_bits(bits)),
        }
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(Repr::Float(value.to_bits()))
    }
}

/// The number with the digits of the `f32`: `0.1_f32` is 0.1, not the nearest `f64`, 0.10000000149011612.
impl From<f32> for Number {
    fn from(value: f32) -> Self {
        let mut buffer = zmij::Buffer::new();
        let digits = buffer.format(value).parse();
        Self::from(digits.unwrap_or_else(|_| f64::from(value)))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(u64::try_from(value).map_or(Repr::Signed(value), Repr::Unsigned))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(Repr::Unsigned(value))
    }
}

/// From the other primitive types, each of which fits a wider one.
macro_rules! from_narrower {
    ($($narrow:ty as $wide:ty),*) => {$(
        impl From<$narrow> for Number {
            fn from(value: $narrow) -> Self {
                Self::from(value as $wide)
            }
        }
    )*};
}

from_narrower!(
    u8 as u64,
    u16 as u64,
    u32 as u64,
    usize as u64,
    i8 as i64,
    i16 as i64,
    i32 as i64,
    isize as i64
);

macro_rules! from_primitive {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Nullable<Number> {
            fn from(value: $ty) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

from_primitive!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.as_f64()
    }
}

impl PartialEq<f64> for Number {
    fn eq(&self, other: &f64) -> bool {
        self.as_f64() == *other
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Repr::Unsigned(value) => value.fmt(f),
            Repr::Signed(value) => value.fmt(f),
            // `{:?}` keeps the fraction of 1.0, and is short for very large and very small numbers.
            Repr::Float(bits) => fmt::Debug::fmt(&f64::from_bits(bits), f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_DECIMALS, Number, POWERS, Repr};

    /// `Number` compares floats by their bits.
    fn assert_same(text: &str) {
        assert_eq!(Number::parse(text), Number::parse_any(text), "{text}");
    }

    #[test]
    fn keeps_digits_of_f32() {
        for (value, text) in [
            (0.1_f32, "0.1"),
            (-16_777_216.0, "-16777216.0"),
            (f32::MAX, "3.4028235e38"),
            (f32::NAN, "NaN"),
            (f32::INFINITY, "inf"),
        ] {
            assert_eq!(Number::from(value).to_string(), text);
        }
    }

    #[test]
    fn reads_short_numbers_like_long_ones() {
        for text in [
            "0",
            "-0",
            "-0.0",
            "0.1",
            "-0.30000000000000004",
            "9007199254740992.0",
            "9007199254740993.0",
            "900719925474099.3",
            "999999999999999999",
            "-999999999999999999",
            "1000000000000000000",
            "0.00000000000000001",
            "1e3",
            "1e400",
            // Not JSON, but a text that a program passes.
            "",
            "-",
            ".",
            "-.5",
            "5.",
            "1.2.3",
            "+1",
            "01",
        ] {
            assert_same(text);
        }
        let short = Number::parse_short(b"-12.5");
        assert_eq!(short, Some(Number(Repr::Float((-12.5_f64).to_bits()))));
        assert_eq!(Number::parse_short(b"-0"), None);
        assert_eq!(Number::parse_short(b"9007199254740993.0"), None);
    }

    #[test]
    fn powers_of_ten_are_exact() {
        for (exponent, power) in POWERS.iter().enumerate() {
            assert_eq!(*power, 10_u64.pow(exponent as u32) as f64);
            assert_eq!(*power as u64, 10_u64.pow(exponent as u32));
        }
        assert_eq!(POWERS.len(), MAX_DECIMALS + 1);
    }

    proptest! {
        #[test]
        fn reads_any_number_like_a_long_one(text in "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,18})?(e[0-9])?") {
            assert_same(&text);
        }

        #[test]
        fn reads_short_texts_like_long_ones(text in "[-+.0-9e]{0,6}") {
            assert_same(&text);
        }
    }
}
