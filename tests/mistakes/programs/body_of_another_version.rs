use atlas_api::clusters;
use atlas_api::types::LegacyAtlasTenantClusterUpgradeRequest;

fn main() {
    let body = LegacyAtlasTenantClusterUpgradeRequest::new("Cluster0");
    let _ = clusters::update_cluster("32b6e34b3d91647abb20e7b8", "Cluster0", body);
}
