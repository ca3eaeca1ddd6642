//! Each difference of the crate belongs to the change that causes it, and each change has its places.

use review::report::{Change, Report};
use serde_json::{Value, json};

use crate::spec::{Edit, report, verdicts};

fn change<'r>(report: &'r Report, rule: &str) -> &'r Change {
    let mut changes = report.changes.iter();
    let found = changes.find(|it| it.rule.id() == rule);
    found.unwrap_or_else(|| panic!("no {rule} in {:?}", verdicts(report)))
}

fn items(change: &Change) -> Vec<&str> {
    change.items.iter().map(|it| it.path.as_str()).collect()
}

/// The edits that add a branch with these properties to the union `Shape`.
fn branch(properties: Value) -> [Edit; 3] {
    let reference = "#/components/schemas/Line";
    let schema = json!({"type": "object", "properties": properties});
    [
        ("S/Line", Some(schema)),
        ("S/Shape/oneOf/-", Some(json!({"$ref": reference}))),
        ("S/Shape/discriminator/mapping/line", Some(json!(reference))),
    ]
}

#[test]
fn getter_that_a_new_branch_lacks_is_gone() {
    let kind = json!({"type": "string", "enum": ["line"]});
    let report = report(&[], &branch(json!({"kind": kind})));
    assert_eq!(verdicts(&report), ["union-branch-added warning major"]);
    let items = items(&report.changes[0]);
    assert!(items.contains(&"types::Shape.color"), "{items:?}");
}

/// They still exist, but only with the feature `preview`.
#[test]
fn types_that_only_previews_need_are_gone() {
    let preview = json!({"schema": {"$ref": "#/components/schemas/Shape"}});
    let edits = [(
        "/paths/~1api~1others/get/responses/200/content",
        Some(json!({"application/vnd.atlas.preview+json": preview})),
    )];
    let report = report(&[], &edits);
    assert_eq!(
        verdicts(&report),
        [
            "version-added additive minor",
            "version-removed breaking major"
        ]
    );
    let items = items(change(&report, "version-removed"));
    assert!(items.contains(&"types::Shape"), "{items:?}");
}

#[test]
fn value_that_only_a_new_branch_maps_belongs_to_the_branch() {
    let old: [Edit; 1] = [(
        "S/Shape/properties/kind/enum",
        Some(json!(["round", "square"])),
    )];
    let kind = json!({"type": "string", "enum": ["line"]});
    let color = json!({"type": "string"});
    let mut new = old.to_vec();
    new.extend(branch(json!({"kind": kind, "color": color})));
    let report = report(&old, &new);
    assert_eq!(verdicts(&report), ["union-branch-added warning minor"]);
}

#[test]
fn getter_depends_on_the_property_of_each_branch() {
    let edits = [
        ("S/Square/properties/color", None),
        ("S/Square/properties/color/type", Some(json!("integer"))),
        (
            "S/Square/properties/radius",
            Some(json!({"type": "number"})),
        ),
    ];
    let said = [
        ("property-removed", "types::Shape.color"),
        ("property-type-changed", "types::Shape.color"),
        ("property-added", "types::Shape.radius"),
    ];
    for (edit, (rule, getter)) in edits.into_iter().zip(said) {
        let report = report(&[], &[edit]);
        assert_eq!(report.changes.len(), 1, "{:?}", verdicts(&report));
        let items = items(change(&report, rule));
        assert!(items.contains(&getter), "{items:?}");
    }
}

#[test]
fn union_that_becomes_one_object_is_explained_by_its_new_branch() {
    // Without a discriminator, and without a property that tells them apart.
    let old = [
        ("S/Shape/discriminator", None),
        ("S/Shape/properties", None),
    ];
    let [schema, reference, _] = branch(json!({"end": {"type": "number"}}));
    let [first, second] = old.clone();
    let new = [first, second, schema, reference];
    let report = report(&old, &new);
    assert_eq!(verdicts(&report), ["union-branch-added warning major"]);
    let items = items(&report.changes[0]);
    assert!(items.contains(&"types::ShapeKind"), "{items:?}");
}

#[test]
fn every_change_has_a_place() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let tag = |tag: &str| Some(json!([tag]));
    let label = json!({"type": "string"});
    let renamed: [Edit; 3] = [
        ("S/Label", None),
        ("S/Tag", Some(label)),
        ("S/Thing/allOf/1/properties/label", Some(reference("Tag"))),
    ];
    let moved: [Edit; 1] = [("/paths/~1api~1others/get/tags", tag("Elsewhere"))];
    for edits in [renamed.as_slice(), moved.as_slice()] {
        let report = report(&[], edits);
        for change in &report.changes {
            assert!(!change.places.is_empty(), "{}", change.id);
        }
    }
}

#[test]
fn renamed_branch_is_one_change() {
    let report = report(
        &[],
        &[
            ("S/Circle", None),
            (
                "S/Disc",
                Some(json!({"type": "object", "properties": {
                    "kind": {"type": "string", "enum": ["round"]},
                    "radius": {"type": "number"}, "color": {"type": "string"}
                }})),
            ),
            (
                "S/Shape/oneOf/0",
                Some(json!({"$ref": "#/components/schemas/Disc"})),
            ),
            (
                "S/Shape/discriminator/mapping/round",
                Some(json!("#/components/schemas/Disc")),
            ),
        ],
    );
    assert_eq!(verdicts(&report), ["schema-renamed none major"]);
}

#[test]
fn unused_schema_that_was_renamed_is_one_change() {
    let schema = || Some(json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    let report = report(&[("S/Alone", schema())], &[("S/Lonely", schema())]);
    assert_eq!(verdicts(&report), ["schema-renamed none major"]);
}

#[test]
fn list_whose_schema_is_no_object_anymore_is_not_paged() {
    let report = report(&[], &[("S/Things", Some(json!({"type": "string"})))]);
    assert_eq!(verdicts(&report), ["schema-kind-changed breaking major"]);
    let items = items(&report.changes[0]);
    assert!(items.contains(&"things::ListThings"), "{items:?}");
}
