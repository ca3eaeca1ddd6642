//! Operations and tags.

use serde_json::json;

use crate::case::{Case, back, case};
use crate::spec::operation;

const THING_ID: &str = "/paths/~1api~1things~1{thingId}/delete/operationId";

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
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
    // The feature stays for the retired operations.
    cases.push(case(
        vec![("/paths/~1api~1others", None)],
        &["operation-removed breaking major"],
    ));
    // A tag is a feature as long as some operation has it.
    cases.push(case(
        vec![("/paths/~1api~1others/get/tags/0", Some(json!("Things")))],
        &["feature-removed none major", "tag-moved none major"],
    ));
    cases.push(back(
        vec![("/paths/~1api~1others/get/tags/0", Some(json!("Things")))],
        &["feature-added none minor", "tag-moved none major"],
    ));
    cases.push(case(
        vec![(THING_ID, Some(json!("removeThing")))],
        &["operation-renamed none major"],
    ));
    cases
}
