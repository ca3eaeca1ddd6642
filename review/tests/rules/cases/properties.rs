//! Properties: of requests, of responses, of both.

use serde_json::json;

use crate::case::{Case, back, case};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
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
        &["property-type-changed breaking major"],
    ));
    cases.push(case(
        vec![(
            "S/NewThing/properties/name",
            Some(json!({"$ref": "#/components/schemas/Label"})),
        )],
        &["property-type-changed none patch"],
    ));
    // The parent has the property now, so the child inherits it.
    cases.push(case(
        vec![
            ("S/Thing/allOf/1/properties/size", None),
            (
                "S/Base/properties/size",
                Some(json!({"type": "integer", "format": "int32"})),
            ),
        ],
        &[
            "notation-changed none patch",
            "property-added additive minor",
        ],
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
    cases
}
