//! Strategies for proptest: JSON values, strings, and text that is almost JSON.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Value;

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

/// Strings of any kind, with and without escapes, around the eight bytes that are inspected together.
pub(super) fn strings() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{0,20}",
        "[\\x00-\\x7f]{0,20}",
        "[a\"\\\\\u{1f}\u{7f}\u{80}é€😀]{0,12}",
    ]
}

/// Text that is almost JSON: pieces of JSON in any order.
pub(super) fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\n", "\\u", "\\ud83d", "\\ude00", "0",
        "00e9", "-", "1", "12", ".", "e", "E+", "true", "false", "null", "tru", " ", "\n", "\t",
        "\u{b}", "\u{0}", "\u{feff}", "é", "😀", "\"k\":", "[]", "{}", "1e999", "/", "x",
    ]);
    vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}
