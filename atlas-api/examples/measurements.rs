//! Prints how busy each process of a project was in the last hour: its average and maximum CPU usage, as a percentage
//! of the machine.
//!
//! ```sh
//! cargo run --example measurements -- 32b6e34b3d91647abb20e7b8
//! ```

use atlas_api::types::{GetProcessMeasurementsMItem, MetricsMeasurementAtlas};
use atlas_api::{Client, Credentials, Number, monitoring_and_logs};
use clap::Parser;
use futures_util::TryStreamExt;

#[derive(Parser)]
struct Arguments {
    project: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { project } = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // Every `mongod` and `mongos` of every cluster.
    let mut processes = client.items(monitoring_and_logs::list_group_processes(&project));
    while let Some(process) = processes.try_next().await? {
        // Host and port, joined by a colon.
        let Some(id) = process.id else { continue };
        // Durations in ISO 8601 format: one hour, with a point every five minutes. Without `m`, the service
        // would send all measurements.
        let operation = monitoring_and_logs::get_process_measurements(&project, &id, "PT5M")
            .period("PT1H")
            .m([GetProcessMeasurementsMItem::SystemNormalizedCpuUser]);
        let response = client.send(operation).await?;
        for measurement in response.measurements.unwrap_or_default() {
            println!("{id} {}", summary(&measurement));
        }
    }
    Ok(())
}

fn summary(measurement: &MetricsMeasurementAtlas) -> String {
    // A point without a value was not measured: the process was down or did not exist yet.
    let points = measurement.data_points.iter().flatten();
    let values = points.filter_map(|point| point.value.map(Number::as_f64));
    let values: Vec<f64> = values.collect();
    if values.is_empty() {
        return "was not measured".to_owned();
    }
    let average = values.iter().sum::<f64>() / values.len() as f64;
    let highest = values.iter().copied().fold(f64::MIN, f64::max);
    format!("{average:.1}% on average, {highest:.1}% at most")
}
