//! Whatever is sent through the types of the crate comes back, and nothing makes them panic.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use atlas_api::conformance::{CODECS, Codec, Reencoded};
use bytes::Bytes;
use conformance::json::{difference, without_nulls};
use conformance::vendored;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// The names of all properties, and all values of enums: what makes arbitrary JSON meet typed places.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let document = vendored::spec(Path::new(root)).unwrap();
    let mut words = BTreeSet::new();
    collect(document.tree(), &mut words);
    words.into_iter().collect()
});

fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                words.extend(properties.keys().cloned());
            }
            let values = fields.get("enum").and_then(Value::as_array);
            let values = values.into_iter().flatten().filter_map(Value::as_str);
            words.extend(values.map(str::to_owned));
            fields.values().for_each(|value| collect(value, words));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![9 => select(WORDS.as_slice()), 1 => any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |it| it.is_finite().then(|| json!(it))),
        word().prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(word(), inner, 0..6).prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Value> {
    let fields = btree_map(word(), any_json(), 0..12);
    fields.prop_map(|fields| Value::Object(fields.into_iter().collect()))
}

fn decode(codec: &Codec, body: impl Into<Bytes>) -> Reencoded {
    let response = http::Response::new(body.into());
    (codec.response)(response).expect("a 2xx is a success")
}

fn codec(index: &Index) -> &'static Codec {
    index.get(CODECS)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_object_comes_back(index: Index, sent in any_object()) {
        let codec = codec(&index);
        prop_assume!(codec.meta.media_type.ends_with("json"));
        let came = decode(codec, sent.to_string()).body.unwrap_or_default();
        let loss = difference(&without_nulls(&sent), &without_nulls(&came));
        prop_assert_eq!(loss, None, "{} {}", codec.meta.name, codec.meta.version);
        // What came is the same however often it is sent.
        let again = decode(codec, came.to_string()).body.unwrap_or_default();
        prop_assert_eq!(difference(&came, &again), None);
    }

    #[test]
    fn any_json_comes_back(index: Index, sent in any_json()) {
        let came = decode(codec(&index), sent.to_string()).body.unwrap_or_default();
        prop_assert_eq!(difference(&without_nulls(&sent), &without_nulls(&came)), None);
    }

    #[test]
    fn no_bytes_make_it_panic(index: Index, bytes in vec(any::<u8>(), 0..200)) {
        decode(codec(&index), bytes);
    }

    /// A whole body, of which something was cut, or changed.
    #[test]
    fn no_damage_makes_it_panic(
        index: Index,
        sent in any_object(),
        cut: Index,
        change in any::<Option<u8>>(),
    ) {
        let mut bytes = sent.to_string().into_bytes();
        let at = cut.index(bytes.len());
        match change {
            Some(byte) => bytes[at] = byte,
            None => bytes.truncate(at),
        }
        decode(codec(&index), bytes);
    }
}

#[test]
fn deep_nesting_and_huge_numbers_are_kept() {
    let huge = format!("1{}", "0".repeat(5_000));
    let bodies = [
        "[".repeat(100_000),
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "{\"results\":".repeat(50_000),
        format!(
            "{}1{}",
            "{\"replicationSpecs\":[".repeat(9_000),
            "]}".repeat(9_000)
        ),
        format!("{{\"totalCount\":{huge},\"results\":{huge}}}"),
        format!("{{\"diskSizeGB\":{huge}.5e{}}}", "9".repeat(50)),
        "-".to_owned(),
        "\u{feff}{}".to_owned(),
    ];
    for codec in CODECS.iter().step_by(7) {
        for body in &bodies {
            decode(codec, body.clone());
        }
    }
}
