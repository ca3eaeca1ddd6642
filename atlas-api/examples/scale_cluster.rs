//! Gives a cluster machines of another size, and waits until it has them.
//!
//! **It changes what the cluster costs.** The nodes are replaced one after another, so that the cluster can
//! be used all the while, but for a moment when another node becomes the primary.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
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
            println!("{name} has the size {size}");
            ExitCode::SUCCESS
        }
        Ok(false) => {
            eprintln!("error: {name} has no shards whose size could be changed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_code("CANNOT_UPDATE_PAUSED_CLUSTER") {
                eprintln!("help: resume it first");
            } else if error.status().is_some_and(|status| status == 400) {
                eprintln!(
                    "help: the sizes are M10, M20, M30 and so on; not each is in every region"
                );
            }
            ExitCode::FAILURE
        }
    }
}

/// Whether the cluster has the size now; false if there is nothing to change.
async fn scale(project: &str, name: &str, size: &str) -> Result<bool, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The list of the shards is replaced as a whole, so the new one is made of the old. Nothing of it gets
    // lost: what this version of the crate does not know is kept, and sent back.
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
    // Right after the change the service may still call the cluster idle, as it was before.
    client
        .wait(clusters::get_cluster(project, name))
        .until(|cluster| match ready::cluster(cluster) {
            Progress::Done => Progress::from(has_size(cluster, size)),
            progress => progress,
        })
        .await?;
    Ok(true)
}

/// Sets the size of all nodes of a region that hold data of the applications. They must be of one size;
/// nodes for analytics may be of another, and stay as they are.
fn resize(region: &mut Region, size: &str) {
    // The regions of each provider have a type of their own.
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
        // Of clusters that share their machines, the service refuses the change, and says why.
        _ => return,
    };
    if let Some(nodes) = electable {
        // A size that the crate does not know is sent as it is written here.
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
