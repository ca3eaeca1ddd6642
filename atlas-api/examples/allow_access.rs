//! Adds an address or a block of addresses to the access list of a project, and waits until the entry is active.
//!
//! **This opens the project's clusters** to programs at that address that have a database user and its password.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Network Access Manager.
//!
//! ```sh
//! cargo run --example allow_access -- 32b6e34b3d91647abb20e7b8 203.0.113.0/24
//! # The public address of this machine:
//! cargo run --example allow_access -- 32b6e34b3d91647abb20e7b8 "$(curl -s https://checkip.amazonaws.com)"
//! ```

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use atlas_api::types::{NetworkPermissionEntry, NetworkPermissionEntryStatusStatus as Status};
use atlas_api::{Client, Credentials, Error, Progress, project_ip_access_list};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), Some(address), None) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("usage: allow_access PROJECT_ID ADDRESS_OR_BLOCK");
        return ExitCode::from(2);
    };
    match allow(&project, &address).await {
        Ok(()) => {
            println!("connections from {address} are allowed");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_failed() {
                eprintln!("help: remove the entry, and try again");
            } else if error.status().is_some_and(|status| status == 400) {
                eprintln!(
                    "help: expected an address such as 203.0.113.7, or a block such as 203.0.113.0/24"
                );
            }
            ExitCode::FAILURE
        }
    }
}

async fn allow(project: &str, address: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    let entry = NetworkPermissionEntry::new().comment("added by an example of atlas-api");
    let entry = if address.contains('/') {
        entry.cidr_block(address)
    } else {
        entry.ip_address(address)
    };
    // The operation adds a list of entries to the existing ones. It accepts an entry that already exists.
    client
        .send(project_ip_access_list::create_access_list_entry(
            project,
            [entry],
        ))
        .await?;
    // The entry is a path argument, so its slash is percent-encoded.
    let status = project_ip_access_list::get_access_list_status(project, address);
    client
        .wait(status)
        .at_most(Duration::from_secs(10 * 60))
        // `atlas_api::ready` has no such condition, but it is easy to write.
        .until(|entry| match &entry.status {
            Some(Status::Active) => Progress::Done,
            Some(Status::Failed) => Progress::Failed("the entry has failed".to_owned()),
            _ => Progress::Pending,
        })
        .await?;
    Ok(())
}
