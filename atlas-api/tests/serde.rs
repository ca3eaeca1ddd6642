//! The types of the API inside of a user's own types (feature `serde`).
#![cfg(all(feature = "serde", feature = "clusters"))]

use atlas_api::types::{ClusterDescription20240805, ClusterState};
use serde_json::json;

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Seen {
    state: ClusterState,
    cluster: ClusterDescription20240805,
}

#[test]
fn a_type_of_ones_own_holds_them_and_nothing_is_lost() {
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
fn a_value_of_another_type_is_an_error() {
    let error = serde_json::from_value::<ClusterDescription20240805>(json!(1)).unwrap_err();
    assert!(error.to_string().contains("an object"), "{error}");
}
