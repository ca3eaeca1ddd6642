//! A page of clusters as `serde` derives them: the same names, types and nesting as the crate's.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PaginatedClusterDescription20240805 {
    #[serde(rename = "links")]
    pub links: Option<Vec<Link>>,
    #[serde(rename = "results")]
    pub results: Option<Vec<ClusterDescription20240805>>,
    #[serde(rename = "totalCount")]
    pub total_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Link {
    #[serde(rename = "href")]
    pub href: Option<String>,
    #[serde(rename = "rel")]
    pub rel: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ClusterDescription20240805 {
    #[serde(
        rename = "acceptDataRisksAndForceReplicaSetReconfig",
        skip_serializing_if = "Option::is_none"
    )]
    pub accept_data_risks_and_force_replica_set_reconfig: Option<String>,
    #[serde(rename = "adaptiveCapacity")]
    pub adaptive_capacity: Option<Option<ClusterDescription20240805AdaptiveCapacity>>,
    #[serde(
        rename = "advancedConfiguration",
        skip_serializing_if = "Option::is_none"
    )]
    pub advanced_configuration: Option<ApiAtlasClusterAdvancedConfigurationView>,
    #[serde(rename = "backupEnabled")]
    pub backup_enabled: Option<bool>,
    #[serde(rename = "biConnector")]
    pub bi_connector: Option<BiConnector>,
    #[serde(rename = "clusterType")]
    pub cluster_type: Option<ClusterType>,
    #[serde(
        rename = "configServerManagementMode",
        skip_serializing_if = "Option::is_none"
    )]
    pub config_server_management_mode: Option<ConfigServerManagementMode>,
    #[serde(rename = "configServerType")]
    pub config_server_type: Option<ConfigServerType>,
    #[serde(rename = "connectionStrings")]
    pub connection_strings: Option<ClusterConnectionStrings>,
    #[serde(rename = "createDate")]
    pub create_date: Option<String>,
    #[serde(rename = "diskWarmingMode")]
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
    #[serde(rename = "groupId")]
    pub group_id: Option<String>,
    #[serde(rename = "id")]
    pub id: Option<String>,
    #[serde(
        rename = "internalClusterRole",
        skip_serializing_if = "Option::is_none"
    )]
    pub internal_cluster_role: Option<ClusterDescription20240805InternalClusterRole>,
    #[serde(rename = "labels")]
    pub labels: Option<Vec<ComponentLabel>>,
    #[serde(rename = "links")]
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
    #[serde(rename = "mongoDBVersion")]
    pub mongo_db_version: Option<String>,
    #[serde(rename = "name")]
    pub name: Option<String>,
    #[serde(rename = "paused")]
    pub paused: Option<bool>,
    #[serde(rename = "pitEnabled")]
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
    #[serde(rename = "replicationSpecs")]
    pub replication_specs: Option<Vec<ReplicationSpec20240805>>,
    #[serde(rename = "retainBackups")]
    pub retain_backups: Option<bool>,
    #[serde(rename = "rootCertType")]
    pub root_cert_type: Option<ClusterDescription20240805RootCertType>,
    #[serde(rename = "stateName")]
    pub state_name: Option<ClusterState>,
    #[serde(rename = "tags")]
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

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterDescription20240805AdaptiveCapacity {
    #[serde(rename = "ENABLED")]
    Enabled,
    #[serde(rename = "DISABLED")]
    Disabled,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ApiAtlasClusterAdvancedConfigurationView {
    #[serde(
        rename = "customOpensslCipherConfigTls12",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_openssl_cipher_config_tls12:
        Option<Vec<ApiAtlasClusterAdvancedConfigurationViewCustomOpensslCipherConfigTls12Item>>,
    #[serde(
        rename = "customOpensslCipherConfigTls13",
        skip_serializing_if = "Option::is_none"
    )]
    pub custom_openssl_cipher_config_tls13:
        Option<Vec<ApiAtlasClusterAdvancedConfigurationViewCustomOpensslCipherConfigTls13Item>>,
    #[serde(
        rename = "minimumEnabledTlsProtocol",
        skip_serializing_if = "Option::is_none"
    )]
    pub minimum_enabled_tls_protocol:
        Option<ApiAtlasClusterAdvancedConfigurationViewMinimumEnabledTlsProtocol>,
    #[serde(
        rename = "tlsCipherConfigMode",
        skip_serializing_if = "Option::is_none"
    )]
    pub tls_cipher_config_mode: Option<ApiAtlasClusterAdvancedConfigurationViewTlsCipherConfigMode>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct BiConnector {
    #[serde(rename = "enabled")]
    pub enabled: Option<bool>,
    #[serde(rename = "readPreference")]
    pub read_preference: Option<BiConnectorReadPreference>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterType {
    #[serde(rename = "REPLICASET")]
    Replicaset,
    #[serde(rename = "SHARDED")]
    Sharded,
    #[serde(rename = "GEOSHARDED")]
    Geosharded,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ConfigServerManagementMode {
    #[serde(rename = "ATLAS_MANAGED")]
    AtlasManaged,
    #[serde(rename = "FIXED_TO_DEDICATED")]
    FixedToDedicated,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ConfigServerType {
    #[serde(rename = "DEDICATED")]
    Dedicated,
    #[serde(rename = "EMBEDDED")]
    Embedded,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ClusterConnectionStrings {
    #[serde(rename = "awsPrivateLink")]
    pub aws_private_link: Option<BTreeMap<String, String>>,
    #[serde(rename = "awsPrivateLinkSrv")]
    pub aws_private_link_srv: Option<BTreeMap<String, String>>,
    #[serde(rename = "private")]
    pub private: Option<String>,
    #[serde(rename = "privateEndpoint")]
    pub private_endpoint: Option<Vec<ClusterDescriptionConnectionStringsPrivateEndpoint>>,
    #[serde(rename = "privateSrv")]
    pub private_srv: Option<String>,
    #[serde(rename = "standard")]
    pub standard: Option<String>,
    #[serde(rename = "standardSrv")]
    pub standard_srv: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum DiskWarmingMode {
    #[serde(rename = "FULLY_WARMED")]
    FullyWarmed,
    #[serde(rename = "VISIBLE_EARLIER")]
    VisibleEarlier,
    #[serde(rename = "ENHANCED_FULLY_WARMED")]
    EnhancedFullyWarmed,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReplicationSpec20240805 {
    #[serde(rename = "id")]
    pub id: Option<String>,
    #[serde(rename = "regionConfigs")]
    pub region_configs: Option<Vec<CloudRegionConfig20240805>>,
    #[serde(rename = "zoneId")]
    pub zone_id: Option<String>,
    #[serde(rename = "zoneName")]
    pub zone_name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum EncryptionAtRestProvider {
    #[serde(rename = "NONE")]
    None,
    #[serde(rename = "AWS")]
    Aws,
    #[serde(rename = "AZURE")]
    Azure,
    #[serde(rename = "GCP")]
    Gcp,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterDescription20240805InternalClusterRole {
    #[serde(rename = "NONE")]
    None,
    #[serde(rename = "SYSTEM_CLUSTER")]
    SystemCluster,
    #[serde(rename = "INTERNAL_SHADOW_CLUSTER")]
    InternalShadowCluster,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ComponentLabel {
    #[serde(rename = "key")]
    pub key: Option<String>,
    #[serde(rename = "value")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EmployeeAccessGrantView {
    #[serde(rename = "expirationTime")]
    pub expiration_time: Option<String>,
    #[serde(rename = "grantType")]
    pub grant_type: Option<EmployeeAccessGrantViewGrantType>,
    #[serde(rename = "links")]
    pub links: Option<Vec<Link>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ReplicaSetScalingStrategy {
    #[serde(rename = "SEQUENTIAL")]
    Sequential,
    #[serde(rename = "WORKLOAD_TYPE")]
    WorkloadType,
    #[serde(rename = "NODE_TYPE")]
    NodeType,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterDescription20240805RootCertType {
    #[serde(rename = "ISRGROOTX1")]
    Isrgrootx1,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterState {
    #[serde(rename = "IDLE")]
    Idle,
    #[serde(rename = "CREATING")]
    Creating,
    #[serde(rename = "UPDATING")]
    Updating,
    #[serde(rename = "DELETING")]
    Deleting,
    #[serde(rename = "REPAIRING")]
    Repairing,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ResourceTag {
    #[serde(rename = "key")]
    pub key: Option<String>,
    #[serde(rename = "value")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum VersionReleaseSystem {
    #[serde(rename = "LTS")]
    Lts,
    #[serde(rename = "CONTINUOUS")]
    Continuous,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewCustomOpensslCipherConfigTls12Item {
    #[serde(rename = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    TlsEcdheRsaWithAes256GcmSha384,
    #[serde(rename = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    TlsEcdheRsaWithAes128GcmSha256,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewCustomOpensslCipherConfigTls13Item {
    #[serde(rename = "TLS_AES_256_GCM_SHA384")]
    TlsAes256GcmSha384,
    #[serde(rename = "TLS_CHACHA20_POLY1305_SHA256")]
    TlsChacha20Poly1305Sha256,
    #[serde(rename = "TLS_AES_128_GCM_SHA256")]
    TlsAes128GcmSha256,
    #[serde(rename = "TLS_AES_128_CCM_SHA256")]
    TlsAes128CcmSha256,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewMinimumEnabledTlsProtocol {
    #[serde(rename = "TLS1_0")]
    Tls10,
    #[serde(rename = "TLS1_1")]
    Tls11,
    #[serde(rename = "TLS1_2")]
    Tls12,
    #[serde(rename = "TLS1_3")]
    Tls13,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewTlsCipherConfigMode {
    #[serde(rename = "CUSTOM")]
    Custom,
    #[serde(rename = "DEFAULT")]
    Default,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum BiConnectorReadPreference {
    #[serde(rename = "PRIMARY")]
    Primary,
    #[serde(rename = "SECONDARY")]
    Secondary,
    #[serde(rename = "ANALYTICS")]
    Analytics,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ClusterDescriptionConnectionStringsPrivateEndpoint {
    #[serde(rename = "connectionString")]
    pub connection_string: Option<String>,
    #[serde(rename = "endpoints")]
    pub endpoints: Option<Vec<ClusterDescriptionConnectionStringsPrivateEndpointEndpoint>>,
    #[serde(
        rename = "srvConnectionString",
        skip_serializing_if = "Option::is_none"
    )]
    pub srv_connection_string: Option<String>,
    #[serde(
        rename = "srvShardOptimizedConnectionString",
        skip_serializing_if = "Option::is_none"
    )]
    pub srv_shard_optimized_connection_string: Option<String>,
    #[serde(rename = "type")]
    pub type_: Option<ClusterDescriptionConnectionStringsPrivateEndpointType>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "providerName")]
pub enum CloudRegionConfig20240805 {
    #[serde(rename = "AWS")]
    AwsRegionConfig20240805(Box<AwsRegionConfig20240805>),
    #[serde(rename = "AZURE")]
    AzureRegionConfig20240805(Box<AzureRegionConfig20240805>),
    #[serde(rename = "GCP")]
    GcpRegionConfig20240805(Box<GcpRegionConfig20240805>),
    #[serde(rename = "TENANT")]
    TenantRegionConfig20240805(Box<TenantRegionConfig20240805>),
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum EmployeeAccessGrantViewGrantType {
    #[serde(rename = "CLUSTER_DATABASE_LOGS")]
    ClusterDatabaseLogs,
    #[serde(rename = "CLUSTER_INFRASTRUCTURE")]
    ClusterInfrastructure,
    #[serde(rename = "CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA")]
    ClusterInfrastructureAndAppServicesSyncData,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ClusterDescriptionConnectionStringsPrivateEndpointEndpoint {
    #[serde(rename = "endpointId")]
    pub endpoint_id: Option<String>,
    #[serde(rename = "providerName")]
    pub provider_name: Option<CloudProvider>,
    #[serde(rename = "region")]
    pub region: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum ClusterDescriptionConnectionStringsPrivateEndpointType {
    #[serde(rename = "MONGOD")]
    Mongod,
    #[serde(rename = "MONGOS")]
    Mongos,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AwsRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling")]
    pub auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(
        rename = "effectiveAnalyticsSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveElectableSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_electable_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveReadOnlySpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "electableSpecs")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AzureRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling")]
    pub auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(
        rename = "effectiveAnalyticsSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveElectableSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_electable_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveReadOnlySpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "electableSpecs")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GcpRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling")]
    pub auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(
        rename = "effectiveAnalyticsSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveElectableSpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_electable_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(
        rename = "effectiveReadOnlySpecs",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "electableSpecs")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TenantRegionConfig20240805 {
    #[serde(
        rename = "backingProviderName",
        skip_serializing_if = "Option::is_none"
    )]
    pub backing_provider_name: Option<CloudProvider>,
    #[serde(rename = "electableSpecs")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "regionName")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum CloudProvider {
    #[serde(rename = "AWS")]
    Aws,
    #[serde(rename = "AZURE")]
    Azure,
    #[serde(rename = "GCP")]
    Gcp,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AdvancedAutoScalingSettings {
    #[serde(rename = "compute")]
    pub compute: Option<AdvancedComputeAutoScaling>,
    #[serde(rename = "diskGB")]
    pub disk_gb: Option<DiskGbAutoScaling>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DedicatedHardwareSpec20240805 {
    #[serde(rename = "diskIOPS")]
    pub disk_iops: Option<i32>,
    #[serde(rename = "diskSizeGB")]
    pub disk_size_gb: Option<f64>,
    #[serde(rename = "diskThroughput")]
    pub disk_throughput: Option<i32>,
    #[serde(rename = "ebsVolumeType")]
    pub ebs_volume_type: Option<AwsHardwareSpec20240805EbsVolumeType>,
    #[serde(rename = "instanceSize")]
    pub instance_size: Option<DedicatedHardwareSpec20240805InstanceSize>,
    #[serde(rename = "nodeCount")]
    pub node_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct HardwareSpec20240805 {
    #[serde(rename = "diskIOPS")]
    pub disk_iops: Option<i32>,
    #[serde(rename = "diskSizeGB")]
    pub disk_size_gb: Option<f64>,
    #[serde(rename = "diskThroughput")]
    pub disk_throughput: Option<i32>,
    #[serde(rename = "ebsVolumeType")]
    pub ebs_volume_type: Option<AwsHardwareSpec20240805EbsVolumeType>,
    #[serde(
        rename = "effectiveInstanceSize",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_instance_size: Option<TenantHardwareSpec20240805EffectiveInstanceSize>,
    #[serde(rename = "instanceSize")]
    pub instance_size: Option<HardwareSpec20240805InstanceSize>,
    #[serde(rename = "nodeCount")]
    pub node_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum RegionConfigProvider {
    #[serde(rename = "AWS")]
    Aws,
    #[serde(rename = "AZURE")]
    Azure,
    #[serde(rename = "GCP")]
    Gcp,
    #[serde(rename = "TENANT")]
    Tenant,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum CloudRegionConfig20240805RegionName {
    #[serde(rename = "US_GOV_WEST_1")]
    UsGovWest1,
    #[serde(rename = "US_GOV_EAST_1")]
    UsGovEast1,
    #[serde(rename = "US_EAST_1")]
    UsEast1,
    #[serde(rename = "US_EAST_2")]
    UsEast2,
    #[serde(rename = "US_WEST_1")]
    UsWest1,
    #[serde(rename = "US_WEST_2")]
    UsWest2,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AdvancedComputeAutoScaling {
    #[serde(rename = "enabled")]
    pub enabled: Option<bool>,
    #[serde(rename = "maxInstanceSize")]
    pub max_instance_size: Option<BaseCloudProviderInstanceSize>,
    #[serde(rename = "minInstanceSize")]
    pub min_instance_size: Option<BaseCloudProviderInstanceSize>,
    #[serde(rename = "scaleDownEnabled")]
    pub scale_down_enabled: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DiskGbAutoScaling {
    #[serde(rename = "enabled")]
    pub enabled: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum AwsHardwareSpec20240805EbsVolumeType {
    #[serde(rename = "STANDARD")]
    Standard,
    #[serde(rename = "PROVISIONED")]
    Provisioned,
    #[serde(rename = "HIGH_PERFORMANCE")]
    HighPerformance,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum DedicatedHardwareSpec20240805InstanceSize {
    #[serde(rename = "M10")]
    M10,
    #[serde(rename = "M20")]
    M20,
    #[serde(rename = "M30")]
    M30,
    #[serde(rename = "M40")]
    M40,
    #[serde(rename = "M50")]
    M50,
    #[serde(rename = "M60")]
    M60,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum TenantHardwareSpec20240805EffectiveInstanceSize {
    #[serde(rename = "FLEX")]
    Flex,
    #[serde(rename = "M2")]
    M2,
    #[serde(rename = "M5")]
    M5,
    #[serde(rename = "M0")]
    M0,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum HardwareSpec20240805InstanceSize {
    #[serde(rename = "M10")]
    M10,
    #[serde(rename = "M20")]
    M20,
    #[serde(rename = "M30")]
    M30,
    #[serde(rename = "M40")]
    M40,
    #[serde(rename = "M50")]
    M50,
    #[serde(rename = "M60")]
    M60,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum BaseCloudProviderInstanceSize {
    #[serde(rename = "M10")]
    M10,
    #[serde(rename = "M20")]
    M20,
    #[serde(rename = "M30")]
    M30,
    #[serde(rename = "M40")]
    M40,
    #[serde(rename = "M50")]
    M50,
    #[serde(rename = "M60")]
    M60,
    #[serde(other)]
    Unknown,
}
