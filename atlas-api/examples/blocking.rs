//! Lists the projects that the caller has access to, without `async` or a runtime.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`.
//!
//! ```sh
//! cargo run --example blocking
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::{Credentials, Error, blocking, projects};

fn main() -> ExitCode {
    if env::args().len() > 1 {
        eprintln!("usage: blocking");
        return ExitCode::from(2);
    }
    match list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_authentication() {
                eprintln!(
                    "help: create a service account, and set its id and secret in the environment"
                );
            }
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), Error> {
    // The settings and the calls are those of the asynchronous client. Operations do not depend on
    // the client that sends them.
    let client = blocking::Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // An iterator. It fetches each page when the page's first project is needed.
    let mut projects = client.items(projects::list_groups().items_per_page(100));
    for project in &mut projects {
        // An error is the last item.
        let project = project?;
        let id = project.id.as_deref().unwrap_or("(no id)");
        let name = project.name.as_deref().unwrap_or("(no name)");
        println!("{id} {name}");
    }
    if let Some(total) = projects.total_count() {
        println!("{total} projects");
    }
    Ok(())
}
