//! Objects and enums: decoding and encoding loses nothing.

use atlas_api::{Nullable, Number, Output, from_json, to_json};
use serde_json::json;
use tests::*;

use crate::{kept, written};

#[test]
fn keeps_an_unknown_value_of_an_enum() {
    use odd_enums::types::{Sign, Thing};
    let thing: Thing = kept(json!({"sign": "≠", "only": "", "hour": 7}));
    assert_eq!(thing.sign.unwrap().as_str(), "≠");
    for text in Sign::VALUES {
        let sign = Sign::from(*text);
        assert!(!matches!(sign, Sign::Unknown(_)), "{text}");
        assert_eq!(sign.to_string(), *text);
    }
    // From any text, as setters take it too.
    let text = "≠".to_owned();
    assert_eq!(written(&Thing::new().sign(&text)), json!({"sign": "≠"}));
    assert_eq!(Sign::from(&text), Sign::from(text.clone()));
    assert_eq!(written(&Thing::new().sign(text)), json!({"sign": "≠"}));
    // A listed value may be named `Unknown`.
    assert_eq!(Sign::from("Unknown"), Sign::UnknownValue);
}

#[test]
fn a_union_of_enums_is_one_enum() {
    use enum_of_enums::types::{Place, Region};
    assert_eq!(Region::VALUES, ["US_EAST_1", "EU_WEST", "ASIA"]);
    assert_eq!(
        kept::<Place>(json!({"region": "ASIA"})).region,
        Some(Region::Asia)
    );
}

