//! Lists the clusters of a project: their names and states. This is what a careful programmer would write for just
//! this: one operation, the properties that matter, the service's errors. `../atlas` does the same with `atlas-api`.

mod cluster;

use std::env;
use std::error::Error;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde::Deserialize;

use cluster::{Cluster, Page};

const SERVICE: &str = "https://cloud.mongodb.com";
const VERSION: HeaderValue = HeaderValue::from_static("application/vnd.atlas.2024-08-05+json");
const PAGE_SIZE: usize = 100;

/// What the service sends for an error.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApiError {
    error_code: String,
    detail: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let project = env::args().nth(1).ok_or("usage: by_hand PROJECT_ID")?;
    let token = env::var("ATLAS_TOKEN").map_err(|_| "ATLAS_TOKEN is not set")?;
    let client = Client::builder()
        .default_headers(HeaderMap::from_iter([(ACCEPT, VERSION)]))
        .user_agent("by_hand/0.0.0")
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .redirect(Policy::none())
        .build()?;
    for page in 1.. {
        let Page {
            results,
            total_count,
            ..
        } = list(&client, &token, &project, page).await?;
        for cluster in &results {
            print(cluster);
        }
        let seen = (page - 1) * PAGE_SIZE + results.len();
        if results.len() < PAGE_SIZE || total_count.is_some_and(|total| seen >= total) {
            break;
        }
    }
    Ok(())
}

/// One page of clusters.
async fn list(
    client: &Client,
    token: &str,
    project: &str,
    page: usize,
) -> Result<Page, Box<dyn Error>> {
    let path = format!("{SERVICE}/api/atlas/v2/groups/{project}/clusters");
    let response = client
        .get(format!("{path}?pageNum={page}&itemsPerPage={PAGE_SIZE}"))
        .bearer_auth(token)
        .send()
        .await?;
    if response.status().is_success() {
        return Ok(response.json().await?);
    }
    Err(refusal(response).await.into())
}

/// Why the service rejected the request, as far as it says.
async fn refusal(response: Response) -> String {
    let status = response.status();
    match response.json().await {
        Ok(ApiError { error_code, detail }) => {
            format!("{status}: {error_code}: {}", detail.unwrap_or_default())
        }
        Err(_) => status.to_string(),
    }
}

fn print(cluster: &Cluster) {
    let name = cluster.name.as_deref().unwrap_or("(no name)");
    let state = cluster.state_name.as_deref().unwrap_or("(no state)");
    println!("{name}: {state}");
}
