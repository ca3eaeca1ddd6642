//! Measurements as `serde` derives them: the same names, types and nesting as the crate's.

use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ApiMeasurementsGeneralViewAtlas {
    #[serde(rename = "databaseName")]
    pub database_name: Option<String>,
    #[serde(rename = "end")]
    pub end: Option<String>,
    #[serde(rename = "granularity")]
    pub granularity: Option<MeasurementGranularity>,
    #[serde(rename = "groupId")]
    pub group_id: Option<String>,
    #[serde(rename = "hostId")]
    pub host_id: Option<String>,
    #[serde(rename = "links")]
    pub links: Option<Vec<LinkAtlas>>,
    #[serde(rename = "measurements")]
    pub measurements: Option<Vec<MetricsMeasurementAtlas>>,
    #[serde(rename = "partitionName")]
    pub partition_name: Option<String>,
    #[serde(rename = "processId")]
    pub process_id: Option<String>,
    #[serde(rename = "start")]
    pub start: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
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

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LinkAtlas {
    #[serde(rename = "href")]
    pub href: Option<String>,
    #[serde(rename = "rel")]
    pub rel: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct MetricsMeasurementAtlas {
    #[serde(rename = "dataPoints")]
    pub data_points: Option<Vec<MetricDataPointAtlas>>,
    #[serde(rename = "name")]
    pub name: Option<String>,
    #[serde(rename = "units")]
    pub units: Option<MetricsMeasurementAtlasUnits>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct MetricDataPointAtlas {
    #[serde(rename = "timestamp")]
    pub timestamp: Option<String>,
    #[serde(rename = "value")]
    pub value: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
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
