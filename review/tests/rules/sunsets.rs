//! The list of sunsets.

use serde_json::json;

use crate::spec::{edited, model};

/// Each version with a sunset, and its replacement.
fn listed(edits: &[crate::spec::Edit]) -> Vec<(String, Option<String>)> {
    let sunsets = review::sunsets(&model("new", &edited(edits)));
    let rows = sunsets.into_iter();
    rows.map(|it| (format!("{} {}", it.date, it.function), it.instead))
        .collect()
}

#[test]
fn replacement_outlives_the_version() {
    let old = "2027-01-01 things::v2023_01_01::list_things".to_owned();
    let newer = Some("2024-01-01".to_owned());
    assert_eq!(listed(&[]), [(old.clone(), newer)]);

    // The sunset of all versions without their own.
    let rows = listed(&[("G/x-sunset", Some(json!("2027-01-01")))]);
    let all = [
        (old, None),
        (
            "2027-01-01 things::v2024_01_01::list_things".to_owned(),
            None,
        ),
        (
            "2027-01-01 things::v2024_01_01::list_things_csv".to_owned(),
            None,
        ),
    ];
    assert_eq!(rows, all);
}
