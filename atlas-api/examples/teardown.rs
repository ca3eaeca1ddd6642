//! Deletes a project with all its clusters, in the order that the service requires.
//!
//! **All data is lost**, including backups. Nothing is deleted unless the name is that of the project, and no
//! cluster has termination protection. The caller needs the role Project Owner.
//!
//! ```sh
//! cargo run --example teardown -- 32b6e34b3d91647abb20e7b8 Shop
//! ```

use anyhow::ensure;
use atlas_api::types::ClusterDescription20240805;
use atlas_api::{Client, Credentials, clusters, codes, projects};
use clap::Parser;
use futures_util::TryStreamExt;

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

    let group = client.send(projects::get_group(&project)).await?;
    let actual = group.name.unwrap_or_default();
    ensure!(actual == name, "the project is called {actual}, not {name}");
    let list = client.items(clusters::list_clusters(&project));
    let list: Vec<ClusterDescription20240805> = list.try_collect().await?;
    for cluster in &list {
        let is_protected = cluster.termination_protection_enabled == Some(true);
        let name = cluster.name.as_deref().unwrap_or_default();
        ensure!(!is_protected, "{name:?} has termination protection");
    }

    // Clusters first: the service rejects the deletion of a project that has any. They are deleted at the same time.
    let names: Vec<String> = list.into_iter().filter_map(|it| it.name).collect();
    for name in &names {
        match client.send(clusters::delete_cluster(&project, name)).await {
            Err(error) if error.is_code(codes::CLUSTER_ALREADY_REQUESTED_DELETION) => {}
            result => drop(result?),
        }
    }
    for name in &names {
        let wait = client.wait(clusters::get_cluster(&project, name));
        wait.until_gone().await?;
        println!("cluster {name} is deleted");
    }
    // Database users, the access list and alerts go with the project. Private endpoints and peerings do not:
    // while there are any, this fails, and the error says so.
    client.send(projects::delete_group(&project)).await?;
    println!("project {name} is deleted");
    Ok(())
}
