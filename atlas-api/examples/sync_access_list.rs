//! Makes the access list of a project equal to a file of blocks, such as `203.0.113.0/24` or `203.0.113.7/32`.
//!
//! **This opens the project's clusters** to programs at these addresses that have a database user's password.
//! With `--prune`, it **closes them** to all others. The caller needs the role Project Network Access Manager.
//!
//! ```sh
//! cargo run --example sync_access_list -- 32b6e34b3d91647abb20e7b8 addresses.txt --prune
//! ```

use std::collections::BTreeSet;

use anyhow::Context;
use atlas_api::types::{NetworkPermissionEntry, NetworkPermissionEntryStatusStatus as Status};
use atlas_api::{Client, Credentials, Progress, project_ip_access_list as access_list};
use clap::Parser;
use futures_util::TryStreamExt;

#[derive(Parser)]
struct Arguments {
    project: String,
    file: String,
    #[arg(long)]
    prune: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, file, prune) = (arguments.project, arguments.file, arguments.prune);
    let text = std::fs::read_to_string(&file).context(file)?;
    let wanted = BTreeSet::from_iter(text.split_whitespace().map(str::to_owned));
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let entries = client.items(access_list::list_access_list_entries(&project));
    let entries: Vec<NetworkPermissionEntry> = entries.try_collect().await?;
    // Entries for AWS security groups have no block. They are left alone.
    let blocks = entries.into_iter().filter_map(|entry| entry.cidr_block);
    let existing = BTreeSet::from_iter(blocks);

    for block in wanted.difference(&existing) {
        let entry = NetworkPermissionEntry::new().cidr_block(block);
        let create = access_list::create_access_list_entry(&project, [entry]);
        client.send(create).await?;
        let wait = client.wait(access_list::get_access_list_status(&project, block));
        wait.until(|entry| match &entry.status {
            Some(Status::Active) => Progress::Done,
            Some(Status::Failed) => Progress::Failed(format!("{block} has failed; remove it")),
            _ => Progress::Pending,
        })
        .await?;
        println!("{block} is active");
    }
    for block in existing.difference(&wanted).filter(|_| prune) {
        let delete = access_list::delete_access_list_entry(&project, block);
        client.send(delete).await?;
        println!("{block} is removed");
    }
    Ok(())
}
