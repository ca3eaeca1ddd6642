//! Snapshots, restores, and backup schedules. Taking a snapshot takes a while, and a restore makes its target busy.

use std::time::Duration;

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::clusters::{MONGODB, is_free};
use crate::call::{Call, Reply, about_cluster, values};
use crate::clock::{self, Moment};
use crate::refusals;
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::unseen;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A snapshot.
pub struct Snapshot;

impl Resource for Snapshot {
    const NAME: &'static str = "snapshot";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "snapshotId";
    const NOT_FOUND: &'static str = codes::SNAPSHOT_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let cluster = call.cluster()?;
        if is_free(cluster) {
            let code = unseen::CLUSTER_BACKUP_NOT_SUPPORTED;
            return Err(refusals::conflict(
                400,
                code,
                "a free cluster has no backups",
            ));
        }
        let days = call.body["retentionInDays"].as_u64();
        let days = days.and_then(|days| u32::try_from(days).ok());
        let days = days.filter(|days| (1..=3_650).contains(days));
        let days = days.ok_or_else(|| refusals::invalid("retentionInDays", "is not 1 to 3650"))?;
        let name = call.argument("clusterName").to_owned();
        let description = call.body["description"].clone();
        record.value = taken(&call.state.new_id(), &name, clock::now());
        record.merge(&json!({
            "description": description,
            "expiresAt": clock::text(clock::after(DAY * days)),
            "snapshotType": "onDemand",
            "status": "queued",
        }));
        let event = ("CPS_SNAPSHOT_SUCCESSFUL", about_cluster(&name));
        let done = json!({"status": "completed", "storageSizeBytes": 1_258_291_200});
        record.pending = call.pending(Some(done), Some(event));
        call.record("CPS_SNAPSHOT_STARTED", about_cluster(&name));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let unit = match call.text("retentionUnit") {
            Some("DAYS") => 1,
            Some("WEEKS") => 7,
            Some("MONTHS") => 31,
            _ => 366,
        };
        let count = call.body["retentionValue"]
            .as_u64()
            .unwrap_or(1)
            .clamp(1, 3_650);
        let days = u32::try_from(count).unwrap_or(1) * unit;
        record.merge(&json!({
            "retentionUnit": null, "retentionValue": null,
            "expiresAt": clock::text(clock::after(DAY * days)),
        }));
        Ok(())
    }
}

/// A complete snapshot of a cluster.
pub fn taken(id: &str, cluster: &str, at: Moment) -> Json {
    json!({
        "id": id,
        "cloudProvider": "AWS",
        "copyRegions": [],
        "createdAt": clock::text(at),
        "frequencyType": "hourly",
        "links": [],
        "mongodVersion": MONGODB,
        "policyItems": [],
        "replicaSetName": format!("{cluster}-shard-0"),
        "snapshotType": "scheduled",
        "status": "completed",
        "storageSizeBytes": 1_258_291_200,
        "type": "replicaSet",
    })
}

/// Newest first.
pub fn list<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    let list = R::list(call);
    Reply::list(values(call.state.list(&list).iter().rev()))
}

/// The current state: a job that is queued in the response to its creation is in progress afterwards.
pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    let mut snapshot = resource::find::<Snapshot>(call)?.value;
    if snapshot["status"] == "queued" {
        snapshot["status"] = "inProgress".into();
    }
    Reply::one(snapshot)
}

/// A restore job.
pub struct RestoreJob;

impl Resource for RestoreJob {
    const NAME: &'static str = "restore job";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "restoreJobId";
    const NOT_FOUND: &'static str = codes::RESTORE_JOB_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let cluster = call.argument("clusterName").to_owned();
        let kind = call.required("deliveryType")?;
        let restored = match &*kind {
            "pointInTime" => point_in_time(call)?,
            _ => snapshot_time(call)?,
        };
        if kind != "download" {
            restore_to_cluster(call)?;
        }
        let job = call.state.new_id();
        record.merge(&json!({
            "id": job, "timestamp": restored, "cancelled": false, "failed": false, "expired": false,
        }));
        for list in ["components", "deliveryUrl", "links"] {
            record.value[list] = json!([]);
        }
        let mut done = json!({"finishedAt": clock::text(call.done_at())});
        if kind == "download" {
            done["deliveryUrl"] = json!([format!("https://downloads.sandbox.example/{job}.tgz")]);
            done["expiresAt"] = clock::text(clock::after(DAY)).into();
        }
        record.pending = call.pending(Some(done), None);
        call.record("CPS_RESTORE_REQUESTED_AUDIT", about_cluster(&cluster));
        Ok(())
    }

    /// Cancels the job.
    fn delete(_: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        if record.pending.take().is_none() {
            let code = codes::CANNOT_CANCEL_AUTOMATED_RESTORE;
            return Err(refusals::conflict(400, code, "the restore has finished"));
        }
        record.value["cancelled"] = true.into();
        Ok(true)
    }
}

/// When the snapshot of a restore was taken.
fn snapshot_time(call: &Call) -> Result<Json, Failure> {
    let id = call.required("snapshotId")?;
    let snapshots = call.within_cluster("backup/snapshots");
    let snapshot = call.state.find(&snapshots, "id", &id);
    let snapshot =
        snapshot.ok_or_else(|| refusals::not_found(Snapshot::NOT_FOUND, Snapshot::NAME, &id))?;
    if !snapshot.is("status", "completed") {
        let code = codes::CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT;
        return Err(refusals::conflict(
            409,
            code,
            "the snapshot is still being taken",
        ));
    }
    Ok(snapshot.value["createdAt"].clone())
}

