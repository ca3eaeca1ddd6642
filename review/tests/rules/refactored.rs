//! A spec may say the same in other parts and places. What changes on the way is reported, and nothing else.

use review::report::{Change, Report, Rust, Wire};
use serde_json::{Value, json};

use crate::case::BODY;
use crate::spec::{Edit, report, verdicts};

fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn only<'r>(report: &'r Report, rule: &str) -> &'r Change {
    let mut changes = report.changes.iter().filter(|it| it.rule.id() == rule);
    let found = changes.next();
    found.unwrap_or_else(|| panic!("no {rule} in {:?}", verdicts(report)))
}

const NAME: &str = "S/NewThing/properties/name";

#[test]
fn constraints_come_with_a_component() {
    let limited = json!({"type": "string", "maxLength": 5, "pattern": "^[a-z]+$"});
    let free = json!({"type": "string"});
    let null = json!({"type": "string", "nullable": true});
    let list = json!({"type": "array", "items": {"type": "string", "maxLength": 9}});
    let mut short = list.clone();
    short["maxItems"] = json!(3);
    let mut shorter = list.clone();
    shorter["items"]["maxLength"] = json!(5);
    for (inline, component, wire, words) in [
        (&free, &null, Wire::Additive, "Wider: may be null."),
        (&null, &free, Wire::Breaking, "Narrower: is never null."),
        (
            &free,
            &limited,
            Wire::Breaking,
            "Narrower: is limited (Length: at most 5; Pattern: `^[a-z]+$`).",
        ),
        (
            &limited,
            &free,
            Wire::Additive,
            "Wider: is less limited (Length: at most 5; Pattern: `^[a-z]+$`).",
        ),
        (&limited, &limited, Wire::None, "The same values are valid."),
        (
            &list,
            &short,
            Wire::Breaking,
            "Narrower: is limited (Items: at most 3).",
        ),
        (
            &list,
            &shorter,
            Wire::Breaking,
            "Narrower: is limited (Each item: Length: at most 5, not Each item: Length: at most 9).",
        ),
    ] {
        let old: [Edit; 1] = [(NAME, Some(inline.clone()))];
        let new: [Edit; 2] = [
            (NAME, Some(schema("Name"))),
            ("S/Name", Some(component.clone())),
        ];
        let report = report(&old, &new);
        let [change] = report.changes.as_slice() else {
            panic!("{:?}", verdicts(&report));
        };
        assert_eq!((change.wire, change.notes[0].as_str()), (wire, words));
    }
}

#[test]
fn constraints_differ_between_two_components() {
    let old: [Edit; 2] = [
        (NAME, Some(schema("Long"))),
        ("S/Long", Some(json!({"type": "string", "maxLength": 9}))),
    ];
    let new: [Edit; 4] = [
        (NAME, Some(schema("Short"))),
        (
            "S/Short",
            Some(json!({"type": "string", "maxLength": 5, "default": "a"})),
        ),
        // Both stay, so that neither is renamed.
        ("S/Long", Some(json!({"type": "string", "maxLength": 9}))),
        ("S/NewThing/properties/other", Some(schema("Long"))),
    ];
    let report = report(&old, &new);
    let change = only(&report, "property-type-changed");
    assert_eq!(change.wire, Wire::Breaking);
    let words = "Different: has the default `\"a\"`; \
                 is limited (Length: at most 5, not Length: at most 9).";
    assert_eq!(change.notes[0], words);
}

#[test]
fn component_that_is_split_may_forbid_other_properties() {
    let thing = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"}, "size": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 10},
        "state": schema("State"),
    }});
    let mut closed = thing.clone();
    closed["additionalProperties"] = json!(false);
    let keeps: Edit = ("S/Thing/allOf/1/properties/made", Some(schema("NewThing")));
    let report = report(
        std::slice::from_ref(&keeps),
        &[
            keeps.clone(),
            ("S/Split", Some(closed)),
            (BODY, Some(schema("Split"))),
        ],
    );
    let change = only(&report, "body-type-changed");
    assert_eq!(change.wire, Wire::Breaking);
    assert_eq!(
        change.notes[0],
        "Narrower: is limited (No other properties)."
    );
}

