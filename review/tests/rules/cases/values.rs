//! Enums, unions and constraints.

use serde_json::json;

use crate::case::{Case, back, case};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    // The schema is in requests and in responses, so the higher severity counts.
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
    // The union loses a getter, because not all variants still have the property.
    cases.push(case(branch(), &["union-branch-added warning major"]));
    cases.push(back(branch(), &["union-branch-removed none major"]));
    cases.push(case(
        vec![(
            "S/Shape/discriminator/mapping/oval",
            Some(json!("#/components/schemas/Circle")),
        )],
        // The enum of the tag gets the value too.
        &["union-mapping-changed warning minor"],
    ));
    let maximum = |maximum: i64| vec![("S/NewThing/properties/size/maximum", Some(json!(maximum)))];
    cases.push(case(maximum(5), &["constraint-tightened breaking patch"]));
    cases.push(case(maximum(50), &["constraint-loosened additive patch"]));
    cases.push(case(
        vec![("G/parameters/0/schema/default", Some(json!(2)))],
        &["default-changed warning patch"],
    ));
    cases.push(Case {
        old: vec![("S/Label/pattern", Some(json!("a")))],
        new: vec![("S/Label/pattern", Some(json!("b")))],
        said: &["constraint-changed warning patch"],
    });
    cases
}
