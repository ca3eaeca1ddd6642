//! Lists the open alerts of a project. With `--acknowledge`, acknowledges one of them until the given time.
//! The service sends no notifications for it until then.
//!
//! **Nobody is notified about an acknowledged alert.**
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. To acknowledge an alert, the caller needs the role Project Alerts Manager.
//!
//! ```sh
//! cargo run --example alerts -- 32b6e34b3d91647abb20e7b8
//! cargo run --example alerts -- 32b6e34b3d91647abb20e7b8 \
//!     --acknowledge 5b1e92c13b34b93b0230e6e1 2027-01-31T08:00:00Z
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{AcknowledgeAlert, AlertViewForNdsGroup, ListAlertsStatus};
use atlas_api::{Client, Credentials, Error, alerts};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        [project] => list(project).await,
        [project, "--acknowledge", alert, until] => acknowledge(project, alert, until).await,
        _ => {
            eprintln!("usage: alerts PROJECT_ID [--acknowledge ALERT_ID UNTIL]");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if error.status().is_some_and(|status| status == 400) {
                eprintln!("help: UNTIL is a future date and time, such as 2027-01-31T08:00:00Z");
            }
            ExitCode::FAILURE
        }
    }
}

fn client() -> Result<Client, Error> {
    Client::builder()
        .credentials(Credentials::from_env()?)
        .build()
}

async fn list(project: &str) -> Result<(), Error> {
    let client = client()?;
    let operation = alerts::list_alerts(project).status(ListAlertsStatus::Open);
    let mut alerts = client.items(operation);
    while let Some(alert) = alerts.try_next().await? {
        print(&alert);
    }
    if let Some(total) = alerts.total_count() {
        println!("{total} open alerts");
    }
    Ok(())
}

async fn acknowledge(project: &str, alert: &str, until: &str) -> Result<(), Error> {
    // Dates and times are text. Parse them with the library of your choice.
    let request = AcknowledgeAlert::new()
        .acknowledged_until(until)
        .acknowledgement_comment("by an example of atlas-api");
    let operation = alerts::acknowledge_alert(project, alert, request);
    let alert = client()?.send(operation).await?;
    print(&alert);
    Ok(())
}

fn print(alert: &AlertViewForNdsGroup) {
    // There are several types of alerts; `match` distinguishes them. Properties that all types share can be
    // read by wire name, even from an unknown type.
    let text = |name: &str| Some(alert.property(name)?.as_str()?.to_owned());
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    println!(
        "{} {} {} {}",
        or_dash(text("id")),
        or_dash(text("created")),
        or_dash(text("eventTypeName")),
        or_dash(text("clusterName").or_else(|| text("hostnameAndPort"))),
    );
    if let Some(until) = text("acknowledgedUntil") {
        println!("    acknowledged until {until}");
    }
}
