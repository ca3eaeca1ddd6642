use atlas_api::{Client, Error, clusters};

async fn list(client: &Client) -> Result<(), Error> {
    client.send(clusters::list_clusters).await?;
    Ok(())
}

fn main() {}
