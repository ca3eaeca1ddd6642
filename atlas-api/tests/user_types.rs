//! Types of the API inside a user's own types (feature `serde`).
#![cfg(all(feature = "serde", feature = "clusters"))]

use std::fmt::Debug;

use atlas_api::types::{CloudRegionConfig20240805, ClusterDescription20240805, ClusterState};
use atlas_api::{Body, DateTime, Json, Map, NoContent, Nullable, Number, RawJson, json as exact};
use serde_json::json;

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Seen {
    state: ClusterState,
    cluster: ClusterDescription20240805,
}

#[test]
fn reads_dates_of_toml() {
    #[derive(serde::Deserialize)]
    struct File {
        created: DateTime,
        cluster: ClusterDescription20240805,
    }
    let text = "created = 2026-08-10T03:07:49Z\n[cluster]\nname = 'prod'\ncreateDate = 2026-08-10 03:07:49.5+02:00";
    let file: File = toml::from_str(text).unwrap();
    assert_eq!(file.created, "2026-08-10T03:07:49Z".into());
    let created = file.cluster.create_date.unwrap();
    assert_eq!(created, "2026-08-10T03:07:49.5+02:00".into());
    assert!(created.is_valid());
}

#[test]
fn embeds_in_custom_serde_type_without_loss() {
    let json = json!({
        "state": "A_NEW_STATE",
        "cluster": {"name": "prod", "paused": "a text", "aNewProperty": [1, null, 0.1]},
    });
    let seen: Seen = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(seen.cluster.name.as_deref(), Some("prod"));
    assert_eq!(seen.state.as_str(), "A_NEW_STATE");
    assert_eq!(serde_json::to_value(&seen).unwrap(), json);
}

#[test]
fn keeps_order_and_digits_of_unknown_properties() {
    let json = r#"{"state":"IDLE","cluster":{"name":"prod","new":{"z":1.10,"a":123456789012345678901234567890}}}"#;
    let seen: Seen = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&seen).unwrap(), json);
}

#[test]
fn rejects_value_of_wrong_type() {
    let error = serde_json::from_value::<ClusterDescription20240805>(json!(1)).unwrap_err();
    assert!(error.to_string().contains("an object"), "{error}");
}

/// A field for each type of value.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct All {
    at: DateTime,
    count: Number,
    free: Json,
    map: Map<DateTime>,
    maybe: Nullable<Number>,
    region: CloudRegionConfig20240805,
    seen: Vec<Seen>,
}

const ALL: &str = r#"{
  "at": "2026-08-10T03:07:49Z",
  "count": 1.5,
  "free": [1],
  "map": {"start": "2026-08-10T03:07:49Z"},
  "maybe": null,
  "region": {"providerName": "AWS", "regionName": "US_EAST_1"},
  "seen": [{"state": "IDLE", "cluster": {}}]
}"#;

#[test]
fn round_trips_every_type_of_value() {
    let all: All = serde_json::from_str(ALL).unwrap();
    assert_eq!(all.count, Number::from(1.5));
    assert_eq!(all.free, exact!([1]));
    assert_eq!(all.map["start"], DateTime::from("2026-08-10T03:07:49Z"));
    assert_eq!(all.maybe, Nullable::Null);
    let value: serde_json::Value = serde_json::from_str(ALL).unwrap();
    assert_eq!(serde_json::to_value(&all).unwrap(), value);
    assert_eq!(serde_json::from_value::<All>(value).unwrap(), all);
}

#[test]
fn stores_whole_bodies_without_loss() {
    type Bodies = (
        Body<Vec<String>>,
        Body<Vec<String>>,
        RawJson,
        NoContent,
        NoContent,
    );
    let json = r#"[["a"],{"z":1.10,"a":null},{"z":1.10},null,{"left":[]}]"#;
    let bodies: Bodies = serde_json::from_str(json).unwrap();
    assert_eq!(bodies.0, Body::Fits(vec!["a".to_owned()]));
    assert_eq!(
        bodies.1,
        Body::Mismatch(RawJson::new(*br#"{"z":1.10,"a":null}"#))
    );
    assert_eq!(bodies.3, NoContent::default());
    assert_eq!(serde_json::to_string(&bodies).unwrap(), json);
}

#[test]
fn plain_text_body_is_stored_as_string() {
    let pem = Body::Text("-----BEGIN CERTIFICATE-----\n".to_owned());
    let stored = serde_json::to_string(&pem).unwrap();
    assert_eq!(stored, r#""-----BEGIN CERTIFICATE-----\n""#);
    let read: Body<String> = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.value(), pem.value());
}

#[test]
fn rejects_storing_body_that_is_not_json() {
    let raw = RawJson::new(*b"<html>");
    let error = serde_json::to_string(&raw).unwrap_err().to_string();
    assert_eq!(
        error,
        "the body has 6 bytes that are not JSON; store `as_bytes()` instead"
    );
}

#[test]
fn error_names_the_line_of_any_value() {
    for (right, wrong, expected) in [
        (
            r#""2026-08-10T03:07:49Z","#,
            "2026,",
            "expected a string at line 2",
        ),
        ("1.5", "[]", "expected a number at line 3"),
        (
            r#"{"start": "2026-08-10T03:07:49Z"}"#,
            "7",
            "expected an object at line 5",
        ),
        (
            r#"{"start": "2026-08-10T03:07:49Z"}"#,
            r#"{"start": 7}"#,
            "expected a string at `$.start` at line 5",
        ),
        ("null", r#""none""#, "expected a number at line 6"),
        (
            r#"{"providerName": "AWS", "regionName": "US_EAST_1"}"#,
            "true",
            "expected an object at line 7",
        ),
        (r#""IDLE""#, "1", "expected a string at line 8"),
        (r#"{}}]"#, "[]}]", "expected an object at line 8"),
    ] {
        let json = ALL.replacen(right, wrong, 1);
        assert_ne!(json, ALL, "{right}");
        let error = serde_json::from_str::<All>(&json).unwrap_err();
        let error = error.to_string();
        assert!(error.starts_with(expected), "{wrong} for {right}: {error}");
    }
}

#[test]
fn error_of_whole_text_names_its_line() {
    fn error<T: serde::de::DeserializeOwned + Debug>(json: &str) -> String {
        serde_json::from_str::<T>(json).unwrap_err().to_string()
    }
    for (error, expected) in [
        (
            error::<ClusterDescription20240805>("\n\n1"),
            "expected an object",
        ),
        (
            error::<CloudRegionConfig20240805>("\n\n1"),
            "expected an object",
        ),
        (error::<ClusterState>("\n\n1"), "expected a string"),
        (error::<DateTime>("\n\n1"), "expected a string"),
        (error::<Number>("\n\n\"\""), "expected a number"),
        (error::<Map<Number>>("\n\n1"), "expected an object"),
        (error::<Nullable<DateTime>>("\n\n1"), "expected a string"),
    ] {
        assert!(
            error.starts_with(&format!("{expected} at line 3")),
            "{error}"
        );
    }
    assert!(error::<Json>("\n\n{]").contains("line 3"));
}

#[test]
fn yaml_error_names_the_line() {
    let yaml = "state: IDLE\ncluster:\n  - name: prod\n";
    let error = serde_yaml::from_str::<Seen>(yaml).unwrap_err().to_string();
    assert!(error.contains("expected an object at line 3"), "{error}");
}

#[test]
fn rejects_invalid_date_on_serialization() {
    let error = serde_json::to_string(&DateTime::from("soon")).unwrap_err();
    assert!(error.to_string().contains("invalid"), "{error}");
}
