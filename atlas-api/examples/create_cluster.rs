//! Creates a small cluster, and waits until it is ready.
//!
//! **This costs money** until the cluster is deleted: three M10 nodes in the AWS region US_EAST_1. The caller
//! needs the role Project Cluster Creator.
//!
//! ```sh
//! cargo run --example create_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster
//! ```

use atlas_api::types::{
    AwsRegionConfig20240805, CloudRegionConfig20240805RegionName, ClusterDescription20240805,
    ClusterType, HardwareSpec20240805, HardwareSpec20240805InstanceSize, ReplicationSpec20240805,
};
use atlas_api::{Client, Credentials, clusters, codes, ready};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    name: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { project, name } = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // A property that is not set is not sent, and the service chooses its value.
    let nodes = HardwareSpec20240805::new()
        .instance_size(HardwareSpec20240805InstanceSize::M10)
        .node_count(3);
    // The type implies the provider: `providerName` is written without being set.
    let region = AwsRegionConfig20240805::new()
        .region_name(CloudRegionConfig20240805RegionName::UsEast1)
        .priority(7)
        .electable_specs(nodes);
    let cluster = ClusterDescription20240805::new()
        .name(&name)
        .cluster_type(ClusterType::Replicaset)
        .replication_specs([ReplicationSpec20240805::new().region_configs([region.into()])]);

    match client
        .send(clusters::create_cluster(&project, cluster))
        .await
    {
        Ok(_) => eprintln!("{name} is being created; this takes some minutes"),
        // After an interruption, the example can be run again.
        Err(error) if error.is_code(codes::DUPLICATE_CLUSTER_NAME) => {
            eprintln!("{name} already exists, and is left unchanged");
        }
        Err(error) => return Err(error.into()),
    }
    // Polls with growing pauses, for an hour at most.
    let wait = client.wait(clusters::get_cluster(&project, &name));
    let cluster = wait.until(ready::cluster).await?;
    let strings = cluster.connection_strings.unwrap_or_default();
    println!("{}", strings.standard_srv.unwrap_or_default());
    Ok(())
}
