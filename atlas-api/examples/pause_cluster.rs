//! Pauses a cluster, or resumes it with `--resume`, and waits until that is done.
//!
//! **Applications can't reach a paused cluster.** Its storage still costs money, and the service resumes it
//! after 30 days.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Cluster Manager.
//!
//! ```sh
//! cargo run --example pause_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster
//! cargo run --example pause_cluster -- 32b6e34b3d91647abb20e7b8 my-cluster --resume
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::ClusterDescription20240805;
use atlas_api::{Client, Credentials, Error, Progress, clusters, ready};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (project, name, paused) = match arguments[..] {
        [project, name] => (project, name, true),
        [project, name, "--resume"] => (project, name, false),
        _ => {
            eprintln!("usage: pause_cluster PROJECT_ID NAME [--resume]");
            return ExitCode::from(2);
        }
    };
    match set_paused(project, name, paused).await {
        Ok(()) if paused => println!("{name} is paused"),
        Ok(()) => println!("{name} is running"),
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_code("CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER") {
                eprintln!("help: the cluster must run for an hour before it can be paused again");
            }
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

async fn set_paused(project: &str, name: &str, paused: bool) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // Only properties that are set are sent. The others stay unchanged.
    let change = ClusterDescription20240805::new().paused(paused);
    let result = client
        .send(clusters::update_cluster(project, name, change))
        .await;
    match result {
        Ok(_) => eprintln!("{name} is being changed; this takes some minutes"),
        // So the example can be run again after an interruption.
        Err(error) if error.is_code("CLUSTER_ALREADY_PAUSED") => {}
        Err(error) => return Err(error),
    }
    // Right after the change, the service may still report the cluster as idle. So this waits for both the
    // state and the change.
    client
        .wait(clusters::get_cluster(project, name))
        .until(|cluster| match ready::cluster(cluster) {
            Progress::Done => Progress::from(cluster.paused == Some(paused)),
            progress => progress,
        })
        .await?;
    Ok(())
}
