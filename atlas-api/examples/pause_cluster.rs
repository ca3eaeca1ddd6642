//! Pauses a cluster, or resumes it with `--resume`, and waits until that is done.
//!
//! **Applications can't reach a paused cluster.** Its storage still costs money, and the service resumes it
//! after 30 days. The caller needs the role Project Cluster Manager.
//!
//! ```sh
//! cargo run --example pause_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster
//! cargo run --example pause_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster --resume
//! ```

use anyhow::Context;
use atlas_api::types::{ClusterDescription20240805, ClusterState};
use atlas_api::{Client, Credentials, clusters, codes};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    name: String,
    #[arg(long)]
    resume: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, name, paused) = (arguments.project, arguments.name, !arguments.resume);
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // Only properties that are set are sent. The others stay unchanged.
    let change = ClusterDescription20240805::default().paused(paused);
    match client
        .send(clusters::update_cluster(&project, &name, change))
        .await
    {
        Ok(_) => eprintln!("{name} is being changed; this takes some minutes"),
        // After an interruption, the example can be run again.
        Err(error) if error.is_code(codes::CLUSTER_ALREADY_PAUSED) => {}
        Err(error) if error.is_code(codes::CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER) => {
            return Err(error)
                .context("the cluster must run for an hour before it is paused again");
        }
        Err(error) => return Err(error.into()),
    }
    // Right after the change, the service may still report the cluster as idle. So this waits for both the
    // state and the change.
    client
        .wait(clusters::get_cluster(&project, &name))
        .until(|it| it.paused == Some(paused) && it.state_name == Some(ClusterState::Idle))
        .await?;
    println!("{name} is {}", if paused { "paused" } else { "running" });
    Ok(())
}
