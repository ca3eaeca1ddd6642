//! Ready-made conditions for [`Client::wait`](crate::Client::wait): a cluster is ready, a backup is complete, a
//! connection is available.
//!
//! They read properties by wire name, so each works with all versions of its operations. If the state is absent, or the
//! spec does not list it, the wait continues. It also continues if the result is a union that lacks its tag, and
//! nothing else determines its variant. If the result of an operation can't have such a state, the wait fails at once:
//! the condition is not meant for it.
//!
//! ```no_run
//! # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
//! use atlas_api::{network_peering, ready};
//!
//! let operation = network_peering::get_group_peer("32b6e34b3d91647abb20e7b8", "5dc9d6f0a2b3c4d5e6f70819");
//! client.wait(operation).until(ready::network_peering).await?;
//! # Ok(())
//! # }
//! ```

use super::waiting::Progress;
use crate::wire::json::value::Json;
use crate::wire::output::Output;

/// A cluster, flex cluster or serverless instance is idle: it runs, and no change is in progress. The wait fails if the
/// cluster is being deleted. Right after the service has accepted a change, it may still report the cluster as idle.
pub fn cluster<T: Output>(value: &T) -> Progress {
    by_state(value, &["stateName"], &["IDLE"], &["DELETING", "DELETED"])
}

/// Search nodes are deployed, and no change is in progress.
pub fn search_deployment<T: Output>(value: &T) -> Progress {
    by_state(value, &["stateName"], &["IDLE"], &[])
}

/// A search index is built in its newest version. While a changed index is being built, its older version still answers
/// queries; this waits for the newer one. The wait fails if building it failed.
pub fn search_index<T: Output>(value: &T) -> Progress {
    let failed = ["FAILED", "DELETING", "DOES_NOT_EXIST"];
    let properties = ["status", "queryable"];
    by(value, &properties, |json| {
        let built = match json["status"].as_str() {
            Some(_) => judge(json, &["status"], &["READY", "STEADY"], &failed),
            None => (json["queryable"].as_bool() == Some(true)).into(),
        };
        match built {
            Progress::Done => newest_version(json),
            progress => progress,
        }
    })
}

/// Whether each host has the newest version of a search index.
fn newest_version(index: &Json) -> Progress {
    let newest = index["latestDefinitionVersion"]["version"].as_i64();
    let hosts = index["statusDetail"].as_array();
    for host in hosts.into_iter().flatten() {
        let staged = host["stagedIndex"]["status"].as_str();
        if staged.is_some_and(|status| status.eq_ignore_ascii_case("FAILED")) {
            return Progress::Failed("`stagedIndex.status` is FAILED".to_owned());
        }
        let version = host["mainIndex"]["definitionVersion"]["version"].as_i64();
        let is_older = version
            .zip(newest)
            .is_some_and(|(version, newest)| version < newest);
        if staged.is_some_and(|status| !status.eq_ignore_ascii_case("DOES_NOT_EXIST")) || is_older {
            return Progress::Pending;
        }
    }
    Progress::Done
}

/// All changes of a project have been applied to a cluster, such as a new database user or a new entry of the access
/// list. For `clusters::get_cluster_status`.
///
/// ```no_run
/// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
/// use atlas_api::{clusters, ready};
///
/// // After `database_users::create_database_user`:
/// let operation = clusters::get_cluster_status("32b6e34b3d91647abb20e7b8", "prod");
/// client.wait(operation).until(ready::changes_applied).await?;
/// # Ok(())
/// # }
/// ```
pub fn changes_applied<T: Output>(value: &T) -> Progress {
    by_state(value, &["changeStatus"], &["APPLIED"], &[])
}

/// A backup snapshot, or a legacy one, is complete.
pub fn backup_snapshot<T: Output>(value: &T) -> Progress {
    by_state_or_flag(value, "complete", &["COMPLETED"], &["FAILED"])
}

/// A restore job is finished. The wait fails if the job failed, was canceled, or has expired.
pub fn restore_job<T: Output>(value: &T) -> Progress {
    let flags = ["failed", "cancelled", "expired"];
    let states = ["status", "statusName", "state"];
    by(
        value,
        &[&flags[..], &states, &["finishedAt"]].concat(),
        |json| {
            let is_true = |name: &&str| json[*name].as_bool() == Some(true);
            if let Some(name) = flags.iter().find(|name| is_true(name)) {
                return Progress::Failed(format!("the job reports `{name}`"));
            }
            let done = ["COMPLETED", "FINISHED", "SUCCESSFUL"];
            let failed = ["FAILED", "BROKEN", "KILLED", "CANCELED"];
            // A failed job is also finished.
            match judge(json, &states, &done, &failed) {
                Progress::Pending => json["finishedAt"].as_str().is_some().into(),
                progress => progress,
            }
        },
    )
}

