//! Creates a small cluster, waits until it is ready, and prints its connection string.
//!
//! **This costs money** until the cluster is deleted: three M10 nodes in the AWS region US_EAST_1.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Cluster Creator.
//!
//! ```sh
//! cargo run --example create_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{
    AwsRegionConfig20240805, CloudRegionConfig20240805RegionName, ClusterDescription20240805,
    ClusterType, HardwareSpec20240805, HardwareSpec20240805InstanceSize, ReplicationSpec20240805,
};
use atlas_api::{Client, Credentials, Error, clusters, ready};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), Some(name), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("usage: create_cluster PROJECT_ID NAME");
        return ExitCode::from(2);
    };
    match create(&project, &name).await {
        Ok(cluster) => {
            let strings = cluster.connection_strings.unwrap_or_default();
            match strings.standard_srv {
                Some(string) => println!("{string}"),
                None => eprintln!("the cluster is ready, but has no connection string"),
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            // The invalid fields of the cluster, if the service names them.
            for (field, problem) in error.api().iter().flat_map(|api| api.field_violations()) {
                eprintln!("    {field}: {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Creates a cluster unless one with this name exists. Returns it when it is ready.
async fn create(project: &str, name: &str) -> Result<ClusterDescription20240805, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    match client
        .send(clusters::create_cluster(project, small(name)))
        .await
    {
        Ok(_) => eprintln!("{name} is being created; this takes some minutes"),
        // So the example can be run again after an interruption.
        Err(error) if error.is_code("DUPLICATE_CLUSTER_NAME") => {
            eprintln!("{name} already exists, and is left unchanged");
        }
        Err(error) => return Err(error),
    }
    // Polls with growing pauses, for an hour at most. A temporary failure does not end the wait, but the
    // deletion of the cluster does.
    client
        .wait(clusters::get_cluster(project, name))
        .until(ready::cluster)
        .await
}

/// The smallest dedicated cluster: one replica set in one region.
fn small(name: &str) -> ClusterDescription20240805 {
    // `new` takes the properties that requests require, which are none here. Setters set the others. A
    // property that is not set is not sent, and the service chooses its value.
    let nodes = HardwareSpec20240805::new()
        .instance_size(HardwareSpec20240805InstanceSize::M10)
        .node_count(3);
    // The type implies the provider: `providerName` is written without being set.
    let region = AwsRegionConfig20240805::new()
        .region_name(CloudRegionConfig20240805RegionName::UsEast1)
        .priority(7)
        .electable_specs(nodes);
    ClusterDescription20240805::new()
        .name(name)
        .cluster_type(ClusterType::Replicaset)
        .replication_specs([ReplicationSpec20240805::new().region_configs([region])])
}
