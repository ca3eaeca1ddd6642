//! What the report says about a change, beside its rule and its severity.

use review::report::{Change, Wire};
use serde_json::{Value, json};

use crate::spec::{Edit, report, verdicts};

/// The only change between two specs.
fn only(old: &[Edit], new: &[Edit]) -> Change {
    let report = report(old, new);
    let [change] = report.changes.as_slice() else {
        panic!("{:?}", verdicts(&report));
    };
    change.clone()
}

fn texts(change: &Change) -> [Option<&str>; 2] {
    [change.before.as_deref(), change.after.as_deref()]
}

/// A failed response with a body.
fn failed(schema: Value) -> Edit {
    let response = json!({"description": "", "content": {"application/json": {"schema": schema}}});
    ("G/responses/400", Some(response))
}

fn error() -> Value {
    json!({"type": "object", "properties": {"code": {"type": "string"}}})
}

#[test]
fn error_body_that_moves_to_a_component_stays_the_same() {
    let reference = json!({"$ref": "#/components/schemas/Failure"});
    let old = [failed(error()), ("S/Failure", Some(error()))];
    let new = [failed(reference), ("S/Failure", Some(error()))];
    let change = only(&old, &new);
    assert_eq!(change.rule.id(), "notation-changed");
}

#[test]
fn error_body_says_how_it_differs() {
    let with = |name: &str, schema: Value| {
        let mut error = error();
        error["properties"][name] = schema;
        [failed(error)]
    };
    let wider = only(
        &[failed(error())],
        &with("detail", json!({"type": "string"})),
    );
    assert_eq!(wider.wire, Wire::Additive);
    assert_eq!(wider.notes, ["Wider: `detail` is new."]);
    let other = only(
        &[failed(error())],
        &with("code", json!({"type": "integer"})),
    );
    assert_eq!(other.wire, Wire::Breaking);
    assert_eq!(
        other.notes,
        ["Different: `code` is integer instead of string."]
    );
}

#[test]
fn security_schemes_are_compared_one_by_one() {
    let flows = |url: &str| json!({"clientCredentials": {"tokenUrl": url, "scopes": {}}});
    let scheme = |url: &str| json!({"OAuth": {"type": "oauth2", "flows": flows(url)}});
    let at = |schemes: Value| ("/components/securitySchemes", Some(schemes));
    let mut more = scheme("https://a");
    more["Digest"] = json!({"type": "http", "scheme": "digest"});
    let added = only(&[at(scheme("https://a"))], &[at(more)]);
    assert_eq!(added.wire, Wire::Additive);
    assert_eq!(texts(&added), [None, Some("Digest")]);
    let changed = only(&[at(scheme("https://a"))], &[at(scheme("https://b"))]);
    assert_eq!(changed.wire, Wire::Breaking);
    let text = "OAuth: clientCredentials: tokenUrl: https://b";
    assert_eq!(changed.after.as_deref(), Some(text));
    // Prose.
    let mut described = scheme("https://a");
    described["OAuth"]["description"] = json!("Learn more.");
    let report = report(&[at(scheme("https://a"))], &[at(described)]);
    assert!(report.changes.is_empty(), "{:?}", verdicts(&report));
}

#[test]
fn security_is_shown_in_words() {
    let security = |all: Value| ("G/security", Some(all));
    let old = [security(json!([{"Digest": []}]))];
    let new = [security(json!([{"Digest": [], "OAuth": ["read"]}, {}]))];
    let change = only(&old, &new);
    let now = "Digest and OAuth (read), no authentication";
    assert_eq!(texts(&change), [Some("Digest"), Some(now)]);
}

#[test]
fn parameter_that_moves_to_a_header_is_one_change() {
    let change = only(&[], &[("G/parameters/1/in", Some(json!("header")))]);
    assert_eq!(change.rule.id(), "parameter-place-changed");
    assert_eq!(texts(&change), [Some("query"), Some("header")]);
}

