//! Prints the events of a project, page by page. If a page fails for a temporary reason, resumes with that
//! page after a pause, without fetching earlier pages again.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`.
//!
//! ```sh
//! cargo run --example page_events -- 32b6e34b3d91647abb20e7b8
//! ```

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use atlas_api::events::{self, ListGroupEvents};
use atlas_api::types::EventViewForNdsGroup;
use atlas_api::{Client, Credentials, Error, Pages};
use futures_util::TryStreamExt;
use tokio::time::sleep;

/// The pause if the service does not ask for another one.
const PAUSE: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: page_events PROJECT_ID");
        return ExitCode::from(2);
    };
    match print_events(&project).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn print_events(project: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    let operation = events::list_group_events(project).items_per_page(100);
    let mut start = 1;
    loop {
        let mut pages = client.pages(operation.clone().page_num(start));
        let Err(error) = print_pages(&mut pages).await else {
            return Ok(());
        };
        // The client has already retried, so the failure may take longer to pass. If the same page fails
        // again after the pause, the example gives up.
        match pages.next_page() {
            Some(missing) if error.is_retryable() && missing > start => {
                let pause = error.retry_after().unwrap_or(PAUSE);
                eprintln!("note: {error}");
                eprintln!("note: resuming with page {missing} in {pause:?}");
                sleep(pause).await;
                start = missing;
            }
            _ => return Err(error),
        }
    }
}

/// Prints pages up to the last one, or until one fails.
async fn print_pages(pages: &mut Pages<ListGroupEvents>) -> Result<(), Error> {
    while let Some(page) = pages.try_next().await? {
        match page.total_count() {
            Some(total) => println!("page {} of {total} events", page.number()),
            None => println!("page {}", page.number()),
        }
        // A mismatch is not an error. The response lists it, so that a program can report it.
        for mismatch in &page.response().set_aside {
            eprintln!("note: {} has an unexpected type", mismatch.path);
        }
        page.items().iter().for_each(print);
    }
    Ok(())
}

fn print(event: &EventViewForNdsGroup) {
    // There are dozens of types of events; `match` distinguishes them. Properties that all types share can be
    // read by wire name, even from an unknown type.
    let text = |name: &str| match event.property(name) {
        Some(serde_json::Value::String(text)) => text,
        _ => "-".to_owned(),
    };
    println!(
        "{} {} {}",
        text("created"),
        text("eventTypeName"),
        text("username")
    );
}
