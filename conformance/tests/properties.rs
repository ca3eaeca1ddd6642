//! Any JSON round-trips through the types of the crate, and nothing makes them panic.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use atlas_api::Json;
use atlas_api::conformance::{CODECS, Codec, Reencoded};
use bytes::Bytes;
use conformance::json::{Null, difference};
use conformance::place::Bodies;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use crate::SPECS;

thread_local! {
    static BODIES: Bodies<'static> = Bodies::new(&*SPECS);
}

/// The names of all properties and all values of enums, so that arbitrary JSON hits typed places.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words = BTreeSet::new();
    for document in &*SPECS {
        collect(document, &mut words);
    }
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

/// Any JSON, with properties in any order and numbers with any number of digits.
fn any_json() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::null()),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_filter_map("finite", |it| it.is_finite().then(|| Json::from(it))),
        "-?(0|[1-9][0-9]{0,40})([.][0-9]{1,30})?([eE][+-]?[0-9]{1,3})?"
            .prop_map(|text| text.parse().unwrap()),
        Just(r#""\ud800\u0041""#.parse().unwrap()),
        word().prop_map(Json::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            vec((word(), inner), 0..6).prop_map(distinct),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Json> {
    vec((word(), any_json()), 0..12).prop_map(distinct)
}

/// An object with unique names.
fn distinct(mut properties: Vec<(String, Json)>) -> Json {
    let mut names = BTreeSet::new();
    properties.retain(|(name, _)| names.insert(name.clone()));
    properties.into_iter().collect()
}

fn decode(codec: &Codec, body: impl Into<Bytes>) -> Reencoded {
    let response = http::Response::new(body.into());
    codec.response(response).expect("a 2xx is a success")
}

fn codec(index: &Index) -> &'static Codec {
    index.get(CODECS)
}

/// The difference between a body and the same body decoded and encoded.
fn loss(codec: &Codec, sent: &Json) -> Option<String> {
    let received = decode(codec, sent.to_string()).body.unwrap_or_default();
    let received = received.parse().unwrap();
    BODIES.with(|bodies| difference(sent, &received, &bodies.response(codec), Null::Absent))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_object_round_trips(index: Index, sent in any_object()) {
        let codec = codec(&index);
        prop_assume!(codec.meta.media_type.ends_with("json"));
        let loss = loss(codec, &sent);
        prop_assert_eq!(loss, None, "{} {}", codec.meta.name, codec.meta.version);
        // The value stays the same however often it is sent.
        let received = decode(codec, sent.to_string()).body.unwrap_or_default();
        prop_assert_eq!(decode(codec, received.clone()).body, Some(received));
    }

    #[test]
    fn any_json_round_trips(index: Index, sent in any_json()) {
        prop_assert_eq!(loss(codec(&index), &sent), None);
    }

    #[test]
    fn survives_any_bytes(index: Index, bytes in vec(any::<u8>(), 0..200)) {
        decode(codec(&index), bytes);
    }

    /// A whole body with a part cut off or changed.
    #[test]
    fn survives_damaged_bodies(
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
fn keeps_deep_nesting_and_huge_numbers() {
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
