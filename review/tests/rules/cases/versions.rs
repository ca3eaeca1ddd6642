//! Versions of operations and their formats.

use serde_json::json;

use crate::case::{Case, back, case};

const OLD: &str = "G/responses/200/content/application~1vnd.atlas.2023-01-01+json";
const CSV: &str = "G/responses/200/content/application~1vnd.atlas.2024-01-01+csv";

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(vec![(OLD, None)], &["version-removed breaking major"]),
        back(vec![(OLD, None)], &["version-added additive minor"]),
        case(vec![(CSV, None)], &["format-removed breaking major"]),
        back(vec![(CSV, None)], &["format-added additive minor"]),
    ];
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
    // The sunset of all versions.
    let of_operation = || vec![("P/x-sunset", Some(json!("2028-01-01")))];
    cases.push(case(of_operation(), &["sunset-set warning minor"]));
    cases.push(Case {
        old: of_operation(),
        new: vec![(
            "P/responses/201/content/application~1vnd.atlas.2024-01-01+json/x-sunset",
            Some(json!("2028-01-01")),
        )],
        said: &["notation-changed none patch"],
    });
    // A response without a media type has the version of the whole spec.
    cases.push(case(
        vec![(
            "/paths/~1api~1things~1{thingId}/delete/responses/204/content",
            None,
        )],
        &[
            "default-version-moved none minor",
            "version-added additive minor",
            "version-removed breaking major",
        ],
    ));
    let xml = || {
        vec![(
            "G/responses/200/content/application~1vnd.atlas.2024-01-01+xml",
            Some(json!({})),
        )]
    };
    cases.push(case(xml(), &["format-added additive minor"]));
    cases.push(back(xml(), &["format-removed breaking major"]));
    cases
}
