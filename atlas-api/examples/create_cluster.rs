//! Creates a small cluster, waits until it can be used, and prints its connection string.
//!
//! **It costs money** from the day it is made until it is deleted: three nodes of the size M10, in the
//! region US_EAST_1 of AWS.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
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
                None => eprintln!("it is ready, but the service gave no connection string"),
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            // What is wrong with which field of the cluster, if the service says so.
            for (field, problem) in error.api().iter().flat_map(|api| api.field_violations()) {
                eprintln!("    {field}: {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Creates a cluster unless there is one of this name, and gives it when it is ready.
async fn create(project: &str, name: &str) -> Result<ClusterDescription20240805, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    match client
        .send(clusters::create_cluster(project, small(name)))
        .await
    {
        Ok(_) => eprintln!("{name} is being created; this takes some minutes"),
        // So a run that was interrupted can be repeated.
        Err(error) if error.is_code("DUPLICATE_CLUSTER_NAME") => {
            eprintln!("{name} exists already, and is left as it is");
        }
        Err(error) => return Err(error),
    }
    // It looks again and again, with growing pauses, for an hour at most. A failure that may pass does
    // not end it; a cluster that somebody deletes meanwhile does.
    client
        .wait(clusters::get_cluster(project, name))
        .until(ready::cluster)
        .await
}

/// The smallest cluster that is not shared with others: one replica set in one region.
fn small(name: &str) -> ClusterDescription20240805 {
    // `new` takes what the document requires, which is nothing here; the setters take the rest. What is
    // not set is not sent, and the service chooses it.
    let nodes = HardwareSpec20240805::new()
        .instance_size(HardwareSpec20240805InstanceSize::M10)
        .node_count(3);
    // The provider follows from the type: `providerName` is written without being set.
    let region = AwsRegionConfig20240805::new()
        .region_name(CloudRegionConfig20240805RegionName::UsEast1)
        .priority(7)
        .electable_specs(nodes);
    ClusterDescription20240805::new()
        .name(name)
        .cluster_type(ClusterType::Replicaset)
        .replication_specs([ReplicationSpec20240805::new().region_configs([region])])
}
