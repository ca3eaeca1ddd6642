//! Compares the reader with `serde_json`.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::*;

/// Any JSON value.
pub(crate) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000_i64..1000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        strings().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            btree_map(strings(), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Strings of any kind, with and without escapes, around the eight bytes that are looked at
/// together.
fn strings() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{0,20}",
        "[\\x00-\\x7f]{0,20}",
        "[a\"\\\\\u{1f}\u{7f}\u{80}é€😀]{0,12}",
    ]
}

/// Text that is almost JSON: pieces of JSON in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\n", "\\u", "\\ud83d", "\\ude00", "0",
        "00e9", "-", "1", "12", ".", "e", "E+", "true", "false", "null", "tru", " ", "\n", "\t",
        "\u{b}", "\u{0}", "\u{feff}", "é", "😀", "\"k\":", "[]", "{}", "1e999", "/", "x",
    ]);
    vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// Reads any value by way of the methods for its parts.
fn read(reader: &mut Reader<'_>) -> Result<Value, Error> {
    Ok(match reader.kind()? {
        Kind::Null => reader.null().map(|()| Value::Null)?,
        Kind::Bool => reader.bool()?.into(),
        Kind::Number => serde_json::from_str(reader.number()?).unwrap(),
        Kind::String => reader.string()?.into(),
        Kind::Array => {
            let mut items = Vec::new();
            reader.array_begin()?;
            while reader.next_item()? {
                items.push(read(reader)?);
            }
            items.into()
        }
        Kind::Object => {
            let mut members = serde_json::Map::new();
            reader.object_begin()?;
            while let Some(key) = reader.next_key()? {
                members.insert(key.into(), read(reader)?);
            }
            members.into()
        }
    })
}

