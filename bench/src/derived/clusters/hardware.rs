//! The nodes of a region: their sizes, their disks, and how they scale.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct DedicatedHardwareSpec20240805 {
    #[serde(rename = "diskIOPS", skip_serializing_if = "Option::is_none")]
    pub disk_iops: Option<i32>,
    #[serde(rename = "diskSizeGB", skip_serializing_if = "Option::is_none")]
    pub disk_size_gb: Option<f64>,
    #[serde(rename = "diskThroughput", skip_serializing_if = "Option::is_none")]
    pub disk_throughput: Option<i32>,
    #[serde(rename = "ebsVolumeType", skip_serializing_if = "Option::is_none")]
    pub ebs_volume_type: Option<AwsHardwareSpec20240805EbsVolumeType>,
    #[serde(rename = "instanceSize", skip_serializing_if = "Option::is_none")]
    pub instance_size: Option<DedicatedHardwareSpec20240805InstanceSize>,
    #[serde(rename = "nodeCount", skip_serializing_if = "Option::is_none")]
    pub node_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct HardwareSpec20240805 {
    #[serde(rename = "diskIOPS", skip_serializing_if = "Option::is_none")]
    pub disk_iops: Option<i32>,
    #[serde(rename = "diskSizeGB", skip_serializing_if = "Option::is_none")]
    pub disk_size_gb: Option<f64>,
    #[serde(rename = "diskThroughput", skip_serializing_if = "Option::is_none")]
    pub disk_throughput: Option<i32>,
    #[serde(rename = "ebsVolumeType", skip_serializing_if = "Option::is_none")]
    pub ebs_volume_type: Option<AwsHardwareSpec20240805EbsVolumeType>,
    #[serde(
        rename = "effectiveInstanceSize",
        skip_serializing_if = "Option::is_none"
    )]
    pub effective_instance_size: Option<TenantHardwareSpec20240805EffectiveInstanceSize>,
    #[serde(rename = "instanceSize", skip_serializing_if = "Option::is_none")]
    pub instance_size: Option<HardwareSpec20240805InstanceSize>,
    #[serde(rename = "nodeCount", skip_serializing_if = "Option::is_none")]
    pub node_count: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct AdvancedAutoScalingSettings {
    #[serde(rename = "compute", skip_serializing_if = "Option::is_none")]
    pub compute: Option<AdvancedComputeAutoScaling>,
    #[serde(rename = "diskGB", skip_serializing_if = "Option::is_none")]
    pub disk_gb: Option<DiskGbAutoScaling>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct AdvancedComputeAutoScaling {
    #[serde(rename = "enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(rename = "maxInstanceSize", skip_serializing_if = "Option::is_none")]
    pub max_instance_size: Option<BaseCloudProviderInstanceSize>,
    #[serde(rename = "minInstanceSize", skip_serializing_if = "Option::is_none")]
    pub min_instance_size: Option<BaseCloudProviderInstanceSize>,
    #[serde(rename = "scaleDownEnabled", skip_serializing_if = "Option::is_none")]
    pub scale_down_enabled: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct DiskGbAutoScaling {
    #[serde(rename = "enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}