/// An export of a backup to a bucket is complete.
pub fn backup_export<T: Output>(value: &T) -> Progress {
    by_state(value, &["state"], &["SUCCESSFUL"], &["FAILED", "CANCELLED"])
}

/// A network peering connection is available. If the other side has to accept it, this waits for that.
pub fn network_peering<T: Output>(value: &T) -> Progress {
    let failed = ["FAILED", "TERMINATING", "DELETING", "DELETION_FAILED"];
    by_state(value, &["statusName", "status"], &["AVAILABLE"], &failed)
}

/// A private endpoint of a project, a serverless instance, a backup, or a key service is connected.
pub fn private_endpoint<T: Output>(value: &T) -> Progress {
    let done = ["AVAILABLE", "ACTIVE", "OK", "DONE"];
    let failed = ["FAILED", "REJECTED", "DELETING", "DELETED"];
    by_state(
        value,
        &["connectionStatus", "status", "state"],
        &done,
        &failed,
    )
}

/// The service's side of a private endpoint is available, so endpoints can be created for it.
pub fn private_endpoint_service<T: Output>(value: &T) -> Progress {
    let (done, failed) = (["AVAILABLE", "WAITING_FOR_USER"], ["FAILED", "DELETING"]);
    by_state(value, &["status"], &done, &failed)
}

/// A stream workspace has host names to connect to. It has no state that would show this.
pub fn stream_workspace<T: Output>(value: &T) -> Progress {
    by(value, &["hostnames"], |json| {
        let hostnames = json.get("hostnames").and_then(Json::as_array);
        hostnames.is_some_and(|names| !names.is_empty()).into()
    })
}

/// A connection of a stream workspace is ready.
pub fn stream_connection<T: Output>(value: &T) -> Progress {
    by_state(value, &["state"], &["READY"], &["FAILED", "DELETING"])
}

fn by_state<T: Output>(value: &T, names: &[&str], done: &[&str], failed: &[&str]) -> Progress {
    by(value, names, |json| judge(json, names, done, failed))
}

/// Like `by_state`, except that a flag may also show completion.
fn by_state_or_flag<T: Output>(value: &T, flag: &str, done: &[&str], failed: &[&str]) -> Progress {
    by(value, &["status", flag], |json| {
        match judge(json, &["status"], done, failed) {
            Progress::Pending => (json[flag].as_bool() == Some(true)).into(),
            progress => progress,
        }
    })
}

/// Judges a result by these properties.
fn by<T: Output>(value: &T, names: &[&str], judge: impl FnOnce(&Json) -> Progress) -> Progress {
    let body = value.to_body();
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let json: Json = text.parse().unwrap_or_default();
    // The service may omit any property. But a result that can't have them would never satisfy the condition.
    if names
        .iter()
        .all(|name| json.get(name).is_none() && !T::may_have(name))
    {
        let names = names.join("`, `");
        return Progress::Failed(format!("the operation's result can't have `{names}`"));
    }
    // An undecided union: its state may be that of something else.
    match value.lacks_tag() {
        true => Progress::Pending,
        false => judge(&json),
    }
}

