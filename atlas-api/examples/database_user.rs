//! Creates a database user with read and write access to one database. The environment variable
//! `DATABASE_PASSWORD` holds the password. An existing user gets it as the new password, so the same command
//! rotates passwords.
//!
//! **This changes who can read the data.** The password is sent to the service, and is never shown. The caller
//! needs the role Project Database Access Admin.
//!
//! ```sh
//! export DATABASE_PASSWORD="$(openssl rand -base64 24)"
//! cargo run --example database_user -- 32b6e34b3d91647abb20e7b8 my-shop shop
//! ```

use anyhow::Context;
use atlas_api::types::{
    CloudDatabaseUser, CloudDatabaseUserDatabaseName, DatabaseUserRole, DatabaseUserRoleRoleName,
};
use atlas_api::{Client, Credentials, codes, database_users};
use clap::Parser;

/// The database in which the service keeps users with a password.
const ADMIN: CloudDatabaseUserDatabaseName = CloudDatabaseUserDatabaseName::Admin;

#[derive(Parser)]
struct Arguments {
    project: String,
    username: String,
    database: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, username, database) = (arguments.project, arguments.username, arguments.database);
    // Not an argument, because all users of this machine can see arguments.
    let password = std::env::var("DATABASE_PASSWORD").context("can't read `DATABASE_PASSWORD`")?;
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let role = DatabaseUserRole::new(database, DatabaseUserRoleRoleName::ReadWrite);
    let user = CloudDatabaseUser::new(ADMIN, &project, [role], &username).password(&password);
    let create = database_users::create_database_user(&project, user);
    match client.send(create).await {
        Ok(_) => println!("{username} was created"),
        Err(error) if error.is_code(codes::USER_ALREADY_EXISTS) => {
            // Properties that are not set stay unchanged.
            let user = CloudDatabaseUser::default().password(password);
            let admin = ADMIN.as_str();
            let update = database_users::update_database_user(project, admin, &username, user);
            client.send(update).await?;
            println!("{username} has a new password");
        }
        // The error does not contain the password.
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
