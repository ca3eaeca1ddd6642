//! The same calls without the crate: `reqwest`, and types that `serde` derives.

use std::error::Error;
use std::hint::black_box;

use reqwest::header::{ACCEPT, USER_AGENT};
use serde::de::DeserializeOwned;

use crate::derived::clusters::ClusterDescription20240805;
use crate::derived::events::{EventViewForNdsGroup, GroupPaginatedEventView};
use crate::server::ITEMS_PER_PAGE;

/// The project of the requests.
pub const GROUP: &str = "32b6e34b3d91647abb20e7b8";
/// The cluster that is asked for.
pub const CLUSTER: &str = "c0";
/// The access token, of the form that the service gives, if shorter.
pub const TOKEN: &str = "eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiZW5jaCJ9.c2lnbmF0dXJl";

/// What the crate sends too.
const CLUSTER_TYPE: &str = "application/vnd.atlas.2024-08-05+json";
const EVENTS_TYPE: &str = "application/vnd.atlas.2023-01-01+json";
/// As long as the crate's.
const AGENT: &str = "by-hand-3/0.1.0";

/// Asks for a cluster.
///
/// # Errors
/// The call fails, or its answer does not fit.
pub async fn cluster(
    http: &reqwest::Client,
    base_url: &str,
) -> Result<ClusterDescription20240805, Box<dyn Error + Send + Sync>> {
    let url = format!("{base_url}/api/atlas/v2/groups/{GROUP}/clusters/{CLUSTER}");
    get(http, &url, CLUSTER_TYPE).await
}

/// Goes through all events, page after page, and counts them.
///
/// # Errors
/// A call fails, or its answer does not fit.
pub async fn events(
    http: &reqwest::Client,
    base_url: &str,
) -> Result<usize, Box<dyn Error + Send + Sync>> {
    let mut count = 0;
    for number in 1.. {
        let url = format!(
            "{base_url}/api/atlas/v2/groups/{GROUP}/events?itemsPerPage={ITEMS_PER_PAGE}&pageNum={number}"
        );
        let page: GroupPaginatedEventView = get(http, &url, EVENTS_TYPE).await?;
        for event in page.results.unwrap_or_default() {
            black_box::<EventViewForNdsGroup>(event);
            count += 1;
        }
        let links = page.links.unwrap_or_default();
        if !links.iter().any(|link| link.rel.as_deref() == Some("next")) {
            break;
        }
    }
    Ok(count)
}

async fn get<T: DeserializeOwned>(
    http: &reqwest::Client,
    url: &str,
    media_type: &str,
) -> Result<T, Box<dyn Error + Send + Sync>> {
    let response = http
        .get(url)
        .header(ACCEPT, media_type)
        .header(USER_AGENT, AGENT)
        .bearer_auth(TOKEN)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}