/// The models have no limits of an inline body.
#[test]
fn inline_body_may_become_a_component() {
    let closed = json!({"type": "object", "additionalProperties": false, "properties": {"a": {"type": "string"}}});
    let list = json!({"type": "array", "maxItems": 3, "items": {"type": "string"}});
    for body in [closed, list] {
        let old: [Edit; 1] = [(BODY, Some(body.clone()))];
        let new: [Edit; 2] = [(BODY, Some(schema("Sent"))), ("S/Sent", Some(body))];
        let report = report(&old, &new);
        let change = only(&report, "body-type-changed");
        assert_eq!(change.wire, Wire::None);
        assert_eq!(change.notes[0], "The same values are valid.");
    }
}

#[test]
fn number_written_otherwise_is_the_same_limit() {
    let report = report(
        &[],
        &[("S/NewThing/properties/size/minimum", Some(json!(1.0)))],
    );
    assert_eq!(verdicts(&report), ["notation-changed none patch"]);
}

#[test]
fn property_of_another_part_is_compared() {
    let size = json!({"type": "integer", "format": "int32", "maximum": 5});
    // A third part has it.
    let moved: Vec<Edit> = vec![
        ("S/Thing/allOf/1/properties/size", None),
        (
            "S/Thing/allOf/-",
            Some(json!({"type": "object", "properties": {"size": size}})),
        ),
        (BODY, Some(schema("Thing"))),
    ];
    let body: Edit = (BODY, Some(schema("Thing")));
    let found = report(std::slice::from_ref(&body), &moved);
    assert_eq!(
        verdicts(&found),
        [
            "constraint-tightened breaking patch",
            "notation-changed none patch"
        ]
    );
    // The child has its own.
    let note = json!({"type": "string", "maxLength": 7, "readOnly": true, "default": "a"});
    let found = report(
        std::slice::from_ref(&body),
        &[
            body.clone(),
            ("S/Thing/allOf/1/properties/note", Some(note)),
        ],
    );
    let said = [
        "constraint-tightened breaking patch",
        "default-changed warning patch",
        "notation-changed none patch",
        "property-access-changed breaking patch",
    ];
    assert_eq!(verdicts(&found), said);
    let tightened = only(&found, "constraint-tightened");
    assert_eq!(tightened.subjects, ["Thing.note"]);
}

#[test]
fn parent_may_require_properties() {
    let parent = || json!({"type": "object", "required": ["zone"], "properties": {"zone": {"type": "string"}}});
    let new: [Edit; 2] = [
        ("S/Zoned", Some(parent())),
        ("S/NewThing/allOf", Some(json!([schema("Zoned")]))),
    ];
    let found = report(&[], &new);
    assert_eq!(verdicts(&found), ["parents-changed breaking minor"]);
    let notes = &found.changes[0].notes;
    assert!(
        notes.contains(&"Different: `zone` is new and required.".to_owned()),
        "{notes:?}"
    );
    // The parent requires what the child has.
    let mut only_requires = parent();
    only_requires["required"] = json!(["size"]);
    only_requires["properties"] = json!({"size": {"type": "integer", "format": "int32"}});
    let found = report(&[], &[("S/Zoned", Some(only_requires)), new[1].clone()]);
    assert!(
        verdicts(&found).contains(&"property-required breaking patch".to_owned()),
        "{:?}",
        verdicts(&found)
    );
}

#[test]
fn fields_of_a_parent_go_with_it() {
    let own =
        json!({"type": "object", "properties": {"size": {"type": "integer", "format": "int32"}}});
    let found = report(&[], &[("S/Thing/allOf", Some(json!([own])))]);
    let change = only(&found, "parents-changed");
    assert_eq!((change.wire, change.rust), (Wire::Breaking, Rust::Major));
    assert_eq!(change.notes, ["Narrower: `id` is gone; `note` is gone."]);
}

