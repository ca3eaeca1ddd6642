//! Objects and enums: decoding and encoding loses nothing.

use atlas_api::json as json_in_order;
use atlas_api::{Nullable, Number, Output, from_json, to_json};
use serde_json::json;
use tests::*;

use crate::{kept, written};

#[test]
fn keeps_unknown_enum_value() {
    use odd_enums::types::{Sign, Thing};
    let thing: Thing = kept(json!({"sign": "≠", "only": "", "hour": 7}));
    assert_eq!(thing.sign.unwrap().as_str(), "≠");
    for text in Sign::VALUES {
        let sign = Sign::from(*text);
        assert!(!matches!(sign, Sign::Unknown(_)), "{text}");
        assert_eq!(sign.to_string(), *text);
    }
    // From any text, just as setters accept it.
    let text = "≠".to_owned();
    assert_eq!(written(&Thing::new().sign(&text)), json!({"sign": "≠"}));
    assert_eq!(Sign::from(&text), Sign::from(text.clone()));
    assert_eq!(written(&Thing::new().sign(text)), json!({"sign": "≠"}));
    // A listed value may be named `Unknown`.
    assert_eq!(Sign::from("Unknown"), Sign::UnknownValue);
}

#[test]
fn merges_union_of_enums() {
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
fn nullable_component_makes_property_nullable() {
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
fn nullable_component_makes_items_and_values_nullable() {
    use nullable::types::Thing;
    let thing: Thing =
        kept(json!({"owners": [null, {"name": "x"}], "texts": {"a": null, "b": "c"}}));
    assert_eq!(thing.owners.unwrap()[0], Nullable::Null);
    assert_eq!(thing.texts.unwrap()["a"], Nullable::Null);
}

#[test]
fn mismatch_is_set_aside_and_written_back() {
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
    assert_eq!(thing.unknown.get("list").unwrap(), &3);
    assert!(thing.list.is_none());
    assert_eq!(thing.colors.as_ref().unwrap()["sky"].as_str(), "BLUE");
    assert_eq!(written(&thing), body);
}

#[test]
fn unknown_properties_can_be_read_and_set_by_name() {
    let mut thing: bodies::types::Thing = kept(json!({"name": "x", "new": {"a": [null]}}));
    assert_eq!(thing.unknown.get("new").unwrap(), &json!({"a": [null]}));
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
    assert_eq!(thing.unknown.get("b").unwrap().as_digits(), Some("1e999"));
    assert_eq!(thing.unknown.get("b").unwrap().as_f64(), None);
    assert_eq!(thing.unknown.get("c").unwrap(), "\u{fffd}");
    assert_eq!(thing.unknown.text("c"), Some(r#""\ud800""#));
    assert_eq!(to_json(&thing.clone()), json);
    assert_eq!(thing, from_json(json).unwrap());
}

#[test]
fn out_of_range_value_affects_only_its_property() {
    use maps::types::Thing;
    let json = r#"{"tags":{"a":"\udc00"},"free":"\ud800","parts":{"a":{"\udfff":1}},"colors":{"sky":"BLUE"}}"#;
    let mut set_aside = Vec::new();
    let thing = Thing::from_body(json.into(), &mut set_aside);
    let mut paths: Vec<_> = set_aside.into_iter().map(|it| it.path).collect();
    paths.sort();
    assert_eq!(paths, ["$.parts.a", "$.tags"]);
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
fn last_repeated_property_wins() {
    use maps::types::Thing;
    let json = r#"{"list":1,"list":[],"tags":{"a":"x","b":"y","a":"z"},"list":[2],"new":1,"free":{"k":1,"k":2},"new":2,"lists":[],"lists":7}"#;
    let mut set_aside = Vec::new();
    let thing = Thing::from_body(json.into(), &mut set_aside);
    let paths: Vec<_> = set_aside.iter().map(|it| it.path.as_str()).collect();
    let expected = [
        "$.list", "$.list", "$.list", "$.tags.a", "$.new", "$.lists", "$.lists",
    ];
    assert_eq!(paths, expected);
    assert_eq!(thing.tags.as_ref().unwrap()["a"], "z");
    assert_eq!(thing.unknown.get("new").unwrap(), &2);
    // The text of free-form JSON is kept whole, and the last repeated property wins there too.
    assert_eq!(thing.free.as_ref().unwrap()["k"], 2);
    let written = r#"{"free":{"k":1,"k":2},"list":[2],"tags":{"a":"z","b":"y"},"new":2,"lists":7}"#;
    assert_eq!(to_json(&thing), written);
}

#[test]
fn free_form_json_keeps_order_and_digits() {
    use maps::types::Thing;
    let json = r#"{"anything":{"z":{"y":1e2,"x":-0},"a":[1.10,123456789012345678901234567890]},"free":"\ud800","list":[{"b":1,"a":1e400}],"tags":{"z":"1","a":"2"},"newer":{"d":1, "c":[]},"new":null}"#;
    let thing: Thing = from_json(json).unwrap();
    assert_eq!(to_json(&thing), json);
    assert_eq!(to_json(&thing.clone()), json);
    let thing = Thing::new()
        .anything([
            ("z", json_in_order!({"price": -1, "at": 1})),
            ("a", 1.into()),
        ])
        .tags([("z", "1"), ("a", "2")]);
    let written = r#"{"anything":{"z":{"price":-1,"at":1},"a":1},"tags":{"z":"1","a":"2"}}"#;
    assert_eq!(to_json(&thing), written);
}

#[test]
fn rejects_invalid_json_in_free_form_value() {
    use recursion::types::Tree;
    let html = Tree::from_body("<html>".into(), &mut Vec::new());
    assert_eq!(html.to_body(), "<html>");
    let tree = Tree::new().left(html);
    assert_eq!(to_json(&tree), r#"{"left":null}"#);
}

#[test]
fn maps_and_free_form_objects_keep_any_key() {
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
fn alias_is_the_type_it_names() {
    use aliases::types::{Holder, Item, Thing};
    let holder = Holder::new(Item::new(), vec![Thing::new().name("x")]);
    assert_eq!(
        written(&holder),
        json!({"item": {}, "parts": [{"name": "x"}]})
    );
    kept::<Holder>(json!({"item": {"parts": [{"name": "y"}]}, "parts": []}));
}

#[test]
fn type_may_contain_itself() {
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
fn reserved_words_keep_their_wire_names() {
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
fn names_from_corrections_change_nothing_on_the_wire() {
    use rust_names::types::{Either, Size, Thing};
    let thing = Thing::new().japan("j").area(3).size_id("s").size_number(4);
    let expected = json!({"日本": "j", "area²": 3, "sizeId": "s", "size_id": 4});
    assert_eq!(written(&thing), expected);
    assert_eq!(kept::<Thing>(expected), thing);
    assert_eq!(
        [Size::Acute, Size::SmallXl].map(|it| it.to_string()),
        ["é", "xl"]
    );
    let either: Either = kept(json!({"kind": "PART", "日本": "j"}));
    assert_eq!(either.japan().map(String::as_str), Some("j"));
}

#[test]
fn wrapper_of_enum_is_the_enum() {
    use other_names::types::{Circle, Shape, Size, Thing};
    let thing: Thing = kept(json!({"size": null, "other": "M"}));
    assert_eq!(thing.other, Some(Nullable::Value(Size::M)));
    let shape: Shape = kept(json!({"kind": "CIRCLE", "id": "c", "size": "S"}));
    let circle: Circle = match shape {
        Shape::Circle(circle) => *circle,
        other => panic!("{other:?}"),
    };
    assert_eq!(circle.id.as_deref(), Some("c"));
}

#[test]
fn debug_hides_secrets_from_corrections() {
    let thing: secrets::types::Thing = kept(json!({
        "keysByName": {"a": "hush"},
        "marked": "hush",
        "privateKey": "hush",
        "privateKeys": ["hush"],
        "secret": {"name": "x"},
        "shown": "y",
    }));
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
    // The `Debug` output of a request shows no bodies either.
    let request = bodies::things::update_thing().body(bodies::types::Thing::new().name("hunter2"));
    assert!(!format!("{request:?}").contains("hunter2"));
}

#[test]
fn numbers_keep_their_notation() {
    use constraints::types::Account;
    let account: Account = from_json(r#"{"share":1.0}"#).unwrap();
    assert_eq!(account.share, Some(Number::from(1.0)));
    assert_eq!(to_json(&account), r#"{"share":1.0}"#);
}

#[test]
fn without_read_only_keeps_discriminators() {
    use read_only::types::Thing;
    let thing: Thing = kept(json!({
        "address": {"text": "a"}, "addresses": [{"text": "a"}], "computed": {"cores": 4}, "hardware": {"cores": 2},
        "id": "1", "name": "n", "parts": [
            {"id": "2", "kind": "NAIL", "made": "HERE", "size": 1, "new": {"id": "3"}},
            {"id": "4", "kind": "SCREW"},
            {"id": "5", "kind": "GLUE"},
        ],
        "secret": "****abcd",
    }));
    let sent = json!({
        "hardware": {"cores": 2}, "name": "n", "parts": [
            {"id": "2", "kind": "NAIL", "made": "HERE", "size": 1, "new": {"id": "3"}},
            {"kind": "SCREW"},
            {"id": "5", "kind": "GLUE"},
        ],
    });
    assert_eq!(written(&thing.without_read_only()), sent);
    // Properties that the service computes are not arguments of `new`.
    assert_eq!(written(&Thing::new("n")), json!({"name": "n"}));
}

#[test]
fn removes_only_masks_from_lists_and_maps() {
    use read_only::types::Thing;
    let masked = json!({"secrets": ["****abcd", "mine"], "secretsByName": {"a": "mine", "b": "https://example.com/****"}});
    let sent = json!({"secrets": ["mine"], "secretsByName": {"a": "mine"}});
    let thing: Thing = kept(masked);
    assert_eq!(written(&thing.without_read_only()), sent);
    // Without its masks, such a list would be empty and remove the secrets. A list that was empty is meant to.
    let masked = json!({"secrets": ["****abcd", "****efgh"], "secretsByName": {"a": "****"}});
    let thing: Thing = kept(masked);
    assert_eq!(written(&thing.without_read_only()), json!({}));
    let empty = json!({"secrets": [], "secretsByName": {}});
    let thing: Thing = kept(empty.clone());
    assert_eq!(written(&thing.without_read_only()), empty);
    // Only secrets have masks.
    let thing: Thing = kept(json!({"name": "**** stars"}));
    assert_eq!(thing.without_read_only(), thing);
}

#[test]
fn keeps_tag_of_outer_union() {
    use nested_union::types::Store;
    let json = json!({"arn": "a", "provider": "cloud", "region": "AWS"});
    let store: Store = kept(json.clone());
    assert_eq!(written(&store.without_read_only()), json);
}

#[test]
fn reads_and_changes_properties_shared_by_variants() {
    use read_only::types::{Nail, Part, Screw};
    // Properties with only one possible value are not arguments of `new`.
    let mut nail: Part = Nail::new(3u8).into();
    assert_eq!(
        written(&nail),
        json!({"made": "HERE", "size": 3, "kind": "NAIL"})
    );
    // The types differ, but all are text.
    assert_eq!(
        (nail.made(), nail.size(), nail.kind()),
        (Some("HERE"), Some(&3), None)
    );
    nail.set_made("THERE").set_size(4_u64).set_id("1");
    *nail.size_mut().unwrap() += 1;
    let json = json!({"id": "1", "made": "THERE", "size": 5, "kind": "NAIL"});
    assert_eq!(written(&nail), json);
    let screw = Part::from(Screw::new());
    assert_eq!((screw.made(), screw.size()), (None, None));
    assert_eq!(screw.without_read_only(), screw);
}
