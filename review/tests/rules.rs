//! Each rule on a small document: what is changed in it, and what the report has to say. A case lists
//! all that the report says, so that nothing is told twice.

use std::collections::BTreeSet;

use generator::{Inputs, Mode, Source, generate};
use review::report::Report;
use review::rule::Rule;
use review::{Model, Stayed, compare, proposals};
use serde_json::{Value, json};

const BASE: &str = include_str!("base.yaml");
const THINGS: &str = "/paths/~1api~1things";
const SCHEMAS: &str = "/components/schemas";

type Edit = (&'static str, Option<Value>);

/// A document with some places set, or with `None` removed. `G`, `P` and `S` at the start of a place
/// stand for the `GET` and the `POST` of things and for the schemas.
fn edited(edits: &[Edit]) -> Value {
    let base = Source::new("base.yaml", BASE).parse().unwrap_or_else(|error| panic!("{error}"));
    let mut tree = base.tree().clone();
    for (place, value) in edits {
        let place = match place.split_at(1) {
            ("G", rest) => format!("{THINGS}/get{rest}"),
            ("P", rest) => format!("{THINGS}/post{rest}"),
            ("S", rest) => format!("{SCHEMAS}{rest}"),
            _ => (*place).to_owned(),
        };
        let (parent, key) = place.rsplit_once('/').expect("a place has a parent");
        let key = key.replace("~1", "/");
        let parent = tree.pointer_mut(parent);
        let parent = parent.unwrap_or_else(|| panic!("there is no {place}"));
        match (parent, value) {
            (Value::Object(parent), Some(value)) => drop(parent.insert(key, value.clone())),
            (Value::Object(parent), None) => {
                assert!(parent.remove(&key).is_some(), "there is no {place}");
            }
            (Value::Array(items), Some(value)) if key == "-" => items.push(value.clone()),
            (Value::Array(items), value) => {
                let index: usize = key.parse().expect("the place of an item");
                match value {
                    Some(value) => items[index] = value.clone(),
                    None => drop(items.remove(index)),
                }
            }
            _ => panic!("{place} is no place"),
        }
    }
    tree
}

fn model(name: &str, tree: &Value) -> Model {
    let inputs = Inputs {
        spec: Source::new(name, tree.to_string()),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    Model::new(name, made)
}

fn report(old: &[Edit], new: &[Edit]) -> Report {
    compare(
        &model("old", &edited(old)),
        &model("new", &edited(new)),
        None,
    )
}

fn verdicts(report: &Report) -> Vec<String> {
    let changes = report.changes.iter();
    let mut verdicts: Vec<_> = changes
        .map(|it| format!("{} {} {}", it.rule.id(), it.wire, it.rust))
        .collect();
    verdicts.sort();
    verdicts
}

struct Case {
    old: Vec<Edit>,
    new: Vec<Edit>,
    said: &'static [&'static str],
}

/// The new document has the edits.
fn case(new: Vec<Edit>, said: &'static [&'static str]) -> Case {
    Case {
        old: Vec::new(),
        new,
        said,
    }
}

/// The old document has them.
fn back(old: Vec<Edit>, said: &'static [&'static str]) -> Case {
    Case {
        old,
        new: Vec::new(),
        said,
    }
}

fn operation(id: &str) -> Value {
    json!({
        "operationId": id, "tags": ["Things"],
        "responses": {"200": {"description": "", "content": {
            "application/vnd.atlas.2024-01-01+json": {"x-xgen-version": "2024-01-01"}
        }}}
    })
}

const OLD: &str = "G/responses/200/content/application~1vnd.atlas.2023-01-01+json";
const CSV: &str = "G/responses/200/content/application~1vnd.atlas.2024-01-01+csv";
const THING_ID: &str = "/paths/~1api~1things~1{thingId}/delete/operationId";
const BODY: &str = "P/requestBody/content/application~1vnd.atlas.2024-01-01+json/schema";

