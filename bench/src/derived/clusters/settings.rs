//! The settings of a cluster as a whole, and its state.

use serde::{Deserialize, Serialize};

use super::shared::Link;

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ClusterDescription20240805AdaptiveCapacity {
    #[serde(rename = "ENABLED")]
    Enabled,
    #[serde(rename = "DISABLED")]
    Disabled,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewCustomOpensslCipherConfigTls12Item {
    #[serde(rename = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    TlsEcdheRsaWithAes256GcmSha384,
    #[serde(rename = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    TlsEcdheRsaWithAes128GcmSha256,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ApiAtlasClusterAdvancedConfigurationViewTlsCipherConfigMode {
    #[serde(rename = "CUSTOM")]
    Custom,
    #[serde(rename = "DEFAULT")]
    Default,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct BiConnector {
    #[serde(rename = "enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(rename = "readPreference", skip_serializing_if = "Option::is_none")]
    pub read_preference: Option<BiConnectorReadPreference>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ConfigServerManagementMode {
    #[serde(rename = "ATLAS_MANAGED")]
    AtlasManaged,
    #[serde(rename = "FIXED_TO_DEDICATED")]
    FixedToDedicated,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ConfigServerType {
    #[serde(rename = "DEDICATED")]
    Dedicated,
    #[serde(rename = "EMBEDDED")]
    Embedded,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct EmployeeAccessGrantView {
    #[serde(rename = "expirationTime", skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<String>,
    #[serde(rename = "grantType", skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<EmployeeAccessGrantViewGrantType>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ClusterDescription20240805RootCertType {
    #[serde(rename = "ISRGROOTX1")]
    Isrgrootx1,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum VersionReleaseSystem {
    #[serde(rename = "LTS")]
    Lts,
    #[serde(rename = "CONTINUOUS")]
    Continuous,
    #[serde(other)]
    Unknown,
}
