//! Snapshots and restores. Both take a while, and a restore makes its target busy.

use atlas_api::cloud_backups::{
    CreateBackupRestoreJob, GetBackupRestoreJob, GetClusterBackupSnapshot, ListBackupRestoreJobs,
    ListBackupSnapshots, TakeSnapshots,
};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    ClusterState, DiskBackupOnDemandSnapshotRequest, DiskBackupReplicaSet,
    DiskBackupReplicaSetSnapshotType, DiskBackupSnapshot, DiskBackupSnapshotRestoreJob as Job,
    PaginatedCloudBackupReplicaSetView, PaginatedCloudBackupRestoreJobView, SnapshotStatus,
};
use serde_json::json;

use crate::server::Sandbox;
use crate::state::{Project, RestoreJob, Snapshot, State};
use crate::{clock, refusals};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListBackupSnapshots>(list);
    sandbox.on::<GetClusterBackupSnapshot>(get);
    sandbox.on::<TakeSnapshots>(take);
    sandbox.on::<ListBackupRestoreJobs>(list_jobs);
    sandbox.on::<GetBackupRestoreJob>(get_job);
    sandbox.on::<CreateBackupRestoreJob>(restore);
}

fn list(
    state: &mut State,
    request: &Request,
) -> Result<PaginatedCloudBackupReplicaSetView, Answer> {
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    // The newest first.
    let snapshots = project.snapshots.iter().rev();
    let of_cluster = snapshots.filter(|it| it.cluster == cluster);
    Ok(request.page::<ListBackupSnapshots>(of_cluster.map(Snapshot::view)))
}

fn get(state: &mut State, request: &Request) -> Result<DiskBackupReplicaSet, Answer> {
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    let id = request.path_argument("snapshotId").unwrap_or_default();
    Ok(snapshot(project, &cluster, id)?.view())
}

fn snapshot<'a>(project: &'a Project, cluster: &str, id: &str) -> Result<&'a Snapshot, Failure> {
    let mut snapshots = project.snapshots.iter();
    let known = snapshots.find(|it| it.cluster == cluster && it.snapshot.id.as_deref() == Some(id));
    known.ok_or_else(|| refusals::not_found("SNAPSHOT_NOT_FOUND", "snapshot", id))
}

fn take(state: &mut State, request: &Request) -> Result<DiskBackupSnapshot, Answer> {
    let (id, complete_from) = (state.new_id(), state.done_at());
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    let wanted: DiskBackupOnDemandSnapshotRequest = request.json()?;
    let days = wanted.retention_in_days;
    let days = days.ok_or_else(|| refusals::missing("retentionInDays"))?;
    let days = u32::try_from(days)
        .ok()
        .filter(|days| (1..=3_650).contains(days));
    let days = days.ok_or_else(|| refusals::invalid("retentionInDays", "it is 1 to 3650"))?;

    let day = std::time::Duration::from_secs(24 * 60 * 60);
    let taken = DiskBackupReplicaSet::new()
        .id(id)
        .created_at(clock::now())
        .expires_at(clock::after(day * days))
        .snapshot_type(DiskBackupReplicaSetSnapshotType::OnDemand);
    let taken = match wanted.description {
        Some(description) => taken.description(description),
        None => taken,
    };
    let taken = Snapshot::new(&cluster, taken, complete_from);
    let answer = taken.snapshot.clone().status(SnapshotStatus::Queued);
    project.snapshots.push(taken);
    let name = json!({"clusterName": cluster});
    project.record("CPS_SNAPSHOT_STARTED", name);
    Ok(answer.into())
}

fn list_jobs(
    state: &mut State,
    request: &Request,
) -> Result<PaginatedCloudBackupRestoreJobView, Answer> {
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    let jobs = project.restore_jobs.iter().rev();
    let of_cluster = jobs.filter(|it| it.cluster == cluster);
    Ok(request.page::<ListBackupRestoreJobs>(of_cluster.map(RestoreJob::view)))
}

fn get_job(state: &mut State, request: &Request) -> Result<Job, Answer> {
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    let id = request.path_argument("restoreJobId").unwrap_or_default();
    let mut jobs = project.restore_jobs.iter();
    let known = jobs.find(|it| it.cluster == cluster && it.job.id.as_deref() == Some(id));
    let known =
        known.ok_or_else(|| refusals::not_found("RESTORE_JOB_NOT_FOUND", "restore job", id))?;
    Ok(known.view())
}

fn restore(state: &mut State, request: &Request) -> Result<Job, Answer> {
    let (id, finished_from, change) = (state.new_id(), state.done_at(), state.change);
    let project = state.project(request)?;
    let cluster = project.cluster(request)?.name().to_owned();
    let job: Job = request.json()?;
    if job.delivery_type.is_none() {
        return Err(refusals::missing("deliveryType").into());
    }
    let from = job.snapshot_id.as_deref();
    let from = from.ok_or_else(|| refusals::missing("snapshotId"))?;
    if !snapshot(project, &cluster, from)?.is_complete() {
        let code = "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT";
        let failure = Failure::new(409, code).detail("the snapshot is still being taken");
        return Err(failure.into());
    }
    let to = job.target_cluster_name.as_deref();
    let to = to.ok_or_else(|| refusals::missing("targetClusterName"))?;
    // The sandbox restores within a project.
    if job.target_group_id.as_deref() != Some(project.id()) {
        let id = job.target_group_id.as_deref().unwrap_or_default();
        return Err(refusals::no_project(id).into());
    }
    let target = project.cluster_named(to)?;
    target.permit_restore()?;
    target.begin(ClusterState::Updating, finished_from);

    let job = RestoreJob {
        cluster,
        job: job
            .id(id)
            .timestamp(clock::now())
            .cancelled(false)
            .failed(false)
            .expired(false)
            .finished_at(clock::after(change)),
        finished_from,
    };
    let answer = job.view();
    let name = json!({"clusterName": job.cluster});
    project.restore_jobs.push(job);
    project.record("CPS_RESTORE_REQUESTED_AUDIT", name);
    Ok(answer)
}
