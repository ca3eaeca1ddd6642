//! A third-party server, which `.ci/digest-servers` starts.

use atlas_api::{Client, Credentials, projects, types};

use super::client_with_key;
use super::kinds::PUBLIC;
use crate::client::support::*;

fn client(url: &str) -> Client {
    // It may close an idle connection at any time.
    client_with_key(url).retry(quick_retries()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a server: .ci/digest-servers"]
async fn third_party_server_accepts_every_answer() {
    let url = std::env::var("ATLAS_DIGEST_SERVER").unwrap();
    let steady = client(&url);
    for _ in 0..20 {
        steady.send(projects::get_group(GROUP)).await.unwrap();
    }
    // A client that has a nonce, and one that has none yet.
    for client in [steady, client(&url)] {
        let call = |_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(projects::get_group(GROUP)).await.map(drop) })
        };
        for call in (0..50).map(call).collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
        // It serves files, so it rejects the method or the path, but not the caller.
        let group = types::Group::default().name("prod");
        if let Err(error) = client.send(projects::create_group(group)).await {
            assert!(
                error.api().is_some() && !error.is_authentication(),
                "{error}"
            );
        }
    }
    let wrong = Credentials::api_key(PUBLIC, "hush-another-key");
    let wrong = builder(&url).credentials(wrong).build().unwrap();
    let error = wrong.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
}
