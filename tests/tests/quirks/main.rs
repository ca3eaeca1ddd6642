//! One quirk of a spec at a time: the Rust that it becomes, and what that Rust does.
//!
//! The specs are in `specs/`. The snapshots next to this file show exactly the text that is compiled here.
//! `INSTA_UPDATE=always cargo test -p tests --test quirks` accepts changes.

mod requests;
mod responses;
mod unions;
mod values;

use atlas_api::{Value, from_json, to_json};
use generator::{Docs, Inputs, Mode, Source, generate};
use serde_json::Value as Json;
use tests::QUIRKS;
use tests::conformance::Codec;

#[test]
fn quirks_generate_the_reviewed_rust() {
    for (name, text) in QUIRKS {
        insta::assert_snapshot!(*name, text);
    }
}

#[test]
fn upstream_prose_needs_docs_full() {
    let (_, with_prose) = QUIRKS
        .iter()
        .find(|(name, _)| *name == "docs_full")
        .unwrap();
    assert!(with_prose.contains("Returns one thing"));
    let inputs = Inputs {
        spec: Source::new("docs_full.yaml", include_str!("specs/docs_full.yaml")),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap();
    let rust_of = |docs| made.single_file(docs, "tests::docs_full").unwrap();
    let facts = rust_of(Docs::Facts);
    for prose in [
        "Returns one thing",
        "Which one",
        "How deep",
        "Its name",
        "A thing.",
    ] {
        assert!(
            with_prose.contains(prose) && !facts.contains(prose),
            "{prose}"
        );
    }
    assert!(facts.contains("At least 1.") && !rust_of(Docs::None).contains("At least 1."));
}

/// The row for the newest version of an operation.
fn codec<'a>(codecs: &'a [Codec], name: &str) -> &'a Codec {
    codecs
        .iter()
        .rev()
        .find(|codec| codec.meta.name == name)
        .unwrap()
}

/// Decodes JSON and encodes it again, which must change nothing.
fn kept<T: Value>(json: Json) -> T {
    let value: T = from_json(&json.to_string()).unwrap();
    assert_eq!(
        serde_json::from_str::<Json>(&to_json(&value)).unwrap(),
        json,
        "{value:?}"
    );
    value
}

/// A value as JSON.
fn written<T: Value>(value: &T) -> Json {
    serde_json::from_str(&to_json(value)).unwrap()
}
