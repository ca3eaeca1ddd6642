//! Which operation of the old spec is which of the new one, and where a schema counts.

use review::report::Wire;
use serde_json::json;

use crate::spec::{Edit, edited, operation, report, verdicts};

/// The `GET` of things, and that of others.
const LISTS: [&str; 2] = ["/paths/~1api~1things/get", "/paths/~1api~1others/get"];

/// The edits that exchange two values.
fn exchanged(places: [&'static str; 2]) -> [Edit; 2] {
    let base = edited(&[]);
    let value = |place: &str| base.pointer(place).cloned();
    let [first, second] = places;
    [(first, value(second)), (second, value(first))]
}

#[test]
fn operations_that_exchange_their_paths_have_moved() {
    let report = report(&[], &exchanged(LISTS));
    assert_eq!(verdicts(&report), ["operation-moved breaking patch"; 2]);
}

#[test]
fn operations_that_exchange_their_ids_are_renamed() {
    let ids = [
        "/paths/~1api~1things/get/operationId",
        "/paths/~1api~1others/get/operationId",
    ];
    let mut new = exchanged(ids).to_vec();
    new.push(("G/x-xgen-operation-id-override", None));
    let report = report(&[("G/x-xgen-operation-id-override", None)], &new);
    assert_eq!(verdicts(&report), ["operation-renamed none major"; 2]);
}

#[test]
fn id_that_another_operation_takes_stays_with_the_old_place() {
    // `listOthers` is renamed, and a new operation has its name.
    let new = [
        (
            "/paths/~1api~1others/get/operationId",
            Some(json!("listShapes")),
        ),
        (
            "/paths/~1api~1more",
            Some(json!({"get": operation("listOthers")})),
        ),
    ];
    let report = report(&[], &new);
    let said = [
        "operation-added additive minor",
        "operation-renamed none major",
    ];
    assert_eq!(verdicts(&report), said);
}

#[test]
fn schemas_that_exchange_their_names_change_nothing_on_the_wire() {
    let places = [
        "/paths/~1api~1things/post/requestBody/content/application~1vnd.atlas.2024-01-01+json/schema",
        "/paths/~1api~1things/post/responses/201/content/application~1vnd.atlas.2024-01-01+json/schema",
    ];
    let mut new = exchanged(places).to_vec();
    new.extend(exchanged([
        "/components/schemas/Thing",
        "/components/schemas/NewThing",
    ]));
    let items = json!({"$ref": "#/components/schemas/NewThing"});
    new.push(("S/Things/properties/results/items", Some(items)));
    let report = report(&[], &new);
    assert!(!report.changes.is_empty());
    for change in &report.changes {
        assert_eq!(change.wire, Wire::None, "{change:?}");
    }
}
