use atlas_api::types::CloudClusterType;

fn is_sharded(kind: &CloudClusterType) -> bool {
    match kind {
        CloudClusterType::ReplicaSet => false,
        CloudClusterType::ShardedCluster => true,
    }
}

fn main() {}
