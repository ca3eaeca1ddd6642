//! The nodes of a region: their sizes, their disks, and how they scale.

use serde::Deserialize;

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
pub struct AdvancedAutoScalingSettings {
    #[serde(rename = "compute")]
    pub compute: Option<AdvancedComputeAutoScaling>,
    #[serde(rename = "diskGB")]
    pub disk_gb: Option<DiskGbAutoScaling>,
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

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DiskGbAutoScaling {
    #[serde(rename = "enabled")]
    pub enabled: Option<bool>,
}
