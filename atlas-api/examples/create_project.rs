//! Creates a project in an organization, and adds a user who may see it. Who is no member of the
//! organization yet is invited by e-mail.
//!
//! **It makes a project, and may send a mail.** A project costs nothing; what is put into it does.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Organization Project Creator, and becomes the
//! owner of the new project.
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
                eprintln!("help: choose another name; the project that has it is left as it is");
            }
            ExitCode::FAILURE
        }
    }
}

async fn create(organization: &str, name: &str, username: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The API calls a project a group. `new` takes what the document requires.
    let group = Group::new(name, organization);
    let project = client.send(projects::create_group(group)).await?;
    let id = project.id.as_deref().unwrap_or_default();
    // At once: if the next step fails, the project is there.
    println!("project {id}");

    let request = GroupUserRequest::new(["GROUP_READ_ONLY"], username);
    let user = client
        .send(mongo_db_cloud_users::add_group_users(id, request))
        .await?;
    // A property tells which of the types it is, and the crate has read it.
    match user {
        GroupUserResponse::GroupActiveUserResponse(_) => println!("{username} was added"),
        GroupUserResponse::GroupPendingUserResponse(user) => {
            // It may be absent, or there and `null`.
            let end = user.invitation_expires_at.and_then(Nullable::into_value);
            let end = end.map(|end| format!(" until {end}")).unwrap_or_default();
            println!("{username} was invited{end}");
        }
        // What the service may come up with some day.
        other => println!("{username} was added: {}", atlas_api::to_json(&other)),
    }
    Ok(())
}