#[allow(clippy::too_many_lines)]
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    // Operations.
    let add = || vec![("/paths/~1api~1things/put", Some(operation("putThings")))];
    cases.push(case(add(), &["operation-added additive minor"]));
    cases.push(back(add(), &["operation-removed breaking major"]));
    cases.push(case(
        vec![("G/operationId", Some(json!("listAllThings")))],
        &["operation-renamed none patch"],
    ));
    cases.push(case(
        vec![("G/x-xgen-operation-id-override", Some(json!("allThings")))],
        &["short-id-changed none major"],
    ));
    cases.push(case(
        vec![("G/tags/0", Some(json!("Others")))],
        &["tag-moved none major"],
    ));
    cases.push(case(
        vec![
            ("/paths/~1api~1others", None),
            (
                "/paths/~1api~1shape",
                Some(json!({"get": {
                    "operationId": "listOthers", "tags": ["Others"],
                    "responses": {"200": {"description": "", "content": {
                        "application/vnd.atlas.2024-01-01+json": {
                            "x-xgen-version": "2024-01-01",
                            "schema": {"$ref": "#/components/schemas/Shape"}
                        }
                    }}}
                }})),
            ),
        ],
        &["operation-moved breaking patch"],
    ));
    let deprecated = || vec![("G/deprecated", Some(json!(true)))];
    cases.push(case(deprecated(), &["operation-deprecated none minor"]));
    cases.push(back(deprecated(), &["operation-undeprecated none patch"]));
    let roles = || vec![("G/x-rolesRequirements/-", Some(json!("Reader")))];
    cases.push(case(roles(), &["roles-changed additive patch"]));
    cases.push(back(roles(), &["roles-changed warning patch"]));
    cases.push(case(
        vec![("G/summary", Some(json!("Return Things")))],
        &["operation-title-changed none patch"],
    ));
    // Only a tag that nothing else has is a feature.
    cases.push(case(
        vec![("/paths/~1api~1others/get/tags/0", Some(json!("Things")))],
        &["feature-removed none major", "tag-moved none major"],
    ));
    cases.push(back(
        vec![("/paths/~1api~1others/get/tags/0", Some(json!("Things")))],
        &["feature-added none minor", "tag-moved none major"],
    ));
    // Versions.
    cases.push(case(vec![(OLD, None)], &["version-removed breaking major"]));
    cases.push(back(vec![(OLD, None)], &["version-added additive minor"]));
    cases.push(case(vec![(CSV, None)], &["format-removed breaking major"]));
    cases.push(back(vec![(CSV, None)], &["format-added additive minor"]));
    let newer = || {
        let version = json!({
            "x-xgen-version": "2025-01-01", "schema": {"$ref": "#/components/schemas/Things"}
        });
        let place = "G/responses/200/content/application~1vnd.atlas.2025-01-01+json";
        vec![(place, Some(version))]
    };
    cases.push(case(
        newer(),
        &[
            "default-version-moved none minor",
            "version-added additive minor",
        ],
    ));
    let changed = || {
        let version = json!({
            "x-xgen-version": "2025-01-01", "schema": {"$ref": "#/components/schemas/OldThings"}
        });
        let place = "G/responses/200/content/application~1vnd.atlas.2025-01-01+json";
        vec![(place, Some(version))]
    };
    cases.push(case(
        changed(),
        &[
            "default-version-moved none major",
            "version-added additive minor",
        ],
    ));
    cases.push(case(
        vec![(
            "G/responses/200/content/application~1vnd.atlas.2024-01-01+json/x-sunset",
            Some(json!("2028-01-01")),
        )],
        &["sunset-set warning minor"],
    ));
    cases.push(case(
        vec![(
            "G/responses/200/content/application~1vnd.atlas.2023-01-01+json/x-sunset",
            Some(json!("2028-01-01")),
        )],
        &["sunset-moved none patch"],
    ));
    cases.push(case(
        vec![(
            "G/responses/200/content/application~1vnd.atlas.2023-01-01+json/x-sunset",
            None,
        )],
        &["sunset-lifted none patch"],
    ));
    cases.push(case(
        vec![(BODY, Some(json!({"$ref": "#/components/schemas/Base"})))],
        &["body-type-changed breaking major"],
    ));
    cases.push(case(
        vec![(
            "G/responses/200/content/application~1vnd.atlas.2024-01-01+json/schema",
            Some(json!({"$ref": "#/components/schemas/OldThings"})),
        )],
        &["response-type-changed breaking major"],
    ));
    cases.push(case(
        vec![("P/requestBody", None)],
        &["body-removed breaking major"],
    ));
    cases.push(back(
        vec![("P/requestBody", None)],
        &["body-added breaking major"],
    ));
    cases.push(case(
        vec![("P/requestBody/required", None)],
        &["body-optional additive major"],
    ));
    cases.push(back(
        vec![("P/requestBody/required", None)],
        &["body-required breaking major"],
    ));
    // Parameters.
    cases.push(case(
        vec![("G/parameters/2", None)],
        &["parameter-removed breaking major"],
    ));
    cases.push(back(
        vec![("G/parameters/2", None)],
        &["parameter-added additive minor"],
    ));
    cases.push(back(
        vec![("G/parameters/1", None)],
        &["required-parameter-added breaking major"],
    ));
    cases.push(case(
        vec![("G/parameters/1/required", None)],
        &["parameter-optional additive major"],
    ));
    cases.push(back(
        vec![("G/parameters/1/required", None)],
        &["parameter-required breaking major"],
    ));
    cases.push(case(
        vec![("G/parameters/2/schema/items/type", Some(json!("integer")))],
        &["parameter-type-changed breaking major"],
    ));
    cases.push(case(
        vec![("G/parameters/2/explode", Some(json!(false)))],
        &["parameter-place-changed breaking patch"],
    ));
    cases.push(case(
        vec![
            ("/paths/~1api~1things~1{thingId}", None),
            (
                "/paths/~1api~1things~1{id}",
                Some(json!({"delete": {
                    "operationId": "deleteThing", "tags": ["Things"],
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
                    ],
                    "responses": {"204": {"description": "", "content": {
                        "application/vnd.atlas.2024-01-01+json": {"x-xgen-version": "2024-01-01"}
                    }}}
                }})),
            ),
        ],
        &["parameter-renamed none patch"],
    ));
    cases.push(case(
        vec![("G/parameters/2/deprecated", Some(json!(true)))],
        &["deprecated none patch"],
    ));
    // Schemas.
    cases.push(case(
        vec![("S/Unused", None)],
        &["schema-removed none major"],
    ));
    cases.push(back(vec![("S/Unused", None)], &["schema-added none minor"]));
    cases.push(case(
        vec![
            ("S/NewThing", None),
            (
                "S/ThingRequest",
                Some(
                    edited(&[])
                        .pointer("/components/schemas/NewThing")
                        .cloned()
                        .expect("it is there"),
                ),
            ),
            (
                BODY,
                Some(json!({"$ref": "#/components/schemas/ThingRequest"})),
            ),
        ],
        &["schema-renamed none major"],
    ));
    cases.push(case(
        vec![("S/Unused", Some(json!({"type": "string", "enum": ["A"]})))],
        &["schema-kind-changed none major"],
    ));
    cases.push(case(
        vec![(
            "S/Thing/allOf/-",
            Some(json!({"$ref": "#/components/schemas/Unused"})),
        )],
        &["parents-changed additive minor"],
    ));
    cases.push(case(
        vec![("S/Label/type", Some(json!("boolean")))],
        &["alias-type-changed breaking major"],
    ));
    // Properties: of requests, of responses, of both.
    cases.push(case(
        vec![(
            "S/NewThing/properties/color",
            Some(json!({"type": "string"})),
        )],
        &["property-added additive minor"],
    ));
    cases.push(case(
        vec![
            (
                "S/NewThing/properties/color",
                Some(json!({"type": "string"})),
            ),
            ("S/NewThing/required/-", Some(json!("color"))),
        ],
        &["property-added breaking minor"],
    ));
    cases.push(case(
        vec![("S/NewThing/properties/size", None)],
        &["property-removed breaking major"],
    ));
    cases.push(case(
        vec![("S/NewThing/required/-", Some(json!("size")))],
        &["property-required breaking patch"],
    ));
    cases.push(case(
        vec![("S/NewThing/required", None)],
        &["property-optional additive patch"],
    ));
    cases.push(case(
        vec![("S/Things/required", Some(json!(["totalCount"])))],
        &["property-required none patch"],
    ));
    cases.push(back(
        vec![("S/Things/required", Some(json!(["totalCount"])))],
        &["property-optional warning patch"],
    ));
    cases.push(case(
        vec![("S/NewThing/properties/size/format", Some(json!("int64")))],
        &["property-type-changed additive major"],
    ));
    cases.push(case(
        vec![(
            "S/NewThing/properties/size",
            Some(json!({"type": "boolean"})),
        )],
        &[
            "constraint-loosened additive patch",
            "property-type-changed breaking major",
        ],
    ));
    cases.push(case(
        vec![(
            "S/NewThing/properties/name",
            Some(json!({"$ref": "#/components/schemas/Label"})),
        )],
        &["property-type-changed none patch"],
    ));
    // A parent has it now, and so has the child.
    cases.push(case(
        vec![
            ("S/Thing/allOf/1/properties/size", None),
            (
                "S/Base/properties/size",
                Some(json!({"type": "integer", "format": "int32"})),
            ),
        ],
        &["property-added additive minor"],
    ));
    // Each change has its own verdict, whatever else is in the same place.
    cases.push(case(
        vec![
            ("S/NewThing/required/0", None),
            ("S/NewThing/properties/name", None),
            (
                "S/NewThing/properties/color",
                Some(json!({"type": "string"})),
            ),
        ],
        &[
            "property-added additive minor",
            "property-removed breaking major",
        ],
    ));
    cases.push(case(
        vec![
            ("G/parameters/-", Some(json!({"name": "a", "in": "query", "required": true, "schema": {"type": "string"}}))),
            ("G/parameters/-", Some(json!({"name": "b", "in": "query", "schema": {"type": "string"}}))),
        ],
        &["parameter-added additive minor", "required-parameter-added breaking major"],
    ));
    cases.push(case(
        vec![(THING_ID, Some(json!("removeThing")))],
        &["operation-renamed none major"],
    ));
    let nullable = || vec![("S/NewThing/properties/name/nullable", Some(json!(true)))];
    cases.push(case(nullable(), &["property-nullable additive major"]));
    cases.push(back(nullable(), &["property-nullable breaking major"]));
    cases.push(case(
        vec![("S/NewThing/properties/size/readOnly", Some(json!(true)))],
        &["property-access-changed breaking patch"],
    ));
    cases.push(case(
        vec![("S/Base/properties/note/format", Some(json!("password")))],
        &["secret-changed none patch"],
    ));
    // One in a request as in a response: the graver of the two.
    cases.push(case(
        vec![("S/State/enum/-", Some(json!("BROKEN")))],
        &["enum-value-added warning minor"],
    ));
    cases.push(back(
        vec![("S/State/enum/-", Some(json!("BROKEN")))],
        &["enum-value-removed breaking major"],
    ));
    let branch = || {
        vec![
            (
                "S/Star",
                Some(
                    json!({"type": "object", "properties": {"kind": {"type": "string", "enum": ["star"]}}}),
                ),
            ),
            (
                "S/Shape/oneOf/-",
                Some(json!({"$ref": "#/components/schemas/Star"})),
            ),
            (
                "S/Shape/discriminator/mapping/star",
                Some(json!("#/components/schemas/Star")),
            ),
        ]
    };
    cases.push(case(branch(), &["union-branch-added warning minor"]));
    cases.push(back(branch(), &["union-branch-removed none major"]));
    cases.push(case(
        vec![(
            "S/Shape/discriminator/mapping/oval",
            Some(json!("#/components/schemas/Circle")),
        )],
        &["union-mapping-changed warning patch"],
    ));
    // Constraints.
    let maximum = |maximum: i64| vec![("S/NewThing/properties/size/maximum", Some(json!(maximum)))];
    cases.push(case(maximum(5), &["constraint-tightened breaking patch"]));
    cases.push(case(maximum(50), &["constraint-loosened additive patch"]));
    cases.push(case(
        vec![("G/parameters/0/schema/default", Some(json!(2)))],
        &["constraint-changed warning patch"],
    ));
    cases.push(case(
        vec![("S/Base/deprecated", Some(json!(true)))],
        &["deprecated none patch"],
    ));
    cases.push(back(
        vec![("S/Base/deprecated", Some(json!(true)))],
        &["undeprecated none patch"],
    ));
    cases.push(case(
        vec![("S/Base/title", Some(json!("The Base")))],
        &["title-changed none patch"],
    ));
    cases
}

