//! Changes the instance size of a cluster, and waits until the change is complete.
//!
//! **This changes the cost of the cluster.** The nodes are replaced one by one, so the cluster stays available
//! except for a moment when another node becomes the primary.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Cluster Manager.
//!
//! ```sh
//! cargo run --example scale_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster M20
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{
    CloudRegionConfig20240805 as Region, ClusterDescription20240805 as Cluster,
    HardwareSpec20240805InstanceSize as Size,
};
use atlas_api::{Client, Credentials, Error, Progress, clusters, ready};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let three = (arguments.next(), arguments.next(), arguments.next());
    let ((Some(project), Some(name), Some(size)), None) = (three, arguments.next()) else {
        eprintln!("usage: scale_cluster PROJECT_ID NAME SIZE");
        return ExitCode::from(2);
    };
    match scale(&project, &name, &size).await {
        Ok(true) => {
            println!("{name} now has the size {size}");
            ExitCode::SUCCESS
        }
        Ok(false) => {
            eprintln!("error: {name} has no shards to resize");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_code("CANNOT_UPDATE_PAUSED_CLUSTER") {
                eprintln!("help: resume the cluster first");
            } else if error.status().is_some_and(|status| status == 400) {
                eprintln!(
                    "help: sizes are M10, M20, M30 and so on; a region may lack some of them"
                );
            }
            ExitCode::FAILURE
        }
    }
}

/// Returns whether the cluster has the size now, or `false` if there is nothing to change.
async fn scale(project: &str, name: &str, size: &str) -> Result<bool, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The list of shards is replaced as a whole, so the new list is made from the current one. Nothing is lost,
    // because unknown properties are kept and sent back.
    let cluster = client.send(clusters::get_cluster(project, name)).await?;
    let mut shards = cluster.replication_specs.unwrap_or_default();
    if shards.is_empty() {
        return Ok(false);
    }
    for shard in &mut shards {
        for region in shard.region_configs.iter_mut().flatten() {
            resize(region, size);
        }
    }
    let change = Cluster::new().replication_specs(shards);
    client
        .send(clusters::update_cluster(project, name, change))
        .await?;
    eprintln!("{name} is being changed; this takes some minutes");
    // Right after the change, the service may still report the cluster as idle.
    client
        .wait(clusters::get_cluster(project, name))
        .until(|cluster| match ready::cluster(cluster) {
            Progress::Done => Progress::from(has_size(cluster, size)),
            progress => progress,
        })
        .await?;
    Ok(true)
}

/// Sets the size of all nodes of a region that hold application data. They must have the same size. Analytics
/// nodes may have another size, and are not changed.
fn resize(region: &mut Region, size: &str) {
    // Each provider has its own type of region.
    let (electable, read_only) = match region {
        Region::AwsRegionConfig20240805(aws) => {
            (&mut aws.electable_specs, &mut aws.read_only_specs)
        }
        Region::AzureRegionConfig20240805(azure) => {
            (&mut azure.electable_specs, &mut azure.read_only_specs)
        }
        Region::GcpRegionConfig20240805(gcp) => {
            (&mut gcp.electable_specs, &mut gcp.read_only_specs)
        }
        // For clusters on shared machines, the service refuses the change and says why.
        _ => return,
    };
    if let Some(nodes) = electable {
        // An unknown size is sent as written here.
        nodes.instance_size = Some(size.into());
    }
    if let Some(nodes) = read_only {
        nodes.instance_size = Some(size.into());
    }
}

fn has_size(cluster: &Cluster, size: &str) -> bool {
    let shards = cluster.replication_specs.iter().flatten();
    let mut regions = shards.flat_map(|shard| shard.region_configs.iter().flatten());
    regions.all(|region| {
        let electable = match region {
            Region::AwsRegionConfig20240805(aws) => &aws.electable_specs,
            Region::AzureRegionConfig20240805(azure) => &azure.electable_specs,
            Region::GcpRegionConfig20240805(gcp) => &gcp.electable_specs,
            _ => return true,
        };
        let actual = electable
            .as_ref()
            .and_then(|nodes| nodes.instance_size.as_ref());
        actual.is_none_or(|actual| *actual == Size::from(size))
    })
}
