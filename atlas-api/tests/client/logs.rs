//! The log watch, which all other tests rely on.

use std::sync::atomic::Ordering;

use atlas_api::projects;

use crate::client::support::*;

#[tokio::test]
async fn log_watch_records_calls() {
    let server = server(json(200, "{}")).await;
    let client = client(&server);
    // An operation that no other test sends.
    let operation = projects::get_group_settings(GROUP);
    client.send(operation).await.unwrap();
    assert!(!logged("getGroupSettings").is_empty());
    assert!(
        RECORDS.load(Ordering::Relaxed) > 0,
        "the layers below log too"
    );
    assert!(has_secret("Bearer hush-token") && !has_secret("Bearer"));
}
