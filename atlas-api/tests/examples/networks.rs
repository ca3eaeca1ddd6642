//! Private links and the mode of private endpoints in the sandbox.

use std::time::Duration;

use atlas_api::{private_endpoint_services as endpoints, streams, types};
use serde_json::json;

use crate::sandbox::Sandbox;
use crate::strict::{answer, code, of, strict};
use crate::support::GROUP;

const PAUSE: Duration = Duration::from_millis(20);

#[tokio::test]
async fn creates_and_slowly_deletes_private_link() {
    let sandbox = Sandbox::start("0.3");
    let client = &strict(&sandbox);
    let link = json!({
        "provider": "AWS", "vendor": "CONFLUENT", "region": "us-east-1", "dnsDomain": "a.example",
        "dnsSubDomain": ["sub"], "serviceEndpointId": "com.amazonaws.vpce.us-east-1.vpce-svc-0a",
    });
    let create = streams::create_private_link_connection(
        GROUP,
        of::<types::StreamsPrivateLinkConnection>(link),
    );
    let created = answer(client, create).await;
    let id = created["_id"].as_str().unwrap();
    assert_eq!(created["state"], "IDLE");
    let get = || streams::get_private_link_connection(GROUP, id);
    let made = client.wait(get()).pauses(PAUSE, PAUSE);
    let made = made
        .until(|link| link.state.as_deref() == Some("DONE"))
        .await
        .unwrap();
    assert!(made.interface_endpoint_id.is_some());

    let change =
        of::<types::StreamsPrivateLinkConnectionRequest>(json!({"dnsDomain": "b.example"}));
    let changed = streams::update_private_link_connection(GROUP, id, change);
    assert_eq!(answer(client, changed).await["dnsDomain"], "b.example");
    let all = answer(client, streams::list_private_link_connections(GROUP)).await;
    assert_eq!(
        (&all["totalCount"], &all["results"][0]["_id"]),
        (&json!(1), &json!(id))
    );

    client
        .send(streams::delete_private_link_connection(GROUP, id))
        .await
        .unwrap();
    let gone = client.wait(get()).pauses(PAUSE, PAUSE);
    gone.until_gone().await.unwrap();
    assert_eq!(code(client, get()).await, "RESOURCE_NOT_FOUND");
}

#[tokio::test]
async fn regional_mode_of_private_endpoints_is_initially_off() {
    let sandbox = Sandbox::start("0");
    let client = &strict(&sandbox);
    let get = || endpoints::get_regional_endpoint_mode(GROUP);
    assert_eq!(answer(client, get()).await, json!({"enabled": false}));
    let on = of::<types::ProjectSettingItemView>(json!({"enabled": true}));
    let set = endpoints::toggle_regional_endpoint_mode(GROUP, on);
    assert_eq!(answer(client, set).await, json!({"enabled": true}));
    assert_eq!(answer(client, get()).await, json!({"enabled": true}));
}
