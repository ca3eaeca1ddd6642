//! Schemas as a whole.

use serde_json::json;

use crate::case::{BODY, Case, back, case};
use crate::spec::edited;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
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
