use atlas_api::{Client, clusters};

fn all(client: &Client) {
    let _ = client.items(clusters::get_cluster("32b6e34b3d91647abb20e7b8", "Cluster0"));
}

fn main() {}