fn read_all(text: &str) -> Result<Value, Error> {
    let mut reader = Reader::new(text);
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn skip_all(text: &str) -> Result<&str, Error> {
    let mut reader = Reader::new(text);
    let text = reader.skip()?;
    reader.end()?;
    Ok(text)
}

/// The reader accepts `text` if and only if `serde_json` does, apart from numbers beyond a float,
/// halves of surrogate pairs, and deep nesting.
fn assert_agrees(text: &str) {
    let skipped = skip_all(text);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            // The whitespace of JSON, which is less than that of Rust.
            assert_eq!(
                skipped,
                Ok(text.trim_matches([' ', '\n', '\r', '\t'])),
                "{text:?}"
            );
            assert_eq!(read_all(text), Ok(value), "{text:?}");
        }
        // `IgnoredAny` looks at neither the size of numbers nor at surrogates.
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

/// Like [`read_all`], but without a look at the size of numbers.
fn read_all_raw_numbers(text: &str) -> Result<(), Error> {
    fn walk(reader: &mut Reader<'_>) -> Result<(), Error> {
        match reader.kind()? {
            Kind::Array => {
                reader.array_begin()?;
                while reader.next_item()? {
                    walk(reader)?;
                }
            }
            Kind::Object => {
                reader.object_begin()?;
                while reader.next_key()?.is_some() {
                    walk(reader)?;
                }
            }
            Kind::String => _ = reader.string()?,
            Kind::Number => _ = reader.number()?,
            Kind::Bool => _ = reader.bool()?,
            Kind::Null => reader.null()?,
        }
        Ok(())
    }
    let mut reader = Reader::new(text);
    walk(&mut reader)?;
    reader.end()
}

/// Calls every method at `position`, whether or not that makes sense.
fn call_everything(text: &str, position: usize) {
    let mark = Mark {
        position,
        depth: 0,
        first: position.is_multiple_of(2),
    };
    let mut reader = Reader::new(text);
    // The methods, and where the reader stands after a mismatch.
    macro_rules! call {
        ($($call:expr),*; $stands:expr) => {$(
            reader.rewind(mark);
            let call: fn(&mut Reader<'_>) -> Option<Error> = $call;
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
    // Before the key, which only the first one is without a comma.
    call!(
        |reader| reader.next_key().err();
        if mark.first { value } else { whitespace_end(text.as_bytes(), value + 1) }
    );
    call!(|reader| reader.peek_string_property("a").err(); position);
}

proptest! {
    #[test]
    fn values_are_read_like_serde_json_does(value in values()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            // What `serde_json` reads, since it may round a float.
            let expected: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read_all(&text), Ok(expected));
            prop_assert_eq!(skip_all(&text), Ok(text.as_str()));
        }
    }

    #[test]
    fn strings_with_any_escape(units in vec(any::<u16>(), 0..12)) {
        // Each unit as an escape, and some of them without their other half.
        let text: String = units.iter().map(|unit| format!("\\u{unit:04X}")).collect();
        assert_agrees(&format!("\"{text}\""));
        let paired = String::from_utf16_lossy(&units);
        let text: String = paired.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        prop_assert_eq!(read_all(&format!("\"{text}\"")), Ok(Value::from(paired)));
    }

    #[test]
    fn mutilated_text(
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
    fn garbage(text in any::<String>(), pieces in pieces(), ascii in "[\\x00-\\x7f]{0,8}") {
        for text in [text, pieces, ascii] {
            assert_agrees(&text);
            assert_agrees(&format!("[{text}]"));
            assert_agrees(&format!("{{\"a\":{text}}}"));
            assert_agrees(&format!("{{{text}}}"));
            assert_agrees(&format!("\"{text}\""));
        }
    }

    #[test]
    fn numbers(text in "-?[0-9]{0,20}(\\.[0-9]{0,3})?([eE][-+]?[0-9]{0,3})?", tail in "[ ,x\\]-]?") {
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
    fn integers(value in any::<i64>(), shift in 0_u32..64) {
        let value = value >> shift;
        let text = value.to_string();
        let mut reader = Reader::new(&text);
        prop_assert_eq!(reader.i64(), Ok(value));
        prop_assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn nothing_panics(text in any::<String>(), pieces in pieces(), value in values()) {
        for text in [text, pieces, value.to_string()] {
            // Places between characters and behind the end are not those of a mark of this text,
            // but have to be survived too.
            for position in (0..text.len().min(60) + 3).chain([usize::MAX / 2]) {
                call_everything(&text, position);
            }
        }
    }

    #[test]
    fn properties_are_found_wherever_they_are(
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

#[test]
fn the_first_of_equal_properties_counts_and_only_at_the_top() {
    let text = r#"{"x": {"t": "inner"}, "\u0074": "first", "t": "second", broken"#;
    let mut reader = Reader::new(text);
    assert_eq!(reader.peek_string_property("t"), Ok(Some("first".into())));
    assert_eq!(reader.position(), 0);
    assert!(reader.peek_string_property("u").is_err());
    assert_eq!(reader.position(), 0);
    // The reader is before the object as if nothing had happened.
    reader.object_begin().unwrap();
    assert_eq!(reader.next_key(), Ok(Some("x".into())));
    assert_eq!(reader.peek_string_property("t"), Ok(Some("inner".into())));
    for text in [
        "[1]",
        "\"t\"",
        "null",
        "{}",
        r#"{"t":1}"#,
        r#"{"t":null,"t":"x"}"#,
    ] {
        assert_eq!(
            Reader::new(text).peek_string_property("t"),
            Ok(None),
            "{text}"
        );
    }
    assert_eq!(
        Reader::new(" ")
            .peek_string_property("t")
            .unwrap_err()
            .kind(),
        ErrorKind::End
    );
}

#[test]
fn strings_are_borrowed_unless_escaped() {
    assert!(matches!(
        Reader::new("\"größe\"").string(),
        Ok(Cow::Borrowed("größe"))
    ));
    assert!(
        matches!(Reader::new("\"gr\\u00f6ße\"").string(), Ok(Cow::Owned(text)) if text == "größe")
    );
    assert!(matches!(
        Reader::new("\"\"").string(),
        Ok(Cow::Borrowed(""))
    ));
}

#[test]
fn after_a_mismatch_the_value_can_be_skipped() {
    for text in ["null", "true", "-1.5", "\"a\"", "[1]", "{\"a\": 1}"] {
        let json = format!("[ {text} , 2]");
        let mut reader = Reader::new(&json);
        reader.array_begin().unwrap();
        assert_eq!(reader.next_item(), Ok(true));
        let kind = reader.kind().unwrap();
        let errors = [
            (Kind::Null, reader.clone().null().err()),
            (Kind::Bool, reader.clone().bool().err()),
            (Kind::Number, reader.clone().number().err()),
            (Kind::String, reader.clone().string().err()),
            (Kind::Array, reader.clone().array_begin().err()),
            (Kind::Object, reader.clone().object_begin().err()),
        ];
        for (asked, error) in errors {
            assert_eq!(
                error.is_some_and(|error| error.is_mismatch()),
                asked != kind,
                "{text}"
            );
            assert!(error.is_none_or(|error| error.position() == 2));
        }
        assert!(reader.i64().unwrap_err().is_mismatch());
        assert_eq!(reader.skip(), Ok(text));
        assert_eq!(reader.next_item(), Ok(true));
        assert_eq!(reader.i64(), Ok(2));
        assert_eq!(reader.next_item(), Ok(false));
        assert_eq!(reader.end(), Ok(()));
    }
}

#[test]
fn rewinding_leaves_what_was_opened_since() {
    let text = r#"{"a": [[1, {"b": "wrong"}]], "c": 2}"#;
    let mut reader = Reader::new(text);
    reader.object_begin().unwrap();
    reader.next_key().unwrap();
    let mark = reader.mark();
    // More often than the depth allows, if rewinding did not restore it.
    for _ in 0..MAX_DEPTH {
        reader.array_begin().unwrap();
        reader.next_item().unwrap();
        reader.array_begin().unwrap();
        assert_eq!(reader.next_item(), Ok(true));
        assert_eq!(reader.i64(), Ok(1));
        assert_eq!(reader.next_item(), Ok(true));
        reader.object_begin().unwrap();
        reader.next_key().unwrap();
        assert!(reader.i64().unwrap_err().is_mismatch());
        reader.rewind(mark);
    }
    assert_eq!(reader.skip(), Ok(r#"[[1, {"b": "wrong"}]]"#));
    assert_eq!(reader.next_key(), Ok(Some("c".into())));
    assert_eq!(reader.i64(), Ok(2));
    assert_eq!(reader.next_key(), Ok(None));
    assert_eq!(reader.end(), Ok(()));
    // A mark between the opening bracket and the first item.
    let mut reader = Reader::new("[1]");
    reader.array_begin().unwrap();
    let mark = reader.mark();
    reader.next_item().unwrap();
    reader.rewind(mark);
    assert_eq!(reader.next_item(), Ok(true));
}

#[test]
fn depth_is_limited() {
    let nested = |open: &str, inner: &str, close: &str, depth: u32| {
        let depth = depth as usize;
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let depth = |text: &str| {
        [skip_all(text).err(), read_all_raw_numbers(text).err()]
            .map(|error| error.map(|e| e.kind()))
    };
    for (open, inner, close) in [
        ("[", "", "]"),
        ("{\"a\":", "1", "}"),
        ("[{\"a\":", "{}", "}]"),
    ] {
        let levels = open.matches(['[', '{']).count() as u32;
        let own = inner.matches('{').count() as u32;
        let allowed = (MAX_DEPTH - own) / levels;
        assert_eq!(depth(&nested(open, inner, close, allowed)), [None, None]);
        let beyond = nested(open, inner, close, allowed + 1);
        assert_eq!(depth(&beyond), [Some(ErrorKind::Depth); 2]);
        assert_eq!(
            depth(&nested(open, inner, "", 1_000_000)),
            [Some(ErrorKind::Depth); 2]
        );
    }
    // What is already open counts when a value is skipped.
    let text = nested("[", "", "]", MAX_DEPTH + 1);
    let mut reader = Reader::new(&text);
    reader.array_begin().unwrap();
    reader.next_item().unwrap();
    assert_eq!(reader.skip().unwrap_err().kind(), ErrorKind::Depth);
    // Siblings do not add up.
    let text = nested("[", &["[]"; 1000].join(","), "]", MAX_DEPTH - 1);
    assert_eq!(depth(&text), [None, None]);
}

#[test]
fn half_of_a_surrogate_pair_is_passed_and_not_read() {
    for text in [
        r#""\ud83d""#,
        r#""\ude00\ud83d""#,
        r#""\ud83d\n""#,
        r#""\ud83d\u0041""#,
    ] {
        assert_eq!(skip_all(text), Ok(text));
        let mut reader = Reader::new(text);
        let error = reader.string().unwrap_err();
        let message = "expected both halves of a surrogate pair at byte 1";
        assert_eq!(error.to_string(), message, "{text}");
        assert!(error.is_mismatch());
        assert_eq!(reader.skip(), Ok(text));

        let object = format!("{{{text}:1}}");
        assert_eq!(skip_all(&object), Ok(&*object));
        let object = format!(" {{\"a\":1, {text}:1}}");
        let mut reader = Reader::new(&object);
        assert!(reader.peek_string_property("b").unwrap_err().is_mismatch());
        assert_eq!(reader.position(), 0);
        reader.object_begin().unwrap();
        reader.next_key().unwrap();
        assert_eq!(reader.i64(), Ok(1));
        assert!(reader.next_key().unwrap_err().is_mismatch());
        assert_eq!(reader.skip(), Ok(text));
        let tagged = format!("{{\"type\":{text}}}");
        assert_eq!(Reader::new(&tagged).peek_string_property("type"), Ok(None));
    }
}

#[test]
fn errors_tell_what_and_where() {
    let cases = [
        ("", "unexpected end of the text at byte 0"),
        ("[1,", "unexpected end of the text at byte 3"),
        ("[1,]", "expected a value at byte 3"),
        ("[1 2]", "expected `,` or `]` at byte 3"),
        ("{,", "expected a key at byte 1"),
        ("{\"a\":1,}", "expected a key at byte 7"),
        ("{\"a\" 1}", "expected `:` at byte 5"),
        ("{\"a\":1]", "expected `,` or `}` at byte 6"),
        ("[tru", "unexpected end of the text at byte 4"),
        ("[trux]", "expected `null`, `true` or `false` at byte 1"),
        ("-", "unexpected end of the text at byte 1"),
        ("1.x", "expected a digit at byte 2"),
        ("01", "expected the end of the text at byte 1"),
        ("\"a\nb\"", "control character in a string at byte 2"),
        ("\"\\x\"", "invalid escape at byte 2"),
        ("\"\\u12x4\"", "invalid escape at byte 5"),
        ("\u{feff}1", "expected a value at byte 0"),
    ];
    for (text, message) in cases {
        assert_eq!(skip_all(text).unwrap_err().to_string(), message, "{text:?}");
        assert_eq!(
            read_all_raw_numbers(text).unwrap_err().to_string(),
            message,
            "{text:?}"
        );
    }
    let error = Reader::new(" 1").string().unwrap_err();
    assert_eq!(error.to_string(), "expected a string at byte 1");
    assert_eq!(
        error.kind(),
        ErrorKind::Mismatch {
            expected: "a string"
        }
    );
}
