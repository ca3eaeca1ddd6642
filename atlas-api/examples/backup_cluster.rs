//! Takes a backup of a cluster. With `--restore-to`, restores it to another cluster of the project, for example to
//! test a change with production data.
//!
//! **This costs money**: the storage of one snapshot, kept for a day. **A restore replaces all data of the target
//! cluster.** The caller needs the role Project Backup Creator, and for a restore Project Backup Recovery Operator.
//!
//! ```sh
//! cargo run --example backup_cluster -- 32b6e34b3d91647abb20e7b8 prod --restore-to staging
//! ```

use anyhow::Context;
use atlas_api::types::{
    DiskBackupOnDemandSnapshotRequest, DiskBackupSnapshotRestoreJob,
    DiskBackupSnapshotRestoreJobDeliveryType as Delivery,
};
use atlas_api::{Client, Credentials, cloud_backups, ready};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    project: String,
    cluster: String,
    #[arg(long)]
    restore_to: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (project, cluster) = (arguments.project, arguments.cluster);
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    let request = DiskBackupOnDemandSnapshotRequest::new()
        .description("by an example of atlas-api")
        .retention_in_days(1);
    let take = cloud_backups::take_snapshots(&project, &cluster, request);
    let snapshot = client.send(take).await?;
    // A union: replica sets and sharded clusters have different types of snapshots, with this property in common.
    let id = snapshot.id().context("the snapshot has no id")?;
    eprintln!("{id} is being taken; this takes some minutes");
    let operation = cloud_backups::get_cluster_backup_snapshot(&project, &cluster, id);
    client.wait(operation).until(ready::backup_snapshot).await?;
    println!("{id} is complete");
    let Some(target) = arguments.restore_to else {
        return Ok(());
    };
    // The service restores the data; nothing is downloaded.
    let request = DiskBackupSnapshotRestoreJob::new(Delivery::Automated)
        .snapshot_id(id)
        .target_group_id(&project)
        .target_cluster_name(&target);
    let restore = cloud_backups::create_backup_restore_job(&project, &cluster, request);
    let job = client.send(restore).await?;
    let job = job.id.context("the restore job has no id")?;
    let operation = cloud_backups::get_backup_restore_job(&project, &cluster, job);
    client.wait(operation).until(ready::restore_job).await?;
    println!("{target} has the data of {cluster}");
    Ok(())
}
