//! Creates a database user with read and write access to one database. The environment variable
//! `DATABASE_PASSWORD` holds the password. An existing user gets it as the new password, so the same command
//! rotates passwords.
//!
//! **This changes who can read the data.** The password is sent to the service, and is never shown.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Database Access Admin.
//!
//! ```sh
//! export DATABASE_PASSWORD="$(openssl rand -base64 24)"
//! cargo run --example database_user -- 32b6e34b3d91647abb20e7b8 my-shop shop
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{
    CloudDatabaseUser, CloudDatabaseUserDatabaseName, DatabaseUserRole, DatabaseUserRoleRoleName,
};
use atlas_api::{Client, Credentials, Error, database_users};

/// The database in which the service keeps users with a password.
const ADMIN: CloudDatabaseUserDatabaseName = CloudDatabaseUserDatabaseName::Admin;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let three = (arguments.next(), arguments.next(), arguments.next());
    let ((Some(project), Some(username), Some(database)), None) = (three, arguments.next()) else {
        eprintln!("usage: database_user PROJECT_ID USERNAME DATABASE");
        return ExitCode::from(2);
    };
    // Not an argument, because all users of this machine can see arguments.
    let Ok(password) = env::var("DATABASE_PASSWORD") else {
        eprintln!("error: `DATABASE_PASSWORD` is not set");
        eprintln!("help: set it to the password of the database user");
        return ExitCode::FAILURE;
    };
    match create_or_rotate(&project, &username, &database, &password).await {
        Ok(done) => {
            println!("{username} {done}; the change reaches all nodes within a minute or two");
            ExitCode::SUCCESS
        }
        Err(error) => {
            // The error does not contain the password.
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns what was done.
async fn create_or_rotate(
    project: &str,
    username: &str,
    database: &str,
    password: &str,
) -> Result<&'static str, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    let role = DatabaseUserRole::new(database, DatabaseUserRoleRoleName::ReadWrite);
    let mut user = CloudDatabaseUser::new(ADMIN, project, [role], username).password(password);
    match client
        .send(database_users::create_database_user(project, user.clone()))
        .await
    {
        Ok(_) => Ok("was created"),
        Err(error) if error.is_code("USER_ALREADY_EXISTS") => {
            // Properties that are not set stay unchanged.
            user.roles = None;
            let place = ADMIN.as_str();
            client
                .send(database_users::update_database_user(
                    project, place, username, user,
                ))
                .await?;
            Ok("has a new password")
        }
        Err(error) => Err(error),
    }
}