#[test]
fn every_rule_says_what_it_has_to() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let report = report(&case.old, &case.new);
        seen.extend(report.changes.iter().map(|it| it.rule));
        let said = verdicts(&report);
        if said != case.said {
            wrong.push(format!(
                "{:?} -> {:?}: said {said:?}, not {:?}",
                case.old, case.new, case.said
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // A media type can't differ without being another version or format; the last is for what the
    // others leave, of which nothing is known.
    let unseen: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .map(|rule| rule.id())
        .collect();
    assert_eq!(unseen, ["media-type-changed", "surface-changed"]);
}

#[test]
fn a_document_is_no_other_than_itself() {
    let report = report(&[], &[]);
    assert_eq!(report.changes, []);
    assert_eq!(report.summary.step, review::report::Rust::Patch);
}

#[test]
fn a_change_of_one_schema_is_one_entry_for_all_that_it_reaches() {
    let report = report(
        &[],
        &[("S/Base/properties/color", Some(json!({"type": "string"})))],
    );
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    assert_eq!(change.subjects, ["Base.color"]);
    // As the parent of what the newest versions answer, and as what the old one does.
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
fn the_same_change_in_many_places_is_one_entry() {
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
fn what_a_new_operation_brings_is_told_with_it() {
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
fn a_property_that_sounds_secret_needs_hands() {
    let report = report(
        &[],
        &[(
            "S/NewThing/properties/apiToken",
            Some(json!({"type": "string"})),
        )],
    );
    assert_eq!(report.summary.hands.len(), 1, "{:?}", report.summary.hands);
}

#[test]
fn names_that_stay_break_nobody() {
    let edits = [("G/x-xgen-operation-id-override", Some(json!("allThings")))];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default()).unwrap_or_else(|error| panic!("{error}"));
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(verdicts(&report), ["short-id-changed none minor"]);
}

#[test]
fn a_name_that_something_else_has_now_does_not_stay() {
    // The two change places.
    let edits = [
        ("G/x-xgen-operation-id-override", Some(json!("createThing"))),
        ("P/operationId", Some(json!("listThings"))),
    ];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(stays.renames, json!([]));
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(report.summary.step, review::report::Rust::Major);
}

#[test]
fn a_name_stays_until_somebody_deletes_it() {
    let id = "G/x-xgen-operation-id-override";
    let [first, second, third] = ["one", "two", "three"].map(|name| {
        let edits = [
            (id, Some(json!(name))),
            ("G/operationId", Some(json!(format!("{name}Things")))),
        ];
        model(name, &edited(&edits))
    });
    let proposed = |old, new, stayed: &Stayed| {
        let stays = proposals(old, new, stayed).unwrap_or_else(|error| panic!("{error}"));
        Stayed {
            renames: stays.renames,
            older_ids: stays.older_ids,
        }
    };
    let once = proposed(&first, &second, &Stayed::default());
    let was = json!([{"operation": "twoThings", "was": "one"}]);
    assert_eq!(once.renames, was);
    // Both ids are searched for, the short one and the other.
    assert_eq!(once.older_ids, json!({"twoThings": ["one", "oneThings"]}));
    let twice = proposed(&second, &third, &once);
    let ids = ["one", "oneThings", "two", "twoThings"];
    assert_eq!(twice.older_ids, json!({"threeThings": ids}));
    // An id that an operation has again is no older one.
    let back = proposed(&third, &second, &twice);
    let ids = ["one", "oneThings", "three", "threeThings"];
    assert_eq!(back.older_ids, json!({"twoThings": ids}));
    let both = json!([
        {"operation": "threeThings", "was": "two"},
        {"operation": "threeThings", "was": "one"},
    ]);
    assert_eq!(twice.renames, both);
}

#[test]
fn a_tag_that_is_renamed_breaks_nobody() {
    let edits = [("/paths/~1api~1others/get/tags/0", Some(json!("Things")))];
    let [old, new] = [model("old", &edited(&[])), model("new", &edited(&edits))];
    let stays = proposals(&old, &new, &Stayed::default()).unwrap_or_else(|error| panic!("{error}"));
    let report = compare(&old, &new, Some(&stays));
    assert_eq!(
        verdicts(&report),
        ["feature-removed none minor", "tag-moved none minor"]
    );
}
