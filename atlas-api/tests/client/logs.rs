//! The watch over what is logged, which all other tests rely on.

use std::sync::atomic::Ordering;

use atlas_api::projects;

use crate::support::*;

#[tokio::test]
async fn the_watch_sees_the_logs_of_a_call() {
    let server = server(json(200, "{}")).await;
    let client = client(&server);
    // One that no other test sends.
    let operation = projects::get_group_settings(GROUP);
    client.send(operation).await.unwrap();
    assert!(!logged("getGroupSettings").is_empty());
    assert!(
        RECORDS.load(Ordering::Relaxed) > 0,
        "the layers below log too"
    );
    assert!(has_secret("Bearer hush-token") && !has_secret("Bearer"));
}
