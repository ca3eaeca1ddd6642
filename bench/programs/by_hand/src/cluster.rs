//! The part of a cluster that a program needs to list clusters.

// The program prints less than it reads.
#![allow(dead_code)]

use std::collections::HashMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    #[serde(default)]
    pub links: Vec<Link>,
    pub results: Vec<Cluster>,
    pub total_count: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub struct Link {
    pub href: Option<String>,
    pub rel: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    pub id: Option<String>,
    pub name: Option<String>,
    pub group_id: Option<String>,
    pub cluster_type: Option<String>,
    pub state_name: Option<String>,
    #[serde(rename = "mongoDBVersion")]
    pub mongo_db_version: Option<String>,
    #[serde(rename = "mongoDBMajorVersion")]
    pub mongo_db_major_version: Option<String>,
    pub create_date: Option<String>,
    pub backup_enabled: Option<bool>,
    pub pit_enabled: Option<bool>,
    pub paused: Option<bool>,
    pub termination_protection_enabled: Option<bool>,
    pub connection_strings: Option<ConnectionStrings>,
    #[serde(default)]
    pub replication_specs: Vec<ReplicationSpec>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionStrings {
    pub standard: Option<String>,
    pub standard_srv: Option<String>,
    pub private: Option<String>,
    pub private_srv: Option<String>,
    #[serde(default)]
    pub aws_private_link: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationSpec {
    pub id: Option<String>,
    pub zone_id: Option<String>,
    pub zone_name: Option<String>,
    #[serde(default)]
    pub region_configs: Vec<RegionConfig>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegionConfig {
    pub provider_name: Option<String>,
    pub region_name: Option<String>,
    pub priority: Option<i32>,
    pub electable_specs: Option<HardwareSpec>,
    pub read_only_specs: Option<HardwareSpec>,
    pub analytics_specs: Option<HardwareSpec>,
    pub auto_scaling: Option<AutoScaling>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HardwareSpec {
    pub instance_size: Option<String>,
    pub node_count: Option<i32>,
    #[serde(rename = "diskSizeGB")]
    pub disk_size_gb: Option<f64>,
    #[serde(rename = "diskIOPS")]
    pub disk_iops: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoScaling {
    pub compute: Option<ComputeScaling>,
    #[serde(rename = "diskGB")]
    pub disk_gb: Option<DiskScaling>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComputeScaling {
    pub enabled: Option<bool>,
    pub min_instance_size: Option<String>,
    pub max_instance_size: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct DiskScaling {
    pub enabled: Option<bool>,
}
