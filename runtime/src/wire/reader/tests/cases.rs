//! Single cases, and the messages of errors.

use std::borrow::Cow;

use super::reading::{read_all_raw_numbers, skip_all};
use crate::wire::reader::cursor::{JsonKind, Reader};
use crate::wire::reader::error::{ErrorKind, MAX_DEPTH};

#[test]
fn peeks_first_top_level_property() {
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
    let broken = Reader::new(r#"{"t": "x"#).peek_string_property("t");
    assert_eq!(broken.unwrap_err().kind(), ErrorKind::End);
    assert_eq!(
        Reader::new(" ")
            .peek_string_property("t")
            .unwrap_err()
            .kind(),
        ErrorKind::End
    );
}

#[test]
fn borrows_strings_without_escapes() {
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
fn skips_value_after_mismatch() {
    for text in ["null", "true", "-1.5", "\"a\"", "[1]", "{\"a\": 1}"] {
        let json = format!("[ {text} , 2]");
        let mut reader = Reader::new(&json);
        reader.array_begin().unwrap();
        assert_eq!(reader.next_item(), Ok(true));
        let kind = reader.kind().unwrap();
        let errors = [
            (JsonKind::Null, reader.clone().null().err()),
            (JsonKind::Bool, reader.clone().bool().err()),
            (JsonKind::Number, reader.clone().number().err()),
            (JsonKind::String, reader.clone().string().err()),
            (JsonKind::Array, reader.clone().array_begin().err()),
            (JsonKind::Object, reader.clone().object_begin().err()),
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
fn rewinding_closes_objects_and_lists_opened_since() {
    let text = r#"{"a": [[1, {"b": "wrong"}]], "c": 2}"#;
    let mut reader = Reader::new(text);
    reader.object_begin().unwrap();
    reader.next_key().unwrap();
    let mark = reader.mark();
    // More often than the depth would allow if rewinding did not restore it.
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
fn limits_depth() {
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
    // Levels that are already open count when a value is skipped.
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
fn skips_but_does_not_read_lone_surrogates() {
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
fn errors_name_cause_and_position() {
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
