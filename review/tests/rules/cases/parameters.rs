//! Parameters.

use serde_json::json;

use crate::case::{Case, back, case};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
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
    // Each change has its own verdict, whatever else is in the same place.
    cases.push(case(
        vec![
            ("G/parameters/-", Some(json!({"name": "a", "in": "query", "required": true, "schema": {"type": "string"}}))),
            ("G/parameters/-", Some(json!({"name": "b", "in": "query", "schema": {"type": "string"}}))),
        ],
        &["parameter-added additive minor", "required-parameter-added breaking major"],
    ));
    cases
}
