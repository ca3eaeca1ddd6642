//! Old names that the crate keeps when the spec renames things.

use generator::plan::TypeKind;
use generator::{Inputs, Mode, Source, generate};
use review::{Stayed, compare, proposals};
use serde::Serialize;
use serde_json::{Value, json};

use crate::spec::{edited, model, verdicts};

/// A list as it is written to its file.
fn written(list: &impl Serialize) -> Value {
    serde_json::to_value(list).expect("a list is data")
}

#[test]
fn old_names_break_no_program() {
    let edits = [("G/x-xgen-operation-id-override", Some(json!("allThings")))];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default());
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(verdicts(&report), ["short-id-changed none minor"]);
}

#[test]
fn drops_old_name_taken_by_another_item() {
    // The two swap names.
    let edits = [
        ("G/x-xgen-operation-id-override", Some(json!("createThing"))),
        ("P/operationId", Some(json!("listThings"))),
    ];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default());
    assert_eq!(written(&stays.renames), json!([]));
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(report.summary.version_bump, review::report::Rust::Major);
}

#[test]
fn keeps_old_name_until_deleted() {
    let id = "G/x-xgen-operation-id-override";
    let [first, second, third] = ["one", "two", "three"].map(|name| {
        let edits = [
            (id, Some(json!(name))),
            ("G/operationId", Some(json!(format!("{name}Things")))),
        ];
        model(name, &edited(&edits))
    });
    let proposed = |old, new, stayed: &Stayed| {
        let stays = proposals(old, new, stayed);
        Stayed {
            renames: stays.renames,
            older_ids: stays.older_ids,
        }
    };
    let once = proposed(&first, &second, &Stayed::default());
    let was = json!([{"operation": "twoThings", "was": "one"}]);
    assert_eq!(written(&once.renames), was);
    // People search for both ids, the short one and the other.
    assert_eq!(
        written(&once.older_ids),
        json!({"twoThings": ["one", "oneThings"]})
    );
    let twice = proposed(&second, &third, &once);
    let ids = ["one", "oneThings", "two", "twoThings"];
    assert_eq!(written(&twice.older_ids), json!({"threeThings": ids}));
    // An id that an operation has again is not an older id.
    let back = proposed(&third, &second, &twice);
    let ids = ["one", "oneThings", "three", "threeThings"];
    assert_eq!(written(&back.older_ids), json!({"twoThings": ids}));
    let both = json!([
        {"operation": "threeThings", "was": "two"},
        {"operation": "threeThings", "was": "one"},
    ]);
    assert_eq!(written(&twice.renames), both);
}

#[test]
fn renamed_tag_breaks_no_program() {
    let edits = [("/paths/~1api~1others/get/tags/0", Some(json!("Things")))];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default());
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(
        verdicts(&report),
        ["feature-removed none minor", "tag-moved none minor"]
    );
}

/// `new` sets a required property with one possible value, so programs send it without naming it.
#[test]
fn constructor_keeps_its_constants() {
    let kind = |values: &[&str]| Some(json!({"type": "string", "enum": values}));
    let kinds = "S/NewThing/properties/kind";
    let required = |names: &[&str]| ("S/NewThing/required", Some(json!(names)));
    let before = [(kinds, kind(&["A"])), required(&["kind", "name"])];
    let old = model("old", &edited(&before));
    let constructors = |edits: &[crate::spec::Edit]| {
        let new = model("new", &edited(edits));
        let stays = proposals(&old, &new, &Stayed::default());
        let verdicts = verdicts(&compare(&old, &new, Some(&stays)));
        (written(&stays.constructors), verdicts)
    };
    let kept = json!([{"schema": "NewThing", "new": ["name"], "fixed": {"kind": "A"}}]);
    let kept_text = kept.to_string();
    let more = constructors(&[(kinds, kind(&["A", "B"])), required(&["kind", "name"])]);
    assert_eq!(
        more,
        (
            kept.clone(),
            vec!["enum-value-added additive minor".to_owned()]
        )
    );
    let optional = constructors(&[(kinds, kind(&["A"])), required(&["name"])]);
    assert_eq!(
        optional,
        (kept, vec!["property-optional additive patch".to_owned()])
    );
    // Codegen applies the entry.
    let spec = edited(&[(kinds, kind(&["A"])), required(&["name"])]);
    let inputs = Inputs {
        spec: Source::new("new", spec.to_string()),
        constructors: Some(Source::new("constructors.yaml", kept_text)),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    let TypeKind::Object(object) = &made.plan.types["NewThing"].kind else {
        panic!("an object");
    };
    let sets = object.fixed.iter();
    let sets = sets.map(|it| (object.fields[it.field].wire.as_str(), it.value.as_str()));
    assert_eq!(sets.collect::<Vec<_>>(), [("kind", "A")]);
    // A value that is gone is not sent.
    let (gone, _) = constructors(&[(kinds, kind(&["B"])), required(&["kind", "name"])]);
    assert_eq!(gone, json!([]));
}
