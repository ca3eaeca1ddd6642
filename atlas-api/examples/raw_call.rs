//! Sends a GET to any path of the API, in any version, and prints the JSON of the response. A raw call has the
//! credentials, retries and errors of other calls, and works for operations that the crate lacks.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
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
            // The alternate form is indented.
            println!("{json:#}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            // The error holds the whole body, including properties without a method.
            if let Some(json) = error.api().and_then(|api| api.json()) {
                eprintln!("{json:#}");
            }
            // MongoDB's support asks for this id.
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
    // The version is part of the media type, not of the path.
    let mut call = client.request(Method::GET, path, version);
    for (name, value) in query {
        // Query arguments are percent-encoded; the path is sent unchanged.
        call = call.query(&name, value);
    }
    call.send().await
}
