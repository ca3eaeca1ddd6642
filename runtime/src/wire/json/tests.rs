//! Tests all ways to create, convert and write free-form JSON.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::value::Json;
use crate::json;
use crate::wire::map::Map;
use crate::wire::reader::tests::strategies::values;
use crate::wire::value::{from_json, to_json, to_sendable_json};

/// Contains everything that a Rust type would change.
const ODD: &str = r#"{"z":[1e400,123456789012345678901234567890,1.10,-0,0.1000000000000000000001],"a":"\ud800\u0041","z2":{"b":1,"a":2}}"#;

fn parsed(text: &str) -> Json {
    text.parse().unwrap()
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Holder {
    name: String,
    json: Json,
    list: Vec<Json>,
    none: Option<Json>,
}

fn holder() -> Holder {
    Holder {
        name: "x".to_owned(),
        json: parsed(ODD),
        list: vec![parsed("1.0"), Json::null()],
        none: None,
    }
}

#[test]
fn keeps_json_text_unchanged() {
    let json = parsed(&format!(" {ODD}\n"));
    assert_eq!(json.text(), ODD);
    assert_eq!(json.to_string(), ODD);
    assert_eq!(to_json(&json), ODD);
    assert_eq!(from_json::<Json>(ODD).unwrap().text(), ODD);
    assert!("{]".parse::<Json>().is_err() && "1 2".parse::<Json>().is_err());
}

#[test]
fn reads_parts_in_place() {
    let json = parsed(r#" {"a": [ {"b": "x\n"}, 7 , true, -2.5e3 ], "c": null, "a b~/c": 1}"#);
    assert_eq!(json["a"][0]["b"].as_str(), Some("x\n"));
    assert_eq!(json["a"][0].text(), r#"{"b": "x\n"}"#);
    assert_eq!(
        (json["a"][1].as_i64(), json["a"][1].as_u64()),
        (Some(7), Some(7))
    );
    assert_eq!(json["a"][2].as_bool(), Some(true));
    assert_eq!(json["a"][3].as_f64(), Some(-2500.0));
    assert_eq!(json["a"][3].as_digits(), Some("-2.5e3"));
    assert!(json["c"].is_null() && json["d"]["e"][9].is_null());
    assert_eq!(json.get("d"), None);
    assert_eq!(json.pointer("/a/0/b").unwrap(), "x\n");
    assert_eq!(json.pointer("/a b~0~1c").unwrap(), &1);
    assert_eq!(json.pointer("/a/9"), None);
    let keys: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["a", "c", "a b~/c"]);
}

#[test]
fn reads_odd_texts_as_documented() {
    let json = parsed(r#"{"a":1,"b":"\udc00x","a":2,"n":1e400}"#);
    assert_eq!(json["a"], 2);
    assert_eq!(json["b"].as_str(), Some("\u{fffd}x"));
    assert_eq!(json["n"].as_f64(), None);
    assert_eq!(json["n"].as_digits(), Some("1e400"));
    assert_eq!(Value::from(&json)["n"], "1e400");
}

#[test]
fn equality_respects_order_and_digits() {
    assert_eq!(parsed(r#"{ "a": "\u0041" }"#), parsed(r#"{"a":"A"}"#));
    for (one, other) in [
        (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#),
        ("1", "1.0"),
        ("0.10", "0.1"),
        ("null", "{}"),
    ] {
        assert_ne!(parsed(one), parsed(other));
    }
    // A `Value` has no order.
    assert_eq!(
        parsed(r#"{"b":2,"a":1}"#),
        serde_json::json!({"a": 1, "b": 2})
    );
}

#[test]
fn macro_keeps_order() {
    let (field, items) = ("price".to_owned(), vec![1, 2]);
    let json = json!({
        "z": null, "a": [null, [], {}, [1, 2].len(), items.iter().sum::<i32>(),],
        (field): {"deep": {"er": [{"x": -1}]}}, "f": 0.5, "json": parsed(ODD),
        "none": None::<i32>, "last": items,
    });
    let text =
        r#"{"z":null,"a":[null,[],{},2,3],"price":{"deep":{"er":[{"x":-1}]}},"f":0.5,"json":"#;
    assert_eq!(
        json.text(),
        format!(r#"{text}{ODD},"none":null,"last":[1,2]}}"#)
    );
    assert_eq!(json!(null), Json::null());
    assert_eq!(json!("x"), "x");
}

#[test]
fn serializes_in_order() {
    #[derive(Serialize)]
    enum Kind {
        Unit,
        New(i32),
        Tuple(i32, bool),
        Struct { z: i8, a: char },
    }
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct All {
        z: Vec<Kind>,
        a: (u128, i128, f32, Option<()>, Unit),
        keys: BTreeMap<i32, &'static str>,
        bytes: &'static [u8],
    }
    let all = All {
        z: vec![
            Kind::Unit,
            Kind::New(1),
            Kind::Tuple(2, true),
            Kind::Struct { z: 3, a: 'é' },
        ],
        a: (u128::MAX, i128::MIN, 0.1, None, Unit),
        keys: [(-1, "m"), (2, "t")].into(),
        bytes: b"ab",
    };
    let json = Json::from_serialize(&all).unwrap();
    assert_eq!(json.text(), serde_json::to_string(&all).unwrap());
}

#[test]
fn rejects_inexpressible_values_with_path() {
    let error = |json: &Json| to_sendable_json(json).unwrap_err().to_string();
    let json = json!({"a": [1, {"b": f64::NAN}]});
    assert_eq!(error(&json), "`$.a[1].b` is NaN, which JSON can't express");
    assert!(json.is_null() && json["a"].is_null() && json != Json::null());
    // Anywhere within another value.
    let outer: Json = [("x", Json::from(vec![json.clone()]))]
        .into_iter()
        .collect();
    assert_eq!(
        error(&outer),
        "`$.x[0].a[1].b` is NaN, which JSON can't express"
    );
    let map: Map<Json> = [("k", json!({"y": json}))].into();
    assert!(
        to_sendable_json(&map)
            .unwrap_err()
            .path()
            .starts_with("$.k.y")
    );
    assert!(serde_json::to_string(&json).is_err());

    let keys = HashMap::from([(vec![1], 1)]);
    assert!(
        Json::from_serialize(&keys)
            .unwrap_err()
            .to_string()
            .contains("a key must be a string, a number or a boolean")
    );
    assert!(error(&json!({"a": keys})).starts_with("`$.a` can't be written"));
    let deep = (0..200).fold(Json::from(1), |inner, _| Json::from([inner]));
    assert!(
        error(&deep).contains("nested more than 128 levels deep"),
        "{}",
        error(&deep)
    );
}

#[test]
fn serde_json_round_trips_unchanged() {
    let text = format!(r#"{{"name":"x","json":{ODD},"list":[1.0,null],"none":null}}"#);
    assert_eq!(serde_json::to_string(&holder()).unwrap(), text);
    let back: Holder = serde_json::from_str(&text).unwrap();
    assert_eq!(back, holder());
    assert_eq!(back.json.text(), ODD);
    let back: Holder = serde_json::from_reader(text.as_bytes()).unwrap();
    assert_eq!(back.json.text(), ODD);
    let pretty = serde_json::to_string_pretty(&holder()).unwrap();
    assert_eq!(serde_json::from_str::<Holder>(&pretty).unwrap(), holder());
    assert!(
        pretty.contains("\n    \"z\": [\n      1e400,\n"),
        "{pretty}"
    );
    // A serializer that passes on JSON text.
    assert_eq!(Json::from_serialize(&holder()).unwrap().text(), text);
    let raw = serde_json::value::RawValue::from_string(ODD.to_owned()).unwrap();
    assert_eq!(Json::from_serialize(&raw).unwrap().text(), ODD);
}

#[test]
fn other_serde_formats_keep_what_they_can() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Flat {
        #[serde(flatten)]
        rest: Json,
    }
    let flat: Flat = serde_json::from_str(r#"{"z":{"y":1,"x":[1.5,"a"]},"a":null}"#).unwrap();
    assert_eq!(flat.rest.text(), r#"{"z":{"y":1,"x":[1.5,"a"]},"a":null}"#);
    let text = serde_json::to_string(&flat).unwrap();
    assert_eq!(text, r#"{"z":{"y":1,"x":[1.5,"a"]},"a":null}"#);
    let value = serde_json::to_value(parsed(r#"{"z":18446744073709551615,"a":[-1,0.5,"x"]}"#));
    let value = value.unwrap();
    assert_eq!(
        value,
        serde_json::json!({"z": u64::MAX, "a": [-1, 0.5, "x"]})
    );
    assert_eq!(
        serde_json::from_value::<Json>(value.clone()).unwrap(),
        value
    );
}

proptest! {
    #[test]
    fn all_conversions_agree(value in values()) {
        let text = value.to_string();
        let json = Json::from(&value);
        prop_assert_eq!(json.text(), &text);
        prop_assert_eq!(Json::from_serialize(&value).unwrap().to_string(), text.clone());
        prop_assert_eq!(serde_json::to_string(&json).unwrap(), text.clone());
        prop_assert_eq!(serde_json::from_str::<Json>(&text).unwrap().to_string(), text.clone());
        // Parsing may round a float.
        let expected: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Value::from(json), expected);
    }
}
