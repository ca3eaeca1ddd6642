//! Alerts, and their acknowledgement.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{clock, ids, refusals};

/// An alert.
pub struct Alert;

impl Resource for Alert {
    const NAME: &'static str = "alert";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "alertId";
    const NOT_FOUND: &'static str = codes::ALERT_NOT_FOUND;

    fn create(_: &mut Call, _: &mut Record) -> Result<(), Failure> {
        Err(refusals::not_here("alerts are raised by the service"))
    }
}

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let alerts = values(call.state.list(&call.within("alerts")));
    let status = call.request.query("status");
    Reply::list(
        alerts
            .into_iter()
            .filter(|it| status.is_none_or(|status| it["status"] == status)),
    )
}

/// The open alerts that a configuration raised.
pub fn of_config(call: &mut Call) -> Result<Reply, Failure> {
    let alerts = values(call.state.list(&call.within("alerts")));
    let config = call.argument("alertConfigId");
    let is_of_it = |it: &Json| it["alertConfigId"] == config && it["status"] == "OPEN";
    Reply::list(alerts.into_iter().filter(is_of_it))
}

pub fn acknowledge(call: &mut Call) -> Result<Reply, Failure> {
    let mut alert = resource::find::<Alert>(call)?;
    if call.body["unacknowledgeAlert"] == true {
        let names = [
            "acknowledgedUntil",
            "acknowledgementComment",
            "acknowledgingUsername",
        ];
        alert.merge(&Json::from_iter(names.map(|name| (name, Json::Null))));
    } else {
        let until = call.required("acknowledgedUntil")?;
        let until = match clock::read(&until) {
            Some(until) if until > clock::now() => until,
            Some(_) => return Err(refusals::invalid("acknowledgedUntil", "is past")),
            None => {
                return Err(refusals::invalid(
                    "acknowledgedUntil",
                    "is not a date and time",
                ));
            }
        };
        alert.merge(&json!({
            "acknowledgedUntil": clock::text(until),
            "acknowledgementComment": call.body["acknowledgementComment"],
            "acknowledgingUsername": ids::YOU,
        }));
    }
    alert.merge(&json!({"updated": clock::text(clock::now())}));
    resource::put::<Alert>(call, alert.clone());
    call.record(
        "ALERT_ACKNOWLEDGED_AUDIT",
        json!({"alertId": alert.value["id"]}),
    );
    Reply::one(alert.value)
}
