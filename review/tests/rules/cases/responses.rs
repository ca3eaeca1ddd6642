//! What the model of the generator omits: statuses, headers, authentication, servers, notation.

use serde_json::json;

use crate::case::{Case, back, case};

pub(crate) fn cases() -> Vec<Case> {
    let status = |status: &'static str| vec![(status, Some(json!({"description": ""})))];
    let header = || {
        let header = json!({"X-Limit": {"schema": {"type": "integer"}}});
        vec![("G/responses/200/headers", Some(header))]
    };
    let security = || vec![("G/security", Some(json!([{"a": []}])))];
    let servers = || vec![("/servers", Some(json!([{"url": "https://example.com"}])))];
    let error = || {
        let schema = json!({"$ref": "#/components/schemas/Base"});
        let response =
            json!({"description": "", "content": {"application/json": {"schema": schema}}});
        ("G/responses/400", Some(response))
    };
    let other = json!({"$ref": "#/components/schemas/Square"});
    vec![
        case(
            status("G/responses/204"),
            &["success-status-added warning patch"],
        ),
        back(
            status("G/responses/204"),
            &["success-status-removed breaking patch"],
        ),
        case(
            status("G/responses/429"),
            &["error-status-added additive patch"],
        ),
        back(
            status("G/responses/429"),
            &["error-status-removed none patch"],
        ),
        case(header(), &["response-header-added additive patch"]),
        back(header(), &["response-header-removed warning patch"]),
        Case {
            old: header(),
            new: vec![
                header().remove(0),
                (
                    "G/responses/200/headers/X-Limit/schema/type",
                    Some(json!("string")),
                ),
            ],
            said: &["response-header-changed warning patch"],
        },
        case(security(), &["security-changed breaking patch"]),
        back(security(), &["security-changed additive patch"]),
        case(servers(), &["servers-changed breaking patch"]),
        Case {
            old: vec![error()],
            new: vec![
                error(),
                (
                    "G/responses/400/content/application~1json/schema",
                    Some(other),
                ),
            ],
            said: &["error-type-changed breaking patch"],
        },
        Case {
            old: vec![error()],
            new: vec![
                error(),
                ("G/responses/400/content/text~1plain", Some(json!({}))),
            ],
            said: &["media-type-changed additive patch"],
        },
        Case {
            old: header(),
            new: vec![
                header().remove(0),
                ("G/responses/200/headers/X-Limit/strange", Some(json!(1))),
            ],
            said: &["unclassified warning patch"],
        },
        case(
            vec![(
                "G/responses/200/content/application~1vnd.atlas.2024-01-01+json/example",
                Some(json!({"results": []})),
            )],
            &["example-changed none patch"],
        ),
        case(
            vec![("G/x-other", Some(json!(1)))],
            &["extension-changed none patch"],
        ),
        case(
            vec![("/info/title", Some(json!("Other")))],
            &["api-info-changed none patch"],
        ),
        case(
            vec![(
                "/components/parameters",
                Some(json!({"a": {"name": "a", "in": "query", "schema": {"type": "string"}}})),
            )],
            &["component-changed none patch"],
        ),
        // A scalar is written the same way in both styles.
        case(
            vec![("G/parameters/0/explode", Some(json!(false)))],
            &["notation-changed none patch"],
        ),
        case(
            vec![("S/NewThing/additionalProperties", Some(json!(false)))],
            &["constraint-tightened breaking patch"],
        ),
        back(
            vec![("S/NewThing/additionalProperties", Some(json!(false)))],
            &["constraint-loosened additive patch"],
        ),
        case(
            vec![("S/NewThing/additionalProperties", Some(json!(true)))],
            &["notation-changed none patch"],
        ),
        case(
            vec![("S/State/enum", Some(json!(["OFF", "ON"])))],
            &["notation-changed none patch"],
        ),
        case(
            vec![("G/x-rolesRequirements", None)],
            &["roles-changed additive patch"],
        ),
        back(
            vec![("G/x-rolesRequirements", None)],
            &["roles-documented none patch"],
        ),
        // Previously, the operation was named after its short id.
        case(
            vec![("P/x-xgen-operation-id-override", Some(json!("createThing")))],
            &["notation-changed none patch"],
        ),
        // The crate does not offer it, but other clients do.
        case(
            vec![(
                "G/parameters/-",
                Some(json!({"name": "pretty", "in": "query", "schema": {"type": "boolean"}})),
            )],
            &["parameter-added additive patch"],
        ),
    ]
}
