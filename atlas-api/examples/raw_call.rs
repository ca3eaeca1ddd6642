//! Sends a GET to any path of the API, in any of its versions, and prints the JSON that comes: for what
//! the crate does not describe, with the same credentials, retries and errors.
//!
//! The credentials are read from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`.
//!
//! ```sh
//! cargo run --example raw_call -- /api/atlas/v2/groups 2023-01-01 itemsPerPage=5
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::http::Method;
use atlas_api::{Client, Credentials, Error};
use serde_json::Value;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let path_and_version = arguments.next().zip(arguments.next());
    let query: Option<Vec<(String, String)>> = arguments
        .map(|argument| {
            let (name, value) = argument.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect();
    let (Some((path, version)), Some(query)) = (path_and_version, query) else {
        eprintln!("usage: raw_call PATH VERSION [NAME=VALUE]...");
        return ExitCode::from(2);
    };
    match get(&path, &version, query).await {
        Ok(json) => {
            // The alternate form is the one with lines and indents.
            println!("{json:#}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            // The error holds all that came, also what no method of the crate asks for.
            if let Some(json) = error.api().and_then(|api| api.json()) {
                eprintln!("{json:#}");
            }
            // What the support of the service asks for first.
            if let Some(id) = error.request_id() {
                eprintln!("request id: {id}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn get(path: &str, version: &str, query: Vec<(String, String)>) -> Result<Value, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The version goes into the media type, not into the path.
    let mut call = client.request(Method::GET, path, version);
    for (name, value) in query {
        // Percent-encoded on the way; the path is sent as it is.
        call = call.query(&name, value);
    }
    call.send().await
}
