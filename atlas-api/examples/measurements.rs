//! Prints how busy each process of a project was in the last hour: its average and maximum CPU usage, as a
//! share of the machine.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`.
//!
//! ```sh
//! cargo run --example measurements -- 32b6e34b3d91647abb20e7b8
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{GetProcessMeasurementsMItem, MetricsMeasurementAtlas};
use atlas_api::{Client, Credentials, Error, Number, monitoring_and_logs};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(project), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: measurements PROJECT_ID");
        return ExitCode::from(2);
    };
    match print(&project).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn print(project: &str) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // Every `mongod` and `mongos` of every cluster.
    let mut processes = client.items(monitoring_and_logs::list_group_processes(project));
    while let Some(process) = processes.try_next().await? {
        // Host and port, joined by a colon.
        let Some(id) = process.id else { continue };
        // Durations in ISO 8601 format: one hour, with a point every five minutes. Without `m`, the service
        // would send all measurements.
        let operation = monitoring_and_logs::get_process_measurements(project, id.as_str(), "PT5M")
            .period("PT1H")
            .m([GetProcessMeasurementsMItem::SystemNormalizedCpuUser]);
        let answer = client.send(operation).await?;
        for measurement in answer.measurements.unwrap_or_default() {
            println!("{id} {}", summary(&measurement));
        }
    }
    Ok(())
}

fn summary(measurement: &MetricsMeasurementAtlas) -> String {
    // A point without a value was not measured, because the process was down or did not exist yet.
    let points = measurement.data_points.iter().flatten();
    let values: Vec<f64> = points
        .filter_map(|point| point.value.map(Number::as_f64))
        .collect();
    if values.is_empty() {
        return "was not measured".to_owned();
    }
    let average = values.iter().sum::<f64>() / values.len() as f64;
    let highest = values.iter().copied().fold(f64::MIN, f64::max);
    format!("{average:.1} % on average, {highest:.1} % at most")
}
