//! Alerts, and their acknowledgement.

use atlas_api::alerts::{AcknowledgeAlert, GetAlert, ListAlerts};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    AcknowledgeAlert as Acknowledgement, AlertStatus, AlertViewForNdsGroup, PaginatedAlertView,
};
use serde_json::{Value as Json, json};

use crate::server::Sandbox;
use crate::state::{Project, State, YOU};
use crate::{clock, convert, refusals};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListAlerts>(list);
    sandbox.on::<GetAlert>(get);
    sandbox.on::<AcknowledgeAlert>(acknowledge);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedAlertView, Answer> {
    let project = state.project(request)?;
    let status = request.query("status");
    if let Some(status) = status.filter(|status| !AlertStatus::VALUES.contains(status)) {
        let failure = Failure::new(400, "INVALID_ALERT_STATUS").parameters([status]);
        return Err(failure.detail("there is no such status").into());
    }
    let is_wanted = |alert: &&Json| status.is_none_or(|status| alert["status"] == status);
    let alerts = project.alerts.iter().filter(is_wanted);
    Ok(request.page::<ListAlerts>(alerts.map(convert::from_json)))
}

fn get(state: &mut State, request: &Request) -> Result<AlertViewForNdsGroup, Answer> {
    let alert = alert(state.project(request)?, request)?;
    Ok(convert::from_json(alert))
}

fn acknowledge(state: &mut State, request: &Request) -> Result<AlertViewForNdsGroup, Answer> {
    let project = state.project(request)?;
    let alert = alert(project, request)?;
    let wanted: Acknowledgement = request.json()?;
    if wanted.unacknowledge_alert == Some(true) {
        for name in ACKNOWLEDGED {
            alert[name] = Json::Null;
        }
    } else {
        let until = wanted.acknowledged_until.as_ref();
        let until = until.ok_or_else(|| refusals::missing("acknowledgedUntil"))?;
        match clock::is_to_come(until.as_str()) {
            Some(true) => {}
            Some(false) => return Err(refusals::invalid("acknowledgedUntil", "it is past").into()),
            None => {
                let problem = "it is no date and time";
                return Err(refusals::invalid("acknowledgedUntil", problem).into());
            }
        }
        alert["acknowledgedUntil"] = until.as_str().into();
        alert["acknowledgementComment"] = json!(wanted.acknowledgement_comment);
        alert["acknowledgingUsername"] = YOU.into();
    }
    let answer = convert::from_json(alert);
    let id = json!({"alertId": alert["id"]});
    project.record("ALERT_ACKNOWLEDGED_AUDIT", id);
    Ok(answer)
}

/// The properties that show an acknowledgement.
const ACKNOWLEDGED: [&str; 3] = [
    "acknowledgedUntil",
    "acknowledgementComment",
    "acknowledgingUsername",
];

/// The alert that a request is about.
fn alert<'a>(project: &'a mut Project, request: &Request) -> Result<&'a mut Json, Failure> {
    let id = request.path_argument("alertId").unwrap_or_default();
    let known = project.alerts.iter_mut().find(|it| it["id"] == id);
    known.ok_or_else(|| refusals::not_found("ALERT_NOT_FOUND", "alert", id))
}