#[test]
fn constraints_of_a_string_go_with_it_when_it_becomes_an_enum() {
    let change = only(
        &[],
        &[(
            "S/Base/properties/note",
            Some(json!({"type": "string", "enum": ["A"]})),
        )],
    );
    assert_eq!(change.rule.id(), "property-type-changed");
}

#[test]
fn style_goes_with_the_list() {
    let list = json!({
        "name": "ids", "in": "query", "style": "form", "explode": true,
        "schema": {"type": "array", "items": {"type": "string"}}
    });
    let text = json!({"name": "ids", "in": "query", "schema": {"type": "string"}});
    let change = only(
        &[("G/parameters/2", Some(list))],
        &[("G/parameters/2", Some(text))],
    );
    assert_eq!(change.rule.id(), "parameter-type-changed");
}

#[test]
fn enum_that_moves_to_a_component_is_shown_by_its_names() {
    let values = || json!({"type": "string", "enum": ["A", "B"]});
    let place = "S/NewThing/properties/mode";
    let reference = json!({"$ref": "#/components/schemas/Mode"});
    let change = only(
        &[(place, Some(values()))],
        &[(place, Some(reference)), ("S/Mode", Some(values()))],
    );
    let texts = texts(&change);
    assert_eq!(
        texts,
        [Some("inline enum NewThing.mode"), Some("enum Mode")]
    );
}

#[test]
fn kinds_of_schemas_say_how_values_differ() {
    let branches = json!({"oneOf": [
        {"$ref": "#/components/schemas/NewLabel"}, {"$ref": "#/components/schemas/Unused"}
    ]});
    let label = || json!({"type": "object", "properties": {"x": {"type": "string"}}});
    let old = [("S/Label", Some(label())), ("S/NewLabel", Some(label()))];
    let new = [("S/Label", Some(branches)), ("S/NewLabel", Some(label()))];
    let report = report(&old, &new);
    let mut changes = report.changes.iter();
    let change = changes
        .find(|it| it.rule.id() == "schema-kind-changed")
        .unwrap_or_else(|| panic!("{:?}", verdicts(&report)));
    assert_eq!(change.notes[0], "Wider: may also be a Unused.");
    assert_eq!(change.wire, Wire::Warning);
}

#[test]
fn discriminator_that_upstream_adds_is_one_change() {
    let without: [Edit; 1] = [("S/Shape/discriminator", None)];
    let added = only(&without, &[]);
    assert_eq!(
        (added.rule.id(), added.wire),
        ("union-mapping-changed", Wire::None)
    );
    assert_eq!(texts(&added), [None, Some("kind")]);
    let removed = only(&[], &without);
    assert_eq!(removed.wire, Wire::Warning);
}

#[test]
fn retired_version_names_only_newer_ones_as_newer() {
    let content = |media_type: &str| format!("G/responses/200/content/{media_type}");
    let removed = |media_type: &str| {
        let place: &'static str = content(media_type).leak();
        let report = report(&[], &[(place, None)]);
        let change = report.changes.iter();
        let mut change = change.filter(|it| it.rule.id().ends_with("-removed"));
        change.next().expect("it was removed").notes.join(" ")
    };
    let notes = removed("application~1vnd.atlas.2023-01-01+json");
    assert!(notes.contains("Version 2024-01-01 is newer."), "{notes}");
    let notes = removed("application~1vnd.atlas.2024-01-01+csv");
    assert!(
        notes.contains("The version stays in other formats."),
        "{notes}"
    );
    let place: &'static str = content("application~1vnd.atlas.2024-01-01+json").leak();
    let csv: &'static str = content("application~1vnd.atlas.2024-01-01+csv").leak();
    let report = report(&[], &[(place, None), (csv, None)]);
    let notes = report.changes.iter().flat_map(|it| &it.notes);
    let notes: Vec<_> = notes.map(String::as_str).collect();
    let older =
        "Stays behind the feature `retired`. The newest version that remains is 2023-01-01.";
    assert!(notes.contains(&older), "{notes:?}");
}
