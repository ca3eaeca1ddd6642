//! Bodies of requests and responses.

use serde_json::json;

use crate::case::{BODY, Case, back, case};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
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
    // A union is made from its branches, so a program can pass what it passed.
    cases.push(Case {
        old: vec![(BODY, Some(json!({"$ref": "#/components/schemas/Circle"})))],
        new: vec![(BODY, Some(json!({"$ref": "#/components/schemas/Shape"})))],
        said: &["body-type-changed additive minor"],
    });
    cases.push(case(
        vec![(
            "P/requestBody/content",
            Some(
                json!({"application/json": {"schema": {"$ref": "#/components/schemas/NewThing"}}}),
            ),
        )],
        &["media-type-changed breaking patch"],
    ));
    cases
}
