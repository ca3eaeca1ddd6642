//! Lists the backups of a cluster, and takes another one. With `--restore-to`, restores it to another cluster
//! of the project, for example to test a change with production data.
//!
//! **This costs money**: the storage of one snapshot, kept for a day. **A restore replaces all data of the
//! target cluster.**
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Project Backup Creator, and for a restore
//! Project Backup Recovery Operator.
//!
//! ```sh
//! cargo run --example backup_cluster -- 32b6e34b3d91647abb20e7b8 prod --restore-to staging
//! ```

use std::env;
use std::process::ExitCode;

use atlas_api::types::{
    DiskBackupOnDemandSnapshotRequest, DiskBackupSnapshot, DiskBackupSnapshotRestoreJob,
    DiskBackupSnapshotRestoreJobDeliveryType,
};
use atlas_api::{Client, Credentials, Error, cloud_backups, ready};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (project, cluster, target) = match arguments[..] {
        [project, cluster] => (project, cluster, None),
        [project, cluster, "--restore-to", target] => (project, cluster, Some(target)),
        _ => {
            eprintln!("usage: backup_cluster PROJECT_ID CLUSTER [--restore-to CLUSTER]");
            return ExitCode::from(2);
        }
    };
    match run(project, cluster, target).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(project: &str, cluster: &str, target: Option<&str>) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    list(&client, project, cluster).await?;
    let snapshot = take(&client, project, cluster).await?;
    println!("{snapshot} is complete");
    if let Some(target) = target {
        restore(&client, project, cluster, &snapshot, target).await?;
        println!("{target} has the data of {cluster}");
    }
    Ok(())
}

async fn list(client: &Client, project: &str, cluster: &str) -> Result<(), Error> {
    let mut snapshots = client.items(cloud_backups::list_backup_snapshots(project, cluster));
    while let Some(snapshot) = snapshots.try_next().await? {
        let id = snapshot.id.as_deref().unwrap_or("(no id)");
        let created = snapshot.created_at.as_ref().map_or("-", |at| at.as_str());
        let status = snapshot
            .status
            .as_ref()
            .map_or("-", |status| status.as_str());
        println!("{id} {created} {status}");
    }
    Ok(())
}

/// Takes a snapshot, waits until it is complete, and returns its id.
async fn take(client: &Client, project: &str, cluster: &str) -> Result<String, Error> {
    let request = DiskBackupOnDemandSnapshotRequest::new()
        .description("by an example of atlas-api")
        .retention_in_days(1);
    let snapshot = client
        .send(cloud_backups::take_snapshots(project, cluster, request))
        .await?;
    let id = match snapshot {
        DiskBackupSnapshot::DiskBackupReplicaSet(snapshot) => snapshot.id,
        DiskBackupSnapshot::DiskBackupShardedClusterSnapshot(snapshot) => snapshot.id,
        _ => None,
    };
    let id = id.unwrap_or_default();
    eprintln!("{id} is being taken; this takes some minutes");
    let operation = cloud_backups::get_cluster_backup_snapshot(project, cluster, id.as_str());
    client.wait(operation).until(ready::backup_snapshot).await?;
    Ok(id)
}

async fn restore(
    client: &Client,
    project: &str,
    cluster: &str,
    snapshot: &str,
    target: &str,
) -> Result<(), Error> {
    // The service restores the data; nothing is downloaded.
    let request =
        DiskBackupSnapshotRestoreJob::new(DiskBackupSnapshotRestoreJobDeliveryType::Automated)
            .snapshot_id(snapshot)
            .target_group_id(project)
            .target_cluster_name(target);
    let job = client
        .send(cloud_backups::create_backup_restore_job(
            project, cluster, request,
        ))
        .await?;
    let id = job.id.unwrap_or_default();
    eprintln!("restore {id} has started");
    let operation = cloud_backups::get_backup_restore_job(project, cluster, id);
    client.wait(operation).until(ready::restore_job).await?;
    Ok(())
}
