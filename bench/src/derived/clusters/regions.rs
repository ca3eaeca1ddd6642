//! The shards of a cluster and their regions.

use serde::{Deserialize, Serialize};

use super::hardware::{
    AdvancedAutoScalingSettings, DedicatedHardwareSpec20240805, HardwareSpec20240805,
};
use super::shared::CloudProvider;

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ReplicationSpec20240805 {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "regionConfigs", skip_serializing_if = "Option::is_none")]
    pub region_configs: Option<Vec<CloudRegionConfig20240805>>,
    #[serde(rename = "zoneId", skip_serializing_if = "Option::is_none")]
    pub zone_id: Option<String>,
    #[serde(rename = "zoneName", skip_serializing_if = "Option::is_none")]
    pub zone_name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct AwsRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs", skip_serializing_if = "Option::is_none")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling", skip_serializing_if = "Option::is_none")]
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
    #[serde(rename = "electableSpecs", skip_serializing_if = "Option::is_none")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority", skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs", skip_serializing_if = "Option::is_none")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName", skip_serializing_if = "Option::is_none")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct AzureRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs", skip_serializing_if = "Option::is_none")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling", skip_serializing_if = "Option::is_none")]
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
    #[serde(rename = "electableSpecs", skip_serializing_if = "Option::is_none")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority", skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs", skip_serializing_if = "Option::is_none")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName", skip_serializing_if = "Option::is_none")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct GcpRegionConfig20240805 {
    #[serde(
        rename = "analyticsAutoScaling",
        skip_serializing_if = "Option::is_none"
    )]
    pub analytics_auto_scaling: Option<AdvancedAutoScalingSettings>,
    #[serde(rename = "analyticsSpecs", skip_serializing_if = "Option::is_none")]
    pub analytics_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "autoScaling", skip_serializing_if = "Option::is_none")]
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
    #[serde(rename = "electableSpecs", skip_serializing_if = "Option::is_none")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority", skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "readOnlySpecs", skip_serializing_if = "Option::is_none")]
    pub read_only_specs: Option<DedicatedHardwareSpec20240805>,
    #[serde(rename = "regionName", skip_serializing_if = "Option::is_none")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct TenantRegionConfig20240805 {
    #[serde(
        rename = "backingProviderName",
        skip_serializing_if = "Option::is_none"
    )]
    pub backing_provider_name: Option<CloudProvider>,
    #[serde(rename = "electableSpecs", skip_serializing_if = "Option::is_none")]
    pub electable_specs: Option<HardwareSpec20240805>,
    #[serde(rename = "priority", skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    #[serde(rename = "providerName", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<RegionConfigProvider>,
    #[serde(rename = "regionName", skip_serializing_if = "Option::is_none")]
    pub region_name: Option<CloudRegionConfig20240805RegionName>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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
