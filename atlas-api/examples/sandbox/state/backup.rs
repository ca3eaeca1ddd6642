//! Backups of clusters and their restores. Both take a while.

use std::time::Instant;

use atlas_api::types::{
    DiskBackupReplicaSet, DiskBackupReplicaSetType, DiskBackupSnapshotRestoreJob as Job,
    SnapshotStatus,
};

/// A backup of a cluster.
pub struct Snapshot {
    pub cluster: String,
    pub snapshot: DiskBackupReplicaSet,
    complete_from: Instant,
}

impl Snapshot {
    pub fn new(cluster: &str, snapshot: DiskBackupReplicaSet, complete_from: Instant) -> Self {
        Self {
            cluster: cluster.to_owned(),
            snapshot: snapshot
                .mongod_version("8.0.4")
                .replica_set_name(format!("{cluster}-shard-0"))
                .storage_size_bytes(1_258_291_200)
                .type_(DiskBackupReplicaSetType::ReplicaSet),
            complete_from,
        }
    }

    pub fn is_complete(&self) -> bool {
        self.complete_from <= Instant::now()
    }

    /// As it is now.
    pub fn view(&self) -> DiskBackupReplicaSet {
        let status = if self.is_complete() {
            SnapshotStatus::Completed
        } else {
            SnapshotStatus::InProgress
        };
        self.snapshot.clone().status(status)
    }
}

/// A restore of a backup.
pub struct RestoreJob {
    pub cluster: String,
    /// As it is when it is finished.
    pub job: Job,
    pub finished_from: Instant,
}

impl RestoreJob {
    /// As it is now.
    pub fn view(&self) -> Job {
        let mut job = self.job.clone();
        if self.finished_from > Instant::now() {
            job.finished_at = None;
        }
        job
    }
}
