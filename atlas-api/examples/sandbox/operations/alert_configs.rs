//! Alert configurations, with their notifications.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{clock, refusals};

/// An alert configuration.
pub struct AlertConfig;

/// The secret properties of notifications, which are masked in responses.
const SECRETS: [&str; 9] = [
    "apiToken",
    "datadogApiKey",
    "microsoftTeamsWebhookUrl",
    "notificationToken",
    "opsGenieApiKey",
    "serviceKey",
    "victorOpsApiKey",
    "webhookSecret",
    "webhookUrl",
];

impl Resource for AlertConfig {
    const NAME: &'static str = "alert configuration";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "alertConfigId";
    const NOT_FOUND: &'static str = codes::ALERT_CONFIG_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        check(&record.value)?;
        let now = clock::text(clock::now());
        let id = call.state.new_id();
        record.merge(&json!({
            "id": id, "groupId": call.argument("groupId"), "created": now, "updated": now,
        }));
        record.value["links"] = json!([]);
        if record.value["enabled"].is_null() {
            record.value["enabled"] = false.into();
        }
        if record.value["matchers"].is_null() {
            record.value["matchers"] = json!([]);
        }
        complete(call, record);
        call.record("ALERT_CONFIG_ADDED_AUDIT", json!({"alertConfigId": id}));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        check(&record.value)?;
        record.value["updated"] = clock::text(clock::now()).into();
        complete(call, record);
        let id = json!({"alertConfigId": record.value["id"]});
        call.record("ALERT_CONFIG_CHANGED_AUDIT", id);
        Ok(())
    }

    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let id = json!({"alertConfigId": record.value["id"]});
        call.record("ALERT_CONFIG_DELETED_AUDIT", id);
        Ok(false)
    }
}

/// Checks that there is at most one kind of threshold, and somebody to notify.
fn check(config: &Json) -> Result<(), Failure> {
    if config["threshold"].is_object() && config["metricThreshold"].is_object() {
        let problem = "can't be set together with `metricThreshold`";
        return Err(refusals::refused(
            codes::DUPLICATE_THRESHOLD_FIELD,
            "threshold",
            problem,
        ));
    }
    let notifications = config["notifications"].as_array();
    if notifications.is_none_or(Vec::is_empty) {
        return Err(refusals::missing("notifications"));
    }
    Ok(())
}

/// Completes notifications, and masks their secrets.
fn complete(call: &mut Call, record: &mut Record) {
    let notifications = record.value["notifications"].as_array_mut();
    for notification in notifications.into_iter().flatten() {
        if notification["notifierId"].is_null() {
            notification["notifierId"] = call.state.new_id().into();
        }
        if notification["delayMin"].is_null() {
            notification["delayMin"] = 0.into();
        }
        for secret in SECRETS {
            if let Some(text) = notification[secret].as_str() {
                let shown: String = text
                    .chars()
                    .skip(text.chars().count().saturating_sub(4))
                    .collect();
                notification[secret] = format!("****{}", shown.trim_start_matches('*')).into();
            }
        }
        if let Some(notification) = notification.as_object_mut() {
            notification.retain(|_, value| !value.is_null());
        }
    }
    if let Some(config) = record.value.as_object_mut() {
        config.retain(|_, value| !value.is_null());
    }
}

/// Replaces everything that a caller can set, because this is a `PUT`.
pub fn replace(call: &mut Call) -> Result<Reply, Failure> {
    let mut record = resource::find::<AlertConfig>(call)?;
    let kept = ["id", "groupId", "created", "links", "enabled"];
    if let Some(config) = record.value.as_object_mut() {
        config.retain(|name, _| kept.contains(&name.as_str()));
    }
    record.value["matchers"] = json!([]);
    record.merge(&call.body);
    AlertConfig::update(call, &mut record)?;
    resource::put::<AlertConfig>(call, record.clone());
    Reply::one(record.value)
}

/// The configurations that can raise an alert.
pub fn of_alert(call: &mut Call) -> Result<Reply, Failure> {
    let alert = resource::find::<super::alerts::Alert>(call)?;
    let configs = values(call.state.list(&call.within("alertConfigs")));
    let is_of_it = |it: &Json| it["id"] == alert.value["alertConfigId"];
    Reply::list(configs.into_iter().filter(is_of_it))
}