#[test]
fn inheritance_can_be_refactored() {
    let base = json!({"type": "object", "required": ["zone"], "properties": {
        "zone": {"type": "string", "enum": ["A", "B"]}, "note": {"type": "string"}
    }});
    let child = |parent: Option<&str>, own: Value| {
        let own = json!({"type": "object", "required": ["name"], "properties": own});
        let parts = parent.map(schema).into_iter().chain([own]);
        Some(json!({"allOf": parts.collect::<Vec<_>>()}))
    };
    let zone = || json!({"type": "string", "enum": ["A", "B"]});
    let name = || json!({"type": "string"});
    let old: [Edit; 3] = [
        ("S/Place", Some(base.clone())),
        ("S/NewThing", child(Some("Place"), json!({"name": name()}))),
        (
            "S/Square",
            child(
                Some("Place"),
                json!({"name": name(), "kind": {"type": "string", "enum": ["square"]}}),
            ),
        ),
    ];
    // A property moves from the parent into all children.
    let mut without = base.clone();
    without["properties"] = json!({"note": {"type": "string"}});
    without["required"] = json!(["zone"]);
    let new: [Edit; 3] = [
        ("S/Place", Some(without)),
        (
            "S/NewThing",
            child(Some("Place"), json!({"name": name(), "zone": zone()})),
        ),
        (
            "S/Square",
            child(
                Some("Place"),
                json!({"name": name(), "zone": zone(), "kind": {"type": "string", "enum": ["square"]}}),
            ),
        ),
    ];
    let found = report(&old, &new);
    let is_quiet = found.changes.iter().all(|it| it.wire == Wire::None);
    assert!(is_quiet, "{:?}", verdicts(&found));
    // A child has the properties of its parent itself.
    let mut flat = child(
        None,
        json!({"name": name(), "zone": zone(), "note": {"type": "string"}}),
    );
    if let Some(flat) = &mut flat {
        flat["allOf"][0]["required"] = json!(["name", "zone"]);
    }
    let new: [Edit; 3] = [old[0].clone(), ("S/NewThing", flat), old[2].clone()];
    let found = report(&old, &new);
    let is_quiet = found.changes.iter().all(|it| it.wire == Wire::None);
    assert!(is_quiet, "{:?}", verdicts(&found));
}

#[test]
fn what_is_read_only_is_not_in_requests() {
    let mode = |values: &[&str]| json!({"type": "string", "enum": values});
    for is_object in [false, true] {
        let property = |values: &[&str]| {
            let mut property = match is_object {
                true => json!({"type": "object", "properties": {"mode": mode(values)}}),
                false => mode(values),
            };
            property["readOnly"] = json!(true);
            [("S/NewThing/properties/mode", Some(property))]
        };
        let report = report(&property(&["A", "B"]), &property(&["A"]));
        assert_eq!(verdicts(&report), ["enum-value-removed none major"]);
    }
}

#[test]
fn wrapped_reference_means_the_same() {
    let secret: Edit = (
        "S/Secret",
        Some(json!({"type": "object", "writeOnly": true, "properties": {"a": {"type": "string"}}})),
    );
    let old: [Edit; 2] = [secret.clone(), (NAME, Some(schema("Secret")))];
    let new: [Edit; 2] = [secret, (NAME, Some(json!({"allOf": [schema("Secret")]})))];
    let report = report(&old, &new);
    assert_eq!(
        report
            .changes
            .iter()
            .map(|it| it.rule.id())
            .collect::<Vec<_>>(),
        ["property-type-changed"]
    );
    assert_eq!(report.changes[0].wire, Wire::None);
}

#[test]
fn parameter_that_may_be_empty_permits_more() {
    let edit: Edit = ("G/parameters/0/allowEmptyValue", Some(json!(true)));
    let allowed = report(&[], std::slice::from_ref(&edit));
    assert_eq!(verdicts(&allowed), ["constraint-loosened additive patch"]);
    let forbidden = report(&[edit], &[]);
    assert_eq!(
        verdicts(&forbidden),
        ["constraint-tightened breaking patch"]
    );
    assert_eq!(allowed.summary.version_bump, Rust::Patch);
}
