//! How the report groups changes: one entry for each, however many places it reaches.

use serde_json::json;

use crate::spec::{operation, report, verdicts};

#[test]
fn spec_equals_itself() {
    let report = report(&[], &[]);
    assert_eq!(report.changes, []);
    assert_eq!(report.summary.version_bump, review::report::Rust::Patch);
}

#[test]
fn reports_schema_change_once_for_all_operations() {
    let report = report(
        &[],
        &[("S/Base/properties/color", Some(json!({"type": "string"})))],
    );
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.subjects, ["Base.color"]);
    // As the parent of the newest versions' responses, and as the old version's response.
    let reached = [
        "things::v2023_01_01::list_things",
        "things::v2024_01_01::create_thing",
        "things::v2024_01_01::list_things",
    ];
    assert_eq!(change.operations, reached);
    let items: Vec<_> = change.items.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(items, ["types::Base.color", "types::Thing.color"]);
}

#[test]
fn groups_same_change_in_many_places() {
    let color = || Some(json!({"type": "string", "maxLength": 5}));
    let edits = [
        ("S/Circle/properties/color", color()),
        ("S/Square/properties/color", color()),
    ];
    let report = report(&[], &edits);
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.subjects, ["Circle.color", "Square.color"]);
}

#[test]
fn reports_new_schemas_with_the_operation_that_uses_them() {
    let mut new = operation("getExtra");
    new["responses"]["200"]["content"]["application/vnd.atlas.2024-01-01+json"]["schema"] =
        json!({"$ref": "#/components/schemas/Extra"});
    let inner =
        json!({"type": "object", "properties": {"of": {"$ref": "#/components/schemas/Inner"}}});
    let report = report(
        &[],
        &[
            ("/paths/~1api~1things/put", Some(new)),
            ("S/Extra", Some(inner)),
            (
                "S/Inner",
                Some(json!({"type": "object", "properties": {"a": {"type": "string"}}})),
            ),
        ],
    );
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.notes, ["With it: Extra, Inner."]);
}

#[test]
fn property_with_secret_name_requires_action() {
    let report = report(
        &[],
        &[(
            "S/NewThing/properties/apiToken",
            Some(json!({"type": "string"})),
        )],
    );
    assert_eq!(
        report.summary.actions_required.len(),
        1,
        "{:?}",
        report.summary.actions_required
    );
}
