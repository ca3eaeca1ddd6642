//! Prints the events of a project, page by page. Where a page can't be had, and the cause may pass, it
//! goes on with that page after a while: those before it are not fetched again.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
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

/// How long to wait where the service does not say how long.
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
        // The client has tried several times before it gives up, so what is left takes longer to pass.
        // A page that can't be had even after a pause ends it.
        match pages.next_page() {
            Some(missing) if error.is_retryable() && missing > start => {
                let pause = error.retry_after().unwrap_or(PAUSE);
                eprintln!("note: {error}");
                eprintln!("note: going on with page {missing} in {pause:?}");
                sleep(pause).await;
                start = missing;
            }
            _ => return Err(error),
        }
    }
}

/// Prints all pages up to the last, or up to one that can't be had.
async fn print_pages(pages: &mut Pages<ListGroupEvents>) -> Result<(), Error> {
    while let Some(page) = pages.try_next().await? {
        match page.total_count() {
            Some(total) => println!("page {} of {total} events", page.number()),
            None => println!("page {}", page.number()),
        }
        // What is not of its documented type is no error. It is set aside, and a program may tell.
        for misfit in &page.response().set_aside {
            eprintln!("note: {} is not of the documented type", misfit.path);
        }
        page.items().iter().for_each(print);
    }
    Ok(())
}

fn print(event: &EventViewForNdsGroup) {
    // There are dozens of types of events, and `match` tells them apart. What all of them have, also
    // those that are new, is read by its name in the JSON.
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
