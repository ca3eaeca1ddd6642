//! What several of these types have.

use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Link {
    #[serde(rename = "href")]
    pub href: Option<String>,
    #[serde(rename = "rel")]
    pub rel: Option<String>,
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
