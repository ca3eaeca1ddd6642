#![deny(unused_must_use)]

use atlas_api::clusters;

fn main() {
    clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "Cluster0");
}