/// The first of the properties that is present decides. The service is not consistent about the case of its
/// states.
fn judge(json: &Json, names: &[&str], done: &[&str], failed: &[&str]) -> Progress {
    let state = names.iter().find_map(|name| {
        let state = json.get(name)?.as_str()?;
        Some((name, state))
    });
    let Some((name, state)) = state else {
        return Progress::Pending;
    };
    let among = |states: &[&str]| states.iter().any(|known| known.eq_ignore_ascii_case(state));
    if among(failed) {
        Progress::Failed(format!("`{name}` is {state}"))
    } else {
        among(done).into()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn progress(condition: fn(&Bytes) -> Progress, json: &'static str) -> Progress {
        condition(&Bytes::from_static(json.as_bytes()))
    }

    #[test]
    fn distinguishes_done_and_pending_states() {
        use Progress::{Done, Pending};
        for (condition, json, expected) in [
            (
                cluster as fn(&Bytes) -> Progress,
                r#"{"stateName":"IDLE"}"#,
                Done,
            ),
            (cluster, r#"{"stateName":"CREATING"}"#, Pending),
            (cluster, r#"{"stateName":"RESTING"}"#, Pending),
            (cluster, r#"{"stateName":null}"#, Pending),
            (search_deployment, r#"{"stateName":"UPDATING"}"#, Pending),
            (search_index, r#"{"status":"READY"}"#, Done),
            (backup_snapshot, r#"{"status":"completed"}"#, Done),
            (backup_snapshot, r#"{"status":"COMPLETED"}"#, Done),
            (backup_snapshot, r#"{"complete":false}"#, Pending),
            (backup_snapshot, r#"{"complete":true}"#, Done),
            (
                search_index,
                r#"{"status":"BUILDING","queryable":true}"#,
                Pending,
            ),
            (search_index, r#"{"queryable":true}"#, Done),
            (search_index, r#"{"status":"STEADY"}"#, Done),
            (
                search_index,
                r#"{"status":"READY","statusDetail":[{"stagedIndex":{"status":"BUILDING"}}]}"#,
                Pending,
            ),
            (
                search_index,
                r#"{"status":"READY","latestDefinitionVersion":{"version":1},"statusDetail":[
                    {"mainIndex":{"definitionVersion":{"version":1}}},
                    {"mainIndex":{"definitionVersion":{"version":0}}}]}"#,
                Pending,
            ),
            (
                search_index,
                r#"{"status":"READY","latestDefinitionVersion":{"version":1},"statusDetail":[
                    {"mainIndex":{"definitionVersion":{"version":1}}}]}"#,
                Done,
            ),
            (changes_applied, r#"{"changeStatus":"PENDING"}"#, Pending),
            (changes_applied, r#"{"changeStatus":"APPLIED"}"#, Done),
            (backup_export, r#"{"state":"Successful"}"#, Done),
            (
                restore_job,
                r#"{"failed":false,"finishedAt":null}"#,
                Pending,
            ),
            (
                restore_job,
                r#"{"failed":false,"finishedAt":"2026-01-31T00:00:00Z"}"#,
                Done,
            ),
            (restore_job, r#"{"status":"COMPLETED"}"#, Done),
            (
                network_peering,
                r#"{"statusName":"PENDING_ACCEPTANCE"}"#,
                Pending,
            ),
            (network_peering, r#"{"status":"AVAILABLE"}"#, Done),
            (
                private_endpoint,
                r#"{"connectionStatus":"AVAILABLE"}"#,
                Done,
            ),
            (
                private_endpoint_service,
                r#"{"status":"WAITING_FOR_USER"}"#,
                Done,
            ),
            (stream_workspace, r#"{"hostnames":[]}"#, Pending),
            (stream_workspace, r#"{"hostnames":["h"]}"#, Done),
            (stream_connection, r#"{"state":"READY"}"#, Done),
        ] {
            assert_eq!(progress(condition, json), expected, "{json}");
        }
    }

    #[test]
    fn failed_state_is_named() {
        for (condition, json, why) in [
            (
                cluster as fn(&Bytes) -> Progress,
                r#"{"stateName":"DELETING"}"#,
                "`stateName` is DELETING",
            ),
            (
                backup_snapshot,
                r#"{"status":"failed"}"#,
                "`status` is failed",
            ),
            (
                restore_job,
                r#"{"failed":true,"finishedAt":"x"}"#,
                "the job reports `failed`",
            ),
            (
                restore_job,
                r#"{"state":"FAILED","finishedAt":"2026-01-31T00:00:00Z"}"#,
                "`state` is FAILED",
            ),
            (
                restore_job,
                r#"{"cancelled":true}"#,
                "the job reports `cancelled`",
            ),
            (
                network_peering,
                r#"{"statusName":"FAILED"}"#,
                "`statusName` is FAILED",
            ),
            (
                private_endpoint,
                r#"{"connectionStatus":"REJECTED"}"#,
                "`connectionStatus` is REJECTED",
            ),
            (
                search_index,
                r#"{"status":"READY","statusDetail":[{"stagedIndex":{"status":"FAILED"}}]}"#,
                "`stagedIndex.status` is FAILED",
            ),
        ] {
            let expected = Progress::Failed(why.to_owned());
            assert_eq!(progress(condition, json), expected, "{json}");
        }
    }
}
