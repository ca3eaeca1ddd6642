//! Processes of the clusters, their measurements, and their logs. The figures are invented.

use std::io::{self, Write};

use atlas_api::codes;
use atlas_api::test_util::Failure;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use super::clusters::{MONGODB, hosts};
use crate::call::{Call, Content, Reply};
use crate::clock::{self, Moment};
use crate::refusals;

const MINUTE: Moment = 60_000;
const HOUR: Moment = 60 * MINUTE;

/// The maximum number of points that the sandbox generates.
const POINTS: Moment = 10_000;

/// How far back the log goes, in minutes.
const LINES: Moment = 60;

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(processes(call))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(process(call)?)
}

pub fn measurements(call: &mut Call) -> Result<Reply, Failure> {
    let process = process(call)?;
    let id = process["id"].as_str().unwrap_or_default();
    let span = |name: &str| -> Result<Option<Moment>, Failure> {
        let Some(text) = call.request.query(name) else {
            return Ok(None);
        };
        let problem = format!("must be a span of time such as PT1H, not `{text}`");
        let span = clock::span(text).ok_or_else(|| refusals::invalid_query(name, &problem))?;
        Ok(Some(span))
    };
    let step = span("granularity")?.unwrap_or(MINUTE);
    let (start, end) = match (span("period")?, call.time("start"), call.time("end")) {
        (Some(period), ..) => (clock::now().saturating_sub(period), clock::now()),
        (None, Some(start), Some(end)) if start < end => (start, end),
        _ => {
            let problem = "is missing, and so are `start` and `end`";
            return Err(refusals::invalid_query("period", problem));
        }
    };
    if (end - start) / step > POINTS {
        let problem = "asks for too many points";
        return Err(refusals::invalid_query("granularity", problem));
    }
    let mut wanted: Vec<&str> = call.request.query_values("m").collect();
    if wanted.is_empty() {
        wanted = vec!["CONNECTIONS", "SYSTEM_NORMALIZED_CPU_USER"];
    }
    let measured = wanted.into_iter().map(|metric| {
        let last = end - end.rem_euclid(step);
        let ages = (0..(end - start) / step).rev().map(|number| number * step);
        let points = ages
            .map(|age| json!({"timestamp": clock::text(last - age), "value": invented(id, age)}));
        json!({
            "name": metric,
            "units": if metric.contains("CPU") { "PERCENT" } else { "SCALAR" },
            "dataPoints": points.collect::<Vec<_>>(),
        })
    });
    let measured: Vec<Json> = measured.collect();
    Reply::one(json!({
        "groupId": call.argument("groupId"),
        "hostId": id,
        "processId": id,
        "granularity": call.request.query("granularity"),
        "start": clock::text(start),
        "end": clock::text(end),
        "links": [],
        "measurements": measured,
    }))
}

/// A value that rises and falls by the hour, around a level between 10 and 49 for each process.
fn invented(process: &str, age: Moment) -> f64 {
    let level = 10 + process.bytes().map(u32::from).sum::<u32>() * 7 % 40;
    let minutes = u32::try_from(age.rem_euclid(HOUR) / MINUTE).unwrap_or_default();
    let turn = f64::from(minutes) / 60.0;
    let value = f64::from(level) + 8.0 * (turn * std::f64::consts::TAU).sin();
    (value * 100.0).round() / 100.0
}

/// One line a minute, within the requested dates, in seconds since 1970.
pub fn log(call: &mut Call) -> Result<Reply, Failure> {
    let host = call.argument("hostName");
    if !processes(call).iter().any(|it| it["hostname"] == host) {
        return Err(refusals::not_found(codes::HOST_NOT_FOUND, "host", host));
    }
    let name = call.argument("logName");
    if !["mongodb", "mongos", "mongodb-audit-log", "mongos-audit-log"].contains(&name) {
        return Err(refusals::not_found(codes::RESOURCE_NOT_FOUND, "log", name));
    }
    let seconds = |name| call.request.query(name)?.parse::<i64>().ok();
    let start = seconds("startDate").map(|it| it.saturating_mul(1_000));
    let end = seconds("endDate").map(|it| it.saturating_mul(1_000));
    let now = clock::now();
    let times = (0..LINES).rev().map(|age| now - age * MINUTE);
    let times = times.filter(|at| start.is_none_or(|start| *at >= start));
    let times = times.filter(|at| end.is_none_or(|end| *at <= end));
    let text: String = times.map(|at| line(at, now)).collect();
    let compressed = gzip(&text).map_err(|error| {
        let failure = Failure::new(500, codes::UNEXPECTED_ERROR);
        failure.detail(format!("can't compress the log: {error}"))
    })?;
    Ok(Content::File(compressed).into())
}

fn line(at: Moment, now: Moment) -> String {
    let line = json!({
        "t": {"$date": clock::text(at)}, "s": "I", "c": "NETWORK", "id": 22943, "ctx": "listener",
        "msg": "Connection accepted", "attr": {"connectionCount": 7 + (now - at) / MINUTE % 5},
    });
    format!("{line}\n")
}

fn gzip(text: &str) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

/// The process of the call.
pub fn process(call: &Call) -> Result<Json, Failure> {
    let id = call.argument("processId");
    let known = processes(call).into_iter().find(|it| it["id"] == id);
    known.ok_or_else(|| refusals::not_found(codes::HOSTNAME_AND_PORT_NOT_FOUND, "process", id))
}

/// All processes of all clusters. The first of each cluster is the primary.
fn processes(call: &Call) -> Vec<Json> {
    let mut processes = Vec::new();
    for cluster in call.state.list(&call.within("clusters")) {
        if cluster.is("stateName", "CREATING") || cluster.value["paused"] == true {
            continue;
        }
        let name = cluster.text("name");
        for (number, host) in hosts(name).into_iter().enumerate() {
            let role = if number == 0 {
                "REPLICA_PRIMARY"
            } else {
                "REPLICA_SECONDARY"
            };
            processes.push(json!({
                "id": format!("{host}:27017"),
                "created": cluster.value["createDate"],
                "groupId": call.argument("groupId"),
                "hostname": host,
                "lastPing": clock::text(clock::now()),
                "links": [],
                "port": 27_017,
                "replicaSetName": format!("{name}-shard-0"),
                "typeName": role,
                "userAlias": host,
                "version": MONGODB,
            }));
        }
    }
    processes
}
