//! Lists the clusters of a project, page by page: their names and states, and what the service sent
//! that this version of the crate does not know.
//!
//! The access token is read from the environment variable `MONGODB_ATLAS_ACCESS_TOKEN`:
//!
//! ```sh
//! cargo run --package atlas-api --example list_clusters -- 32b6e34b3d91647abb20e7b8
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{ClusterDescription20240805, ClusterState};
use atlas_api::{Client, Credentials, Error, SetAside, clusters};

const ITEMS_PER_PAGE: usize = 100;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: list_clusters PROJECT_ID");
        return ExitCode::from(2);
    };
    match list(&project).await {
        Ok(count) => {
            println!("{count} clusters");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(help) = help(&error) {
                eprintln!("help: {help}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Prints all clusters of a project, and answers how many there are.
async fn list(project: &str) -> Result<usize, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The pages differ in nothing but their number.
    let operation = clusters::list_clusters(project).items_per_page(ITEMS_PER_PAGE as i64);
    let mut count = 0;
    for page_num in 1.. {
        let operation = operation.clone().page_num(page_num);
        // `send` gives the value alone; `execute` also tells what of the body did not fit.
        let response = client.execute(operation).await?;
        for SetAside { path, .. } in &response.set_aside {
            eprintln!("note: page {page_num}: {path} is not of the documented type");
        }
        let page = response.value.results.unwrap_or_default();
        page.iter().for_each(print);
        count += page.len();
        if page.len() < ITEMS_PER_PAGE {
            break;
        }
    }
    Ok(count)
}

fn print(cluster: &ClusterDescription20240805) {
    // Every field is an `Option`: the service leaves out what its document calls required.
    let name = cluster.name.as_deref().unwrap_or("(no name)");
    let state = cluster.state_name.as_ref();
    let text = state.map_or("(no state)", ClusterState::as_str);
    println!("{name}: {text}");
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
        "set MONGODB_ATLAS_ACCESS_TOKEN to an access token of a service account; one is valid for an hour"
    } else if error.is_forbidden() {
        let roles = error.operation()?.roles.join(", ");
        return Some(format!("the caller needs one of the roles: {roles}"));
    } else if error.is_not_found() {
        "is this the id of a project? Its name will not do"
    } else if error.is_connect() {
        "check the network, and the proxy in HTTPS_PROXY"
    } else if error.is_retryable() {
        "try again later"
    } else {
        return None;
    };
    Some(help.to_owned())
}
