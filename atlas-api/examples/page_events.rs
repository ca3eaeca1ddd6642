//! Prints the events of a project, page by page. If a page fails for a temporary reason, resumes with that page
//! after a pause, without fetching earlier pages again.
//!
//! ```sh
//! cargo run --example page_events -- 32b6e34b3d91647abb20e7b8
//! ```

use std::time::Duration;

use atlas_api::types::EventViewForNdsGroup;
use atlas_api::{Client, Credentials, events};
use clap::Parser;
use futures_util::TryStreamExt;

#[derive(Parser)]
struct Arguments {
    project: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { project } = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let operation = events::list_group_events(project).items_per_page(100);
    let from = |page| client.pages(operation.clone().page_num(page));
    let (mut start, mut pages) = (1, from(1));
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => {
                println!("page {}", page.number());
                page.items().iter().for_each(print);
            }
            Ok(None) => return Ok(()),
            // The client has already retried, so the failure may take longer to pass. A page that fails again
            // after the pause ends the program.
            Err(error) => match pages.next_page() {
                Some(missing) if error.is_retryable() && missing > start => {
                    let pause = error.retry_after().unwrap_or(Duration::from_secs(30));
                    eprintln!("{error}; resuming with page {missing} in {pause:?}");
                    tokio::time::sleep(pause).await;
                    (start, pages) = (missing, from(missing));
                }
                _ => return Err(error.into()),
            },
        }
    }
}

fn print(event: &EventViewForNdsGroup) {
    // A union: there are dozens of types of events. By wire name, even unknown types can be read.
    let texts = ["created", "eventTypeName", "username"].map(|name| {
        let text = event.property(name).unwrap_or_default();
        text.as_str().unwrap_or("-").to_owned()
    });
    println!("{}", texts.join(" "));
}
