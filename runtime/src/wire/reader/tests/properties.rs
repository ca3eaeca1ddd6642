//! Properties that hold for any text and any value.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::reading::{read_all, read_all_raw_numbers, skip_all};
use super::strategies::{pieces, strings, values};
use crate::wire::reader::cursor::{Mark, Reader};
use crate::wire::reader::error::JsonError;
use crate::wire::reader::scan::whitespace_end;

/// The reader accepts `text` if and only if `serde_json` does, apart from numbers beyond a float, unpaired
/// surrogates, and deep nesting.
fn assert_agrees(text: &str) {
    let skipped = skip_all(text);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            // Only the whitespace of JSON, a subset of Rust's.
            assert_eq!(
                skipped,
                Ok(text.trim_matches([' ', '\n', '\r', '\t'])),
                "{text:?}"
            );
            assert_eq!(read_all(text), Ok(value), "{text:?}");
        }
        // `IgnoredAny` checks neither the size of numbers nor surrogates.
        Err(error) if serde_json::from_str::<IgnoredAny>(text).is_ok() => {
            assert!(skipped.is_ok(), "{text:?}: {error}");
            if let Err(error) = read_all_raw_numbers(text) {
                assert!(error.is_mismatch(), "{text:?}: {error}");
            }
        }
        Err(error) => {
            assert!(skipped.is_err(), "{text:?}: {error}");
            assert!(read_all_raw_numbers(text).is_err(), "{text:?}: {error}");
        }
    }
    if let Err(error) = skipped {
        assert!(error.position() <= text.len(), "{text:?}: {error}");
        assert!(!error.is_mismatch(), "{text:?}: {error}");
    }
}

/// Calls every method at `position`, whether or not that makes sense.
fn call_everything(text: &str, position: usize) {
    let mark = Mark {
        position,
        depth: 0,
        first: position.is_multiple_of(2),
    };
    let mut reader = Reader::new(text);
    // The methods, and the expected position after a mismatch.
    macro_rules! call {
        ($($call:expr),*; $stands:expr) => {$(
            reader.rewind(mark);
            let call: fn(&mut Reader<'_>) -> Option<JsonError> = $call;
            if call(&mut reader).is_some_and(|error| error.is_mismatch()) {
                assert_eq!(reader.position(), $stands);
            }
        )*};
    }
    let value = whitespace_end(text.as_bytes(), position);
    call!(
        |reader| reader.kind().err(),
        |reader| reader.null().err(),
        |reader| reader.bool().err(),
        |reader| reader.number().err(),
        |reader| reader.i64().err(),
        |reader| reader.string().err(),
        |reader| reader.array_begin().err(),
        |reader| reader.next_item().err(),
        |reader| reader.object_begin().err(),
        |reader| reader.skip().err(),
        |reader| reader.kind().map(|_| reader.mismatch("something")).ok(),
        |reader| reader.end().err();
        value
    );
    // Before the key. Only the first key has no comma.
    call!(
        |reader| reader.next_key().err();
        if mark.first { value } else { whitespace_end(text.as_bytes(), value + 1) }
    );
    call!(|reader| reader.peek_string_property("a").err(); position);
}

proptest! {
    #[test]
    fn reads_values_like_serde_json(value in values()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            // As `serde_json` reads it, because it may round a float.
            let expected: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read_all(&text), Ok(expected));
            prop_assert_eq!(skip_all(&text), Ok(text.as_str()));
        }
    }

    #[test]
    fn reads_escaped_strings_like_serde_json(units in vec(any::<u16>(), 0..12)) {
        // Each unit as an escape, some of them unpaired.
        let text: String = units.iter().map(|unit| format!("\\u{unit:04X}")).collect();
        assert_agrees(&format!("\"{text}\""));
        let paired = String::from_utf16_lossy(&units);
        let text: String = paired.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        prop_assert_eq!(read_all(&format!("\"{text}\"")), Ok(Value::from(paired)));
    }

    #[test]
    fn agrees_with_serde_json_on_damaged_text(
        value in values(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..3,
        piece in pieces(),
    ) {
        let text: Vec<char> = value.to_string().chars().collect();
        let at = at.index(text.len() + 1);
        let end = text.len().min(at + cut);
        let text = |parts: [&[char]; 2]| parts.concat().into_iter().collect::<String>();
        let value: Vec<char> = value.to_string().chars().collect();
        assert_agrees(&text([&value[..at], &[]]));
        assert_agrees(&text([&value[..at], &value[end..]]));
        let piece: Vec<char> = piece.chars().collect();
        assert_agrees(&text([&[&value[..at], &piece].concat(), &value[end..]]));
    }

    #[test]
    fn agrees_with_serde_json_on_garbage(text in any::<String>(), pieces in pieces(), ascii in "[\\x00-\\x7f]{0,8}") {
        for text in [text, pieces, ascii] {
            assert_agrees(&text);
            assert_agrees(&format!("[{text}]"));
            assert_agrees(&format!("{{\"a\":{text}}}"));
            assert_agrees(&format!("{{{text}}}"));
            assert_agrees(&format!("\"{text}\""));
        }
    }

    #[test]
    fn agrees_with_serde_json_on_numbers(text in "-?[0-9]{0,20}(\\.[0-9]{0,3})?([eE][-+]?[0-9]{0,3})?", tail in "[ ,x\\]-]?") {
        assert_agrees(&text);
        assert_agrees(&format!("{text}{tail}"));
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let mut reader = Reader::new(&text);
            match value.as_i64() {
                Some(value) => prop_assert_eq!(reader.i64(), Ok(value)),
                None => {
                    prop_assert!(reader.i64().unwrap_err().is_mismatch());
                    prop_assert_eq!(reader.skip(), Ok(text.as_str()));
                }
            }
        }
    }

    #[test]
    fn reads_integers_of_any_size(value in any::<i64>(), shift in 0_u32..64) {
        let value = value >> shift;
        let text = value.to_string();
        let mut reader = Reader::new(&text);
        prop_assert_eq!(reader.i64(), Ok(value));
        prop_assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn survives_any_call_at_any_position(text in any::<String>(), pieces in pieces(), value in values()) {
        for text in [text, pieces, value.to_string()] {
            // Positions between characters and past the end are not marks of this text, but must not panic either.
            for position in (0..text.len().min(60) + 3).chain([usize::MAX / 2]) {
                call_everything(&text, position);
            }
        }
    }

    #[test]
    fn finds_properties_at_any_position(
        mut members in btree_map(strings(), values(), 0..6),
        key in strings(),
        value in values(),
        pretty in any::<bool>(),
    ) {
        members.insert(key.clone(), value.clone());
        let value = json!(members);
        let text = if pretty { format!(" {value:#}") } else { value.to_string() };
        let mut reader = Reader::new(&text);
        let found = reader.peek_string_property(&key).unwrap();
        prop_assert_eq!(found.as_deref(), value[&key].as_str());
        let absent = format!("{key}, or not");
        let found = reader.peek_string_property(&absent).unwrap();
        prop_assert_eq!(found.as_deref(), value.get(&absent).and_then(Value::as_str));
        prop_assert_eq!(reader.skip(), Ok(text.trim_start()));
    }
}
