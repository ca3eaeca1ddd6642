//! Lists the clusters of a project: their names and states, and properties and values that this version of
//! the crate does not know.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`; `Credentials::from_env` lists all variables.
//!
//! ```sh
//! cargo run --example list_clusters -- 32b6e34b3d91647abb20e7b8
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{ClusterDescription20240805, ClusterState};
use atlas_api::{Client, Credentials, Error, clusters};
// `try_next` and other methods for the streams that the client returns.
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: list_clusters PROJECT_ID");
        return ExitCode::from(2);
    };
    match list(&project).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line that names the operation and the cause, without credentials.
            eprintln!("error: {error}");
            if let Some(help) = help(&error) {
                eprintln!("help: {help}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn list(project: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // Nothing is sent yet. Each page is fetched when its first cluster is needed. The page size changes the
    // number of requests, but not the number of clusters.
    let mut clusters = client.items(clusters::list_clusters(project).items_per_page(100));
    while let Some(cluster) = clusters.try_next().await? {
        print(&cluster);
    }
    if let Some(total) = clusters.total_count() {
        println!("{total} clusters");
    }
    Ok(())
}

fn print(cluster: &ClusterDescription20240805) {
    // Every field is an `Option`, because the service leaves out properties that its spec calls required.
    let name = cluster.name.as_deref().unwrap_or("(no name)");
    let state = cluster.state_name.as_ref();
    let text = state.map_or("(no state)", ClusterState::as_str);
    println!("{name}: {text}");
    // The service is ahead of any client. Unknown values and properties are kept.
    if let Some(ClusterState::Unknown(value)) = state {
        println!("    new state: {}", value.as_str());
    }
    for (name, value) in cluster.unknown.iter() {
        println!("    new property: {name} = {value}");
    }
}

/// What the caller can do about an error.
fn help(error: &Error) -> Option<String> {
    let help = if error.is_authentication() {
        "create a service account for the project; its secret expires, and an access token lasts an hour"
    } else if error.is_forbidden() {
        let roles = error.operation()?.roles.join(", ");
        return Some(format!("the caller needs one of these roles: {roles}"));
    } else if error.is_not_found() {
        "PROJECT_ID is the id of a project, not its name"
    } else if error.is_connect() {
        "check the network, and the proxy in HTTPS_PROXY"
    } else if error.is_retryable() {
        "the client has tried several times; try again later"
    } else {
        return None;
    };
    Some(help.to_owned())
}
