//! Numbers that remember how they were written.

use std::fmt;

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
    pub(super) fn parse(text: &str) -> Option<Self> {
        let has_fraction = text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
        let integer = || {
            let unsigned = text.parse().map(Repr::Unsigned);
            unsigned.or_else(|_| text.parse().map(Repr::Signed)).ok()
        };
        // `-0` is an integer to no one: as an i64 it would lose its sign.
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

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
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
            // `{:?}` keeps the fraction of 1.0, and is short for large and small numbers.
            Repr::Float(bits) => fmt::Debug::fmt(&f64::from_bits(bits), f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
