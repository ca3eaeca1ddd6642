use atlas_api::{Client, Error, clusters};

fn list(client: &Client) -> Result<(), Error> {
    client.send(clusters::list_clusters("32b6e34b3d91647abb20e7b8"))?;
    Ok(())
}

fn main() {}
