//! Processes of the clusters, what is measured of them, and their logs. The figures are invented.

use std::io::{self, Write};
use std::time::Duration;

use atlas_api::bytes::Bytes;
use atlas_api::monitoring_and_logs::{
    DownloadClusterLog, GetGroupProcess, GetProcessMeasurements, ListGroupProcesses,
};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    ApiHostViewAtlas, ApiHostViewAtlasTypeName, ApiMeasurementsGeneralViewAtlas,
    DownloadClusterLogLogName, GetProcessMeasurementsMItem as Metric, MetricDataPointAtlas,
    MetricsMeasurementAtlas, MetricsMeasurementAtlasUnits, PaginatedHostViewAtlas,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::server::Sandbox;
use crate::state::{Project, State};
use crate::{clock, refusals};

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// The spans of time that the sandbox knows, as ISO 8601 writes them, in seconds.
const SPANS: [(&str, u32); 6] = [
    ("PT1M", MINUTE),
    ("PT5M", 5 * MINUTE),
    ("PT1H", HOUR),
    ("PT12H", 12 * HOUR),
    ("P1D", DAY),
    ("P7D", 7 * DAY),
];

/// How long the log goes back.
const LINES: u32 = 60;

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListGroupProcesses>(list);
    sandbox.on::<GetGroupProcess>(get);
    sandbox.on::<GetProcessMeasurements>(measurements);
    sandbox.on::<DownloadClusterLog>(log);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedHostViewAtlas, Answer> {
    let processes = processes(state.project(request)?);
    Ok(request.page::<ListGroupProcesses>(processes))
}

fn get(state: &mut State, request: &Request) -> Result<ApiHostViewAtlas, Answer> {
    Ok(process(state.project(request)?, request)?)
}

fn measurements(
    state: &mut State,
    request: &Request,
) -> Result<ApiMeasurementsGeneralViewAtlas, Answer> {
    let project = state.project(request)?;
    let process = process(project, request)?;
    let granularity = request.query("granularity").unwrap_or_default();
    let (step, period) = (span(request, "granularity")?, span(request, "period")?);
    let mut wanted: Vec<Metric> = request.query_values("m").map(Metric::from).collect();
    if wanted.is_empty() {
        wanted = vec![Metric::Connections, Metric::SystemNormalizedCpuUser];
    }
    let id = process.id.unwrap_or_default();
    let mut measured = Vec::new();
    for metric in wanted {
        if let Metric::Unknown(name) = &metric {
            let code = "INVALID_METRIC_NAME";
            return Err(refusals::not_found(code, "metric", name.as_str()).into());
        }
        let ages = (0..period / step).rev().map(|number| number * step);
        let points = ages.map(|age| {
            let at = clock::ago(Duration::from_secs(age.into()));
            MetricDataPointAtlas::new()
                .timestamp(at)
                .value(invented(&id, age))
        });
        let units = match metric.as_str().contains("CPU") {
            true => MetricsMeasurementAtlasUnits::Percent,
            false => MetricsMeasurementAtlasUnits::Scalar,
        };
        measured.push(
            MetricsMeasurementAtlas::new()
                .name(metric.as_str())
                .units(units)
                .data_points(points),
        );
    }
    Ok(ApiMeasurementsGeneralViewAtlas::new()
        .group_id(project.id())
        .process_id(id)
        .granularity(granularity)
        .start(clock::ago(Duration::from_secs(period.into())))
        .end(clock::now())
        .measurements(measured))
}

/// A span of time in the query.
fn span(request: &Request, parameter: &str) -> Result<u32, Failure> {
    let text = request.query(parameter).unwrap_or_default();
    let known = SPANS.iter().find(|(name, _)| *name == text);
    let known = known.map(|(_, seconds)| *seconds);
    known.ok_or_else(|| {
        let names = SPANS.map(|(name, _)| name).join(", ");
        refusals::invalid_query(parameter, &format!("the sandbox knows {names}"))
    })
}

/// A value that goes up and down by the hour, on each process about a level of its own from 10 to 49.
fn invented(process: &str, age: u32) -> f64 {
    let level = 10 + process.bytes().map(u32::from).sum::<u32>() * 7 % 40;
    let turn = f64::from(age % HOUR) / f64::from(HOUR);
    let value = f64::from(level) + 8.0 * (turn * std::f64::consts::TAU).sin();
    (value * 100.0).round() / 100.0
}

fn log(state: &mut State, request: &Request) -> Result<Bytes, Answer> {
    let project = state.project(request)?;
    let host = request.path_argument("hostName").unwrap_or_default();
    let is_host = |it: &ApiHostViewAtlas| it.hostname.as_deref() == Some(host);
    if !processes(project).iter().any(is_host) {
        return Err(refusals::not_found("HOST_NOT_FOUND", "host", host).into());
    }
    let name = request.path_argument("logName").unwrap_or_default();
    if !DownloadClusterLogLogName::VALUES.contains(&name) {
        return Err(refusals::not_found("RESOURCE_NOT_FOUND", "log", name).into());
    }
    let text: String = (0..LINES).rev().map(line).collect();
    let compressed = gzip(&text).map_err(|error| {
        let failure = Failure::new(500, "UNEXPECTED_ERROR");
        failure.detail(format!("can't compress the log: {error}"))
    })?;
    Ok(compressed.into())
}

fn line(minutes_ago: u32) -> String {
    let at = clock::ago(Duration::from_secs((minutes_ago * MINUTE).into()));
    let line = json!({
        "t": {"$date": at.as_str()}, "s": "I", "c": "NETWORK", "id": 22943, "ctx": "listener",
        "msg": "Connection accepted", "attr": {"connectionCount": 7 + minutes_ago % 5},
    });
    format!("{line}\n")
}

fn gzip(text: &str) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

/// The process that a request is about.
fn process(project: &Project, request: &Request) -> Result<ApiHostViewAtlas, Failure> {
    let id = request.path_argument("processId").unwrap_or_default();
    let mut processes = processes(project).into_iter();
    let known = processes.find(|it| it.id.as_deref() == Some(id));
    known.ok_or_else(|| {
        let code = "HOSTNAME_AND_PORT_NOT_FOUND";
        refusals::not_found(code, "process", id)
    })
}

/// All processes of all clusters; the first of each is the primary.
fn processes(project: &Project) -> Vec<ApiHostViewAtlas> {
    let mut processes = Vec::new();
    for cluster in &project.clusters {
        for (number, host) in cluster.hosts().into_iter().enumerate() {
            let role = match number {
                0 => ApiHostViewAtlasTypeName::ReplicaPrimary,
                _ => ApiHostViewAtlasTypeName::ReplicaSecondary,
            };
            processes.push(
                ApiHostViewAtlas::new()
                    .id(format!("{host}:27017"))
                    .hostname(host)
                    .port(27_017)
                    .group_id(project.id())
                    .replica_set_name(format!("{}-shard-0", cluster.name()))
                    .type_name(role)
                    .user_alias(cluster.name())
                    .version("8.0.4"),
            );
        }
    }
    processes
}
