//! Downloads the log of a host, and saves it to a file. The service sends it compressed; with `--text`, it is
//! saved as text.
//!
//! ```sh
//! cargo run --example download_logs -- \
//!     32b6e34b3d91647abb20e7b8 prod-shard-00-00.abcde.mongodb.net mongodb.log --text
//! ```

use atlas_api::types::DownloadClusterLogLogName;
use atlas_api::{Client, Credentials, monitoring_and_logs};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    /// The name of one node, without its port
    host: String,
    file: String,
    #[arg(long)]
    text: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, host, file, text) = (
        arguments.project,
        arguments.host,
        arguments.file,
        arguments.text,
    );
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let log = DownloadClusterLogLogName::Mongodb;
    let operation = monitoring_and_logs::download_cluster_log(project, host, log);
    // `send` would hold the whole log in memory. A download holds one chunk at a time.
    let download = client.download(operation).await?;
    // If the download breaks off, an existing file is unchanged, and no partial file is left.
    let length = match text {
        true => download.decompressed().save(&file).await?,
        false => download.save(&file).await?,
    };
    println!("{file}: {length} bytes");
    Ok(())
}
