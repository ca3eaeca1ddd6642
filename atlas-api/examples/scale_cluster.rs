//! Changes the instance size of a cluster without read-only nodes, and waits until the change is complete.
//!
//! **This changes the cost of the cluster.** The nodes are replaced one by one, so the cluster stays available
//! except for a moment when another node becomes the primary. The caller needs the role Project Cluster Manager.
//!
//! ```sh
//! cargo run --example scale_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster M20
//! ```

use atlas_api::types::{
    CloudRegionConfig20240805 as Region, ClusterDescription20240805 as Cluster, ClusterState,
    HardwareSpec20240805InstanceSize as Size,
};
use atlas_api::{Client, Credentials, changes, clusters};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    name: String,
    /// M10, M20, M30 and so on; a region may lack some of them
    size: Size,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, name, size) = (arguments.project, arguments.name, arguments.size);
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let before = client.send(clusters::get_cluster(&project, &name)).await?;
    let mut after = before.without_read_only();
    let shards = after.replication_specs.iter_mut().flatten();
    for region in shards.flat_map(|shard| shard.region_configs.iter_mut().flatten()) {
        // A union: each cloud provider has its own type of region. They share these nodes.
        if let Some(nodes) = region.electable_specs_mut() {
            nodes.instance_size = Some(size.clone());
        }
    }
    // The list of shards is sent as a whole, and nothing else.
    let change = changes(&before, &after);
    let update = clusters::update_cluster(&project, &name, change);
    client.send(update).await?;
    eprintln!("{name} is being changed; this takes some minutes");
    client
        .wait(clusters::get_cluster(&project, &name))
        .until(|it| it.state_name == Some(ClusterState::Idle) && has_size(it, &size))
        .await?;
    println!("{name} now has the size {size}");
    Ok(())
}

fn has_size(cluster: &Cluster, size: &Size) -> bool {
    let shards = cluster.replication_specs.iter().flatten();
    let mut nodes = shards
        .flat_map(|shard| shard.region_configs.iter().flatten())
        .filter_map(Region::electable_specs);
    nodes.all(|nodes| nodes.instance_size.as_ref() == Some(size))
}
