//! Measurements with derived `serde`: the same names, types and nesting as in the crate.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct ApiMeasurementsGeneralViewAtlas {
    #[serde(rename = "databaseName", skip_serializing_if = "Option::is_none")]
    pub database_name: Option<String>,
    #[serde(rename = "end", skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    #[serde(rename = "granularity", skip_serializing_if = "Option::is_none")]
    pub granularity: Option<MeasurementGranularity>,
    #[serde(rename = "groupId", skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(rename = "hostId", skip_serializing_if = "Option::is_none")]
    pub host_id: Option<String>,
    #[serde(rename = "links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<LinkAtlas>>,
    #[serde(rename = "measurements", skip_serializing_if = "Option::is_none")]
    pub measurements: Option<Vec<MetricsMeasurementAtlas>>,
    #[serde(rename = "partitionName", skip_serializing_if = "Option::is_none")]
    pub partition_name: Option<String>,
    #[serde(rename = "processId", skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    #[serde(rename = "start", skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum MeasurementGranularity {
    #[serde(rename = "PT1M")]
    Pt1m,
    #[serde(rename = "PT5M")]
    Pt5m,
    #[serde(rename = "PT1H")]
    Pt1h,
    #[serde(rename = "P1D")]
    P1d,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct LinkAtlas {
    #[serde(rename = "href", skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(rename = "rel", skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct MetricsMeasurementAtlas {
    #[serde(rename = "dataPoints", skip_serializing_if = "Option::is_none")]
    pub data_points: Option<Vec<MetricDataPointAtlas>>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "units", skip_serializing_if = "Option::is_none")]
    pub units: Option<MetricsMeasurementAtlasUnits>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct MetricDataPointAtlas {
    #[serde(rename = "timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub enum MetricsMeasurementAtlasUnits {
    #[serde(rename = "BYTES")]
    Bytes,
    #[serde(rename = "BYTES_PER_SECOND")]
    BytesPerSecond,
    #[serde(rename = "GIGABYTES")]
    Gigabytes,
    #[serde(rename = "GIGABYTES_PER_HOUR")]
    GigabytesPerHour,
    #[serde(rename = "MEGABYTES_PER_SECOND")]
    MegabytesPerSecond,
    #[serde(rename = "MICROSECONDS")]
    Microseconds,
    #[serde(rename = "MILLISECONDS")]
    Milliseconds,
    #[serde(rename = "PERCENT")]
    Percent,
    #[serde(rename = "SCALAR")]
    Scalar,
    #[serde(rename = "SCALAR_PER_SECOND")]
    ScalarPerSecond,
    #[serde(other)]
    Unknown,
}
