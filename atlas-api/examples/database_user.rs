//! Creates a database user who may read and write one database, with the password in the environment
//! variable `DATABASE_PASSWORD`. A user who is there already gets it as a new password, so the same command
//! rotates it.
//!
//! **It changes who can read the data.** The password is sent to the service, and shown nowhere.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
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

/// Where the service keeps users who have a password.
const ADMIN: CloudDatabaseUserDatabaseName = CloudDatabaseUserDatabaseName::Admin;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let three = (arguments.next(), arguments.next(), arguments.next());
    let ((Some(project), Some(username), Some(database)), None) = (three, arguments.next()) else {
        eprintln!("usage: database_user PROJECT_ID USERNAME DATABASE");
        return ExitCode::from(2);
    };
    // Not an argument: those are seen by everybody on this machine.
    let Ok(password) = env::var("DATABASE_PASSWORD") else {
        eprintln!("error: no password");
        eprintln!("help: set it in DATABASE_PASSWORD");
        return ExitCode::FAILURE;
    };
    match create_or_rotate(&project, &username, &database, &password).await {
        Ok(done) => {
            println!("{username} {done}; all nodes know it within a minute or two");
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Neither does an error show the password.
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Gives what was done.
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
            // What is not set stays as it is.
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
