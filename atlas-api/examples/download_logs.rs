//! Downloads the log of a host, and saves it to a file. The service sends it compressed; with `--text`, it is
//! saved as text.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`.
//!
//! ```sh
//! cargo run --example download_logs -- \
//!     32b6e34b3d91647abb20e7b8 prod-shard-00-00.abcde.mongodb.net mongodb.log --text
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::DownloadClusterLogLogName;
use atlas_api::{Client, Credentials, Error, monitoring_and_logs};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (project, host, file, as_text) = match arguments[..] {
        [project, host, file] => (project, host, file, false),
        [project, host, file, "--text"] => (project, host, file, true),
        _ => {
            eprintln!("usage: download_logs PROJECT_ID HOST FILE [--text]");
            return ExitCode::from(2);
        }
    };
    match download(project, host, file, as_text).await {
        Ok(length) => {
            println!("{file}: {length} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            if error.is_not_found() {
                eprintln!("help: HOST is the name of one node, without its port");
            } else if error.is_io() {
                eprintln!("help: {file} is unchanged; no partial file is left");
            }
            ExitCode::FAILURE
        }
    }
}

/// Returns the length of the file.
async fn download(project: &str, host: &str, file: &str, as_text: bool) -> Result<u64, Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    let log = DownloadClusterLogLogName::Mongodb;
    let operation = monitoring_and_logs::download_cluster_log(project, host, log);
    // `send` would hold the whole log in memory. A download holds one chunk at a time, however large the
    // log is. To write elsewhere than to a file, call `chunk`.
    let download = client.download(operation).await?;
    if as_text {
        download.decompressed().save(file).await
    } else {
        download.save(file).await
    }
}
