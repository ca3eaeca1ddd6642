//! Types are compared by the values that are valid, whatever they are called.

use review::report::{Change, Wire};
use serde_json::{Value, json};

use crate::spec::{Edit, report, verdicts};

const OWNER: &str = "S/NewThing/properties/owner";

fn owner() -> Value {
    json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "maxLength": 9}, "of": {"$ref": "#/components/schemas/Label"}
    }})
}

/// The change of the property `owner` to a component.
fn to_component(component: Value) -> Change {
    let reference = || Some(json!({"$ref": "#/components/schemas/Owner"}));
    let old: [Edit; 1] = [(OWNER, Some(owner()))];
    let new: [Edit; 2] = [(OWNER, reference()), ("S/Owner", Some(component))];
    let report = report(&old, &new);
    let mut changes = report.changes.iter();
    let found = changes.find(|it| it.rule.id() == "property-type-changed");
    found
        .unwrap_or_else(|| panic!("{:?}", verdicts(&report)))
        .clone()
}

#[test]
fn moving_inline_object_to_component_changes_nothing_on_the_wire() {
    let change = to_component(owner());
    assert_eq!(change.wire, Wire::None);
    assert_eq!(change.notes[0], "The same values are valid.");
}

#[test]
fn describes_differences_of_values() {
    let edited = |edit: fn(&mut Value)| {
        let mut component = owner();
        edit(&mut component);
        let change = to_component(component);
        (change.wire, change.notes[0].clone())
    };
    let wider = edited(|it| it["required"] = json!([]));
    assert_eq!(
        wider,
        (Wire::Additive, "Wider: `name` is optional.".to_owned())
    );
    let narrower = edited(|it| it["properties"]["name"]["maxLength"] = json!(5));
    assert_eq!(narrower.0, Wire::Breaking);
    let narrower = edited(|it| {
        it["properties"]["of"] = json!({"type": "string", "enum": ["A", "B"]});
    });
    let text = "Narrower: `of` is one of A, B instead of string.";
    assert_eq!(narrower, (Wire::Breaking, text.to_owned()));
    let other = edited(|it| it["properties"]["name"] = json!({"type": "boolean"}));
    assert_eq!(other.0, Wire::Breaking);
    assert!(
        other
            .1
            .starts_with("Different: `name` is boolean instead of string"),
        "{}",
        other.1
    );
}

#[test]
fn string_that_becomes_an_enum_shows_its_values() {
    let new = [("S/NewThing/properties/name/enum", Some(json!(["A", "B"])))];
    let report = report(&[], &new);
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.before.as_deref(), Some("string"));
    assert_eq!(change.after.as_deref(), Some("one of A, B"));
    assert_eq!(change.wire, Wire::Breaking);
}

#[test]
fn reports_value_of_several_enums_once() {
    let values = |new: &[&str]| Some(json!({"type": "string", "enum": new}));
    let (request, response) = ("S/NewThing/properties/mode", "S/Base/properties/mode");
    let old = [(request, values(&["A"])), (response, values(&["A"]))];
    let new = [
        (request, values(&["A", "B", "C"])),
        (response, values(&["A", "B", "C"])),
    ];
    let report = report(&old, &new);
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.subjects, ["Base.mode", "NewThing.mode"]);
    assert_eq!(change.after.as_deref(), Some("B, C"));
    // Responses may have it.
    assert_eq!(change.wire, Wire::Warning);
}

/// A correction may give enums in many places the same name in Rust.
#[test]
fn value_is_judged_by_the_places_where_it_is_new() {
    let mode = |values: &[&str]| {
        Some(json!({"type": "string", "enum": values, "x-atlas-api-name": "Mode"}))
    };
    let places = ["S/NewThing/properties/mode", "S/Base/properties/mode"];
    let old = places.map(|place| (place, mode(&["A"])));
    for (place, wire) in places.into_iter().zip([Wire::Additive, Wire::Warning]) {
        let mut new = old.to_vec();
        new.push((place, mode(&["A", "B"])));
        let report = report(&old, &new);
        let [change] = report.changes.as_slice() else {
            panic!("{:?}", verdicts(&report));
        };
        assert_eq!(change.wire, wire);
        assert_eq!(
            change.operations.len(),
            if wire == Wire::Additive { 1 } else { 3 }
        );
    }
}

#[test]
fn change_names_its_lines_in_both_specs() {
    let new = [("S/NewThing/properties/size/maximum", Some(json!(5)))];
    let report = report(&[], &new);
    let place = &report.changes[0].places[0];
    let pointer = "/components/schemas/NewThing/properties/size/maximum";
    for spot in [&place.old, &place.new] {
        assert_eq!(spot.as_ref().map(|it| it.pointer.as_str()), Some(pointer));
    }
}