#[test]
fn nullable_properties_distinguish_null_from_absent() {
    use nullable::types::Thing;
    let all = json!({"note": null, "labels": null, "size": null, "until": null, "kind": null});
    let thing: Thing = kept(all);
    assert_eq!(thing.note, Some(Nullable::Null));
    assert_eq!(kept::<Thing>(json!({})).note, None);
    kept::<Thing>(json!({"labels": ["x"], "size": {"width": 1}, "kind": "NAIL", "note": "n"}));
    kept::<Thing>(json!({"ids": ["a", null]}));
    // Elsewhere, null is not a value.
    let thing: Thing = from_json(r#"{"name": null}"#).unwrap();
    assert_eq!(
        (thing.name.clone(), to_json(&thing)),
        (None, "{}".to_owned())
    );
    let built = Thing::new(Nullable::Null)
        .labels(["x"])
        .until("2024-01-01T00:00:00Z");
    let expected = json!({"note": null, "labels": ["x"], "until": "2024-01-01T00:00:00Z"});
    assert_eq!(written(&built), expected);
}

#[test]
fn a_property_may_be_null_if_the_component_that_it_names_may() {
    use nullable::types::{Owner, Thing};
    let thing: Thing = kept(json!({"owner": null, "label": null}));
    assert_eq!(
        (thing.owner, thing.label),
        (Some(Nullable::Null), Some(Nullable::Null))
    );
    let thing = Thing::new("n").owner(Owner::new().name("x"));
    assert_eq!(
        written(&thing),
        json!({"note": "n", "owner": {"name": "x"}})
    );
}

#[test]
fn a_mismatch_is_set_aside_and_written_back() {
    use maps::types::Thing;
    let body = json!({
        "tags": {"a": 1},
        "parts": {"inner part": {"lists": [[1, "x"]]}},
        "list": 3,
        "colors": {"sky": "BLUE"},
    });
    let mut set_aside = Vec::new();
    let thing = Thing::from_body(body.to_string().into(), &mut set_aside);
    let mut paths: Vec<_> = set_aside.into_iter().map(|it| it.path).collect();
    paths.sort();
    assert_eq!(
        paths,
        ["$.list", r#"$.parts["inner part"].lists"#, "$.tags"]
    );
    assert_eq!(thing.unknown.get("list"), Some(&json!(3)));
    assert!(thing.list.is_none());
    assert_eq!(thing.colors.as_ref().unwrap()["sky"].as_str(), "BLUE");
    assert_eq!(written(&thing), body);
}

#[test]
fn unknown_properties_can_be_read_and_set_by_name() {
    let mut thing: bodies::types::Thing = kept(json!({"name": "x", "new": {"a": [null]}}));
    assert_eq!(thing.unknown.get("new"), Some(&json!({"a": [null]})));
    thing.unknown.insert("more", 1);
    // A field wins over a property set by name.
    thing.unknown.insert("name", "y");
    assert_eq!(
        written(&thing),
        json!({"name": "x", "new": {"a": [null]}, "more": 1})
    );
}

#[test]
fn unknown_properties_are_written_back_byte_for_byte() {
    let json = r#"{"name":"x","a":[1e2,-0,1.10,123456789012345678901234567890],"b":1e999,"c":"\ud800","d":{"z":1, "a":2}}"#;
    let thing: bodies::types::Thing = from_json(json).unwrap();
    assert_eq!(thing.name.as_deref(), Some("x"));
    assert_eq!(thing.unknown.get("b").unwrap(), "1e999");
    assert_eq!(thing.unknown.get("c").unwrap(), "\u{fffd}");
    assert_eq!(thing.unknown.text("c"), Some(r#""\ud800""#));
    assert_eq!(to_json(&thing.clone()), json);
    assert_eq!(thing, from_json(json).unwrap());
}

#[test]
fn a_value_out_of_range_affects_only_its_property() {
    use maps::types::Thing;
    let json = r#"{"tags":{"a":"\udc00"},"free":"\ud800","parts":{"a":{"\udfff":1}},"colors":{"sky":"BLUE"}}"#;
    let mut set_aside = Vec::new();
    let thing = Thing::from_body(json.into(), &mut set_aside);
    let mut paths: Vec<_> = set_aside.into_iter().map(|it| it.path).collect();
    paths.sort();
    assert_eq!(paths, ["$.free", "$.parts.a", "$.tags"]);
    assert_eq!(thing.colors.as_ref().unwrap()["sky"].as_str(), "BLUE");
    let written = to_json(&thing);
    for part in [
        r#""tags":{"a":"\udc00"}"#,
        r#""free":"\ud800""#,
        r#"{"a":{"\udfff":1}}"#,
    ] {
        assert!(written.contains(part), "{written}");
    }
}

#[test]
fn maps_and_free_form_objects_keep_any_names() {
    use maps::types::Thing;
    kept::<Thing>(json!({
        "tags": {"": "empty", "type": "x"},
        "parts": {"a": {"free": null}},
        "shapes": {"cube": {"edges": 12, "color": "red"}},
        "anything": {"a": 1, "b": [true]},
        "free": "text",
        "list": [1, {}, null],
        "lists": [[], [1, 1.0, 1e300]],
    }));
}

#[test]
fn an_alias_is_the_type_that_it_names() {
    use aliases::types::{Holder, Item, Thing};
    let holder = Holder::new(Item::new(), vec![Thing::new().name("x")]);
    assert_eq!(
        written(&holder),
        json!({"item": {}, "parts": [{"name": "x"}]})
    );
    kept::<Holder>(json!({"item": {"parts": [{"name": "y"}]}, "parts": []}));
}

#[test]
fn a_type_may_hold_itself() {
    use recursion::types::{Egg, Hen, Tree};
    let tree = Tree::new()
        .left(Tree::new())
        .leaves([Tree::new(), Tree::new()]);
    assert_eq!(written(&tree), json!({"left": {}, "leaves": [{}, {}]}));
    kept::<Tree>(json!({"left": {"left": {}, "note": {"about": {}}}, "note": null}));
    let hen = Hen::new().egg(Egg::new().weight(50).hen(Hen::new()));
    assert_eq!(written(&hen), json!({"egg": {"weight": 50, "hen": {}}}));
}

#[test]
fn reserved_names_are_as_they_should_be_on_the_wire() {
    use reserved_names::types::{OptionType, Thing};
    let thing = Thing::new("t")
        .id("i")
        .self_("s")
        .new_("n")
        .unknown_("u")
        .clone_(true);
    let thing = thing
        ._2dsphere("2")
        .from("f")
        .default(false)
        .option(OptionType::new().true_(true));
    let expected = json!({
        "type": "t", "_id": "i", "self": "s", "new": "n", "unknown": "u", "clone": true,
        "2dsphere": "2", "from": "f", "default": false, "option": {"true": true},
    });
    assert_eq!(written(&thing), expected);
    assert_eq!(kept::<Thing>(expected), thing.clone());
    assert!(thing.unknown.is_empty());
}

#[test]
fn debug_hides_secrets_from_corrections() {
    let thing: secrets::types::Thing =
        from_json(r#"{"marked":"hush","privateKey":"hush","secret":{"name":"x"},"shown":"y"}"#)
            .unwrap();
    let shown = format!("{thing:?}");
    assert!(!shown.contains("hush") && shown.contains('y'), "{shown}");
    assert_eq!(thing.private_key.as_deref(), Some("hush"));
}

#[test]
fn debug_hides_mismatched_secrets() {
    use constraints::types::Account;
    let account = Account::new("name", "hunter2").token("hunter2");
    let mismatch: Account = kept(json!({"password": ["hunter2"], "token": {"is": "hunter2"}}));
    for text in [
        format!("{account:?}"),
        format!("{account:#?}"),
        format!("{mismatch:?}"),
    ] {
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("***"), "{text}");
    }
    // Nor are bodies in the `Debug` of a request.
    let request = bodies::things::update_thing().body(bodies::types::Thing::new().name("hunter2"));
    assert!(!format!("{request:?}").contains("hunter2"));
}

#[test]
fn numbers_stay_as_they_were_written() {
    use constraints::types::Account;
    let account: Account = from_json(r#"{"share":1.0}"#).unwrap();
    assert_eq!(account.share, Some(Number::from(1.0)));
    assert_eq!(to_json(&account), r#"{"share":1.0}"#);
}
