use atlas_api::clusters;

fn main() {
    let _ = clusters::list_clusters("32b6e34b3d91647abb20e7b8").items_per_page("50");
}
