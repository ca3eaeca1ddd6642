//! Creates a project in an organization, and adds a user with read access. A user who is not a member of
//! the organization is invited by e-mail.
//!
//! **This creates a project, and may send an e-mail.** The project itself is free of charge.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Organization Project Creator, and becomes the
//! owner of the project.
//!
//! ```sh
//! cargo run --example create_project -- 4888442a3354817a7320eb61 my-project ada@example.com
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{Group, GroupUserRequest, GroupUserResponse};
use atlas_api::{Client, Credentials, Error, Nullable, mongo_db_cloud_users, projects};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let three = (arguments.next(), arguments.next(), arguments.next());
    let ((Some(organization), Some(name), Some(username)), None) = (three, arguments.next()) else {
        eprintln!("usage: create_project ORGANIZATION_ID NAME USERNAME");
        return ExitCode::from(2);
    };
    match create(&organization, &name, &username).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_code("GROUP_ALREADY_EXISTS") {
                eprintln!("help: choose another name; the existing project is unchanged");
            }
            ExitCode::FAILURE
        }
    }
}

async fn create(organization: &str, name: &str, username: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The API calls a project a group. `new` takes the properties that requests require.
    let group = Group::new(name, organization);
    let project = client.send(projects::create_group(group)).await?;
    let id = project.id.as_deref().unwrap_or_default();
    // Printed before the next step, because the project exists even if that step fails.
    println!("project {id}");

    let request = GroupUserRequest::new(["GROUP_READ_ONLY"], username);
    let user = client
        .send(mongo_db_cloud_users::add_group_users(id, request))
        .await?;
    // The crate selected the variant by a property of the response.
    match user {
        GroupUserResponse::GroupActiveUserResponse(_) => println!("{username} was added"),
        GroupUserResponse::GroupPendingUserResponse(user) => {
            // The property may be absent or `null`.
            let end = user.invitation_expires_at.and_then(Nullable::into_value);
            let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
            println!("{username} was invited{end}");
        }
        // An unknown variant.
        other => println!("{username} was added: {}", atlas_api::to_json(&other)),
    }
    Ok(())
}