/// The point in time of a restore: a time, or a position in the oplog. It must be within the days for which the
/// cluster keeps its oplog, which begin with a snapshot.
fn point_in_time(call: &mut Call) -> Result<Json, Failure> {
    if call.cluster()?.value["pitEnabled"] != true {
        let code = unseen::POINT_IN_TIME_RESTORE_NOT_ENABLED;
        let detail = "the cluster has no continuous backups: set `pitEnabled`";
        return Err(refusals::conflict(400, code, detail));
    }
    let invalid = |problem: &str| {
        let code = codes::INVALID_PIT_RESTORE_TIME;
        refusals::refused(code, "pointInTimeUTCSeconds", problem)
    };
    let number = |name: &str| call.body[name].as_i64();
    let position = number("oplogTs").filter(|_| number("oplogInc").is_some());
    let seconds = match (number("pointInTimeUTCSeconds"), position) {
        (Some(seconds), None) | (None, Some(seconds)) => seconds,
        (Some(_), Some(_)) => return Err(invalid("can't be set together with `oplogTs`")),
        (None, None) => return Err(invalid("is missing, and `oplogTs` with `oplogInc` too")),
    };
    let moment = seconds.saturating_mul(1_000);
    let days = schedule_record(call)?.value["restoreWindowDays"].as_u64();
    let days = days.and_then(|days| u32::try_from(days).ok()).unwrap_or(1);
    if moment > clock::now() || moment < clock::ago(DAY * days) {
        return Err(invalid(&format!("is not in the last {days} days")));
    }
    let snapshots = call.within_cluster("backup/snapshots");
    let mut snapshots = call.state.list(&snapshots).iter();
    let is_before = |it: &Record| {
        let taken = it.value["createdAt"].as_str().and_then(clock::read);
        it.is("status", "completed") && taken.is_some_and(|taken| taken <= moment)
    };
    if !snapshots.any(is_before) {
        let code = codes::NO_CHECKPOINT_FOR_PIT_RESTORE;
        return Err(refusals::conflict(409, code, "no snapshot is as old"));
    }
    Ok(clock::text(moment).into())
}

/// Makes the target cluster busy.
fn restore_to_cluster(call: &mut Call) -> Result<(), Failure> {
    let name = call.required("targetClusterName")?;
    let project = call.required("targetGroupId")?;
    if call.state.find("groups", "id", &project).is_none() {
        return Err(refusals::not_found(
            codes::GROUP_NOT_FOUND,
            "project",
            &project,
        ));
    }
    let pending = call.pending(
        Some(json!({"stateName": "IDLE"})),
        Some(("CLUSTER_UPDATE_COMPLETED", about_cluster(&name))),
    );
    let list = format!("groups/{project}/clusters");
    let target = call.state.find_mut(&list, "name", &name);
    let target =
        target.ok_or_else(|| refusals::not_found(codes::CLUSTER_NOT_FOUND, "cluster", &name))?;
    if target.is("stateName", "DELETING") {
        return Err(refusals::is_being_deleted(&name));
    }
    if target.value["paused"] == true {
        let code = codes::CLUSTER_PAUSED_CANNOT_RESTORE;
        return Err(refusals::conflict(
            400,
            code,
            "a paused cluster takes no data",
        ));
    }
    target.value["stateName"] = "UPDATING".into();
    target.pending = pending;
    Ok(())
}

/// The schedule of a cluster. It is the default until it is changed.
pub fn schedule(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(schedule_record(call)?.value.clone())
}

pub fn update_schedule(call: &mut Call) -> Result<Reply, Failure> {
    let mut change = call.body.take();
    // Settings of the request, which the schedule does not contain.
    for name in ["deleteCopiedBackups", "deleteSnapshots", "updateSnapshots"] {
        if let Some(change) = change.as_object_mut() {
            change.remove(name);
        }
    }
    let policies = change["policies"].as_array_mut();
    let items = policies.into_iter().flatten();
    for item in items
        .filter_map(|it| it["policyItems"].as_array_mut())
        .flatten()
    {
        if item["id"].is_null() {
            item["id"] = call.state.new_id().into();
        }
    }
    let schedule = schedule_record(call)?;
    schedule.merge(&change);
    Reply::one(schedule.value.clone())
}

fn schedule_record<'a>(call: &'a mut Call) -> Result<&'a mut Record, Failure> {
    let cluster = call.cluster()?;
    let (id, name) = (cluster.value["id"].clone(), cluster.text("name").to_owned());
    let list = call.within_cluster("backup/schedule");
    if call.state.list(&list).is_empty() {
        let mut item = |kind: &str, every: u32, unit: &str, value: u32| {
            let id = call.state.new_id();
            json!({
                "id": id, "frequencyType": kind, "frequencyInterval": every,
                "retentionUnit": unit, "retentionValue": value,
            })
        };
        let items = [
            item("hourly", 6, "days", 7),
            item("daily", 1, "days", 7),
            item("weekly", 6, "weeks", 4),
        ];
        let schedule = json!({
            "autoExportEnabled": false,
            "clusterId": id,
            "clusterName": name,
            "copySettings": [],
            "extraRetentionSettings": [],
            "links": [],
            "nextSnapshot": clock::text(clock::after(DAY / 4)),
            "policies": [{"id": call.state.new_id(), "policyItems": items}],
            "referenceHourOfDay": 12,
            "referenceMinuteOfHour": 30,
            "restoreWindowDays": 2,
            "useOrgAndGroupNamesInExportPrefix": false,
        });
        call.state.list_mut(&list).push(Record::new(schedule));
    }
    let known = call.state.list_mut(&list).first_mut();
    known.ok_or_else(|| refusals::not_found(codes::BACKUP_CONFIG_NOT_FOUND, "schedule", &name))
}
