//! Lists the open alerts of a project. With `--acknowledge`, acknowledges one of them until the given time.
//!
//! **Nobody is notified about an acknowledged alert.** To acknowledge an alert, the caller needs the role
//! Project Alerts Manager.
//!
//! ```sh
//! cargo run --example alerts -- 32b6e34b3d91647abb20e7b8
//! cargo run --example alerts -- 32b6e34b3d91647abb20e7b8 \
//!     --acknowledge 5b1e92c13b34b93b0230e6e1 --until 2027-01-31T08:00:00Z
//! ```

use atlas_api::types::{AcknowledgeAlert, AlertViewForNdsGroup, ListAlertsStatus};
use atlas_api::{Client, Credentials, alerts};
use clap::Parser;
use futures_util::TryStreamExt;

#[derive(Parser)]
struct Arguments {
    project: String,
    #[arg(long, requires = "until", value_name = "ALERT")]
    acknowledge: Option<String>,
    /// A future date and time, such as 2027-01-31T08:00:00Z
    #[arg(long, requires = "acknowledge")]
    until: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let project = &arguments.project;
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    if let (Some(alert), Some(until)) = (arguments.acknowledge, arguments.until) {
        // Text that is not a date is an error before anything is sent.
        let request = AcknowledgeAlert::new().acknowledged_until(until);
        let operation = alerts::acknowledge_alert(project, alert, request);
        print(&client.send(operation).await?);
        return Ok(());
    }
    let operation = alerts::list_alerts(project).status(ListAlertsStatus::Open);
    let mut alerts = client.items(operation);
    while let Some(alert) = alerts.try_next().await? {
        print(&alert);
    }
    println!("{} open alerts", alerts.total_count().unwrap_or_default());
    Ok(())
}

fn print(alert: &AlertViewForNdsGroup) {
    // A union: there are several types of alerts. By wire name, even unknown types can be read.
    let texts = ["id", "created", "eventTypeName", "clusterName"].map(|name| {
        let text = alert.property(name).unwrap_or_default();
        text.as_str().unwrap_or("-").to_owned()
    });
    println!("{}", texts.join(" "));
    if let Some(until) = alert.acknowledged_until() {
        println!("    acknowledged until {until}");
    }
}
