//! Sends a GET to any path of the API, in any version, and prints the JSON of the response. A raw call has the
//! credentials, retries and errors of other calls, and works for operations that the crate lacks.
//!
//! ```sh
//! cargo run --example raw_call -- /api/atlas/v2/groups 2023-01-01 itemsPerPage=5
//! ```

use atlas_api::http::Method;
use atlas_api::{Client, Credentials};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    path: String,
    version: String,
    #[arg(value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<(String, String)>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (path, version, query) = (arguments.path, arguments.version, arguments.query);
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // The version is part of the media type, not of the path.
    let mut call = client.request(Method::GET, &path, &version);
    for (name, value) in &query {
        // Query arguments are percent-encoded; the path is sent unchanged.
        call = call.query(name, value);
    }
    match call.send().await {
        // The alternate form is indented.
        Ok(json) => println!("{json:#}"),
        Err(error) => {
            // The error holds the whole body, including properties without a method.
            if let Some(json) = error.api().and_then(|failure| failure.json()) {
                eprintln!("{json:#}");
            }
            // MongoDB support asks for this id.
            eprintln!("request id: {}", error.request_id().unwrap_or("none"));
            return Err(error.into());
        }
    }
    Ok(())
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
