//! The same calls without the crate, with `reqwest` and types that derive `serde`.

use std::error::Error;
use std::hint::black_box;

use reqwest::header::{ACCEPT, USER_AGENT};
use serde::de::DeserializeOwned;

use crate::derived::clusters::ClusterDescription20240805;
use crate::derived::events::{EventViewForNdsGroup, GroupPaginatedEventView};
use crate::server::ITEMS_PER_PAGE;

/// The project of the requests.
pub const GROUP: &str = "32b6e34b3d91647abb20e7b8";
/// The cluster of the requests.
pub const CLUSTER: &str = "c0";
/// An access token in the form that the service uses, but shorter.
pub const TOKEN: &str = "eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiZW5jaCJ9.c2lnbmF0dXJl";

/// The crate sends the same.
const CLUSTER_TYPE: &str = "application/vnd.atlas.2024-08-05+json";
const EVENTS_TYPE: &str = "application/vnd.atlas.2023-01-01+json";
/// As long as the crate's.
const AGENT: &str = "by-hand-3/0.1.0";

/// Gets a cluster.
///
/// # Errors
/// The call fails, or the response does not fit.
pub async fn cluster(
    http: &reqwest::Client,
    base_url: &str,
) -> Result<ClusterDescription20240805, Box<dyn Error + Send + Sync>> {
    let url = format!("{base_url}/api/atlas/v2/groups/{GROUP}/clusters/{CLUSTER}");
    get(http, &url, CLUSTER_TYPE).await
}

/// Reads all events page by page, and counts them.
///
/// # Errors
/// A call fails, or a response does not fit.
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
