//! The mock of the service, as tests of programs use it: which requests it matches, how it responds, and what it
//! complains about.
#![cfg(all(
    feature = "clusters",
    feature = "invoices",
    feature = "monitoring_and_logs",
    feature = "projects",
    feature = "blocking",
    feature = "digest",
    feature = "rustls",
    feature = "test-util",
))]
// Much of this is about versions.
#![allow(deprecated)]

mod answers;
mod clients;
mod faults;
mod matching;
mod pages;
mod recording;
mod verifying;

use atlas_api::test_util::Mock;
use atlas_api::types::{ClusterDescription20240805, PaginatedClusterDescription20240805};
use atlas_api::{Client, Credentials, Error, clusters};

const GROUP: &str = "32b6e34b3d91647abb20e7b8";

fn cluster(name: &str) -> ClusterDescription20240805 {
    ClusterDescription20240805::new().name(name)
}

fn page(name: &str) -> PaginatedClusterDescription20240805 {
    PaginatedClusterDescription20240805::new().results([cluster(name)])
}

/// A client of the mock with the test's own credentials.
fn client_with(mock: &Mock, credentials: Credentials) -> Client {
    let builder = mock.client_builder().credentials(credentials);
    builder.build().unwrap()
}

/// The name of the only cluster in a list.
async fn list_name(client: &Client) -> Result<String, Error> {
    let page = client.send(clusters::list_clusters(GROUP)).await?;
    let clusters = page.results.unwrap();
    assert_eq!(clusters.len(), 1);
    Ok(clusters
        .into_iter()
        .find_map(|cluster| cluster.name)
        .unwrap())
}

/// The name in the mock's response to a request for a cluster.
async fn get_name(client: &Client, name: &str) -> Result<String, Error> {
    let cluster = client.send(clusters::get_cluster(GROUP, name)).await?;
    Ok(cluster.name.unwrap())
}
