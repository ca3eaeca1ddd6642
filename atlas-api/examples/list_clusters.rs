//! Lists the clusters of a project, with properties and values that this version of the crate does not know.
//!
//! ```sh
//! cargo run --example list_clusters -- 32b6e34b3d91647abb20e7b8
//! ```

use atlas_api::types::ClusterState;
use atlas_api::{Client, Credentials, clusters, unknowns};
use clap::Parser;
// `try_next` and other methods of streams.
use futures_util::TryStreamExt;

#[derive(Parser)]
struct Arguments {
    project: String,
    #[arg(long)]
    page_size: Option<u16>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { project, page_size } = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // Nothing is sent yet. Each page is fetched when its first cluster is needed. The page size changes the
    // number of requests, but not the number of clusters.
    let list = clusters::list_clusters(project);
    let mut clusters = client.items(list.maybe(page_size, |list, size| list.items_per_page(size)));
    while let Some(cluster) = clusters.try_next().await? {
        // Every field is an `Option`, because the service leaves out properties that its spec calls required.
        let name = cluster.name.as_deref().unwrap_or("(no name)");
        let state = cluster.state_name.as_ref().map(ClusterState::as_str);
        println!("{name}: {}", state.unwrap_or("(no state)"));
        // The service is ahead of any client. Unknown properties and values are kept.
        for unknown in unknowns(&cluster) {
            println!("    {unknown}");
        }
    }
    if let Some(total) = clusters.total_count() {
        println!("{total} clusters");
    }
    Ok(())
}
