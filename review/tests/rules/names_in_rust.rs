//! Programs use names of Rust. What matters to them is what these names mean, whatever the spec calls it.

use review::report::{Report, Rust, Wire};
use review::{Stayed, compare, proposals};
use serde_json::{Value, json};

use crate::spec::{Edit, edited, model, report, verdicts};

const PAIR: &str = "/paths/~1api~1{group}~1{thing}";
const TURNED: &str = "/paths/~1api~1{thing}~1{group}";
const ELSEWHERE: &str = "/paths/~1api~1of~1{thing}~1{group}";

/// An operation with these parameters in the path.
fn at(place: &'static str, names: [&str; 2]) -> Edit {
    let parameter =
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let operation = json!({"delete": {
        "operationId": "deletePair", "tags": ["Things"], "parameters": names.map(parameter),
        "responses": {"204": {"description": "", "content": {
            "application/vnd.atlas.2024-01-01+json": {"x-xgen-version": "2024-01-01"}
        }}}
    }});
    (place, Some(operation))
}

#[test]
fn parameters_that_change_places_are_swapped_silently() {
    let old = [at(PAIR, ["group", "thing"])];
    for place in [TURNED, ELSEWHERE] {
        let found = report(&old, &[at(place, ["group", "thing"])]);
        assert_eq!(verdicts(&found), ["operation-moved breaking major"]);
        let change = &found.changes[0];
        let note = "The parameters `thing`, `group` are in another order, and so are the arguments of the function. \
                    Check every call: the old order may still compile.";
        assert_eq!(change.notes, [note]);
        let items = change.items.iter().find(|it| it.before.is_some());
        let texts = items.map(|it| (it.before.as_deref(), it.after.as_deref()));
        let before = Some("fn(group: String, thing: String)");
        assert_eq!(
            texts,
            Some((before, Some("fn(thing: String, group: String)")))
        );
    }
    // The order in which they are declared means nothing.
    let found = report(&old, &[at(PAIR, ["thing", "group"])]);
    assert!(
        found.changes.iter().all(|it| it.rust == Rust::Patch),
        "{:?}",
        verdicts(&found)
    );
}

#[test]
fn required_parameter_with_another_name_takes_the_old_argument_silently() {
    let found = report(&[], &[("G/parameters/1/name", Some(json!("paint")))]);
    let said = [
        "parameter-removed breaking major",
        "required-parameter-added breaking major",
    ];
    assert_eq!(verdicts(&found), said);
}

fn rust(report: &Report) -> Rust {
    report.summary.version_bump
}

#[test]
fn wire_names_with_the_same_name_in_rust_break_no_program() {
    let text = || Some(json!({"type": "string"}));
    let fields = [("S/NewThing/properties/awsId", text())];
    let renamed = [("S/NewThing/properties/awsID", text())];
    let found = report(&fields, &renamed);
    let said = [
        "property-added additive patch",
        "property-removed breaking patch",
    ];
    assert_eq!(verdicts(&found), said);
    let values = |value: &str| [("S/State/enum", Some(json!(["ON", value])))];
    let found = report(&values("PENDING"), &values("Pending"));
    assert_eq!(rust(&found), Rust::Patch, "{:?}", verdicts(&found));
    let setters = |name: &str| [("G/parameters/2/name", Some(json!(name)))];
    let found = report(&setters("withColor"), &setters("with_color"));
    assert_eq!(rust(&found), Rust::Patch, "{:?}", verdicts(&found));
    // The constructor takes it too.
    let required = |name: &str| ("S/NewThing/required", Some(json!(["name", name])));
    let [old, new] = [fields, renamed];
    let old = model("old", &edited(&[old[0].clone(), required("awsId")]));
    let new = model("new", &edited(&[new[0].clone(), required("awsID")]));
    let stays = proposals(&old, &new, &Stayed::default());
    let constructors = serde_json::to_value(&stays.constructors).expect("a list is data");
    assert_eq!(constructors, json!([]));
    let found = compare(&old, &new, Some(&stays));
    assert_eq!(rust(&found), Rust::Patch, "{:?}", verdicts(&found));
}

#[test]
fn inline_type_keeps_its_name_as_a_component() {
    let mode = |values: &[&str]| json!({"type": "string", "enum": values});
    let reference = json!({"$ref": "#/components/schemas/NewThingMode"});
    let inline = |values: &[&str]| [("S/NewThing/properties/mode", Some(mode(values)))];
    let component = |value: Value| {
        [
            ("S/NewThing/properties/mode", Some(reference.clone())),
            ("S/NewThingMode", Some(value)),
        ]
    };
    let found = report(&inline(&["A", "B"]), &component(mode(&["A", "B"])));
    assert_eq!(verdicts(&found), ["property-type-changed none patch"]);
    let found = report(&component(mode(&["A", "B"])), &inline(&["A", "B"]));
    assert_eq!(verdicts(&found), ["property-type-changed none patch"]);
    let found = report(&inline(&["A", "B"]), &component(mode(&["A"])));
    assert_eq!(verdicts(&found), ["property-type-changed breaking major"]);
    assert_eq!(found.changes[0].wire, Wire::Breaking);
    let lost: Vec<_> = found.changes[0]
        .items
        .iter()
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(lost, ["types::NewThingMode::B"]);
}
