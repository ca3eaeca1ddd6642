//! The connection strings of a cluster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::shared::CloudProvider;

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ClusterConnectionStrings {
    #[serde(rename = "awsPrivateLink", skip_serializing_if = "Option::is_none")]
    pub aws_private_link: Option<BTreeMap<String, String>>,
    #[serde(rename = "awsPrivateLinkSrv", skip_serializing_if = "Option::is_none")]
    pub aws_private_link_srv: Option<BTreeMap<String, String>>,
    #[serde(rename = "private", skip_serializing_if = "Option::is_none")]
    pub private: Option<String>,
    #[serde(rename = "privateEndpoint", skip_serializing_if = "Option::is_none")]
    pub private_endpoint: Option<Vec<ClusterDescriptionConnectionStringsPrivateEndpoint>>,
    #[serde(rename = "privateSrv", skip_serializing_if = "Option::is_none")]
    pub private_srv: Option<String>,
    #[serde(rename = "standard", skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    #[serde(rename = "standardSrv", skip_serializing_if = "Option::is_none")]
    pub standard_srv: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ClusterDescriptionConnectionStringsPrivateEndpoint {
    #[serde(rename = "connectionString", skip_serializing_if = "Option::is_none")]
    pub connection_string: Option<String>,
    #[serde(rename = "endpoints", skip_serializing_if = "Option::is_none")]
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
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<ClusterDescriptionConnectionStringsPrivateEndpointType>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ClusterDescriptionConnectionStringsPrivateEndpointEndpoint {
    #[serde(rename = "endpointId", skip_serializing_if = "Option::is_none")]
    pub endpoint_id: Option<String>,
    #[serde(rename = "providerName", skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<CloudProvider>,
    #[serde(rename = "region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum ClusterDescriptionConnectionStringsPrivateEndpointType {
    #[serde(rename = "MONGOD")]
    Mongod,
    #[serde(rename = "MONGOS")]
    Mongos,
    #[serde(other)]
    Unknown,
}
