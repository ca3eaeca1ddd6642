use atlas_api::types::ClusterDescription20240805;

fn main() {
    let _ = ClusterDescription20240805::new().cluster_type(3);
}
