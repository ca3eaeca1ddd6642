//! A page of clusters, and a cluster.

use serde::{Deserialize, Serialize};

use super::connections::ClusterConnectionStrings;
use super::regions::ReplicationSpec20240805;
use super::settings::{
    ApiAtlasClusterAdvancedConfigurationView, BiConnector,
    ClusterDescription20240805AdaptiveCapacity, ClusterDescription20240805InternalClusterRole,
    ClusterDescription20240805RootCertType, ClusterState, ClusterType, ConfigServerManagementMode,
    ConfigServerType, DiskWarmingMode, EmployeeAccessGrantView, EncryptionAtRestProvider,
    ReplicaSetScalingStrategy, VersionReleaseSystem,
};
use super::shared::Link;

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct PaginatedClusterDescription20240805 {
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "results", skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<ClusterDescription20240805>>,
    #[serde(rename = "totalCount", skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ClusterDescription20240805 {
    #[serde(
        rename = "acceptDataRisksAndForceReplicaSetReconfig",
        skip_serializing_if = "Option::is_none"
    )]
    pub accept_data_risks_and_force_replica_set_reconfig: Option<String>,
    #[serde(rename = "adaptiveCapacity", skip_serializing_if = "Option::is_none")]
    pub adaptive_capacity: Option<Option<ClusterDescription20240805AdaptiveCapacity>>,
    #[serde(
        rename = "advancedConfiguration",
        skip_serializing_if = "Option::is_none"
    )]
    pub advanced_configuration: Option<ApiAtlasClusterAdvancedConfigurationView>,
    #[serde(rename = "backupEnabled", skip_serializing_if = "Option::is_none")]
    pub backup_enabled: Option<bool>,
    #[serde(rename = "biConnector", skip_serializing_if = "Option::is_none")]
    pub bi_connector: Option<BiConnector>,
    #[serde(rename = "clusterType", skip_serializing_if = "Option::is_none")]
    pub cluster_type: Option<ClusterType>,
    #[serde(
        rename = "configServerManagementMode",
        skip_serializing_if = "Option::is_none"
    )]
    pub config_server_management_mode: Option<ConfigServerManagementMode>,
    #[serde(rename = "configServerType", skip_serializing_if = "Option::is_none")]
    pub config_server_type: Option<ConfigServerType>,
    #[serde(rename = "connectionStrings", skip_serializing_if = "Option::is_none")]
    pub connection_strings: Option<ClusterConnectionStrings>,
    #[serde(rename = "createDate", skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
    #[serde(rename = "diskWarmingMode", skip_serializing_if = "Option::is_none")]
    pub disk_warming_mode: Option<DiskWarmingMode>,
    #[serde(
        rename = "effectiveReplicationSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_replication_specs: Option<Vec<ReplicationSpec20240805>>,
    #[serde(
        rename = "encryptionAtRestProvider",
        skip_serializing_if = "Option::is_none"
    )]
    pub encryption_at_rest_provider: Option<EncryptionAtRestProvider>,
    #[serde(
        rename = "featureCompatibilityVersion",
        skip_serializing_if = "Option::is_none"
    )]
    pub feature_compatibility_version: Option<String>,
    #[serde(
        rename = "featureCompatibilityVersionExpirationDate",
        skip_serializing_if = "Option::is_none"
    )]
    pub feature_compatibility_version_expiration_date: Option<String>,
    #[serde(
        rename = "globalClusterSelfManagedSharding",
        skip_serializing_if = "Option::is_none"
    )]
    pub global_cluster_self_managed_sharding: Option<bool>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(
        rename = "internalClusterRole",
        skip_serializing_if = "Option::is_none"
    )]
    pub internal_cluster_role: Option<ClusterDescription20240805InternalClusterRole>,
    #[serde(rename = "labels", skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<ComponentLabel>>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    #[serde(
        rename = "mongoDBEmployeeAccessGrant",
        skip_serializing_if = "Option::is_none"
    )]
    pub mongo_db_employee_access_grant: Option<EmployeeAccessGrantView>,
    #[serde(
        rename = "mongoDBMajorVersion",
        skip_serializing_if = "Option::is_none"
    )]
    pub mongo_db_major_version: Option<String>,
    #[serde(rename = "mongoDBVersion", skip_serializing_if = "Option::is_none")]
    pub mongo_db_version: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "paused", skip_serializing_if = "Option::is_none")]
    pub paused: Option<bool>,
    #[serde(rename = "pitEnabled", skip_serializing_if = "Option::is_none")]
    pub pit_enabled: Option<bool>,
    #[serde(
        rename = "redactClientLogData",
        skip_serializing_if = "Option::is_none"
    )]
    pub redact_client_log_data: Option<bool>,
    #[serde(
        rename = "replicaSetScalingStrategy",
        skip_serializing_if = "Option::is_none"
    )]
    pub replica_set_scaling_strategy: Option<ReplicaSetScalingStrategy>,
    #[serde(rename = "replicationSpecs", skip_serializing_if = "Option::is_none")]
    pub replication_specs: Option<Vec<ReplicationSpec20240805>>,
    #[serde(rename = "retainBackups", skip_serializing_if = "Option::is_none")]
    pub retain_backups: Option<bool>,
    #[serde(rename = "rootCertType", skip_serializing_if = "Option::is_none")]
    pub root_cert_type: Option<ClusterDescription20240805RootCertType>,
    #[serde(rename = "stateName", skip_serializing_if = "Option::is_none")]
    pub state_name: Option<ClusterState>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<ResourceTag>>,
    #[serde(
        rename = "terminationProtectionEnabled",
        skip_serializing_if = "Option::is_none"
    )]
    pub termination_protection_enabled: Option<bool>,
    #[serde(
        rename = "useAwsTimeBasedSnapshotCopyForFastInitialSync",
        skip_serializing_if = "Option::is_none"
    )]
    pub use_aws_time_based_snapshot_copy_for_fast_initial_sync: Option<bool>,
    #[serde(
        rename = "versionReleaseSystem",
        skip_serializing_if = "Option::is_none"
    )]
    pub version_release_system: Option<VersionReleaseSystem>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ComponentLabel {
    #[serde(rename = "key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ResourceTag {
    #[serde(rename = "key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
