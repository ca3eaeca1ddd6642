//! How a cluster is connected to.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shared::CloudProvider;

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
