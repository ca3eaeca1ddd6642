//! Lists the projects that the caller has access to, without `async` or a runtime.
//!
//! ```sh
//! cargo run --example blocking
//! ```

use atlas_api::{Credentials, blocking, projects};
use clap::Parser;

#[derive(Parser)]
struct Arguments {}

fn main() -> anyhow::Result<()> {
    let Arguments {} = Arguments::parse();
    // The settings and the calls are those of the asynchronous client. Operations do not depend on the
    // client that sends them.
    let credentials = Credentials::from_env()?;
    let client = blocking::Client::builder()
        .credentials(credentials)
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
