//! Creates a project in an organization, and adds a user with read access. A user who is not a member of the
//! organization is invited by email.
//!
//! **This creates a project, and may send an email.** The project itself is free of charge. The caller needs the role
//! Organization Project Creator, and becomes the owner of the project.
//!
//! ```sh
//! cargo run --example create_project -- 4888442a3354817a7320eb61 my-project ada@example.com
//! ```

use anyhow::Context;
use atlas_api::types::{Group, GroupUserRequest, GroupUserResponse};
use atlas_api::{Client, Credentials, Nullable, mongo_db_cloud_users, projects};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    organization: String,
    name: String,
    username: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (organization, name, username) =
        (arguments.organization, arguments.name, arguments.username);
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // The API calls a project a group. `new` takes the properties that requests require.
    let project = client
        .send(projects::create_group(Group::new(name, organization)))
        .await?;
    let id = project.id.context("the project has no id")?;
    // Printed before the next step, because the project exists even if that step fails.
    println!("project {id}");

    let request = GroupUserRequest::new(["GROUP_READ_ONLY"], &username);
    let user = client
        .send(mongo_db_cloud_users::add_group_users(&id, request))
        .await?;
    // The crate selects the variant by a property of the response.
    match user {
        GroupUserResponse::GroupPendingUserResponse(user) => {
            // The property may be absent or `null`.
            let end = user.invitation_expires_at.and_then(Nullable::into_value);
            let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
            println!("{username} was invited{end}");
        }
        // An active user, or a variant that the spec does not list.
        _ => println!("{username} was added"),
    }
    Ok(())
}
