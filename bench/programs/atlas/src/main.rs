//! Lists the clusters of a project: their names and states. `../by_hand` does the same without
//! `atlas-api`.

use std::env;
use std::error::Error;

use atlas_api::types::ClusterState;
use atlas_api::{Client, Credentials, clusters};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let project = env::args().nth(1).ok_or("usage: atlas PROJECT_ID")?;
    let token = env::var("ATLAS_TOKEN").map_err(|_| "ATLAS_TOKEN is not set")?;
    let client = Client::builder()
        .credentials(Credentials::bearer_token(token))
        .build()?;
    let mut clusters = client.items(clusters::list_clusters(project));
    while let Some(cluster) = clusters.next().await {
        let cluster = cluster?;
        let name = cluster.name.as_deref().unwrap_or("(no name)");
        let state = cluster.state_name.as_ref();
        println!(
            "{name}: {}",
            state.map_or("(no state)", ClusterState::as_str)
        );
    }
    Ok(())
}
