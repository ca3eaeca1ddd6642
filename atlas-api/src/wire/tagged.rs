//! Unions: which variant a JSON object is, by the text of its tag properties.

use super::reader::{Error, Kind};
use super::value::Decoder;

/// A property that tells the type of an object, and what it says: `("providerName", "AWS")`.
pub type Tag = (&'static str, &'static str);

/// How a variant is recognised and read: by any of these texts of the union's tag properties, in their
/// order. Where a text has fewer parts than the union has properties, the others do not matter.
pub type Rule<T> = (&'static [&'static [&'static str]], fn(&mut Decoder<'_>) -> Result<T, Error>);

/// Reads a union. The tag often comes last, so it is looked for before the object is read; nothing is
/// buffered.
///
/// # Errors
/// The value is no object, or its text is not JSON.
pub fn decode_tagged<T>(
    decoder: &mut Decoder<'_>,
    properties: &[&str],
    rules: &[Rule<T>],
    unknown: fn(super::Raw) -> T,
) -> Result<T, Error> {
    if decoder.reader.kind()? != Kind::Object {
        return Err(decoder.reader.mismatch("an object"));
    }
    let mut texts = Vec::with_capacity(properties.len());
    for property in properties {
        texts.push(decoder.reader.peek_string_property(property)?);
    }
    let matches = |wanted: &&[&str]| {
        wanted.iter().zip(&texts).all(|(wanted, found)| found.as_deref() == Some(wanted))
    };
    match rules.iter().find(|(wanted, _)| wanted.iter().any(|wanted| matches(&wanted))) {
        Some((_, decode)) => decode(decoder),
        None => decoder.reader.skip().map(|text| unknown(super::Raw::new(text.as_bytes()))),
    }
}

/// The tag of a variant that has only one, to write it where the object does not say it itself.
pub fn only_tag(properties: &[&'static str], texts: &[&[&'static str]]) -> Vec<Tag> {
    match texts {
        [only] => properties.iter().copied().zip(only.iter().copied()).collect(),
        _ => Vec::new(),
    }
}
