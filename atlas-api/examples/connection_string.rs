//! Prints the connection string that fits a program's network: the public one, the one for a peered network, or the one
//! for a private endpoint.
//!
//! ```sh
//! cargo run --example connection_string -- 32b6e34b3d91647abb20e7b8 prod
//! cargo run --example connection_string -- 32b6e34b3d91647abb20e7b8 prod --endpoint vpce-0123456789
//! ```

use anyhow::Context;
use atlas_api::types::ClusterConnectionStrings;
use atlas_api::{Client, Credentials, clusters};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    cluster: String,
    /// For a program in a peered network
    #[arg(long, conflicts_with = "endpoint")]
    peered: bool,
    /// For a program behind the private endpoint with this id
    #[arg(long)]
    endpoint: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;
    let operation = clusters::get_cluster(&arguments.project, &arguments.cluster);
    let cluster = client.send(operation).await?;
    let strings = cluster.connection_strings.unwrap_or_default();
    let string = choose(strings, &arguments);
    let string = string.context("the cluster has no connection string for this network yet")?;
    println!("{string}");
    Ok(())
}

/// Prefers `mongodb+srv://`: such a string stays the same when nodes are added or replaced.
fn choose(strings: ClusterConnectionStrings, arguments: &Arguments) -> Option<String> {
    if let Some(id) = &arguments.endpoint {
        let mut strings = strings.private_endpoint.into_iter().flatten();
        let string = strings.find(|string| {
            let mut endpoints = string.endpoints.iter().flatten();
            endpoints.any(|endpoint| endpoint.endpoint_id.as_ref() == Some(id))
        })?;
        // Sharded clusters have a string that balances connections.
        let srv = string.srv_shard_optimized_connection_string;
        return srv
            .or(string.srv_connection_string)
            .or(string.connection_string);
    }
    if arguments.peered {
        return strings.private_srv.or(strings.private);
    }
    strings.standard_srv.or(strings.standard)
}
